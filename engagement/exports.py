"""The only way a file of rows leaves: values only, made fresh, then opened and inspected by independent code."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from engagement.inspecting import inspect

Value = str | int | float | None

MOST_ROWS = 1_048_575  # Excel's rows, less the headings
LONGEST_NAME = 31  # of a sheet, in Excel
LONGEST_CELL = 32_767  # signs, in Excel
# Where a formula may start, also after signs that a program skips: spaces, signs without width, quotation marks.
_DANGEROUS = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\"]*[=+\-@＝＋－＠]|[\t\r\n]")
# What XML does not allow, and signs that turn the order of the others round.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class ReleaseStoppedError(Exception):
    """The inspector found something in a file of ours; it does not leave. Holds what and where, never a value."""


@dataclass(frozen=True)
class Sheet:
    """One table with its headings."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def neutral(value: Value) -> Value:
    """What a spreadsheet shows and never runs: an apostrophe before what could start a formula (OWASP)."""
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("", value)[: LONGEST_CELL - 1]
    return f"'{text}" if _DANGEROUS.match(text) else text


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An xlsx file; the same sheets give the same bytes. Raises ReleaseStoppedError."""
    names = _sheet_names(sheets)
    listed = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
    last = len(names) + 1
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, last)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for i in range(1, last)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{last}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
        '<font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
        '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
        '<xf fontId="0" fillId="0" borderId="0" xfId="0"/><xf fontId="1" fillId="0" borderId="0" xfId="0" '
        'applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            _put(archive, name, _XML + text)
        for i, sheet in enumerate(sheets, 1):
            _put(archive, f"xl/worksheets/sheet{i}.xml", _XML + _cells(sheet))
    return released(out.getvalue(), "xlsx")


def comma_separated(sheet: Sheet) -> bytes:
    """A CSV file (RFC 4180) in UTF-8, with the mark by which Excel knows that it is. Raises ReleaseStoppedError."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(one) for one in sheet.columns])
    for row in sheet.rows:
        writer.writerow(["" if one is None else neutral(one) for one in row])
    return released(out.getvalue().encode("utf-8-sig"), "csv")


def released(data: bytes, kind: str) -> bytes:
    """`data`, once the inspector has found nothing in it."""
    if found := inspect(data, kind):
        raise ReleaseStoppedError("; ".join(map(str, found[:20])))
    return data


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    archive.writestr(info, text.encode())


def _cells(sheet: Sheet) -> str:
    rows = ["<row>" + "".join(_cell(one, style=1) for one in sheet.columns) + "</row>"]
    for row in sheet.rows:
        rows.append("<row>" + "".join(map(_cell, row)) + "</row>")
        if len(rows) > MOST_ROWS + 1:
            raise ValueError(f"more than {MOST_ROWS} rows on one sheet")
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _cell(value: Value, style: int = 0) -> str:
    value = neutral(value)
    if isinstance(value, int | float):
        return f'<c s="{style}"><v>{int(value) if isinstance(value, bool) else value}</v></c>'
    text = escape(value or "")
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else "<c/>"


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """Names as Excel takes them: 31 signs, none of []:*?/\\, no apostrophe at an end, no two alike."""
    names: list[str] = []
    for nth, sheet in enumerate(sheets, 1):
        plain = _ILLEGAL.sub("", re.sub(r"[\[\]:*?/\\\t\r\n]", " ", sheet.name)).strip(" '")
        plain = plain[:LONGEST_NAME].strip(" '") or str(nth)
        if plain.lower() in (*(one.lower() for one in names), "history"):
            plain = f"{plain[: LONGEST_NAME - len(str(nth)) - 1]} {nth}"
        names.append(plain)
    return names
