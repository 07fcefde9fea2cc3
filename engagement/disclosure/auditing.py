"""What anybody can work out from published tables alone. Shares no code with what chose the hidden cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from engagement.disclosure.links import Link
from engagement.disclosure.tables import ProtectedTable


@dataclass(frozen=True)
class Interval:
    """Between which bounds a hidden count must lie; `row` and `col` are -1 for a total."""

    table: str
    row: int
    col: int
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


def audit(published: Iterable[ProtectedTable], linked: Sequence[Link] = ()) -> list[Interval]:
    """The feasible interval of every hidden count, by linear programming from the published values and `linked`.

    Tables that were refused publish nothing, and have no intervals. Raises ArithmeticError where the published
    values contradict each other.
    """
    tables = {table.name: table for table in published if not table.refused}
    at = {
        (name, row, col): number
        for number, (name, row, col) in enumerate(
            (name, row, col)
            for name, table in tables.items()
            for row in (*range(len(table.rows)), -1)
            for col in (*range(len(table.cols)), -1)
        )
    }
    sums = []
    for name, table in tables.items():
        rows, cols = range(len(table.rows)), range(len(table.cols))
        for row in (*rows, -1):
            sums.append([*(((name, row, col), 1) for col in cols), ((name, row, -1), -1)])
        for col in (*cols, -1):
            sums.append([*(((name, row, col), 1) for row in rows), ((name, -1, col), -1)])
    for link in linked:
        if all(term[0] in tables for term in link.terms):
            sums.append([((name, row, col), sign) for name, row, col, sign in link.terms])
    matrix = np.zeros((len(sums), len(at)))
    for number, terms in enumerate(sums):
        for place, sign in terms:
            matrix[number, at[place]] += sign
    shown = {place: tables[place[0]].counts[place[1]][place[2]] for place in at}
    bounds = [(0, None) if count is None else (count, count) for count in shown.values()]
    return [
        Interval(*place, _end(matrix, bounds, at[place], 1), _end(matrix, bounds, at[place], -1))
        for place, count in shown.items()
        if count is None
    ]


def _end(matrix: np.ndarray, bounds: list[tuple[int, int | None]], place: int, sign: int) -> float:
    aim = np.zeros(matrix.shape[1])
    aim[place] = sign
    answer = linprog(aim, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=bounds, method="highs")
    if answer.status == 3:  # no end in this direction
        return -sign * float("inf")
    if answer.status != 0:
        raise ArithmeticError("the published values contradict each other")
    return float(sign * answer.fun)
