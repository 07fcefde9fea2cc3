"""An edition's tables as a workbook: one visible sheet for each, values only."""

from django.utils.translation import gettext as _

from engagement.editions import Cell, Edition, Table
from engagement.exports import Sheet, Value, workbook
from engagement.papers import framing


def make(edition: Edition) -> bytes:
    """Raises ReleaseStoppedError when the inspector finds something."""
    return workbook(
        [sheet(table) for table in framing.sheets(edition)]
        or [Sheet(_("Tables"), [_("This edition has no tables.")], [])]
    )


def sheet(table: Table) -> Sheet:
    return Sheet(table.caption, table.columns, [[value(cell) for cell in row] for row in table.rows])


def value(cell: Cell) -> Value:
    """A number where the words are that number and nothing else: "12" is, "12%" and "[c]" are words."""
    if cell.words.isascii() and cell.words.isdecimal() and str(int(cell.words)) == cell.words:
        return int(cell.words)
    return cell.words
