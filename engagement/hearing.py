"""What the Board is told of views: how many and about what, words to be heard, and who was not heard from.

Counts of people leave `span.protected` only; everything else here is made from them.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from engagement import cohorts, quoting
from engagement.disclosure import HIDDEN, NOT_AVAILABLE, CountTable, ProtectedTable
from engagement.disclosure.tables import ALL, SMALLEST_BASE, THRESHOLD
from engagement.editions import Cell, Chart, Figure, Point, Quote, Section, Span, Table, counted, section
from engagement.histories import midnight
from engagement.models import (
    CATEGORIES,
    HEARD_BY_OFFICERS,
    Cohort,
    Dimension,
    Purpose,
    QuoteChoice,
    ReleasedTable,
    Submission,
    Theme,
    Voice,
)
from engagement.models.submissions import SubmissionQuerySet

MOST_QUOTES = 6
MOST_A_THEME = 3  # quotes looked at of one theme
LONGEST_QUOTE = 300  # characters; a quote is never cut
QUARTERS = 4  # in the line of views over time
THEMES, PEOPLE = "voices.theme", "people"


@counted
def views(span: Span) -> Iterable[CountTable]:
    """Views of the quarter by theme. One query."""
    by_theme = dict(_told(span).values_list("theme__name").annotate(n=Count("pk")).order_by())
    names = [name for name in Theme.objects.values_list("name", flat=True) if name in by_theme]
    rows = [*((name, by_theme[name]) for name in names), (_("Something else"), by_theme.get(None, 0))]
    yield _one_breakdown(THEMES, rows, span, population="voices")


@counted
def people(span: Span) -> Iterable[CountTable]:
    """Children and young people there are, and of them those who were heard, by what is known of both."""
    cohort = cohorts.for_quarter(span.quarter)
    if cohort is None:
        return
    entry = cohorts.of(cohort)
    spaces = dict.fromkeys(entry.numbers, "") | {Dimension.AGE.value: "age_band", Dimension.CARE.value: "care_status"}
    for dimension, numbers in entry.numbers.items():
        labels = CATEGORIES[Dimension(dimension)]
        yield _one_breakdown(
            f"cohort.{dimension}", [(str(labels(key).label), n) for key, n in numbers.items()], span, population=PEOPLE
        )
        heard = entry.heard.get(dimension)
        if dimension not in HEARD_BY_OFFICERS:
            heard = _heard(span, spaces[dimension])
        if heard is None:
            continue
        # Nobody is heard twice, and never more than there are: a list of the cohort can be older than a view.
        rows = [(str(labels(key).label), min(heard.get(key, 0), n)) for key, n in numbers.items()]
        yield _one_breakdown(f"reach.{dimension}", rows, span, population=PEOPLE, part_of=f"cohort.{dimension}")


@section(order=50)
def voices(span: Span) -> Iterable[Section]:
    """How many views came in, about what, over time, and words that may be quoted."""
    table = span.protected.get(THEMES)
    total = table.total if table else None
    shown = _("fewer than %(n)d") % {"n": SMALLEST_BASE} if total is None else str(total)
    said = quotes(span)
    trend = _trend(span, total)
    charts = [chart for chart in (_themes(table) if table else None, trend) if chart]
    yield Section(
        name="voices",
        kicker=_("What young people said"),
        finding=_("%(number)s views came in.") % {"number": shown[:1].upper() + shown[1:]},
        paper="rose",
        figures=(Figure(HIDDEN if total is None else str(total), _("views"), "voices.all", query=THEMES),),
        charts=tuple(charts),
        tables=tuple(_as_table(chart) for chart in charts),
        quotes=tuple(said),
        notes=(
            _("Every quote is used with a yes from the person who said it. What could show who they are is taken out.")
            if said
            else _("There are no words this quarter that we may quote."),
            *([table.refused] if table and table.refused else []),
        ),
    )


@section(order=60)
def reach(span: Span) -> Iterable[Section]:
    """Who was heard from, of all there are; those who were not come first."""
    rows, least = [], None
    for dimension in Dimension:
        there = span.protected.get(f"cohort.{dimension.value}")
        heard = span.protected.get(f"reach.{dimension.value}")
        for label in there.rows if there else ():
            share = _share(there, heard, label) if there else None
            rows.append(
                (
                    Cell(f"{dimension.label}: {label}", ref=f"reach:{dimension.value}:{label}"),
                    _count(there, label),
                    _count(heard, label),
                    Cell(HIDDEN if heard else NOT_AVAILABLE) if share is None else Cell(f"{share}%", number=share),
                )
            )
            if share is not None and (least is None or share < least[0]):
                least = (share, label)
    if not rows:
        return
    yield Section(
        name="reach",
        kicker=_("Who we have not heard from"),
        finding=_("We heard least from: %(group)s.") % {"group": least[1]}
        if least
        else _("The groups are too small to say who we heard least from."),
        paper="lilac",
        figures=(
            (Figure(f"{least[0]}%", _("heard, of those we heard least from"), "reach.least", query="reach"),)
            if least
            else ()
        ),
        tables=(
            Table(
                _("Heard from, of all there are"),
                (_("Group"), _("There are"), _("Heard from"), _("Share")),
                tuple(rows),
            ),
        ),
        notes=(
            _("A person counts once, however often they spoke. Views without a key say nothing of age or care status."),
            _("Where people live is written down by officers after visits."),
            *sorted({table.refused for name, table in span.protected.items() if table.refused and _is_people(name)}),
        ),
        appendix=True,
    )


def quotes(span: Span) -> list[Quote]:
    """Approved words that may be quoted, latest first, from as many themes as there are. Two queries.

    What the officer left out for this quarter is left out; a label stands beside words only while enough could be it.
    """
    start, end = midnight(span.first_day), midnight(span.until + timedelta(days=1))
    turn = Window(RowNumber(), partition_by=F("theme"), order_by=[F("decided_at").desc(), F("pk").desc()])
    chosen = {one.submission_id: one for one in QuoteChoice.objects.filter(quarter=str(span.quarter))}
    left_out = [pk for pk, one in chosen.items() if not one.used]
    rows = (
        Submission.objects.quotable()
        .filter(decided_at__gte=start, decided_at__lt=end)
        .exclude(public_words="")
        .exclude(pk__in=left_out)
        .annotate(turn=turn)
        .filter(turn__lte=MOST_A_THEME)
        .select_related("theme")
        .order_by("turn", "theme__order", "pk")
    )
    cohort = cohorts.for_quarter(span.quarter) if chosen else None
    found: list[Quote] = []
    for view in rows:
        words = view.board_words or view.public_words
        if len(words) <= LONGEST_QUOTE and len(found) < MOST_QUOTES:
            found.append(Quote(words, _about(view, chosen.get(view.pk), cohort), ref=view.reference))
    return found


def _about(view: Submission, choice: QuoteChoice | None, cohort: Cohort | None) -> str:
    theme = [str(view.theme)] if view.theme else []
    tells = choice.tells if choice else []
    if tells and quoting.meter(view, cohort, tells).blocked:  # the cohort has changed since it was chosen
        tells = []
    return ", ".join([*theme, *quoting.labels(tells)])


def _told(span: Span) -> SubmissionQuerySet:
    views = Voice.objects.exclude(purpose=Purpose.ADVOCATE).counted().unrestricted()
    return views.received_between(span.first_day, span.until)


def _heard(span: Span, field: str) -> dict[str, int]:
    """People who spoke in the quarter, each once, by what their space says of them."""
    spaces = _told(span).filter(space__isnull=False).exclude(**{f"space__{field}": ""})
    groups = spaces.order_by().values_list(f"space__{field}").annotate(n=Count("space", distinct=True))
    return dict(groups)


def _one_breakdown(
    name: str, rows: Iterable[tuple[str, int]], span: Span, *, population: str, part_of: str = ""
) -> CountTable:
    labels, counts = zip(*rows, strict=True)
    column = tuple((count,) for count in counts)
    return CountTable(name, labels, ("",), column, population=population, period=str(span.quarter), part_of=part_of)


def _themes(table: ProtectedTable) -> Chart | None:
    if table.refused:
        return None
    points = tuple(Point(label, _value(table.count(label)), table.say(label)) for label in table.rows)
    return Chart("bars", _("Views by theme"), _sentence(_("Views by theme"), points), points)


def _trend(span: Span, total: int | None) -> Chart | None:
    """Views over the last quarters, from what was published of the earlier ones. One query."""
    before, quarter = [], span.quarter
    for _nth in range(QUARTERS - 1):
        quarter = quarter.previous
        before.append(str(quarter))
    shown = {
        row.period: row.shown[ALL][ALL]
        for row in ReleasedTable.objects.filter(name=THEMES, population="voices", period__in=before).order_by("pk")
    }
    if not shown:
        return None
    points = [_moment(period, shown.get(period), known=period in shown) for period in reversed(before)]
    points.append(_moment(str(span.quarter), total, known=True))
    return Chart("trend", _("Views over time"), _sentence(_("Views over time"), points), tuple(points))


def _moment(period: str, count: int | None, *, known: bool) -> Point:
    words = NOT_AVAILABLE if not known else HIDDEN if count is None else str(count)
    return Point(period, _value(count), words)


def _value(count: int | None) -> float | None:
    return None if count is None else float(count)


def _sentence(title: str, points: Iterable[Point]) -> str:
    return f"{title}: " + ", ".join(f"{point.label} {point.words}" for point in points) + "."


def _as_table(chart: Chart) -> Table:
    """The numbers of a chart, for whoever does not see it."""
    rows = tuple(
        (Cell(point.label), Cell(point.words, number=point.value) if point.value is not None else Cell(point.words))
        for point in chart.points
    )
    return Table(chart.title, (_("What"), _("Views")), rows)


def _count(table: ProtectedTable | None, label: str) -> Cell:
    if table is None:
        return Cell(NOT_AVAILABLE)
    count = table.count(label)
    return Cell(HIDDEN) if count is None else Cell(str(count), number=count)


def _is_people(name: str) -> bool:
    return name.startswith(("cohort.", "reach."))


def _share(there: ProtectedTable, heard: ProtectedTable | None, label: str) -> int | None:
    """Percent of those there are; None where the share, or those who are left, would say too much."""
    base, part = there.count(label), heard.count(label) if heard else None
    if base is None or part is None or base < SMALLEST_BASE or 0 < base - part <= THRESHOLD:
        return None
    return (200 * part + base) // (2 * base)
