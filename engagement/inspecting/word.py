"""Looks into a docx file."""

import re
from xml.etree import ElementTree as ET

from engagement.inspecting.excel import SMALLEST, WHITE, unknown_parts
from engagement.inspecting.found import Found
from engagement.inspecting.markup import attributes, is_hard_to_see, local, named, parse

PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/(document|header\d+|footer\d+)\.xml\.rels|"
    r"word/(document|styles|settings|fontTable|numbering|webSettings|header\d+|footer\d+)\.xml|"
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


def inspect(parts: dict[str, bytes]) -> list[Found]:
    found = unknown_parts(parts, PARTS)
    if "word/document.xml" not in parts:
        return [*found, Found("not a document", "file")]
    linked = set()
    for name, data in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        tree = parse(data, name)
        if b"macroEnabled" in data:
            found.append(Found("macro", name))
        for one in named(tree, "Relationship"):
            has = attributes(one)
            linked.add("word/" + has.get("Target", ""))
            if has.get("TargetMode") == "External":
                found.append(Found("external link", name))
        if name.startswith("word/") and "theme" not in name:
            _walk(tree, WHITE, name, found)
    found += [Found("embedded object", n) for n in parts if n.startswith("word/media/") and n not in linked]
    return found


def _walk(one: ET.Element, paper: str, name: str, found: list[Found]) -> None:
    """Everything below `one`, which stands on the colour `paper`."""
    kind, has = local(one.tag), attributes(one)
    off = has.get("val") in ("0", "false", "off")
    if kind in REFUSED and not off:
        found.append(Found(REFUSED[kind], name))
    elif kind in ("instrText", "fldSimple"):
        field = (one.text or "") if kind == "instrText" else has.get("instr", "")
        if field.strip() not in FIELDS:
            found.append(Found("field", name))
    elif kind in ("sz", "szCs") and float(has.get("val", "22")) < 2 * SMALLEST:
        found.append(Found("tiny text", name))
    for child in one:
        if local(child.tag) in ("tcPr", "pPr", "rPr"):
            for shade in child:
                fill = attributes(shade).get("fill", "auto")
                if local(shade.tag) == "shd" and re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
                    paper = fill
    if kind == "color" and re.fullmatch(r"[0-9A-Fa-f]{6}", has.get("val", "")) and is_hard_to_see(has["val"], paper):
        found.append(Found("text in the colour of its ground", name))
    for child in one:
        _walk(child, paper, name, found)
