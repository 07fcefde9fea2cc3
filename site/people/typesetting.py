"""Turns a typst template and plain data into an accessible PDF."""

import itertools
import json
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

FONTS = Path(__file__).with_name("fonts")
# Joiners, direction marks and variation selectors: they shape their neighbours and need no glyph themselves.
INVISIBLE = frozenset("\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufe0e\ufe0f\n\t")
SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


class TypesettingError(Exception):
    """The document could not be made. Carries no part of the text."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    """Every sign that one of our fonts can draw (about 3,000; read once a process)."""
    codes: set[int] = set()
    for file in FONTS.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(sign for sign in map(chr, codes) if unicodedata.category(sign)[0] != "C") | INVISIBLE


def drawable(text: str) -> str:
    """`text` with what no font of ours can draw put into words: `[bengali letters]`, `[white chess king]`.

    PDF/UA forbids a sign without a glyph, so one of them would otherwise cost the whole document.
    """
    signs = _signs()
    composed = unicodedata.normalize("NFC", text)
    if signs.issuperset(composed):
        return composed
    parts = filter(None, (sign if sign in signs else _in_words(sign) for sign in composed))
    # A word in a script we lack is said once, not once a letter.
    return "".join(
        part if part.startswith("[") and len(part) > 1 else "".join(run) for part, run in itertools.groupby(parts)
    )


def _in_words(sign: str) -> str:
    """What stands for one sign that cannot be drawn: the letter without its accent, else its script or name, or ""."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if part in _signs() and not _leans(part))
    if bare or _leans(sign):
        return bare
    name, category = unicodedata.name(sign, "").lower(), unicodedata.category(sign)
    if not name or category[0] in "CZ":
        return ""
    return f"[{name.split()[0]} letters]" if category[0] in "LN" else f"[{name}]"


def _leans(sign: str) -> bool:
    """Is it drawn onto its neighbour, so that both must be in one font: an accent, a joiner, a skin tone?"""
    return sign in INVISIBLE - {"\n", "\t"} or unicodedata.category(sign)[0] == "M" or sign in SKIN_TONES


def unaccented(text: str) -> str:
    """`drawable(text)` without anything that leans on a neighbour: plainer, and certain to have its glyphs."""
    return "".join(sign for sign in drawable(unicodedata.normalize("NFKD", text)) if not _leans(sign))


def _throughout(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _throughout(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_throughout(item, change) for item in value]
    return value


def compile_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """`template` filled with `data`, as a tagged PDF/UA-1. Nothing is written to disk.

    `data` holds what JSON can (text, numbers, lists, dicts); the template reads it with
    `#let data = json(bytes(sys.inputs.data))`, so that nothing in it is ever read as markup. A template may read
    files of its own folder only, and must set the document's title and language and give pictures an `alt`.
    Text in a script we bundle no font for is put into words (see `drawable`).
    Raises TypesettingError when typst refuses the document.
    """
    # An accent of one font on a letter of another has no glyph either; only typst knows, so it is asked twice.
    for change in (drawable, unaccented):
        try:
            return _compile(template, json.dumps(_throughout(data, change)))
        except typst.TypstError as error:
            steps = len(error.trace)
    # Typst's own words quote the text, and exceptions are logged: so none of them is passed on.
    raise TypesettingError(f"{template.name} could not be typeset (typst stopped {steps} steps deep).")


def _compile(template: Path, data: str) -> bytes:
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
    )
