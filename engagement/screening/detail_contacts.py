"""Finds e-mail addresses, links, account names and telephone numbers, also when they are disguised."""

import re
from collections.abc import Iterator

from engagement.screening.ruleset import RuleSet

Found = tuple[int, int, str]

_AT = r"(?:\s?@\s?|\s{0,2}[(\[{<]\s?at\s?[)\]}>]\s{0,2}|\s+at\s+)"
_DOT = r"(?:\.|\s{0,2}[(\[{<]\s?(?:dot|\.)\s?[)\]}>]\s{0,2}|\s+dot\s+)"
_EMAIL = re.compile(
    rf"(?<![\w.])[\w+-]{{1,40}}(?:(?:\.|\sdot\s|\sunderscore\s|\sdash\s)[\w+-]{{1,40}}){{0,3}}{_AT}[\w-]{{1,40}}(?:{_DOT}[\w-]{{2,20}}){{1,3}}"
)
_WITH_PROVIDER = re.compile(
    r"(?<![\w.])(?P<name>[\w.+-]{3,40})\s?(?:at|@)\s?(?:hotmail|gmail|googlemail|outlook|yahoo|icloud|aol|protonmail|btinternet)\b"
)
_TLD = r"(?:com|co|org|net|uk|io|tv|me|gg|app|link|site|online|info|school|example|gov|ac|sch|ly|be|xyz|live|chat|club|blog|shop|page|dev|eu|pl|de|fr)"  # noqa: E501 - one list or pattern reads better unbroken
_URL = re.compile(
    rf"https?://[^\s<>\"]{{3,300}}|www\.[^\s<>\"]{{3,300}}"
    rf"|(?<![\w@.])[a-z0-9-]{{2,40}}(?:{_DOT}[a-z0-9-]{{2,30}}){{0,3}}{_DOT}{_TLD}\b(?:/[^\s<>\"]{{0,200}})?"
)
_HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_.]{2,30}")
_APPS = (
    r"(?:snap(?:chat)?|sc|insta(?:gram)?|ig|tik ?tok|discord|twitter|facebook|fb|messenger|whatsapp|roblox|psn|xbox|gamer ?tag|username|user ?name|"  # noqa: E501 - one list or pattern reads better unbroken
    r"kik|telegram|yubo|twitch|you ?tube|steam|epic|fortnite|minecraft|bereal|vsco|handle|yt|wizz|signal|reddit|threads|linkedin|spotify|soundcloud|depop|vinted|pinterest)"  # noqa: E501 - one list or pattern reads better unbroken
)
_APP_HANDLE = re.compile(
    rf"\b{_APPS}\b(?P<link>(?:\s{{0,2}}(?:'s|is|my|me|name|user|username|handle|account|acc|page|on|as|at|tag|id|add|im|it's|its|called|under|the)\b|\s{{0,2}}[:=@\-]){{0,4}})\s{{0,2}}"
    r"(?P<handle>[a-z0-9_](?:[a-z0-9_.]{1,28})[a-z0-9_](?:#\d{3,5})?)"
)
_ADD_ME = re.compile(
    r"\b(?:add|dm|follow|message|find|text|hmu)\s(?:me|us)\s(?:on|at|:)?\s?(?P<handle>[a-z][a-z0-9_.]{2,28}[a-z0-9_])"
)
_MARKED = re.compile(r"[0-9_]|[a-z]\.[a-z]")

_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",  # noqa: E501 - one list or pattern reads better unbroken
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_ATOM = re.compile(
    r"\+|\((?=0\d)|(?:double|triple|treble)(?=[\s\-])|(?:zero|oh|nought|naught|one|two|three|four|five|six|seven|eight|nine)(?![a-z])|[\doil]+(?![a-z])"
)
_WRITTEN = re.compile(r"(?:zero|one|two|three|four|five|six|seven|eight|nine)$")  # "07700nine00456"
_BETWEEN = re.compile(r"[\s.,\-()/_*]{0,4}")
_HELPLINES = re.compile(r"0800|0808|0300|116|0345|08|0845")


