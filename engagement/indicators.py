"""Indicators with comparators, read from a file: looked at first, kept whole or not at all, safe to read twice."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from engagement.models import Direction, FiguresEntered, Indicator, IndicatorValue, Unit
from people.models import User
from people.roles import MANAGE_EDITIONS

MOST_BYTES = 500_000
MOST_ROWS = 2_000
COLUMNS = ("code", "name", "unit", "better", "period", "ends", "value", "neighbours", "national", "note", "source")
MAY_BE_EMPTY = ("neighbours", "national", "note")
LARGEST = Decimal(10) ** 9
EXAMPLE = (
    "school-exclusions", "Fixed-term exclusions of looked-after children", "number", "lower", "2019-20", "2020-07-31",
    "11", "", "", "21 the year before", "School census",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of a file that can be kept."""

    code: str
    name: str
    unit: str
    better: str
    period: str
    ends: date
    value: Decimal
    neighbours: Decimal | None
    national: Decimal | None
    note: str
    source: str


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line, counted as a spreadsheet counts; 0 is the file as a whole."""

    line: int
    column: str
    words: str


@dataclass(frozen=True)
class Reading:
    """What a file says. Nothing of it is kept while there is a problem."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Kept:
    """How many values were new, were changed, and stood there already."""

    new: int = 0
    changed: int = 0
    same: int = 0


