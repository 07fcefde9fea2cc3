"""Looks into one sheet of a workbook, cell by cell."""

from xml.etree import ElementTree as ET

from engagement.inspecting.found import Found
from engagement.inspecting.markup import attributes, local, named, text_of, yes
from engagement.inspecting.wording import starts_like_a_formula

REFUSED = {
    "hyperlinks": "hyperlink",
    "dataValidations": "data validation",
    "conditionalFormatting": "conditional formatting",
    "legacyDrawing": "comment",
    "legacyDrawingHF": "embedded object",
    "drawing": "embedded object",
    "picture": "embedded object",
    "mergeCells": "merged cells",
    "autoFilter": "filter",
    "oleObjects": "embedded object",
    "controls": "embedded object",
    "tableParts": "table with names of its own",
    "scenarios": "hidden values",
    "customSheetViews": "hidden values",
    "customProperties": "document property",
    "headerFooter": "header or footer",
    "webPublishItems": "external link",
    "dataConsolidate": "external link",
}
KNOWN = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "pageMargins", "pageSetup",
    "printOptions", "sheetProtection", "phoneticPr", "ignoredErrors", "sheetCalcPr",
}  # fmt: skip
LOOKED_AT = {"row", "col", "sheetFormatPr", "sheetView", "c"}
# Lower or narrower than this hides what is in it.
LOWEST, NARROWEST = 3.0, 0.5  # points; widths of a digit
SMALLEST = 6.0  # points, of letters


def inspect(name: str, tree: ET.Element, styles: list[str]) -> list[Found]:
    """What is wrong in the sheet; `styles` says what is wrong with each cell format."""
    found = []
    for child in tree:
        kind = local(child.tag)
        if kind not in KNOWN:
            found.append(Found(REFUSED.get(kind, "unknown element"), f"{name}, {kind}"))
    for one in tree.iter():
        kind = local(one.tag)
        if kind not in LOOKED_AT:
            continue
        has = attributes(one)
        if kind in ("row", "col"):
            found += _line(name, "row" if kind == "row" else "column", has)
        elif kind == "sheetFormatPr":
            if yes(has, "zeroHeight") or not float(has.get("defaultRowHeight", "15")) >= LOWEST:
                found.append(Found("hidden row", f"{name}, every row"))
            if not float(has.get("defaultColWidth", "9")) >= NARROWEST:
                found.append(Found("hidden column", f"{name}, every column"))
        elif kind == "sheetView":
            found += _view(name, one, has)
        else:
            found += _cell(name, one, has, styles)
    return found + inside_texts(tree, name)


def inside_texts(tree: ET.Element, where: str) -> list[Found]:
    """What the letters of a rich text hide: colours, tiny sizes, and readings that are not shown."""
    found = []
    for one in tree.iter():
        kind = local(one.tag)
        if kind == "rPh":
            found.append(Found("hidden text", where))
        elif kind == "rPr":
            inner = {local(child.tag): attributes(child) for child in one}
            colour = inner.get("color", {})
            if colour and colour not in ({"theme": "1"}, {"auto": "1"}, {"indexed": "64"}, {"rgb": "FF000000"}):
                found.append(Found("colour inside a text", where))
            if not float(inner.get("sz", {}).get("val", "11")) >= SMALLEST:
                found.append(Found("tiny text", where))
        elif kind == "f" or one.get("t") == "dataTable":
            found.append(Found("formula", where))
    return found


def _view(name: str, view: ET.Element, has: dict[str, str]) -> list[Found]:
    """What the way a sheet is shown keeps out of sight: zeros, and what was scrolled away before panes were frozen."""
    found = [] if yes(has, "showZeros", "1") else [Found("hidden zeros", name)]
    frozen = any(attributes(pane).get("state", "").startswith("frozen") for pane in named(view, "pane"))
    if frozen and has.get("topLeftCell", "A1") != "A1":
        found.append(Found("hidden row or column", f"{name}, frozen panes"))
    return found


def _line(name: str, kind: str, has: dict[str, str]) -> list[Found]:
    where = f"{name}, {kind} {has.get('r') or has.get('min') or '?'}"
    low = not float(has.get("ht", "15")) >= LOWEST or not float(has.get("width", "9")) >= NARROWEST
    found = [Found(f"hidden {kind}", where)] if low or yes(has, "hidden") else []
    if has.get("outlineLevel", "0") != "0" or yes(has, "collapsed"):
        found.append(Found(f"grouped {kind}", where))
    return found


def _cell(name: str, cell: ET.Element, has: dict[str, str], styles: list[str]) -> list[Found]:
    where = f"{name}, {has.get('r', '?')}"
    found = []
    style = int(has.get("s", "0"))
    fault = styles[style] if 0 <= style < len(styles) else "unknown style"
    said = text_of(cell)
    if fault and said:
        found.append(Found(fault, where))
    if has.get("t") in ("inlineStr", "str") and starts_like_a_formula(said):
        found.append(Found("text that starts like a formula", where))
    return found
