"""Looks into an ods or odt file."""

import re

from engagement.inspecting.excel import SMALLEST, WHITE, unknown_parts
from engagement.inspecting.found import Found
from engagement.inspecting.markup import attributes, is_hard_to_see, local, parse

PARTS = re.compile(r"mimetype|META-INF/manifest\.xml|content\.xml|styles\.xml")
REFUSED = {
    "annotation": "comment", "named-range": "defined name", "named-expression": "defined name",
    "data-pilot-table": "pivot table", "a": "hyperlink", "object": "embedded object", "object-ole": "embedded object",
    "plugin": "embedded object", "image": "embedded object", "event-listener": "macro", "script": "macro",
    "tracked-changes": "tracked change", "hidden-text": "hidden text", "hidden-paragraph": "hidden text",
    "conditional-text": "hidden text", "table-source": "external link", "cell-range-source": "external link",
    "dde-link": "external link", "dde-connection-decl": "external link", "content-validation": "data validation",
    "map": "conditional formatting", "conditional-format": "conditional formatting", "database-range": "filter",
    "table-row-group": "grouped row", "table-column-group": "grouped column", "encryption-data": "encrypted part",
}  # fmt: skip
SIZES = ("row-height", "column-width")


def inspect(parts: dict[str, bytes]) -> list[Found]:
    found = [
        Found(
            "document property" if one.where == "meta.xml" else "macro" if "Basic/" in one.where else one.what,
            one.where,
        )
        for one in unknown_parts(parts, PARTS)
    ]
    if "content.xml" not in parts:
        return [*found, Found("not an open document", "file")]
    for name, data in parts.items():
        for one in parse(data, name).iter() if name.endswith(".xml") else ():
            kind, has = local(one.tag), attributes(one)
            if kind in REFUSED:
                found.append(Found(REFUSED[kind], name))
            elif "formula" in has:
                found.append(Found("formula", name))
            elif has.get("visibility") in ("collapse", "filter"):
                found.append(Found("hidden row or column", name))
            elif has.get("display") in ("false", "none"):
                found.append(Found("hidden sheet or text", name))
            elif any(_number(has.get(size, "1")) < 0.02 for size in SIZES):
                found.append(Found("hidden row or column", name))
            elif "font-size" in has and has["font-size"].endswith("pt") and _number(has["font-size"]) < SMALLEST:
                found.append(Found("tiny text", name))
            elif kind == "text-properties" and _unseen(has.get("color", "")):
                found.append(Found("text in the colour of its ground", name))
    return found


def _unseen(colour: str) -> bool:
    return bool(re.fullmatch(r"#[0-9A-Fa-f]{6}", colour)) and is_hard_to_see(colour[1:], WHITE)


def _number(text: str) -> float:
    digits = re.match(r"[\d.]+", text)
    return float(digits[0]) if digits else 1.0
