"""What protecting of tables costs, and how many more cells are hidden than the best pattern found in a minute.

Run: `.venv/bin/python tests/load/disclosure.py [tables]`. Prints times beside a baseline of the same run (one bare
table of 6 x 6) and, for `tables` random tables (12), the hidden cells against the best. Nothing here passes or fails.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE), str(HERE / "site")]

import numpy as np

from engagement.disclosure import CountTable, adds_up, hiding, inferred, protect
from engagement.disclosure.attacking import Attacks
from engagement.disclosure.protecting import solver_kept_quiet
from engagement.disclosure.systems import System, build
from tests.engagement.disclosure.tabling import added, drawn

LONGEST = 60  # seconds of search for the best pattern


def took(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = action()
    return time.perf_counter() - start, answer


def fewest(one: CountTable) -> tuple[int, bool]:
    """How few cells can be hidden, and whether none fewer is proven: cuts without end, the solver without a limit."""
    system = build([one], [], 5)
    attacks = Attacks(system)
    rules = hiding._Rules(system, system.secret, np.ones(len(system.values), bool))
    hiding.MOST_NODES, hiding.GAP = 10**9, 0.0
    end = time.perf_counter() + LONGEST
    first = hiding.choose(system, fixed_hidden=nothing(system), fixed_shown=nothing(system))
    best = len(one.places) if first is None else cells(one, system, first)
    while time.perf_counter() < end:
        pattern, _settled = rules.cheapest(weights(one, system))
        if pattern is None:
            break
        close = attacks.too_close(pattern)
        if not close:
            return min(best, cells(one, system, pattern)), True
        for reach in close:
            rules.demand(reach.gains, reach.width)
    return best, False


def nothing(system: System) -> np.ndarray:
    return np.zeros(len(system.values), bool)


def weights(one: CountTable, system: System) -> np.ndarray:
    """How many cells of the published table each unknown is."""
    weight = np.zeros(len(system.values))
    for row, col in one.places:
        weight[system.of[one.name, row, col]] += 1
    return weight


def cells(one: CountTable, system: System, hidden: np.ndarray) -> int:
    return int(weights(one, system)[hidden].sum())


def main(number: int) -> None:
    dice = random.Random(2026)
    base, _ = took(lambda: [protect([drawn(dice, "t", 6, 6, 5)]) for _ in range(5)])
    base /= 5
    print(f"one table of 6 x 6            {base:7.2f} s  (baseline)")
    wide, _ = took(lambda: [protect([drawn(dice, "t", 10, 6, 5)]) for _ in range(5)])
    print(f"one table of 10 x 6           {wide / 5:7.2f} s  {wide / 5 / base:6.1f} times")
    quarters = [drawn(dice, f"q{nth}", 10, 6, 5) for nth in range(4)]
    year = added("year", quarters)
    four, _ = took(lambda: protect([*quarters, year], adds_up(year, quarters)))
    print(f"four quarters of 10 x 6, year {four:7.2f} s  {four / base:6.1f} times")
    alone = [drawn(dice, f"a{nth}", 6, 6, dice.choice([2, 4, 7, 12])) for nth in range(8)]
    quarters = [drawn(dice, f"q{nth}", 6, 6, dice.choice([3, 5, 8])) for nth in range(4)]
    many = [*alone, *quarters, added("year", quarters), added("half", quarters[:2])]
    fourteen, _ = took(lambda: protect(many, inferred(many)))
    print(f"fourteen tables, six linked   {fourteen:7.2f} s  {fourteen / base:6.1f} times")
    more, proven = [], 0
    for _nth in range(number):
        one = drawn(dice, "t", dice.randint(3, 6), dice.randint(3, 6), dice.choice([3, 5, 8]))
        shown = sum(count is None for line in protect([one])["t"].counts for count in line)
        nodes, gap = hiding.MOST_NODES, hiding.GAP
        with solver_kept_quiet():
            best, sure = fewest(one)
        hiding.MOST_NODES, hiding.GAP = nodes, gap
        proven += sure
        if best:
            more.append(shown / best - 1)
    print(
        f"hidden cells beyond the best of {len(more)} tables ({proven} proven): "
        f"{statistics.mean(more):.1%} on average, {max(more):.1%} at most"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
