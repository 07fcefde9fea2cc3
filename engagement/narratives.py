"""The officer's words in an edition: references bound to figures, and digits typed by hand pointed out.

    "Of {asks.all} asks, {asks.late} are late. [[The Board said so on 3 December 2026.]]"

A reference in braces is a figure's key. What stands in double square brackets is quoted from elsewhere: it may hold
digits, is listed on the page where the edition is sealed, and is printed without its brackets.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagement.disclosure.tables import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE
from engagement.editions import Edition, Figure, Section

MOST_WORDS_FIRST = 900  # on the first two pages

_REFERENCE = re.compile(r"\{([^{}]*)\}")
_QUOTED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_TOKEN = re.compile(r"\S+")
_EDGE = re.compile(r"^\W+|\W+$")
# Not "one" and "quarter": "one of them" and "this quarter" count nothing.
_COUNTING = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|dozens?"
    r"|half|thirds?|fifths?|tenths?|twice|double|per ?cent)\b",
    re.IGNORECASE,
)
_NUMBER_KINDS = frozenset({"Nd", "Nl", "No"})


class NarrativeError(Exception):
    """Words that cannot be bound; the message names what is wrong, for the officer."""


@dataclass(frozen=True)
class Loose:
    """A number in words that is bound to no figure. `line` counts from 1; a word for a number only warns."""

    text: str
    start: int
    line: int
    blocks: bool = True


def bind(words: str, figures: Mapping[str, Figure]) -> str:
    """`words` with every figure's value in its place. Raises NarrativeError for a reference to no figure."""
    if problems := broken(words, figures):
        raise NarrativeError(problems[0])
    return _QUOTED.sub(lambda found: found[1], _REFERENCE.sub(lambda found: say(figures[found[1].strip()]), words))


def broken(words: str, figures: Mapping[str, Figure]) -> list[str]:
    """What is wrong with the references in `words`, each in a sentence."""
    unknown = [key for found in _REFERENCE.finditer(words) if (key := found[1].strip()) not in figures]
    said = [_("{%(key)s} is no figure of this edition.") % {"key": key} for key in dict.fromkeys(unknown)]
    rest = _REFERENCE.sub("", words)
    if "{" in rest or "}" in rest:
        said.append(_("A brace has no partner. A reference looks like {asks.late}."))
    if "[[" in (bare := _QUOTED.sub("", words)) or "]]" in bare:
        said.append(_("A quoted part begins with [[ and ends with ]]."))
    return said


def unbound(words: str) -> list[Loose]:
    """Every number typed by hand, in the order of the text: digits of any script block sealing, number words warn."""
    # Blanked, not removed, so that places in the text stay right.
    bare = _QUOTED.sub(_blank, _REFERENCE.sub(_blank, words))
    digits = [found for found in _TOKEN.finditer(bare) if _holds_number(found[0])]
    loose = [Loose(_EDGE.sub("", found[0]) or found[0], found.start(), _line(words, found.start())) for found in digits]
    loose += [
        Loose(found[0], found.start(), _line(words, found.start()), blocks=False) for found in _COUNTING.finditer(bare)
    ]
    return sorted(loose, key=lambda one: one.start)


def quoted(words: str) -> list[str]:
    """What is marked as quoted from elsewhere, for the second look before sealing."""
    return [found[1].strip() for found in _QUOTED.finditer(words)]


def say(figure: Figure) -> str:
    """A figure's value as it reads in a sentence; a mark reads as what it stands for."""
    marks = {
        HIDDEN: _("a number that is fewer than 6, or hidden to protect others,"),
        NOT_AVAILABLE: _("a number that is not available"),
        NOT_APPLICABLE: _("a number that does not apply"),
    }
    return marks.get(figure.value, figure.value)


def figures_of(edition: Edition) -> dict[str, Figure]:
    """Every figure of an edition by its key."""
    return {figure.key: figure for section in edition.sections for figure in section.figures}


def words_on_first_pages(edition: Edition) -> int:
    """How many words stand before the appendix, tables and figures included."""
    return sum(len(text.split()) for one in edition.sections if not one.appendix for text in _texts(one))


def _texts(section: Section) -> Iterable[str]:
    yield from (section.kicker, section.finding, section.lead, section.narrative, *section.notes)
    for figure in section.figures:
        yield from (figure.value, figure.counts, figure.of, figure.missing)
    for table in section.tables:
        yield from (table.caption, *table.columns, *(cell.words for row in table.rows for cell in row))
    for quote in section.quotes:
        yield from (quote.words, quote.about)
    for chart in section.charts:
        yield chart.title
    for item in section.items:
        yield from (item.words, item.suggested, *(text for fact in item.facts for text in fact))


def _holds_number(text: str) -> bool:
    return any(unicodedata.category(sign) in _NUMBER_KINDS for sign in text)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _line(words: str, start: int) -> int:
    return words.count("\n", 0, start) + 1
