"""Finds full postcodes, house numbers with a street or house name, and names of schools and nurseries."""

import re
from collections.abc import Iterator

from engagement.screening.ruleset import RuleSet

Found = tuple[int, int, str]

_POSTCODE = re.compile(
    r"(?<![a-z0-9])([a-z](?:[ .\-]?[a-z])?)[ .\-]?([\do]\d?[a-z]?)[ .\-,_]{0,3}([\do][ .\-]?[abd-hjlnp-uw-z][ .\-]?[abd-hjlnp-uw-z])(?![a-z0-9])"  # noqa: E501 - one list or pattern reads better unbroken
)
_STREET = (
    r"(?:street|st|road|rd|avenue|avenue|ave|av|lane|ln|close|cl|way|drive|dr|gardens|gdns|grove|place|pl|crescent|cres|terrace|mews|row|walk|hill|green|"
    r"square|sq|court|ct|parade|rise|view|vale|villas|mansions|house|estate|broadway|wharf|quay|passage|alley|lodge|towers?|heights|point|buildings|"
    r"cottages?|yard|park|croft|path|bank|end|reach|circus|hall|mount|field|fields|common|"
    r"avenu|aveneu|avanue|aveune|streat|stret|streeet|raod|cresent|cressent|teras|terrase|gardns|lanee|clos|grov|squer|squar)"
)
_NUMBERED = re.compile(
    rf"(?<![\w£.:])(?:(?P<flat>(?:flat|apartment|apt|unit|room|no\.?|number)\s?\d{{1,4}}[a-z]?),?\s{{1,2}}|(?:no\.?|number)\s{{1,2}})?"
    rf"(?P<number>\d{{1,4}}\s?[a-z]?(?:\s?[-/]\s?\d{{1,4}})?),?\s{{1,2}}(?P<name>[a-z][a-z'’.\-]{{1,20}}(?:\s[a-z][a-z'’.\-]{{1,20}}){{0,2}}?)\s(?P<street>{_STREET})\b"
)
_FLAT = re.compile(
    rf"(?<!\w)(?:flat|apartment|apt|unit)\s?\d{{1,4}}[a-z]?(?:,?\s{{1,2}}(?P<name>[a-z][a-z'’\-]{{1,20}}(?:\s[a-z][a-z'’\-]{{1,20}}){{0,2}}?)\s(?P<street>{_STREET})\b)?"
)
_HOUSE_BEFORE = re.compile(
    r"([A-Z][\w'’]{1,20}\s){1,2}(?:House|Court|Lodge|Cottage|Mansions|Tower|Heights|Point|Villa|Hall|Place|Buildings),?\s{1,2}$"
)
_SCHOOL_WORD = r"(?:School|Academy|College|Primary|Nursery|Infants?|Juniors?|High|Secondary|Sixth Form|Grammar|PRU|Free School|Pre-?school|Kindergarten|Children'?s Centre)"  # noqa: E501 - one list or pattern reads better unbroken
_SCHOOL = re.compile(
    rf"(?:(?:St\.?|Saint)\s)?(?:[A-Z][\w'’\-]{{1,20}}\s(?:(?:of|and|the|for|&)\s){{0,2}}){{1,4}}{_SCHOOL_WORD}(?:\s(?:School|Academy|College|Primary|Form|Sixth Form|Nursery))?\b"  # noqa: E501 - one list or pattern reads better unbroken
)
_SCHOOL_LOWER = re.compile(
    r"(?<![a-z])((?:st\.?\s)?[a-z'’\-]{3,20}(?:\s[a-z'’\-]{3,20})?)\s(academy|college|primary school|primary|high school|secondary school|nursery|grammar school|infant school|junior school|school|high)\b"  # noqa: E501 - one list or pattern reads better unbroken
)
_AT_SCHOOL = re.compile(
    r"(?:[Yy](?:ea)?r?\s?(?:[7-9]|1[0-3]|[1-6])\s(?:at|in)\s|\b[Ss]chool\s(?:is|called|named)\s(?:called\s)?|\b(?:go|goes|going|went|moved|moving)\sto\sschool\s(?:at|in)\s|\b(?:teacher|tutor|head|TA|pupil|student|student)\s(?:at|from)\s)"
    r"((?:St\.?\s)?[A-Z][\w'’\-]{1,20}(?:\s[A-Z][\w'’\-]{1,20}){0,3})"
)
_AT_SCHOOL_LOWER = re.compile(
    r"\b(?:year|yr|y)\s?(?:[7-9]|1[0-3]|[1-6])\s(?:at|in)\s((?:st\.?\s)?[a-z'’\-]{4,20}(?:\s[a-z'’\-]{4,20})?)"
)


