"""Which colour a spreadsheet or document shows, however it is named, and whether one can be read on another."""

import colorsys
import re
from xml.etree import ElementTree as ET

from engagement.inspecting.markup import attributes, local, named

WHITE, BLACK = "FFFFFF", "000000"
NEAR = 2.0  # below this contrast (WCAG 2) text melts into its ground
# The palette of every old workbook, by number (ECMA-376 part 1, 18.8.27).
_PALETTE = (  # noqa: SIM905  (a table of codes, read in columns)
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()
# A theme's colours as workbooks number them, and as documents call them.
_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")
_CALLED = {
    "background1": "lt1", "light1": "lt1", "text1": "dk1", "dark1": "dk1", "background2": "lt2", "light2": "lt2",
    "text2": "dk2", "dark2": "dk2", "hyperlink": "hlink",
}  # fmt: skip
_OFFICE = {"lt1": WHITE, "dk1": BLACK, "lt2": "EEECE1", "dk2": "1F497D"}  # where a file brings no theme
Theme = dict[str, str]


def theme_of(tree: ET.Element | None) -> Theme:
    theme = dict(_OFFICE)
    for scheme in named(tree, "clrScheme") if tree is not None else ():
        for entry in scheme:
            for colour in entry:
                has = attributes(colour)
                theme[local(entry.tag)] = (has.get("lastClr") or has.get("val", "")).upper()
    return theme


def of_a_cell(has: dict[str, str], automatic: str, theme: Theme, palette: list[str]) -> str | None:
    """Six digits for a colour element's attributes; None for what is not understood, which fails closed."""
    if has.get("auto") in ("1", "true") or has.get("indexed") in ("64", "65") or not has:
        return automatic
    colour = has.get("rgb", "")[-6:]
    if "theme" in has:
        number = int(has["theme"])
        colour = theme.get(_ORDER[number], "") if 0 <= number < len(_ORDER) else ""
    elif "indexed" in has:
        known, number = palette or _PALETTE, int(has["indexed"])
        colour = known[number] if 0 <= number < len(known) else ""
    return _tinted(colour, float(has.get("tint", "0"))) if _is_colour(colour) else None


def of_a_word(has: dict[str, str], automatic: str, theme: Theme, *, called: str = "") -> str:
    """The same for a document, where `val` or `fill` is shown unless a theme's colour is named beside it."""
    word = "themeFill" if called == "fill" else "themeColor"
    name = has.get(word, "")
    colour = theme.get(_CALLED.get(name, name), "")
    if _is_colour(colour):
        if tint := has.get(f"{word}Tint", has.get("themeTint", "")):
            return _tinted(colour, 1 - int(tint, 16) / 255)
        if shade := has.get(f"{word}Shade", has.get("themeShade", "")):
            return _tinted(colour, int(shade, 16) / 255 - 1)
        return colour
    plain = has.get(called or "val", "")
    return plain if _is_colour(plain) else automatic


def palette_of(styles: ET.Element) -> list[str]:
    return [attributes(one).get("rgb", "")[-6:] for one in named(styles, "rgbColor")]


def is_hard_to_see(ink: str, paper: str) -> bool:
    """Whether text in one colour on the other is (nearly) invisible. Six hexadecimal digits each."""
    light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05) < NEAR


def _is_colour(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9A-Fa-f]{6}", text))


def _parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def _tinted(colour: str, tint: float) -> str:
    """Lighter for a tint above 0, darker below (ECMA-376 part 1, 18.8.19)."""
    hue, light, strength = colorsys.rgb_to_hls(*_parts(colour))
    tint = max(-1.0, min(1.0, tint))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, strength))


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
