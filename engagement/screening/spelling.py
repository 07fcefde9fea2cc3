"""Turns words as young people type them (text speak, slips, leet, no spaces) into the words the rules know."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engagement.screening.normalising import LOOKALIKES
from engagement.screening.segmenting import Segmenter

_LEET = str.maketrans("013457@$!|+€", "oieastasilte")
_LEET_L = str.maketrans("013457@$!|+€", "oleastasllte")
_SYMBOLS = re.compile(r"[@$!*|+€]+")
_RUNS = re.compile(r"(.)\1{2,}")
_DOUBLES = re.compile(r"(.)\1+")
_SOUNDS = (
    (re.compile(r"ph"), "f"), (re.compile(r"ck"), "k"), (re.compile(r"c(?=[eiy])"), "s"), (re.compile(r"[cq]"), "k"),
    (re.compile(r"z"), "s"), (re.compile(r"x"), "ks"), (re.compile(r"y"), "i"), (re.compile(r"(?<=[gr])h"), ""),
    (re.compile(r"ei|ea|ee|ie"), "e"), (re.compile(r"ou|oo|uu"), "u"), (re.compile(r"(?<=..)e$"), ""),
)  # fmt: skip
_CYRILLIC = re.compile(r"[\u0370-\u04ff]")
_LATIN = re.compile(r"[a-z]")

Piece = tuple[str, int, int]  # a word, and the part of the raw token it came from


def sound(word: str) -> str:
    """A rough key under which words that sound alike meet ("suiside" and "suicide")."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return _DOUBLES.sub(r"\1", word)


def _shortened(key: str) -> list[str]:
    return [key[:place] + key[place + 1 :] for place in range(1, len(key))]


@dataclass(slots=True)
class Speller:
    """Knows the words of the rules, of English and of text speak."""

    meant: Mapping[str, tuple[str, ...]]  # "wanna" -> ("want", "to")
    rule_words: frozenset[str]
    english: frozenset[str]
    names: frozenset[str]
    targets: Iterable[str] = ()
    starred: tuple[str, ...] = ()  # what starred-out letters most often hide, tried first
    segmenter: Segmenter = field(init=False)
    _by_sound: dict[str, str] = field(default_factory=dict)
    _near_sound: dict[str, str] = field(default_factory=dict)
    _by_length: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.segmenter = Segmenter(self.rule_words, self.english | self.names, frozenset(self.meant))
        for word in (*self.starred, *sorted(set(self.targets))):
            self._by_length.setdefault(len(word), []).append(word)
            if len(word) < 4:
                continue
            key = sound(word)
            self._by_sound.setdefault(key, word)
            if len(key) >= 5:
                for shorter in _shortened(key):
                    self._near_sound.setdefault(shorter, word)

    def knows(self, word: str) -> bool:
        return word in self.meant or word in self.rule_words or word in self.english

    def words(self, raw: str, *, guess: bool = True) -> list[Piece]:
        """The word or words meant by one raw token, each with its place inside the token."""
        whole = self._whole(raw, guess=guess)
        if whole is not None:
            return [(word, 0, len(raw)) for word in whole]
        if not raw.isalpha() and (raw.isascii() or _SYMBOLS.search(raw)):
            parts = [(part.group(), part.start(), part.end()) for part in re.finditer(r"[^\W_]+", raw)]
            if len(parts) > 1:
                return [(word, start, end) for part, start, end in parts for word in self._whole(part) or (part,)]
            raw_letters = parts[0][0] if parts else raw
            return [(word, 0, len(raw)) for word in self._whole(raw_letters) or (raw_letters,)]
        pieces = self.segmenter.cut(raw) if guess else None
        if pieces is None:
            return [(raw, 0, len(raw))]
        return [(word, start, end) for part, start, end in pieces for word in self.meant.get(part, (part,))]

    def _whole(self, raw: str, *, guess: bool = True) -> tuple[str, ...] | None:
        if raw in self.meant:
            return self.meant[raw]
        if raw in self.rule_words or raw in self.english:
            return (raw,)
        plain = self._without_apostrophe(raw)
        for candidate in self._candidates(plain):
            if candidate in self.meant:
                return self.meant[candidate]
            if candidate in self.rule_words or candidate in self.english:
                return (candidate,)
        if "*" in raw:
            return self._starred(raw)
        if guess and plain.isalpha() and plain.isascii() and plain not in self.names and 4 <= len(plain) <= 16:
            nearest = self._guess(_RUNS.sub(r"\1", plain))
            return (nearest,) if nearest else None
        return (plain,) if plain != raw else None

    @staticmethod
    def _without_apostrophe(raw: str) -> str:
        if raw.endswith("'s"):
            return raw[:-2]
        return raw.replace("'", "")

    def _candidates(self, word: str) -> Iterable[str]:
        yield word
        if _CYRILLIC.search(word):
            yield word.translate(LOOKALIKES)
        if not word.isalpha() and (_LATIN.search(word) or _SYMBOLS.search(word)):
            stripped = word.rstrip("!*$+")
            yield stripped
            if not stripped.isdigit():
                yield stripped.translate(_LEET)
                yield stripped.translate(_LEET_L)
                leet = sound(stripped.translate(_LEET))
                if leet in self._by_sound and len(leet) > 3:
                    yield self._by_sound[leet]
        if _RUNS.search(word):
            yield _RUNS.sub(r"\1\1", word)
            yield _RUNS.sub(r"\1", word)
            yield _DOUBLES.sub(r"\1", word)
        if word.endswith("in"):
            yield word + "g"

    def _starred(self, raw: str) -> tuple[str, ...] | None:
        shape = raw.strip("*") if len(raw.strip("*")) > 3 else raw
        shape = shape.translate(_LEET)
        if not any(letter.isalpha() for letter in shape):
            return None
        for word in self._by_length.get(len(shape), ()):
            if all(mark in ("*", letter) for mark, letter in zip(shape, word, strict=True)):
                return (word,)
        return None

    def _guess(self, word: str) -> str | None:
        """The rule word meant by an unknown word: the same sound, or one letter more, less or different."""
        key = sound(word)
        if key in self._by_sound:
            return self._by_sound[key]
        if len(key) < 5:
            return None
        if key in self._near_sound:
            return self._near_sound[key]
        for shorter in _shortened(key):
            for found in (self._by_sound.get(shorter), self._near_sound.get(shorter)):
                if found and len(sound(found)) >= 5 and abs(len(sound(found)) - len(key)) <= 1:
                    return found
        return None