_THE_PLACE = re.compile(r"(?<![\w£.:])\d{1,4}[A-Za-z]?,?\s(?:The|the)\s[A-Z][a-z]{2,20}\b")
_HOUSE_AND_STREET = re.compile(
    r"(?:[A-Z][\w'’]{1,20}\s){1,2}(?:House|Court|Lodge|Cottage|Mansions|Tower|Villa|Farm),?\s(?:[A-Z][\w'’]{1,20}\s){1,2}(?:Street|Road|Lane|Close|Avenue|Drive|Way|Mews|Gardens|Terrace|Row)\b"
)
_WRITTEN_NUMBER = re.compile(
    r"\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|eight|nine)\s(?P<name>[a-z]{3,20})\s(?:street|road|lane|close|avenue|mews|crescent|terrace|grove|gardens)\b"  # noqa: E501 - one list or pattern reads better unbroken
)
_GOES_TO_SAINT = re.compile(
    r"\b(?:[Gg]o|[Gg]oes|[Aa]t|[Gg]oing|[Ww]ent|[Mm]oved?|[Ff]rom)\s(?:to\s)?((?:St\.?|Saint)\s[A-Z][a-z]{1,20}(?:['’]?s)?)(?!\s(?:Station|Church|Hospital|Park|Road|Street))"
)


def find_places(folded: str, text: str, places: list[int], rules: RuleSet) -> Iterator[Found]:
    """Places in the folded text; schools are read with their capitals where the folding kept every character."""
    areas = rules.details.get("postcode_areas", frozenset())
    for match in _POSTCODE.finditer(folded):
        written = any(character.isdigit() for character in match.group())  # "no one" is no postcode with noughts
        if written and re.sub(r"[ .\-]", "", match.group(1)) in areas:
            yield match.start(), match.end(), "pii_postcode"
    same = len(folded) == len(text)
    yield from _addresses(folded, text if same else None, rules)
    yield from _schools(folded, text if same else None, rules)


def _addresses(folded: str, text: str | None, rules: RuleSet) -> Iterator[Found]:
    not_streets = rules.details.get("not_street_words", frozenset())
    for match in _NUMBERED.finditer(folded):
        words = match.group("name").split()
        if any(word.strip(".,'") in not_streets for word in words):
            continue
        if match.group("street") in (
            "way",
            "place",
            "walk",
            "end",
            "point",
            "field",
            "common",
            "park",
            "hall",
            "view",
            "green",
            "path",
            "bank",
            "drive",
            "row",
            "fields",
            "house",
            "yard",
        ):
            capital = text is not None and all(
                text[match.start("name") + match.group("name").find(word)].isupper() for word in words
            )
            if text is not None and not capital and match.group("number").isdigit() and len(words) > 1:
                continue
        start = match.start()
        if text is not None:
            before = _HOUSE_BEFORE.search(text, max(0, start - 50), start)
            if before:
                start = before.start()
        yield start, match.end(), "pii_address"
    for match in _WRITTEN_NUMBER.finditer(folded):
        if match.group("name") not in not_streets:
            yield match.start(), match.end(), "pii_address"
    if text is not None:
        for pattern in (_THE_PLACE, _HOUSE_AND_STREET):
            for match in pattern.finditer(text):
                yield match.start(), match.end(), "pii_address"
    for match in _FLAT.finditer(folded):
        words = (match.group("name") or "").split()
        if words and not any(word in not_streets for word in words):
            yield match.start(), match.end(), "pii_address"


def _schools(folded: str, text: str | None, rules: RuleSet) -> Iterator[Found]:
    openers = rules.details.get("not_school_names", frozenset())
    if text is not None:
        for match in _SCHOOL.finditer(text):
            words = match.group().split()
            skip = 0
            while skip < len(words) and folded[match.start() : match.end()].split()[skip] in openers:
                skip += 1
            kept = words[skip:]
            if len(kept) >= 2 and any(word[0].isupper() for word in kept[:1]):
                start = match.end() - len(" ".join(kept)) if "  " not in match.group() else match.start()
                yield start, match.end(), "pii_school"
        for match in _GOES_TO_SAINT.finditer(text):
            yield match.start(1), match.end(1), "pii_school"
        for match in _AT_SCHOOL.finditer(text):
            if match.group(1).lower() not in openers:
                yield match.start(1), match.end(1), "pii_school"
    for match in _SCHOOL_LOWER.finditer(folded):
        words = match.group(1).split()
        last = words[-1].strip("'")
        if words[0].startswith("st") and len(words[0]) <= 3 and len(words) > 1:
            yield match.start(), match.end(), "pii_school"
        elif (
            not rules.speller.knows(last)
            and last not in openers
            and not last.endswith("'s")
            and last not in rules.speller.names
            and "'" not in last
        ):
            start = (
                match.start()
                if len(words) == 1 or not rules.speller.knows(words[0])
                else match.start() + match.group(1).rfind(words[-1])
            )
            yield start, match.end(), "pii_school"
    for match in _AT_SCHOOL_LOWER.finditer(folded):
        words = match.group(1).split()
        if not rules.speller.knows(words[0]) and words[0] not in openers:
            end = (
                match.end(1)
                if len(words) == 1
                or not rules.speller.knows(words[1])
                or words[1] in ("lodge", "park", "hill", "green", "grove", "lane", "house", "manor", "wood", "high")
                else match.start(1) + len(words[0])
            )
            yield match.start(1), end, "pii_school"
