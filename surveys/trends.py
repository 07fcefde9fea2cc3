"""How the answers to one question changed from wave to wave, by its key; a break is marked and never bridged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from engagement.charts import svg
from engagement.disclosure import HIDDEN, ProtectedTable
from engagement.disclosure.tables import SMALLEST_BASE, THRESHOLD
from engagement.editions import Cell, Chart, Point, Table
from surveys import showing
from surveys.differences import Weight
from surveys.findings import Words
from surveys.models import Version, Wave
from surveys.questions import SCALES, Question

POSITIVE = 2  # the best answers of a scale that count as a yes
MOST_WAVES = 12


@dataclass(frozen=True)
class Trend:
    """One question over time. `breaks` names the waves from which on it is another question."""

    key: str
    chart: Chart
    table: Table
    breaks: tuple[str, ...] = ()

    @cached_property
    def picture(self) -> str:
        """The line as an accessible picture."""
        return svg(self.chart, f"t-{self.key}")


def trends(wave: Wave, words: Words) -> list[Trend]:
    """For every scale of this wave that an earlier one with released results asked, too. A query for each wave."""
    before = Wave.objects.with_results().filter(survey=wave.survey_id, closes_at__lte=wave.closes_at)
    waves = list(before.select_related("version", "survey").order_by("-closes_at", "-pk")[:MOST_WAVES])[::-1]
    if len(waves) < 2:
        return []
    asked = wave.version.asked
    found = [(one, showing.found_in(one, released=True)) for one in waves]
    tables = [(one, its.tables if its else {}) for one, its in found]
    made = []
    for question in asked.questions.values():
        if question.kind in SCALES:
            line = [(one, its[question.key][""] if question.key in its else None) for one, its in tables]
            if sum(table is not None for _wave, table in line) > 1:
                made.append(_trend(question, line, words))
    return made


def _trend(question: Question, line: Sequence[tuple[Wave, ProtectedTable | None]], words: Words) -> Trend:
    asked = words.reader.say(question.wordings)[0].text
    breaks = tuple(_breaks(question.key, [wave for wave, _table in line]))
    runs = _runs([wave for wave, _table in line], breaks)
    points = tuple(
        Point(wave.name, share, _said(share), series=runs[wave.name])
        for wave, table in line
        if table is not None
        for share in [positive(question, table)]
    )
    summary = f"{asked} " + ", ".join(f"{point.label}: {point.words}" for point in points) + "."
    return Trend(
        key=question.key,
        chart=Chart("trend", asked, summary, points, "%"),
        table=Table(
            asked,
            (_("When"), _("Out of 100 who said one of the two best answers")),
            tuple((Cell(point.label), Cell(point.words, number=point.value)) for point in points),
        ),
        breaks=breaks,
    )


def positive(question: Question, table: ProtectedTable) -> int | None:
    """Out of a hundred, how many gave one of the best answers; None unless all that it is made of may be shown."""
    if table.refused or table.total is None or table.total < SMALLEST_BASE:
        return None
    best = [table.count(f"{question.key}:{key}") for key in SCALES[question.kind][:POSITIVE]]
    known = [count for count in best if count is not None]
    if len(known) < len(best):
        return None
    yes = sum(known)
    if 0 < table.total - yes <= THRESHOLD or 0 < yes <= THRESHOLD:
        return None
    return (200 * yes + table.total) // (2 * table.total)


def _said(share: int | None) -> str:
    return HIDDEN if share is None else f"{share}"


def _breaks(key: str, waves: Sequence[Wave]) -> Iterator[str]:
    """The waves before which this question became another one."""
    last = waves[0].version.number
    for wave in waves[1:]:
        versions = Version.objects.filter(survey=wave.survey_id, number__gt=last, number__lte=wave.version.number)
        changes = [change for version in versions for change in version.changes]
        if any(change["key"] == key and change["weight"] == Weight.BREAKING for change in changes):
            yield wave.name
        last = wave.version.number


def _runs(waves: Sequence[Wave], breaks: Sequence[str]) -> dict[str, str]:
    """Waves whose answers may stand in one line share a name; after a break another line begins."""
    runs, number = {}, 0
    for wave in waves:
        number += wave.name in breaks
        runs[wave.name] = _("before it changed") if number == 0 and breaks else _("now") if breaks else ""
    return runs
