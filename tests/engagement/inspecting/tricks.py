"""Files with and without tricks, for the tests of the inspector."""

import io
import zipfile
from typing import Any

import openpyxl

from engagement.exports import Sheet, workbook
from engagement.inspecting import inspect


def repacked(
    data: Any,
    *,
    without: Any = (),
    add: Any = None,
    change: Any = None,
    errors: Any = "strict",
    packing: Any = zipfile.ZIP_DEFLATED,
) -> Any:
    """A zip again, without some parts, with `add`ed ones, and with texts `change`d in every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", packing) as new:
        for name in old.namelist():
            if not name.startswith(tuple(without)):
                part = old.read(name)
                for before, after in (change or {}).items():
                    part = part.replace(before.encode(), after.encode(errors=errors))
                new.writestr(name, part)
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def excel(trick: Any = None) -> Any:
    """A workbook by openpyxl, without the properties that it always writes."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "Pizza", 7
    if trick:
        trick(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return repacked(out.getvalue(), without=["docProps/"], change={"<definedNames />": ""})


def what(data: Any, kind: Any = "xlsx") -> Any:
    return {one.what for one in inspect(data, kind)}


CLEAN = workbook([Sheet("A", ["n"], [[1]])])
