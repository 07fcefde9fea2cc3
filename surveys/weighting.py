"""Who was heard beside how many there are, and answers weighted to all of them: made from protected tables alone.

Weighting says what the answers would be if every group had answered as much as any other (post-stratification by care
status: the share in each group, times the group's part of the cohort). It is shown beside what was counted, never in
its place, and only where every number that it needs is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import cohorts
from engagement.disclosure import HIDDEN, ProtectedTable
from engagement.disclosure.tables import SMALLEST_BASE
from engagement.editions import Cell, Table
from engagement.models import Dimension
from engagement.quarters import Quarter
from people.models import CareStatus
from surveys.models import Cell as Counted
from surveys.models import Wave
from surveys.results import ANSWERED, EVERYBODY, OTHERS, Found

STEP = 10  # people: while answers come in, reach is said in tens, so that no look shows one more


@dataclass(frozen=True)
class Cohort:
    """How many there are of each care status in the quarter that a wave belongs to."""

    quarter: str
    numbers: Mapping[str, int]


def cohort_of(wave: Wave) -> Cohort | None:
    """The cohort of the quarter in which the wave closes, else of the one before; None where nobody entered it."""
    quarter = Quarter.of(timezone.localdate(wave.closes_at))
    for each in (quarter, quarter.previous):
        there = cohorts.for_quarter(each)
        numbers = cohorts.of(there).numbers.get(Dimension.CARE, {}) if there else {}
        if sum(numbers.values()):
            return Cohort(str(each), {key: n for key, n in numbers.items() if n})
    return None


def reach(found: Found, cohort: Cohort) -> Table | None:
    """Of each group: how many answered, how many there are, and how many of a hundred that is."""
    table = found.who.get("care")
    if table is None or table.refused:
        return None
    rows = []
    for status, there in cohort.numbers.items():
        group = f"care:{status}"
        # What is no row of its own is among the others or, where there are none, did not answer.
        heard = table.count(group) if group in table.rows else None if f"care:{OTHERS}" in table.rows else 0
        rows.append(_row(status, HIDDEN if heard is None else f"{heard:,}", there, heard))
    return _reach(rows, cohort)


def reach_so_far(wave: Wave, cohort: Cohort) -> Table:
    """The same while the wave is open, from the cells, in tens and never from fewer than ten."""
    cells = Counted.objects.filter(wave=wave, question=EVERYBODY, option=ANSWERED, segment__startswith="care:")
    counts = dict(cells.values_list("segment", "n"))
    rows = []
    for status, there in cohort.numbers.items():
        tens = counts.get(f"care:{status}", 0) // STEP * STEP
        said = _("%(n)d or more") % {"n": tens} if tens else _("fewer than %(n)d") % {"n": STEP}
        rows.append(_row(status, said, there, tens or None))
    return _reach(rows, cohort)


def _row(status: str, said: str, there: int, heard: int | None) -> tuple[Cell, ...]:
    share = HIDDEN if heard is None or there < SMALLEST_BASE else f"{min(100, round(100 * heard / there))}"
    return (Cell(str(CareStatus(status).label)), Cell(said), Cell(f"{there:,}", number=there), Cell(share))


def _reach(rows: list[tuple[Cell, ...]], cohort: Cohort) -> Table:
    caption = _("Who was heard, beside all there were in %(quarter)s") % {"quarter": cohort.quarter}
    return Table(caption, (_("Group"), _("Answered"), _("There are"), _("Of every 100")), tuple(rows))


def weighted(by: Mapping[str, ProtectedTable], cohort: Cohort, labels: Mapping[str, str]) -> Table | None:
    """The shares of one question as counted and as weighted; `labels` says what its rows are called.

    Groups of which nobody answered weigh nothing. None where a number that is needed is hidden, or where groups were
    put together.
    """
    plain, crossed = by.get(""), by.get("care")
    if plain is None or crossed is None or plain.refused or crossed.refused:
        return None
    groups = {col: cohort.numbers.get(col.partition(":")[2]) for col in crossed.cols}
    if None in groups.values():
        return None
    everybody = sum(there or 0 for there in groups.values())
    sizes = {col: crossed.col_total(col) for col in crossed.cols}
    rows = []
    for row in crossed.rows:
        counts = {col: crossed.count(row, col) for col in crossed.cols}
        raw, known = plain.share(row), [counts[col] for col in groups if counts[col] is not None and sizes[col]]
        if raw is None or len(known) < len(groups):
            return None
        parts = ((groups[col] or 0) * (counts[col] or 0) / (sizes[col] or 1) for col in groups)
        share = round(100 * sum(parts) / everybody)
        rows.append((Cell(labels.get(row, row)), Cell(f"{raw}", number=raw), Cell(f"{share}", number=share)))
    return Table(
        _("Out of every 100, weighted to how many there were of each group in %(quarter)s")
        % {"quarter": cohort.quarter},
        (_("Answer"), _("As counted"), _("Weighted")),
        tuple(rows),
    )
