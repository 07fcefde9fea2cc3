"""Reads a text into sentences of plain words, each word with its place in the original."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engagement.screening.normalising import fold
from engagement.screening.spelling import Speller

_LETTER = r"(?:[^\W_]|[\u0900-\u0dff])"
_TOKEN = re.compile(rf"[@$*!]?{_LETTER}+(?:['@$!*|+€]+{_LETTER}+)*[*$]*")
_SENTENCE_END = re.compile(r"[.!?\n;:•]")
_SPACING = re.compile(r"[ .\-_*/]{1,3}")
LONGEST_SENTENCE = 70  # words; a text without full stops is read in overlapping stretches
OVERLAP = 24


@dataclass(slots=True)
class Sentence:
    """A stretch of words that belongs together."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    number: int = 0


@dataclass(slots=True)
class _Draft:
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def _raw_tokens(folded: str, speller: Speller) -> Iterator[tuple[str, int, int, bool]]:
    """Tokens with their places and whether a sentence ends before them; spaced-out letters come joined."""
    tokens = [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(folded)]
    place, last_end = 0, 0
    while place < len(tokens):
        raw, start, end = tokens[place]
        stop = place + 1
        if len(raw) == 1 and raw.isalpha():
            while (
                stop < len(tokens)
                and len(tokens[stop][0]) == 1
                and tokens[stop][0].isalpha()
                and _SPACING.fullmatch(folded, tokens[stop - 1][2], tokens[stop][1])
            ):
                stop += 1
        broken = bool(_SENTENCE_END.search(folded, last_end, start))
        joined = "".join(token for token, _, _ in tokens[place:stop]) if stop - place >= 3 else ""
        if joined and (speller.knows(joined) or speller.segmenter.cut(joined)):
            yield joined, start, tokens[stop - 1][2], broken
            last_end = tokens[stop - 1][2]
            place = stop
            continue
        yield raw, start, end, broken
        last_end = end
        place += 1


def read(
    text: str, emoji: Mapping[str, str], speller: Speller, joins: Mapping[tuple[str, str], str], *, guess: bool = True
) -> list[Sentence]:
    """The sentences of a text; `joins` makes one word of two ("do not"); `guess` mends English misspellings."""
    folded, places = fold(text, emoji)
    drafts: list[_Draft] = [_Draft()]
    meant: dict[str, list[tuple[str, int, int]]] = {}
    for raw, start, end, broken in _raw_tokens(folded, speller):
        if broken and drafts[-1].words:
            drafts.append(_Draft())
        draft = drafts[-1]
        pieces = meant.get(raw)
        if pieces is None:
            pieces = meant[raw] = speller.words(raw, guess=guess)
        whole = end - start == len(raw)
        for word, piece_start, piece_end in pieces:
            first = places[start + piece_start] if whole else places[start]
            last = (places[start + piece_end - 1] if whole else places[end - 1]) + 1
            joined = joins.get((draft.words[-1], word)) if draft.words else None
            if joined is not None:
                draft.words[-1] = joined
                draft.ends[-1] = last
                continue
            draft.words.append(word)
            draft.starts.append(first)
            draft.ends.append(last)
    return list(_stretches(drafts))


def _stretches(drafts: list[_Draft]) -> Iterator[Sentence]:
    for number, draft in enumerate(drafts):
        begin = 0
        while begin < len(draft.words):
            stop = begin + LONGEST_SENTENCE
            cut = slice(begin, stop)
            yield Sentence(draft.words[cut], draft.starts[cut], draft.ends[cut], number)
            if stop >= len(draft.words):
                break
            begin = stop - OVERLAP
