"""A quarter's report for the Board, built from what rooms register, as plain data that every format shows.

    @counted
    def voices_by_theme(span: Span) -> Iterable[CountTable]: ...   counts of people: protected before anybody reads them

    @section(order=10)
    def asks(span: Span) -> Iterable[Section]: ...                 what is told; counts of people from `span.protected`

Such functions live in each room's `reports.py`. Page, PDF, Word and tables show what the Edition says and nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.disclosure import CountTable, ProtectedTable
from engagement.quarters import Quarter
from people.models import User


@dataclass(frozen=True)
class Span:
    """What a report covers: a quarter, up to its last day or, while it runs, up to today.

    `protected` holds every table of counts of people by its name, as far as it may be shown.
    """

    quarter: Quarter
    until: date
    protected: Mapping[str, ProtectedTable] = field(default_factory=dict, compare=False)

    @property
    def first_day(self) -> date:
        return self.quarter.first_day


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `status` is a public status to picture, `late` marks a date that has passed.

    `number` is the value behind `words` where there is one; a hidden one has none, and `words` is its mark.
    `ref` in a row's first cell is what the row is about ("ask:<uuid>"), by which two editions are compared.
    """

    words: str
    status: str = ""
    late: bool = False
    number: float | None = None
    ref: str = ""


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
    """A number, or the words or mark in its place, and what it counts.

    `key` is how a narrative refers to it ("asks.late"), unique in an edition. `of` says the denominator and `missing`
    who did not answer, in words; `query` names what counted it; `before` is its value in the edition before.
    """

    value: str
    counts: str
    key: str = ""
    of: str = ""
    missing: str = ""
    query: str = ""
    before: str = ""

    @property
    def hidden(self) -> bool:
        return self.value.startswith("[")


@dataclass(frozen=True)
class Point:
    """One bar, slice or moment of a chart. `value` None is hidden or not there, and `words` says so."""

    label: str
    value: float | None
    words: str
    series: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of numbers that stand in a table beside it. `summary` is its text alternative, and carries them all."""

    kind: str  # bars, likert or trend
    title: str
    summary: str
    points: tuple[Point, ...]
    unit: str = ""  # "%" or ""; a percentage runs from 0 to 100


@dataclass(frozen=True)
class Quote:
    """Words somebody agreed to have quoted. They stay out of logs and of what is stored, so out of the repr.

    A sealed edition keeps `ref`, the number of the view, and reads the words each time: a yes can be taken back.
    """

    words: str = field(repr=False)
    about: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Item:
    """Something a Board member can reply to: an ask that waits, a decision to take. `ref` is its address here."""

    ref: str  # "ask:<uuid>", "action:<uuid>" or "decision:<uuid>"
    words: str
    facts: tuple[tuple[str, str], ...] = ()  # such as ("Why now", "…"), ("What it costs", "…")
    suggested: str = ""


@dataclass(frozen=True)
class Section:
    """One sheet of a report. The finding is its heading. `appendix` sheets stand after the first two pages.

    `narrative` is what the officer wrote about it, with every figure already put in its place.
    """

    name: str
    kicker: str
    finding: str
    paper: str = "marigold"
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    items: tuple[Item, ...] = ()
    narrative: str = ""
    appendix: bool = False


@dataclass(frozen=True)
class Edition:
    """A quarter's report. The first section says it all in short. `note` says what a correction mends."""

    quarter: str
    title: str
    period: str
    as_of: str
    sections: tuple[Section, ...]
    version: int = 0
    note: str = ""


Build = Callable[[Span], Iterable[Section]]
Count = Callable[[Span], Iterable[CountTable]]
Protect = Callable[[Sequence[CountTable]], Mapping[str, ProtectedTable]]
_registered: dict[Build, int] = {}
_counted: list[Count] = []


def section(*, order: int) -> Callable[[Build], Build]:
    """Register what makes one section or several; they stand in the report by `order`."""

    def register(make: Build) -> Build:
        _registered[make] = order
        return make

    return register


def counted(make: Count) -> Count:
    """Register what counts people, for the report to protect all at once."""
    _counted.append(make)
    return make


def build(quarter: Quarter, today: date, *, protect: Protect) -> Edition:
    """The report on `quarter` as it stood on its last day, or stands `today`. Costs the same queries every time.

    `protect` decides what may be shown of counts of people: `ledger.preview` for a draft, `ledger.release` to seal.
    """
    bare = Span(quarter, min(quarter.last_day, today))
    tables = [table for make in _counted for table in make(bare)]
    span = Span(quarter, bare.until, protect(tables) if tables else {})
    makers = sorted(_registered, key=lambda make: _registered[make])
    months = {"first": date_format(quarter.first_day, "F"), "last": date_format(quarter.last_day, "F Y")}
    return Edition(
        quarter=str(quarter),
        title=_("What they told us, and what we did"),
        period=_("Quarter %(number)d, %(first)s to %(last)s") % {"number": quarter.number, **months},
        as_of=date_format(span.until, "j F Y"),
        sections=tuple(one for make in makers for one in make(span)),
    )


def who(owner: User | None) -> str:
    """A person by name and job, never by e-mail address."""
    name = (owner and owner.get_full_name()) or _("Somebody here")
    return f"{name}, {owner.job_title}" if owner and owner.job_title else name
