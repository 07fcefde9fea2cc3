"""Proposes identifying details to redact: contact details, places, names and official numbers. A person decides."""

from collections.abc import Iterable

from engagement.screening.detail_contacts import find_contacts
from engagement.screening.detail_names import find_names
from engagement.screening.detail_numbers import find_numbers
from engagement.screening.detail_places import find_places
from engagement.screening.findings import Span
from engagement.screening.normalising import fold
from engagement.screening.ruleset import RuleSet

SUGGESTIONS = {
    "pii_phone": "[a phone number]",
    "pii_email": "[an e-mail address]",
    "pii_url": "[a link]",
    "pii_social": "[an account name]",
    "pii_postcode": "[a postcode]",
    "pii_address": "[an address]",
    "pii_school": "[a school]",
    "pii_full_name": "[a name]",
    "pii_id": "[an official number or date of birth]",
}
Found = tuple[int, int, str]


def find_details(text: str, rules: RuleSet, offset: int = 0) -> list[Span]:
    """The details in a text, in order and without overlaps; `offset` is added to every place."""
    folded, places = fold(text, {})
    if not folded:
        return []
    # A view with one character for each of the original's, so that capitals and places can be read off it.
    plain = folded if len(folded) == len(text) else text.lower() if len(text.lower()) == len(text) else None
    found: list[Found] = []
    for start, end, kind in (
        *find_contacts(folded, rules),
        *find_numbers(folded),
        *find_places(folded, text, places, rules),
    ):
        found.append((places[start], places[end - 1] + 1, kind))
    if plain is not None:
        found.extend(find_names(text, rules))
    return [Span(offset + start, offset + end, kind, SUGGESTIONS[kind]) for start, end, kind in _merged(found)]


def _merged(found: Iterable[Found]) -> list[Found]:
    """Overlapping spans become one, named after the longest."""
    merged: list[Found] = []
    longest = 0
    for start, end, kind in sorted(found, key=lambda span: (span[0], -span[1])):
        if merged and start < merged[-1][1]:
            before = merged.pop()
            if end - start > longest:
                longest, name = end - start, kind
            else:
                name = before[2]
            merged.append((before[0], max(before[1], end), name))
        else:
            merged.append((start, end, kind))
            longest = end - start
    return merged
