"""Says of each cell format of a workbook whether it hides what is in the cell."""

import re
from xml.etree import ElementTree as ET

from engagement.inspecting.colours import BLACK, WHITE, Theme, is_hard_to_see, of_a_cell, palette_of
from engagement.inspecting.markup import attributes, local, named
from engagement.inspecting.sheets import SMALLEST

_NOT_SHOWN = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")  # words, spaces, fillings, colours and conditions
_SHOWS = re.compile(r"[0#?@gedmyhsb]", re.IGNORECASE)
_WHITE = re.compile(r"\[(white|colou?r\s*2)\]", re.IGNORECASE)


def faults_of(tree: ET.Element, theme: Theme) -> list[str]:
    """What is wrong with each cell format of the file; an empty text where nothing is."""
    top = {local(child.tag): child for child in tree}
    palette = palette_of(tree)
    fonts = [_ink(one, theme, palette) for one in top.get("fonts", ())]
    sizes = [[float(attributes(size).get("val", "11")) for size in named(one, "sz")] for one in top.get("fonts", ())]
    fills = [_paper(one, theme, palette) for one in top.get("fills", ())]
    formats = {attributes(one)["numFmtId"]: attributes(one)["formatCode"] for one in named(tree, "numFmt")}
    faults = []
    for one in top.get("cellXfs", ()):
        has = attributes(one)
        font, fill = int(has.get("fontId", "0")), int(has.get("fillId", "0"))
        ink, paper = fonts[font], fills[fill]
        if hides(formats.get(has.get("numFmtId", "0"), "General")):
            faults.append("number format that hides")
        elif any(not size >= SMALLEST for size in sizes[font]):
            faults.append("tiny text")
        elif ink is None or paper is None or is_hard_to_see(ink, paper):
            faults.append("text in the colour of its ground")
        else:
            faults.append("")
    return faults or [""]


def hides(number_format: str) -> bool:
    """Whether one of the format's sections (above, below, at nought, for words) shows nothing of the value."""
    if _WHITE.search(number_format):
        return True
    return any(not _SHOWS.search(section) for section in _NOT_SHOWN.sub("", number_format).split(";"))


def _ink(font: ET.Element, theme: Theme, palette: list[str]) -> str | None:
    return of_a_cell(_attributes_of(font, "color"), BLACK, theme, palette)


def _paper(fill: ET.Element, theme: Theme, palette: list[str]) -> str | None:
    """The ground's colour; None for patterns and gradients, which fail closed where a cell has one."""
    pattern = _attributes_of(fill, "patternFill").get("patternType", "none")
    if next(named(fill, "gradientFill"), None) is not None or pattern not in ("none", "solid"):
        return None
    return WHITE if pattern == "none" else of_a_cell(_attributes_of(fill, "fgColor"), BLACK, theme, palette)


def _attributes_of(tree: ET.Element, name: str) -> dict[str, str]:
    return next((attributes(one) for one in named(tree, name)), {})
