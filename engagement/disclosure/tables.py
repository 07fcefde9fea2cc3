"""Tables of counts: as they are counted, and as they may be shown."""

from dataclasses import dataclass

HIDDEN = "[c]"  # fewer than 6, or hidden to protect others
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
THRESHOLD = 5  # counts from 1 to this one are not shown
FEWEST_SHOWN = THRESHOLD + 1
SMALLEST_BASE = 10  # a percentage of fewer says too much about each of them
ALL = -1  # the place of a total: the sum over a row's or a column's other places


@dataclass(frozen=True)
class CountTable:
    """Counts of people or of what they said, by one breakdown or two, before protection.

    `name` is the same in every release ("voices.theme"). Tables with one `population` are about the same people and
    are protected together. `period` says when: a quarter ("2026-q2"), quarters that follow each other
    ("2026-q1/2026-q3"), or another word; "" where it does not apply. `series` is the name under which the table adds
    up over periods, where it is not `name`. A table of one breakdown has one column, named "". `sensitive` marks a
    question where a group that all answered alike must not show. `part_of` names the series that this table is a
    filter on. Raises ValueError for a shape or a count that cannot be.
    """

    name: str
    rows: tuple[str, ...]
    cols: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    population: str = "voices"
    period: str = ""
    sensitive: bool = False
    part_of: str = ""
    series: str = ""

    def __post_init__(self) -> None:
        if not self.rows or not self.cols:
            raise ValueError(f"{self.name}: a table needs at least one row and one column")
        if len(set(self.rows)) < len(self.rows) or len(set(self.cols)) < len(self.cols):
            raise ValueError(f"{self.name}: two rows or two columns have one name")
        if len(self.counts) != len(self.rows) or any(len(row) != len(self.cols) for row in self.counts):
            raise ValueError(f"{self.name}: the counts do not fit {len(self.rows)} rows and {len(self.cols)} columns")
        if any(type(count) is not int or count < 0 for row in self.counts for count in row):
            raise ValueError(f"{self.name}: a count is a whole number from 0 up")

    def at(self, row: int, col: int) -> int:
        """The count of a cell; with `ALL` in a place, the total over it."""
        rows = self.counts if row == ALL else (self.counts[row],)
        return sum(sum(line) if col == ALL else line[col] for line in rows)

    @property
    def places(self) -> list[tuple[int, int]]:
        """Every cell, totals included: a table of one row or column has no totals of its own in that direction."""
        rows = [*range(len(self.rows)), ALL]
        cols = [*range(len(self.cols)), ALL]
        return [(row, col) for row in rows for col in cols]


@dataclass(frozen=True)
class ProtectedTable:
    """What may be shown of a `CountTable`: None stands for a hidden count. The only table that leaves this module.

    `counts` carries the totals as last row and last column. `refused` says why nothing may be shown and
    all is hidden.
    """

    name: str
    rows: tuple[str, ...]
    cols: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    refused: str = ""

    @property
    def total(self) -> int | None:
        return self.counts[ALL][ALL]

    def count(self, row: str, col: str = "") -> int | None:
        """None where it is hidden. Raises ValueError for a row or column that is not there."""
        return self.counts[self.rows.index(row)][self.cols.index(col)]

    def row_total(self, row: str) -> int | None:
        return self.counts[self.rows.index(row)][ALL]

    def col_total(self, col: str) -> int | None:
        return self.counts[ALL][self.cols.index(col)]

    def share(self, row: str, col: str = "") -> int | None:
        """Percent of the whole in this row or, in a table of one breakdown, of all; a whole number, halves up.

        None unless the count, its base and what is left of the base are all shown and fit to be: a base of 10 or
        more, and a rest that is no small number.
        """
        one_breakdown = len(self.cols) == 1
        count = self.count(row, col)
        base = self.total if one_breakdown else self.row_total(row)
        if count is None or base is None or base < SMALLEST_BASE or 0 < base - count <= THRESHOLD:
            return None
        others = [
            other
            for name, line in zip(self.rows if one_breakdown else self.cols, self._line(row), strict=True)
            if name != (row if one_breakdown else col)
            for other in [line]
        ]
        if len(others) == 1 and others[0] is None:
            return None
        return (200 * count + base) // (2 * base)

    def say(self, row: str, col: str = "") -> str:
        """The count as it is shown, or its mark."""
        count = self.count(row, col)
        return HIDDEN if count is None else str(count)

    def _line(self, row: str) -> list[int | None]:
        if len(self.cols) == 1:
            return [line[0] for line in self.counts[:ALL]]
        return list(self.counts[self.rows.index(row)][:ALL])


def refused(table: CountTable | ProtectedTable, why: str) -> ProtectedTable:
    """The table with everything hidden."""
    line = (None,) * (len(table.cols) + 1)
    return ProtectedTable(table.name, table.rows, table.cols, (line,) * (len(table.rows) + 1), why)


def yes_and_no(
    name: str,
    options: dict[str, int],
    asked: int,
    *,
    population: str = "voices",
    period: str = "",
    sensitive: bool = False,
) -> list[CountTable]:
    """A question with several ticks: a table of its own for each option, "yes" beside "no", of those `asked`."""
    return [
        CountTable(
            f"{name}.{option}",
            ("yes", "no"),
            ("",),
            ((ticked,), (asked - ticked,)),
            population=population,
            period=period,
            sensitive=sensitive,
        )
        for option, ticked in options.items()
    ]
