"""Which parts an office file may have, what the others tell by their names, and which relations lead out of it."""

import re
from xml.etree import ElementTree as ET

from engagement.inspecting.found import Found, UnreadableError
from engagement.inspecting.markup import attributes, named, parse, text_of

# The first sign that stands in a part's name says what it is.
TELLING = (
    ("docprops/", "document property"),
    ("meta.xml", "document property"),
    ("customproperty", "document property"),
    ("vba", "macro"),
    ("macrosheet", "macro"),
    ("basic/", "macro"),
    ("scripts/", "macro"),
    ("dialog", "macro"),
    ("comment", "comment"),
    ("persons/", "comment"),
    ("people.xml", "comment"),
    ("pivot", "pivot cache"),
    ("externallink", "external link"),
    ("connections", "external link"),
    ("querytable", "external link"),
    ("calcchain", "formula"),
    ("revisions/", "tracked change"),
    ("embeddings/", "embedded object"),
    ("activex", "embedded object"),
    ("ctrlprops/", "embedded object"),
    ("webextension", "embedded object"),
    ("media/", "embedded object"),
    ("drawing", "embedded object"),
    ("charts/", "embedded object"),
    ("pictures/", "embedded object"),
    ("object", "embedded object"),
    ("oleobject", "embedded object"),
    ("customxml", "custom XML"),
    ("printersettings", "printer settings"),
    ("thumbnail", "thumbnail"),
)
_PROPERTIES = re.compile(r"docProps/(core|app|custom)\d*\.xml|meta\.xml")
# What LibreOffice and its like write of themselves, which says nothing of a person.
_PROGRAM = re.compile(r"[\w./$() -]{0,120}")


def unknown(parts: dict[str, bytes], known: re.Pattern[str]) -> list[Found]:
    found = []
    for name in sorted(parts):
        if not known.fullmatch(name) and not (_PROPERTIES.fullmatch(name) and says_nothing(parts[name], name)):
            what = next((what for sign, what in TELLING if sign in name.lower()), "unknown part")
            found.append(Found(what, name))
    return found


def says_nothing(data: bytes, name: str) -> bool:
    """Whether a part of properties has none, but for the program's name in an open document."""
    try:
        tree = parse(data, name)
    except UnreadableError:
        return False
    said = text_of(tree).strip()
    generator = "".join(text_of(one) for one in named(tree, "generator")).strip()
    attributed = any(one is not tree and attributes(one) for one in tree.iter())
    return not attributed and said == generator and bool(_PROGRAM.fullmatch(said))


def relations(tree: ET.Element, name: str) -> list[Found]:
    """What the relations of one part lead to that a file of ours has not."""
    found = []
    for one in named(tree, "Relationship"):
        has = attributes(one)
        kind, target = has.get("Type", "").rpartition("/")[2].lower(), has.get("Target", "")
        if kind == "hyperlink":
            found.append(Found("hyperlink", name))
        if has.get("TargetMode") == "External" or "://" in target or kind in ("externallinkpath", "attachedtemplate"):
            found.append(Found("external link", name))
    return found


def macros(parts: dict[str, bytes]) -> list[Found]:
    return [Found("macro", name) for name, data in parts.items() if _tells_of_macros(name, data)]


def _tells_of_macros(name: str, data: bytes) -> bool:
    lower = data.lower() if name.endswith(".rels") or name == "[Content_Types].xml" else b""
    return b"macroenabled" in lower or b"vbaproject" in lower or b"macrosheet" in lower
