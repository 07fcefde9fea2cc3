"""Looks into a docx file."""

import re
from xml.etree import ElementTree as ET

from engagement.inspecting.colours import BLACK, WHITE, Theme, is_hard_to_see, of_a_word, theme_of
from engagement.inspecting.found import Found
from engagement.inspecting.markup import attributes, local, named, parse, yes
from engagement.inspecting.parts import macros, relations, unknown
from engagement.inspecting.sheets import SMALLEST

PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/(document|header\d+|footer\d+)\.xml\.rels|"
    r"word/(document|styles|stylesWithEffects|settings|fontTable|numbering|webSettings|header\d+|footer\d+)\.xml|"
    r"word/theme/theme\d+\.xml|word/media/[\w-]+\.(png|svg)"
)
REFUSED = {
    "hyperlink": "hyperlink", "vanish": "hidden text", "webHidden": "hidden text", "specVanish": "hidden text",
    "del": "tracked change", "ins": "tracked change", "moveFrom": "tracked change", "moveTo": "tracked change",
    "delText": "tracked change", "rPrChange": "tracked change", "pPrChange": "tracked change",
    "commentReference": "comment", "commentRangeStart": "comment", "object": "embedded object",
    "OLEObject": "embedded object", "altChunk": "embedded object", "pict": "embedded object",
    "dataBinding": "custom XML", "attachedTemplate": "external link", "mailMerge": "external link",
    "docVar": "document property",
}  # fmt: skip
FIELDS = {"PAGE", "NUMPAGES"}
# A template brings dozens of table styles with white headings; only those that a table has can hide something.
STYLES = re.compile(r"word/styles(WithEffects)?\.xml")


def inspect(parts: dict[str, bytes]) -> list[Found]:
    found = unknown(parts, PARTS) + macros(parts)
    if "word/document.xml" not in parts:
        return [*found, Found("not a document", "file")]
    trees = {name: parse(data, name) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    theme = theme_of(next((tree for name, tree in trees.items() if name.startswith("word/theme/")), None))
    used = {attributes(one).get("val", "") for tree in trees.values() for one in named(tree, "tblStyle")}
    linked = set()
    for name, tree in trees.items():
        found += relations(tree, name)
        linked |= {"word/" + attributes(one).get("Target", "") for one in named(tree, "Relationship")}
        if name.startswith("word/") and "theme" not in name:
            if STYLES.fullmatch(name):
                _without_unused(tree, used)
            _walk(tree, WHITE, theme, name, found)
    found += [Found("embedded object", n) for n in parts if n.startswith("word/media/") and n not in linked]
    return found


def _without_unused(tree: ET.Element, used: set[str]) -> None:
    """Take the table styles out of `tree` that no table has, by itself, by default or through another style."""
    tables = {attributes(one).get("styleId", ""): one for one in tree if attributes(one).get("type") == "table"}
    wanted = [name for name, one in tables.items() if name in used or yes(attributes(one), "default")]
    kept: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in tables and name not in kept:
            kept.add(name)
            wanted += [attributes(one).get("val", "") for one in named(tables[name], "basedOn")]
    for name, one in tables.items():
        if name not in kept:
            tree.remove(one)


def _walk(one: ET.Element, paper: str, theme: Theme, name: str, found: list[Found]) -> None:
    """Everything below `one`, which stands on the colour `paper`."""
    kind, has = local(one.tag), attributes(one)
    off = has.get("val") in ("0", "false", "off")
    if kind in REFUSED and not off:
        found.append(Found(REFUSED[kind], name))
    elif kind in ("instrText", "fldSimple"):
        field = (one.text or "") if kind == "instrText" else has.get("instr", "")
        if field.strip() not in FIELDS:
            found.append(Found("field", name))
    elif kind in ("sz", "szCs") and not float(has.get("val", "22")) >= 2 * SMALLEST:
        found.append(Found("tiny text", name))
    for child in one:
        if local(child.tag) in ("tcPr", "pPr", "rPr"):
            for shade in named(child, "shd"):
                paper = of_a_word(attributes(shade), paper, theme, called="fill")
    if kind == "color" and is_hard_to_see(of_a_word(has, BLACK, theme), paper):
        found.append(Found("text in the colour of its ground", name))
    for child in one:
        _walk(child, paper, theme, name, found)
