"""Tables for the tests of disclosure control, and what an attacker makes of the published ones."""

import random
from collections.abc import Iterable, Sequence

from engagement.disclosure import CountTable, Link, ProtectedTable, audit

WIDTH = 5 - 1e-6


def table(name: str, counts: Sequence[Sequence[int]], **about: object) -> CountTable:
    rows = tuple(f"row {number}" for number in range(len(counts)))
    cols = tuple(f"column {number}" for number in range(len(counts[0])))
    return CountTable(name, rows, cols, tuple(map(tuple, counts)), **about)  # type: ignore[arg-type]


def drawn(dice: random.Random, name: str, rows: int, cols: int, mean: float) -> CountTable:
    """A table of the kind a small cohort makes: most cells small, a few large, some zero."""
    return table(name, [[min(80, int(dice.expovariate(1 / mean))) for _ in range(cols)] for _ in range(rows)])


def added(name: str, parts: Sequence[CountTable]) -> CountTable:
    places = [(row, col) for row in range(len(parts[0].rows)) for col in range(len(parts[0].cols))]
    sums = {place: sum(part.at(*place) for part in parts) for place in places}
    return table(name, [[sums[row, col] for col in range(len(parts[0].cols))] for row in range(len(parts[0].rows))])


def given_away(
    tables: Iterable[CountTable], published: Iterable[ProtectedTable], linked: Sequence[Link] = ()
) -> list[str]:
    """Small counts that stand there for all to see, or that can be worked out too closely. Empty where all is well."""
    true = {one.name: one for one in tables}
    shown = list(published)
    found = []
    for one in shown:
        for row, col in true[one.name].places:
            seen = one.counts[row][col]
            if seen is not None and (seen != true[one.name].at(row, col) or 0 < seen <= 5):
                found.append(f"{one.name} shows {seen} at {row}, {col}")
    for gap in audit(shown, linked):
        if 0 < true[gap.table].at(gap.row, gap.col) <= 5 and gap.width < WIDTH:
            found.append(f"{gap.table} lets {gap.row}, {gap.col} be worked out: {gap.low} to {gap.high}")
    return found
