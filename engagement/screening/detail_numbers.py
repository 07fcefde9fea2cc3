"""Finds official numbers that point to one person: NHS and National Insurance numbers, and dates of birth."""

import re
from collections.abc import Iterator

Found = tuple[int, int, str]

_NHS = re.compile(r"(?<![\d+])(\d{3})[ \-]?(\d{3})[ \-]?(\d{4})(?!\d)")
_NATIONAL_INSURANCE = re.compile(
    r"(?<![a-z0-9])[a-ceghj-prstw-z][a-ceghj-nprstw-z][ \-]?\d{2}[ \-]?\d{2}[ \-]?\d{2}[ \-]?[a-d](?![a-z0-9])"
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"  # noqa: E501 - one list or pattern reads better unbroken
_DATE = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?(?P<year>\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?P<year2>\d{{4}}|\d{{2}})"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?P<year3>\d{{4}}))(?!\d)"
)
_BIRTH = re.compile(r"\b(?:born|dob|d\.o\.b|date of birth|birthday|birth date|birthdate)\b")
BEFORE = 30  # characters in which "born" or "date of birth" may stand before a date
YOUNGEST = 2021  # a full date up to this year in a young person's text is read as a date of birth


def nhs_number_is_valid(digits: str) -> bool:
    """The NHS number check digit (modulus 11, NHS Data Dictionary)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def find_numbers(folded: str) -> Iterator[Found]:
    """Official numbers and dates of birth in the folded text."""
    for match in _NHS.finditer(folded):
        digits = "".join(match.groups())
        if nhs_number_is_valid(digits) and digits[0] != "0" and len(set(digits)) > 1:
            yield match.start(), match.end(), "pii_id"
    for match in _NATIONAL_INSURANCE.finditer(folded):
        yield match.start(), match.end(), "pii_id"
    for match in _DATE.finditer(folded):
        year = int(match.group("year") or match.group("year2") or match.group("year3"))
        stated = _BIRTH.search(folded, max(0, match.start() - BEFORE), match.start())
        if stated or 1985 <= year <= YOUNGEST:
            yield match.start(), match.end(), "pii_id"
