"""What an attacker knows of some tables: their cells as unknowns, and the equations between them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from engagement.disclosure.links import Link
from engagement.disclosure.tables import ALL, CountTable

SMALLEST_POPULATION = 10  # no breakdown of fewer
Place = tuple[str, int, int]  # table, row, column


@dataclass(frozen=True)
class System:
    """Unknowns and the equations between them; each is in `values` once, though several cells may be it.

    `of` finds the unknown of a cell. `equations` times the values is zero. `secret` unknowns must not be worked out;
    `unsaid` ones stand in no table that is published; `margins` are totals, which readers miss most. `cells` says in
    how many published cells an unknown stands: all of them are hidden with it.
    """

    of: Mapping[Place, int]
    values: np.ndarray
    equations: csr_array
    secret: np.ndarray
    unsaid: np.ndarray
    margins: np.ndarray
    cells: np.ndarray


def build(
    tables: Sequence[CountTable],
    links: Sequence[Link],
    threshold: int,
    virtual: Collection[str] = frozenset(),
) -> System:
    """The system of `tables` and what ties them; cells of `virtual` tables can be worked out, but are shown nowhere."""
    cells = [(table.name, row, col) for table in tables for row, col in table.places]
    joined = _Joined(cells)
    sums = [terms for table in tables for terms in _sums(table)]
    sums += [[((name, row, col), sign) for name, row, col, sign in link.terms] for link in links]
    longer = []
    for terms in sums:
        if len(terms) == 2 and terms[0][1] == -terms[1][1]:
            joined.join(terms[0][0], terms[1][0])
        else:
            longer.append(terms)

    roots = {root: number for number, root in enumerate(dict.fromkeys(joined.root(cell) for cell in cells))}
    of = {cell: roots[joined.root(cell)] for cell in cells}
    size = len(roots)
    cells_of = np.zeros(size)
    values, said, margins, secret = np.zeros(size), np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, bool)
    for table in tables:
        for row, col in table.places:
            at, count = of[table.name, row, col], table.at(row, col)
            values[at] = count
            margins[at] |= ALL in (row, col)
            cells_of[at] += table.name not in virtual
            said[at] |= table.name not in virtual
            secret[at] |= 0 < count <= threshold or (table.sensitive and _is_full(table, row, col))
    return System(of, values, _matrix(longer, of, size), secret, ~said, margins, cells_of)


def _sums(table: CountTable) -> list[list[tuple[Place, int]]]:
    """Each row and each column adds up to its total, the totals' own row and column too."""
    rows, cols = [*range(len(table.rows)), ALL], [*range(len(table.cols)), ALL]
    across = [[((table.name, row, col), 1 if col != ALL else -1) for col in cols] for row in rows]
    down = [[((table.name, row, col), 1 if row != ALL else -1) for row in rows] for col in cols]
    return across + down


def _is_full(table: CountTable, row: int, col: int) -> bool:
    """All of a group answered alike: known of the group, it is known of each child in it."""
    count = table.at(row, col)
    if ALL in (row, col) or count == 0:
        return False
    return (len(table.cols) > 1 and count == table.at(row, ALL)) or (
        len(table.rows) > 1 and count == table.at(ALL, col)
    )


def _matrix(sums: Sequence[Sequence[tuple[Place, int]]], of: Mapping[Place, int], size: int) -> csr_array:
    rows: dict[frozenset[tuple[int, int]], None] = {}
    for terms in sums:
        line: dict[int, int] = {}
        for place, sign in terms:
            line[of[place]] = line.get(of[place], 0) + sign
        kept = frozenset((at, sign) for at, sign in line.items() if sign)
        if kept:
            rows[kept] = None
    entries = [(number, at, sign) for number, line in enumerate(rows) for at, sign in sorted(line)]
    at_row, at_col, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((np.array(signs, float), (np.array(at_row, int), np.array(at_col, int))), shape=(len(rows), size))


class _Joined:
    """Cells that are known to be equal, as one (union-find)."""

    def __init__(self, cells: Sequence[Place]) -> None:
        self._up = {cell: cell for cell in cells}

    def root(self, cell: Place) -> Place:
        while self._up[cell] != cell:
            self._up[cell] = self._up[self._up[cell]]
            cell = self._up[cell]
        return cell

    def join(self, one: Place, other: Place) -> None:
        self._up[self.root(other)] = self.root(one)
