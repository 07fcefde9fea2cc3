"""Learned scores from JSON files: one orders the queue and lifts to soon, the other has a say in sums of signs."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

# Left out of the features: words that say nothing about danger. Who does it to whom stays in.
IGNORED = frozenset(
    ["a", "am", "an", "and", "are", "at", "be", "been", "did", "do", "does", "had", "has", "have", "i", "im", "in",
     "is", "it", "its", "ive", "of", "on", "or", "so", "that", "the", "this", "to", "was", "were", "you", "your"]
)  # fmt: skip
RISK_FILE = "ordering.json"  # how likely a text is to be worth raising
DANGER_FILE = "danger.json"  # how likely it is to be urgent
REACH = 2  # sentences that are read as one
PIECES = (4, 5)  # letters in a piece of a word
SHORTEST_CUT = 4


def features(words: Iterable[str], signs: Iterable[str] = ()) -> frozenset[str]:
    """Words, pairs of words, pieces of words and signs that occur; not how often, how long a text is, or its marks."""
    kept = [word for word in words if word not in IGNORED and not word.isdigit()]
    found = {*kept, *(f"{one} {two}" for one, two in pairwise(kept)), *(f"@{sign}" for sign in signs)}
    for word in set(kept):
        if len(word) >= SHORTEST_CUT:
            whole = f"^{word}$"
            found.update(f"#{whole[at : at + size]}" for size in PIECES for at in range(len(whole) - size + 1))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Ordering:
    """The weights of a regression; without a file every text scores the same."""

    weights: Mapping[str, float] = field(default_factory=dict)
    bias: float = 0.0

    def score(self, sentences: Sequence[frozenset[str]]) -> float:
        """Between 0 and 1: the highest score of neighbouring sentences read as one, so that length does not count."""
        known = {seen: {name: self.weights[name] for name in seen if name in self.weights} for seen in set(sentences)}
        highest = 0.0
        for stretch in {tuple(sentences[first : first + REACH]) for first in range(len(sentences))}:
            here = dict(item for seen in stretch for item in known[seen].items())
            total = self.bias + sum(here.values()) / math.sqrt(len(here) or 1)
            highest = max(highest, 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
        return highest


def load_ordering(folder: Path, name: str) -> Ordering:
    """Reads the weights beside the rules, where there are any."""
    file = folder / name
    if not file.exists():
        return Ordering()
    stored = json.loads(file.read_text(encoding="utf-8"))
    return Ordering(stored["weights"], stored["bias"])
