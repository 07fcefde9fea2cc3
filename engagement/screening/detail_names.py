"""Finds surnames: after a title, after a first name, or where somebody is introduced. First names alone are left."""

import re
from collections.abc import Iterator

from engagement.screening.normalising import fold_word
from engagement.screening.ruleset import RuleSet

Found = tuple[int, int, str]

_FORMAL = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor"})
# Other words before a surname; a first name or an English word after them is no detail ("nurse told me").
_ROLES = frozenset(
    {
        "cllr",
        "councillor",
        "pc",
        "dc",
        "sgt",
        "rev",
        "reverend",
        "nurse",
        "pastor",
        "imam",
        "sheikh",
        "judge",
        "coach",
        "sir",
        "officer",
    }
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_SPACE = re.compile(r"[ \t]{1,2}")
_PARTICLES = frozenset(
    {
        "de",
        "van",
        "von",
        "al",
        "el",
        "bin",
        "ibn",
        "da",
        "di",
        "la",
        "le",
        "st",
        "mac",
        "mc",
        "o",
        "abu",
        "ul",
        "dos",
        "del",
        "den",
        "der",
        "binti",
        "ben",
    }
)
_INTRODUCED = re.compile(
    r"(?:\b(?:nominat\w{1,5}|nominee|award(?:ed)?|cup|prize|trophy|medal|winner|certificate|vote|thanks|thank you|shout ?out|well done|congratulations|credit|goes)\b(?:\s\w+){0,3}?\s(?:to|for|is|be|goes to|from)|"  # noqa: E501 - one list or pattern reads better unbroken
    r"\bnominat\w{1,5}|\bname(?:'s| is|s)|\bcalled|\bworker(?:'s name)? is|\bworker|\bcarer|\bsigned|\bregards|\bfrom|\bby|\bcontact|\bask for|\bspeak to|\bthanks|\bthank|\bto|\bi'?m|\bi am|\bwith|\bmet|\band|\bteacher|\btutor|\bfriend|\bcoach|\bjudge)\s*:?,?\s*$"  # noqa: E501 - one list or pattern reads better unbroken
)


def _words(text: str) -> list[tuple[str, int, int]]:
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        bare = word[:-2] if word.endswith(("'s", "’s")) else word.rstrip(".")
        found.append((bare, match.start(), match.start() + len(bare)))
    return found


class _Reader:
    def __init__(self, text: str, rules: RuleSet) -> None:
        self.text = text
        self.rules = rules
        self.details = rules.details
        self.words = _words(text)
        self.low = [fold_word(word).replace("'", "") for word, _, _ in self.words]
        self.first_names = self.details.get("first_names", frozenset())
        self.not_surnames = self.details.get("not_surnames", frozenset())
        self.shouting = text.isupper()

    def is_first_name(self, place: int) -> bool:
        """A first name, also a double one ("Kelly-Anne")."""
        word = self.low[place]
        return word in self.first_names or ("-" in word and word.split("-")[0] in self.first_names)

    def beside(self, place: int) -> bool:
        """Whether the next word follows after one space or an initial's full stop, with nothing else between."""
        if place + 1 >= len(self.words):
            return False
        between = self.text[self.words[place][2] : self.words[place + 1][1]]
        return bool(_SPACE.fullmatch(between)) or (
            between.strip() == "." and (len(self.low[place]) == 1 or self.low[place] in _FORMAL)
        )

    def capital(self, place: int) -> bool:
        return self.words[place][0][:1].isupper() and not self.shouting

    def english(self, place: int) -> bool:
        word = self.low[place]
        return self.rules.speller.knows(word) or (word.endswith("s") and self.rules.speller.knows(word[:-1]))

    def surname(self, place: int) -> int | None:
        """The place after a surname that begins here; a title or a first name leads to it."""
        last = place
        while last < place + 2 and self.low[last] in _PARTICLES and self.beside(last):
            last += 1
        word = self.low[last]
        if word in self.not_surnames or len(word) < 2:
            return None
        if self.capital(last):
            return last + 1
        if not self.shouting and not self.english(last) and word not in self.first_names and len(word) > 2:
            return last + 1
        return None

    def public(self, start: int, stop: int) -> bool:
        name = " ".join(self.low[start:stop])
        figures = self.details.get("public_figures", frozenset())
        return (
            name in figures
            or " ".join(self.low[start : stop + 1]) in figures
            or any(f"{self.low[before]} {name}" in figures for before in [start - 1] if before >= 0)
        )


def find_names(text: str, rules: RuleSet) -> Iterator[Found]:
    """Full names, as places in the original text."""
    reader = _Reader(text, rules)
    place = 0
    while place < len(reader.words):
        stop = _titled(reader, place) or _in_role(reader, place) or _named(reader, place) or _introduced(reader, place)
        if stop is None:
            place += 1
            continue
        if not reader.public(place, stop):
            yield reader.words[place][1], reader.words[stop - 1][2], "pii_full_name"
        place = stop


def _in_role(reader: _Reader, place: int) -> int | None:
    """A surname after a word for what somebody is ("PC Okonjo")."""
    if reader.low[place] not in _ROLES or not reader.beside(place) or not reader.capital(place + 1):
        return None
    if reader.english(place + 1) or reader.low[place + 1] in reader.first_names | reader.not_surnames:
        return None
    return place + 2 if len(reader.low[place + 1]) > 2 else None


def _titled(reader: _Reader, place: int) -> int | None:
    if reader.low[place] not in _FORMAL or not reader.beside(place):
        return None
    following = place + 1
    if len(reader.low[following]) == 1 and reader.capital(following) and reader.beside(following):
        following += 1
    elif reader.low[following] in reader.first_names and reader.beside(following):
        further = reader.surname(following + 1)
        if further:
            return further
    word = reader.low[following]
    if word in ("i", "t") or (len(word) == 1 and not reader.capital(following)):
        return None
    if len(word) == 1:
        return following + 1
    if (
        reader.low[place] == "miss"
        and reader.english(following)
        and not (reader.capital(following) and reader.capital(place))
    ):
        return None
    if not reader.capital(following) and reader.english(following):
        return None
    if word in reader.not_surnames or (word in reader.first_names and reader.low[place] == "miss"):
        return None
    stop = following + 1
    if (
        reader.beside(following)
        and stop < len(reader.words)
        and reader.capital(stop)
        and not reader.english(stop)
        and reader.low[stop] not in reader.not_surnames
    ):
        stop += 1
    return stop


def _named(reader: _Reader, place: int) -> int | None:
    if not reader.is_first_name(place) or not reader.beside(place):
        return None
    english = reader.english(place)
    if english and not reader.capital(place):
        return None
    following = place + 1
    if (
        len(reader.low[following]) == 1
        and reader.capital(following)
        and reader.low[following] not in ("i", "a")
        and reader.beside(following)
    ):
        following += 1
    elif reader.low[following] in reader.first_names and reader.capital(following) and reader.beside(following):
        further = reader.surname(following + 1)
        if further and reader.capital(further - 1):
            return further
    if not reader.capital(place) and reader.capital(following):
        return None
    return reader.surname(following)


def _introduced(reader: _Reader, place: int) -> int | None:
    """Two capitalised words that are not English, or that follow words of introduction."""
    if not reader.capital(place) or not reader.beside(place) or not reader.capital(place + 1):
        return None
    if reader.low[place] in reader.not_surnames or reader.low[place + 1] in reader.not_surnames:
        return None
    if reader.english(place) or len(reader.low[place]) < 3:
        return None
    start = reader.words[place][1]
    introduced = bool(_INTRODUCED.search(reader.text[max(0, start - 50) : start].lower()))
    if not introduced and reader.english(place + 1):
        return None
    if not introduced and place > 0 and reader.low[place - 1] in ("in", "at", "near", "visit", "visited"):
        return None
    stop = place + 2
    if (
        reader.beside(place + 1)
        and stop < len(reader.words)
        and reader.capital(stop)
        and not reader.english(stop)
        and reader.low[stop] not in reader.not_surnames
    ):
        stop += 1
    return stop
