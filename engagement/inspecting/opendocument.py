"""Looks into an ods or odt file."""

import re
from xml.etree import ElementTree as ET

from engagement.inspecting.colours import BLACK, WHITE, is_hard_to_see
from engagement.inspecting.found import Found
from engagement.inspecting.markup import attributes, local, parse, text_of
from engagement.inspecting.parts import unknown
from engagement.inspecting.sheets import SMALLEST
from engagement.inspecting.wording import starts_like_a_formula

PARTS = re.compile(r"mimetype|META-INF/manifest\.xml|content\.xml|styles\.xml")
REFUSED = {
    "annotation": "comment", "named-range": "defined name", "named-expression": "defined name",
    "data-pilot-table": "pivot cache", "a": "hyperlink", "object": "embedded object", "object-ole": "embedded object",
    "plugin": "embedded object", "image": "embedded object", "event-listener": "macro", "script": "macro",
    "tracked-changes": "tracked change", "hidden-text": "hidden text", "hidden-paragraph": "hidden text",
    "conditional-text": "hidden text", "table-source": "external link", "cell-range-source": "external link",
    "dde-link": "external link", "dde-connection-decl": "external link", "content-validation": "data validation",
    "map": "conditional formatting", "conditional-format": "conditional formatting", "database-range": "filter",
    "table-row-group": "grouped row", "table-column-group": "grouped column", "encryption-data": "encrypted part",
    "user-defined": "document property", "section-source": "external link", "scenario": "hidden values",
}  # fmt: skip
SIZES = ("row-height", "column-width")
NUMBERS = {"number-style", "currency-style", "percentage-style", "date-style", "time-style", "boolean-style"}
SHOWN = {
    "number", "scientific-number", "fraction", "day", "month", "year", "era", "day-of-week", "week-of-year", "quarter",
    "hours", "minutes", "seconds", "am-pm", "boolean", "text-content",
}  # fmt: skip
_LENGTH = re.compile(r"(\d*\.?\d+)\s*(pt|mm|cm|in|pc|px)")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "px": 0.75}
LEAST = 1.0  # points, of a row's height or a column's width


def inspect(parts: dict[str, bytes]) -> list[Found]:
    found = unknown(parts, PARTS)
    if "content.xml" not in parts:
        return [*found, Found("not an open document", "file")]
    for name, data in parts.items():
        for one in parse(data, name).iter() if name.endswith(".xml") else ():
            what = _fault_of(one)
            if what:
                found.append(Found(what, name))
    return found


def _fault_of(one: ET.Element) -> str:
    """What is wrong with one element; empty where nothing is."""
    kind, has = local(one.tag), attributes(one)
    checks = (
        (kind in REFUSED, REFUSED.get(kind, "")),
        ("formula" in has, "formula"),
        (has.get("visibility") in ("collapse", "filter"), "hidden row or column"),
        (has.get("display") in ("false", "none"), "hidden sheet or text"),
        (any(_points(has[size]) < LEAST for size in SIZES if size in has), "hidden row or column"),
        ("font-size" in has and _points(has["font-size"]) < SMALLEST, "tiny text"),
        (kind in NUMBERS and not any(local(child.tag) in SHOWN for child in one), "number format that hides"),
        (kind in ("style", "default-style") and _unseen(one), "text in the colour of its ground"),
        (kind == "table-cell" and starts_like_a_formula(text_of(one)), "text that starts like a formula"),
    )
    return next((what for wrong, what in checks if wrong), "")


def _unseen(style: ET.Element) -> bool:
    """Whether a style's ink is that of its paper. What a style does not say is black on white."""
    ink, paper = BLACK, WHITE
    for child in style:
        has = attributes(child)
        ink = _colour(has.get("color", "")) or ink
        paper = _colour(has.get("background-color", "")) or paper
    return is_hard_to_see(ink, paper)


def _colour(text: str) -> str:
    return text[1:] if re.fullmatch(r"#[0-9A-Fa-f]{6}", text) else ""


def _points(text: str) -> float:
    """A length in points; what is no plain length (a share of another one) counts as large enough."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _POINTS[found[2]] if found else SMALLEST
