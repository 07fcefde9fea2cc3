"""An edition's tables as CSV: one file for each, in reading order, in one zip."""

import io
import re
import zipfile

from engagement.editions import Edition, Table
from engagement.exports import comma_separated
from engagement.papers import framing
from engagement.papers.packing import put
from engagement.papers.sheets import sheet

LONGEST_NAME = 40  # characters of a caption in a file's name


def make(edition: Edition) -> bytes:
    """Every file in it is inspected by itself. Raises ReleaseStoppedError."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for nth, table in enumerate(framing.sheets(edition), start=1):
            put(archive, _name(nth, table), comma_separated(sheet(table)))
    return out.getvalue()


def _name(nth: int, table: Table) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", table.caption.lower())[:LONGEST_NAME].strip("-")
    return f"{nth:02d}-{plain or 'table'}.csv"
