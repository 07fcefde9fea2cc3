"""Guesses from distances, and whether they are better than chance.

Whoever is nearest is the guess. `combined` learns from one half of the truth how much each distance says, and matches
the other half, one to one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.stats import binomtest

from tests.attacks.linking import Attacker, Matrix

ALPHA = 0.001  # for all strategies together


def nearest(distance: Matrix, rng: np.random.Generator) -> NDArray[np.int_]:
    """The nearest space of each view; where several are as near, one of them by chance."""
    shuffled: NDArray[np.int_] = rng.permutation(distance.shape[1])
    guessed: NDArray[np.int_] = shuffled[np.argmin(distance[:, shuffled], axis=1)]
    return guessed


def combined(distances: Mapping[str, Matrix], truth: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.int_]:
    """What all of them say together, weighed as the other half of the truth teaches, matched one to one."""
    rows, columns = truth.shape
    half = rng.permutation(rows) % 2 == 0
    found = np.zeros(rows, dtype=int)
    edges = np.array([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 10**9])
    for learn, apply in ((half, ~half), (~half, half)):
        score = np.zeros((int(apply.sum()), columns))
        for distance in distances.values():
            jitter = rng.random(distance.shape)
            ranks = np.lexsort((jitter, distance), axis=1).argsort(axis=1)
            for low, high in pairwise(edges):
                inside = (ranks >= low) & (ranks < high)
                true, every = inside[learn][truth[learn]].sum() + 1, inside[learn].sum() / columns + 1
                score += np.where(inside[apply], np.log(true / every), 0)
        score += rng.random(score.shape) * 1e-6
        row, column = linear_sum_assignment(-score)
        found[np.flatnonzero(apply)[row]] = column
    return found


@dataclass
class Result:
    strategy: str
    hits: int
    tries: int
    chance: float
    p: float

    @property
    def is_better_than_chance(self) -> bool:
        return self.p < ALPHA

    def __str__(self) -> str:
        return (
            f"{self.strategy}: {self.hits} of {self.tries} (by chance {self.chance * self.tries:.1f}, p {self.p:.2g})"
        )


def attack(attacker: Attacker, truth: NDArray[np.bool_], *, seed: int = 1) -> list[Result]:
    """Try everything; `p` says how likely as many hits are by chance, corrected for the number of strategies."""
    rng = np.random.default_rng(seed)
    distances = attacker.distances()
    found = {name: nearest(distance, rng) for name, distance in distances.items()}
    found["all together"] = combined(distances, truth, rng)
    tries, chance = len(truth), float(truth.mean())
    results = []
    for name, column in found.items():
        hits = int(truth[np.arange(tries), column].sum())
        p = binomtest(hits, tries, chance, alternative="greater").pvalue
        results.append(Result(name, hits, tries, chance, min(1.0, p * len(found))))
    return results
