"""Folds a text to plain lower-case letters while remembering where each letter came from."""

import unicodedata
from collections.abc import Mapping

# Letters that Unicode does not decompose, Arabic-script variants typed on different keyboards, and typographic marks.
_SAME_AS = {
    "ł": "l", "ı": "i", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a",
    "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ے": "ي", "ټ": "ت", "ډ": "د", "ړ": "ر", "ې": "ي",
    "ۍ": "ي", "ګ": "گ", "ڼ": "ن", "ښ": "ش", "ـ": "", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"',  # noqa: E501 - one list or pattern reads better unbroken
    "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...", "。": ".", "؟": "?", "،": ",", "۔": ".", "።": ".", "।": ".",
}  # fmt: skip
# Cyrillic and Greek letters that look Latin, used to slip words past a filter.
LOOKALIKES = str.maketrans("аеорсухікѕјԁһвнмтαεορυνικ", "aeopcyxiksjdhbhmtaeopuvik")
_MARKS = ("Mn", "Mc", "Me")
_INDIC = range(0x0900, 0x0E00)  # here vowel signs carry the meaning, so marks are kept


def _fold_character(character: str, emoji: Mapping[str, str]) -> str:
    if character in emoji:
        return f" {emoji[character]} "
    lowered = character.lower()
    if lowered in _SAME_AS:
        return _SAME_AS[lowered]
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp"):
        return "\n" if category != "Zs" else " "
    if category in ("Cf", "Cs") or (category in _MARKS and ord(character) not in _INDIC):
        return ""
    folded = unicodedata.normalize("NFKD", character).lower()
    if ord(character) in _INDIC:
        return folded
    bare = "".join(part for part in folded if unicodedata.category(part) not in _MARKS)
    return "".join(_SAME_AS.get(part, part) for part in bare)


def fold(text: str, emoji: Mapping[str, str]) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the position in the original it stands for."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    seen: dict[str, str] = {}
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        piece = seen.get(character)
        if piece is None:
            piece = seen[character] = _fold_character(character, emoji)
        pieces.append(piece)
        if len(piece) == 1:
            places.append(place)
        else:
            places.extend([place] * len(piece))
    return "".join(pieces), places


def fold_word(word: str) -> str:
    """One word of a rule, folded the same way as the texts it is compared with."""
    return word.lower().strip() if word.isascii() else fold(word, {})[0].strip()
