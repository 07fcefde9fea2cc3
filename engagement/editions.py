"""A quarter's report for the Board, built from the sections that rooms register, as plain data that any format shows.

    @section(order=10)
    def asks(span: Span) -> Iterable[Section]: ...

Such functions live in each room's `reports.py`. Page and PDF show what the Edition says and nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.quarters import Quarter


@dataclass(frozen=True)
class Span:
    """What a report covers: a quarter, up to its last day or, while it runs, up to today."""

    quarter: Quarter
    until: date

    @property
    def first_day(self) -> date:
        return self.quarter.first_day


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `status` is a public status to picture, `late` marks a date that has passed."""

    words: str
    status: str = ""
    late: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """The rows with each cell's column, for narrow screens, where a row becomes a card."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Figure:
    """A number, or the words in its place, and what it counts."""

    value: str
    counts: str


@dataclass(frozen=True)
class Quote:
    """Words somebody agreed to have quoted. They stay out of logs, so they stay out of the repr."""

    words: str = field(repr=False)
    about: str = ""


@dataclass(frozen=True)
class Section:
    """One sheet of a report. The finding is its heading."""

    name: str
    kicker: str
    finding: str
    paper: str = "marigold"
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """A quarter's report. The first section says it all in short."""

    quarter: str
    title: str
    period: str
    as_of: str
    sections: tuple[Section, ...]


Build = Callable[[Span], Iterable[Section]]
_registered: dict[Build, int] = {}


def section(*, order: int) -> Callable[[Build], Build]:
    """Register what makes one section or several; they stand in the report by `order`."""

    def register(make: Build) -> Build:
        _registered[make] = order
        return make

    return register


def build(quarter: Quarter, today: date) -> Edition:
    """The report on `quarter` as it stood on its last day, or stands `today`. Costs the same queries every time."""
    span = Span(quarter, min(quarter.last_day, today))
    makers = sorted(_registered, key=lambda make: _registered[make])
    months = {"first": date_format(quarter.first_day, "F"), "last": date_format(quarter.last_day, "F Y")}
    return Edition(
        quarter=str(quarter),
        title=_("What they told us, and what we did"),
        period=_("Quarter %(number)d, %(first)s to %(last)s") % {"number": quarter.number, **months},
        as_of=date_format(span.until, "j F Y"),
        sections=tuple(one for make in makers for one in make(span)),
    )