class IndicatorsError(Exception):
    """A file that cannot be kept; `problems` says where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(one.words for one in self.problems))


def template() -> bytes:
    """An empty file with its headings and a line that shows how."""
    from engagement.exports import Sheet, comma_separated  # brings the inspector along, which most requests never need

    return comma_separated(Sheet("indicators", COLUMNS, [EXAMPLE]))


def newest() -> list[IndicatorValue]:
    """The newest value of every indicator, in their order. One query."""
    seen: dict[int, IndicatorValue] = {}
    for value in IndicatorValue.objects.select_related("indicator").order_by("indicator", "-ends_on", "-pk"):
        seen.setdefault(value.indicator_id, value)
    return list(seen.values())


def read(data: bytes) -> Reading:
    """Look at a file and keep nothing."""
    if len(data) > MOST_BYTES:
        return _stop(_("This file is too large. Half a megabyte is enough for every indicator there is."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _stop(_("This does not look like a CSV file in UTF-8. In Excel, save it as “CSV UTF-8”."))
    lines = list(csv.reader(io.StringIO(text, newline="")))
    head = [name.strip().lower() for name in lines[0]] if lines else []
    if missing := [name for name in COLUMNS if name not in head]:
        return _stop(
            _("These columns are missing: %(names)s. Start from the template.") % {"names": ", ".join(missing)}
        )
    if len(lines) > MOST_ROWS + 1:
        return _stop(_("There are more than %(n)d lines.") % {"n": MOST_ROWS})
    rows: list[Row] = []
    problems: list[Problem] = []
    first_seen: dict[tuple[str, str], int] = {}
    about: dict[str, Row] = {}
    for line, cells in enumerate(lines[1:], start=2):
        said = {name: cell.strip().removeprefix("'") for name, cell in zip(head, cells, strict=False)}
        if not any(said.values()):
            continue
        row, wrong = _row(line, {name: said.get(name, "") for name in COLUMNS})
        problems += wrong
        if row is None:
            continue
        earlier = first_seen.setdefault((row.code, row.period), line)
        alike = about.setdefault(row.code, row)
        if earlier != line:
            problems.append(Problem(line, "period", _("Line %(n)d is about the same period.") % {"n": earlier}))
        elif (row.name, row.unit, row.better, row.source) != (alike.name, alike.unit, alike.better, alike.source):
            words = _("Name, unit, better and source differ from an earlier line with this code.")
            problems.append(Problem(line, "code", words))
        rows.append(row)
    if not rows and not problems:
        return _stop(_("There is no line in this file."))
    return Reading(tuple(rows), tuple(problems))


def keep(data: bytes, by: User) -> Kept:
    """Keep what a file says, all of it or nothing. What is there already stays; what differs is replaced.

    Raises IndicatorsError with every problem.
    """
    if not by.has_perm(MANAGE_EDITIONS):
        raise PermissionDenied
    reading = read(data)
    if reading.problems:
        raise IndicatorsError(reading.problems)
    kept = Kept()
    now = timezone.now()
    with transaction.atomic():
        for row in reading.rows:
            kept = _keep(row, kept, by)
        if kept.new or kept.changed:
            FiguresEntered.objects.create(
                kind=FiguresEntered.Kind.INDICATORS,
                about=sha256(data).hexdigest(),
                rows=len(reading.rows),
                by=by,
                at=now,
            )
    return kept


def _keep(row: Row, kept: Kept, by: User) -> Kept:
    indicator, _new = Indicator.objects.update_or_create(
        code=row.code,
        defaults={"name": row.name, "unit": row.unit, "direction": row.better, "source": row.source},
    )
    said = {
        "ends_on": row.ends,
        "value": row.value,
        "neighbours": row.neighbours,
        "national": row.national,
        "note": row.note,
    }
    there = IndicatorValue.objects.filter(indicator=indicator, period=row.period).first()
    if there and all(getattr(there, name) == value for name, value in said.items()):
        return replace(kept, same=kept.same + 1)
    IndicatorValue.objects.update_or_create(
        indicator=indicator, period=row.period, defaults={**said, "imported_by": by, "imported_at": timezone.now()}
    )
    return replace(kept, changed=kept.changed + 1) if there else replace(kept, new=kept.new + 1)


def _row(line: int, said: dict[str, str]) -> tuple[Row | None, list[Problem]]:
    """A line as what it says, or what is wrong with it, cell by cell."""
    found: list[Problem] = []
    made: dict[str, object] = {}
    for name, text in said.items():
        if not text and name not in MAY_BE_EMPTY:
            found.append(Problem(line, name, _("%(name)s is empty.") % {"name": capfirst(name)}))
            continue
        try:
            made[name] = _READ.get(name, _short)(text)
        except ValueError as error:
            found.append(Problem(line, name, f"“{text[:40]}”: {error}"))
    return (None if found else Row(**made)), found  # type: ignore[arg-type]  # each reader makes what its column holds


def _short(text: str) -> str:
    if len(text) > 200:
        raise ValueError(_("please keep it under 200 letters."))
    return text


def _code(text: str) -> str:
    if len(text) > 60 or not all(sign.isalnum() or sign in "-_." for sign in text):
        raise ValueError(_("a code has letters, numbers and dashes, 60 at most."))
    return text.lower()


def _period(text: str) -> str:
    if len(text) > 60:
        raise ValueError(_("please keep it under 60 letters."))
    return text


def _unit(text: str) -> str:
    return _one_of(text, Unit.values)


def _better(text: str) -> str:
    return _one_of(text, Direction.values)


def _one_of(text: str, names: list[str]) -> str:
    if text.lower() not in names:
        raise ValueError(_("write one of: %(names)s.") % {"names": ", ".join(names)})
    return text.lower()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("write the day like 2026-03-31.")) from None


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "").replace(" ", "").removesuffix("%"))
    except InvalidOperation:
        raise ValueError(_("this is not a number.")) from None
    if not number.is_finite() or abs(number) >= LARGEST or number != round(number, 2):
        raise ValueError(_("write a number with two decimals at most."))
    return number


def _comparator(text: str) -> Decimal | None:
    return _number(text) if text else None


_READ: dict[str, Callable[[str], object]] = {
    "code": _code, "period": _period, "unit": _unit, "better": _better, "ends": _day, "value": _number,
    "neighbours": _comparator, "national": _comparator,
}  # fmt: skip


def _stop(words: str) -> Reading:
    return Reading(problems=(Problem(0, "", words),))