def find_contacts(folded: str, rules: RuleSet) -> Iterator[Found]:
    """Contact details in the folded text."""
    if "@" in folded or "at" in folded:
        for match in _EMAIL.finditer(folded):
            if _is_email(match.group()):
                yield match.start(), match.end(), "pii_email"
        for match in _WITH_PROVIDER.finditer(folded):
            if not rules.speller.knows(match.group("name")):
                yield match.start(), match.end(), "pii_email"
    if "." in folded or "dot" in folded or "://" in folded:
        for match in _URL.finditer(folded):
            link = match.group().rstrip(".,;:!?)\"'")
            if not _allowed(link, rules) and _is_link(link, rules):
                yield match.start(), match.start() + len(link), "pii_url"
    yield from _handles(folded, rules)
    yield from _phones(folded)


def _is_email(found: str) -> bool:
    return "@" in found or "dot" in found or re.search(rf"\.{_TLD}$", found) is not None


def _is_link(link: str, rules: RuleSet) -> bool:
    """A missing space after a full stop ("fun.me and") is not a link."""
    if "/" in link or link.startswith("www") or " dot " in link or "(" in link or link.count(".") > 1:
        return True
    name, _, ending = link.rpartition(".")
    return ending in ("com", "org", "net", "uk", "io", "gg", "example", "tv") or not rules.speller.knows(name)


def _allowed(link: str, rules: RuleSet) -> bool:
    return any(site in link for site in rules.details.get("helpful_sites", ()))


def _handles(folded: str, rules: RuleSet) -> Iterator[Found]:
    if "@" in folded:
        for match in _HANDLE.finditer(folded):
            name = match.group().rstrip(".")
            if len(name) > 2 and name[1:] not in rules.details.get("not_accounts", ()):
                yield match.start(), match.start() + len(name), "pii_social"
    for match in _APP_HANDLE.finditer(folded):
        name, link = match.group("handle"), match.group("link")
        named = any(mark in link for mark in (":", "=", "@", "name", "handle", "tag", " is", "'s", "called", "under"))
        if (_MARKED.search(name) and any(letter.isalpha() for letter in name)) or (
            named and not rules.speller.knows(name) and not name.isdigit()
        ):
            yield match.start("handle"), match.end("handle"), "pii_social"
    for match in _ADD_ME.finditer(folded):
        name = match.group("handle")
        if _MARKED.search(name) and not rules.speller.knows(name):
            yield match.start("handle"), match.end("handle"), "pii_social"


def _phones(folded: str) -> Iterator[Found]:
    """Runs of digits and digit words that have the form of a United Kingdom telephone number."""
    atoms = [match for match in _ATOM.finditer(folded) if _counts(folded, match)]
    place = 0
    while place < len(atoms):
        digits, times, last = "", 1, place
        end = atoms[place].end()
        stop = place
        best: tuple[int, int] | None = None
        while stop < len(atoms) and len(digits) < 14:
            if stop > place and not _BETWEEN.fullmatch(folded, atoms[stop - 1].end(), atoms[stop].start()):
                break
            word = atoms[stop].group()
            if word in ("double", "triple", "treble"):
                times = 2 if word == "double" else 3
            elif word not in "+(":
                digits += _DIGITS.get(word, word.replace("o", "0").replace("i", "1").replace("l", "1")) * times
                times = 1
            end, last = atoms[stop].end(), stop
            stop += 1
            if _is_phone(digits):
                best = (end, last)
        if best:
            yield atoms[place].start(), best[0], "pii_phone"
            place = best[1] + 1
        else:
            place += 1


def _counts(folded: str, match: re.Match[str]) -> bool:
    """Whether an atom may be part of a number: "o" and "i" only beside digits, and no letters before it."""
    start = match.start()
    if start and folded[start - 1].isalpha() and not _WRITTEN.search(folded, max(0, start - 6), start):
        return False
    word = match.group()
    return (
        word in _DIGITS or not word.isalpha() or word in ("double", "triple", "treble", "o") or word.strip("oil") != ""
    )


def _is_phone(digits: str) -> bool:
    if _HELPLINES.match(digits):
        return False
    for prefix in ("0044", "44"):
        if digits.startswith(prefix):
            rest = digits[len(prefix) :].lstrip("0")
            return len(rest) == 10 and rest[0] in "1237"
    return (digits.startswith("07") and len(digits) in (10, 11, 12)) or (
        digits.startswith(("01", "02", "03")) and len(digits) in (10, 11)
    )
