"""Looks into an xlsx file. Parts and elements that are not known to be harmless are findings."""

import posixpath
import re
from xml.etree import ElementTree as ET

from engagement.inspecting import sheets
from engagement.inspecting.cell_styles import faults_of
from engagement.inspecting.colours import theme_of
from engagement.inspecting.found import Found
from engagement.inspecting.markup import attributes, local, named, parse, text_of, yes
from engagement.inspecting.parts import macros, relations, unknown
from engagement.inspecting.wording import starts_like_a_formula

PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|"
    r"xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|"
    r"xl/styles\.xml|xl/sharedStrings\.xml|xl/theme/theme\d+\.xml"
)
OF_A_BOOK = {
    "externalReferences": "external link",
    "pivotCaches": "pivot cache",
    "fileSharing": "document property",
    "AlternateContent": "document property",  # Excel keeps the path of the file there
    "customWorkbookViews": "hidden sheet",
}
BOOK = {"workbookPr", "workbookProtection", "bookViews", "sheets", "calcPr", "fileVersion", "fileRecoveryPr"}


def inspect(parts: dict[str, bytes]) -> list[Found]:
    found = [*unknown(parts, PARTS), *macros(parts)]
    if "xl/workbook.xml" not in parts:
        return [*found, Found("not a workbook", "file")]
    for name in sorted(parts):
        if name.endswith(".rels"):
            found += relations(parse(parts[name], name), name)
    found += _book(parse(parts["xl/workbook.xml"], "workbook"), parts)
    themes = sorted(name for name in parts if name.startswith("xl/theme/"))
    theme = theme_of(parse(parts[themes[0]], themes[0]) if themes else None)
    styles = faults_of(parse(parts["xl/styles.xml"], "styles"), theme) if "xl/styles.xml" in parts else [""]
    for name in sorted(parts):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            found += sheets.inspect(name.removeprefix("xl/worksheets/"), parse(parts[name], name), styles)
    return found + (_shared(parse(parts["xl/sharedStrings.xml"], "texts")) if "xl/sharedStrings.xml" in parts else [])


def _book(book: ET.Element, parts: dict[str, bytes]) -> list[Found]:
    found = []
    for child in book:
        kind = local(child.tag)
        if kind == "definedNames":
            found += [Found("defined name", "workbook") for _each in child]
        elif kind not in BOOK:
            found.append(Found(OF_A_BOOK.get(kind, "unknown element"), f"workbook, {kind}"))
    for view in named(book, "workbookView"):
        has = attributes(view)
        if has.get("visibility", "visible") != "visible" or yes(has, "minimized") or not yes(has, "showSheetTabs", "1"):
            found.append(Found("hidden sheet", "the whole window"))
    listed = list(named(book, "sheet"))
    for nth, sheet in enumerate(listed, 1):
        if attributes(sheet).get("state", "visible") != "visible":
            found.append(Found("hidden sheet", f"sheet {nth}"))
    return found + _unlisted(listed, parts)


def _unlisted(listed: list[ET.Element], parts: dict[str, bytes]) -> list[Found]:
    """Sheets that are in the file and on no tab."""
    name = "xl/_rels/workbook.xml.rels"
    targets = {}
    for one in named(parse(parts[name], name), "Relationship") if name in parts else ():
        has = attributes(one)
        targets[has.get("Id")] = posixpath.normpath(posixpath.join("/xl", has.get("Target", ""))).lstrip("/")
    shown = {targets.get(attributes(sheet).get("id")) for sheet in listed}
    there = sorted(name for name in parts if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))
    return [Found("hidden sheet", name) for name in there if name not in shown]


def _shared(tree: ET.Element) -> list[Found]:
    found = []
    for at, one in enumerate(named(tree, "si")):
        if starts_like_a_formula(text_of(one)):
            found.append(Found("text that starts like a formula", f"shared text {at}"))
    return found + sheets.inside_texts(tree, "shared texts")
