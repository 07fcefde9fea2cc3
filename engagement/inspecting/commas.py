"""Looks into a CSV file: text that a spreadsheet would run, and signs that do not belong."""

import csv
import io
import re

from engagement.inspecting.found import Found, UnreadableError
from engagement.inspecting.wording import starts_like_a_formula

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SEPARATOR = re.compile(r"\s*\"?sep=", re.IGNORECASE)  # a line that tells Excel to read the rest otherwise


def inspect(data: bytes) -> list[Found]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("the file is not in UTF-8") from error
    found = [Found("a line that changes how the rest is read", "row 1")] if _SEPARATOR.match(text) else []
    found += [Found("control sign", f"sign {at.start() + 1}") for at in CONTROL.finditer(text)]
    for separator in _separators(text):
        try:
            for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
                for column, cell in enumerate(cells, start=1):
                    if starts_like_a_formula(cell):
                        found.append(Found("text that starts like a formula", f"row {row}, column {column}"))
        except csv.Error as error:
            raise UnreadableError("the file is broken") from error
    return found


def _separators(text: str) -> list[str]:
    """A comma, and what else the first line is parted by: in other languages Excel takes a semicolon."""
    first = text.partition("\n")[0]
    return [",", *(one for one in ";\t|" if one in first and "," not in first)]
