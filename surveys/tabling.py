"""The tables of a wave as files: what may be shown, mark for mark as on the page, built fresh and inspected."""

from collections.abc import Iterator

from engagement.editions import Table
from engagement.exports import Sheet, comma_separated, workbook
from surveys.findings import Finding

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MARKS = "[c]: fewer than 6, or hidden to protect others"


def file(found: list[Finding], kind: str) -> bytes:
    """Every table of every question. Raises KeyError for another kind, ReleaseStoppedError if anything is wrong."""
    if kind == "xlsx":
        sheets = [
            Sheet(f"{one.key} {number}", table.columns, list(_rows(table))) for one, number, table in _each(found)
        ]
        return workbook([*sheets, Sheet("Marks", ("Mark",), [(MARKS,)])])
    if kind != "csv":
        raise KeyError(kind)
    rows = [
        (one.key, one.asked, table.caption, row[0], column, value)
        for one, _number, table in _each(found)
        for row in _rows(table)
        for column, value in zip(table.columns[1:], row[1:], strict=True)
    ]
    return comma_separated(Sheet("tables", ("question", "asked", "table", "answer", "column", "people"), rows))


def _each(found: list[Finding]) -> Iterator[tuple[Finding, int, Table]]:
    for one in found:
        for number, table in enumerate((one.table, *one.crossed), start=1):
            yield one, number, table


def _rows(table: Table) -> Iterator[tuple[str | int, ...]]:
    for row in table.rows:
        yield tuple(cell.words if cell.number is None else int(cell.number) for cell in row)


def one(table: Table) -> bytes:
    """One table as CSV, with marks where something is hidden."""
    return comma_separated(Sheet("table", table.columns, list(_rows(table))))
