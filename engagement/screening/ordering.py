"""Orders items of one urgency: an n-gram logistic regression read from a JSON file; it never sets an urgency."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from pathlib import Path

# Left out of the features: pronouns and the like order risk above benign by form, not by meaning.
IGNORED = frozenset(
    [
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "we",
        "us",
        "our",
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "they",
        "them",
        "their",
        "it",
        "its",
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "so",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "im",
        "ive",
        "this",
        "that",
    ]
)
FILE = "ordering.json"
PIECES = (4, 5)  # letters in a piece of a word
SHORTEST_CUT = 4


def features(words: Iterable[str], signs: Iterable[str] = ()) -> set[str]:
    """Words, pairs of words, pieces of words and signs that occur; not how often, how long a text is, or its marks."""
    kept = [word for word in words if word not in IGNORED and not word.isdigit()]
    found = {*kept, *(f"{one} {two}" for one, two in pairwise(kept)), *(f"@{sign}" for sign in signs)}
    for word in set(kept):
        if len(word) >= SHORTEST_CUT:
            whole = f"^{word}$"
            found.update(f"#{whole[at : at + size]}" for size in PIECES for at in range(len(whole) - size + 1))
    return found


@dataclass(frozen=True, slots=True)
class Ordering:
    """The weights of the regression; without a file every text scores the same."""

    weights: Mapping[str, float] = field(default_factory=dict)
    bias: float = 0.0

    def score(self, sentences: Iterable[list[str]], signs: Iterable[Iterable[str]] = ()) -> float:
        """Between 0 and 1: the highest score of a sentence, so that length does not count."""
        highest = 0.0
        for words, found in zip_longest(sentences, signs, fillvalue=()):
            known = [self.weights[feature] for feature in features(words, found) if feature in self.weights]
            total = self.bias + sum(known) / math.sqrt(len(known) or 1)
            highest = max(highest, 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
        return highest


def load_ordering(folder: Path) -> Ordering:
    """Reads the weights beside the rules, where there are any."""
    file = folder / FILE
    if not file.exists():
        return Ordering()
    stored = json.loads(file.read_text(encoding="utf-8"))
    return Ordering(stored["weights"], stored["bias"])
