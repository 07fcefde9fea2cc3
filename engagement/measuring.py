"""What the Board is told of indicators and of its own actions."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement import actions
from engagement.actions import ActionState
from engagement.disclosure import NOT_AVAILABLE
from engagement.editions import Cell, Chart, Figure, Point, Section, Span, Table, section, who
from engagement.histories import midnight
from engagement.models import Action, ActionEvent, IndicatorValue, Unit


@section(order=70)
def acted(span: Span) -> Iterable[Section]:
    """Actions of the Board and how they stood on the last day; public ones in words. Two queries."""
    end = midnight(span.until + timedelta(days=1))
    steps = ActionEvent.objects.filter(at__lt=end).select_related("owner").order_by("version")
    opened = Action.objects.filter(opened_at__lt=end).prefetch_related(Prefetch("events", steps)).order_by("pk")
    stood = sorted(((one, actions.replay(one.events.all())) for one in opened), key=lambda row: row[1].due)
    rows = [(one, then, actions.state(then, span.until)) for one, then in stood]
    if not rows:
        return
    counts = {state: sum(stands == state for *_row, stands in rows) for state in ActionState}
    late = counts[ActionState.LATE]
    yield Section(
        name="actions",
        kicker=_("What the Board said it will do"),
        finding=_("No action is late.") if not late else _("Late: %(n)d of %(all)d.") % {"n": late, "all": len(rows)},
        paper="leaf",
        figures=tuple(
            Figure(str(count), str(state.label), f"actions.{state.value}", query="actions")
            for state, count in counts.items()
        ),
        tables=(
            Table(
                _("Actions, soonest first"),
                (_("What will be done"), _("Who"), _("By"), _("Where it is")),
                tuple(
                    (
                        Cell(
                            one.wording if one.is_public else _("Wording not read by a second person yet"),
                            ref=f"action:{one.uuid}",
                        ),
                        Cell(who(then.owner)),
                        Cell(date_format(then.due, "j F Y")),
                        Cell(str(stands.label), late=stands == ActionState.LATE),
                    )
                    for one, then, stands in rows
                ),
            ),
        ),
        appendix=True,
    )


@section(order=75)
def indicators(span: Span) -> Iterable[Section]:
    """The newest value of each indicator beside councils like this one and the country. One query."""
    newest: dict[int, IndicatorValue] = {}
    for value in IndicatorValue.objects.known_on(span.until):
        newest.setdefault(value.indicator_id, value)
    if not newest:
        return
    values = list(newest.values())
    yield Section(
        name="indicators",
        kicker=_("How we compare"),
        finding=_("What is measured, beside councils like ours and the country."),
        paper="sky",
        charts=_beside(values),
        tables=(
            Table(
                _("Indicators"),
                (_("What"), _("When"), _("Here"), _("Councils like ours"), _("The country"), _("Which way is better")),
                tuple(
                    (
                        Cell(one.indicator.name, ref=f"indicator:{one.indicator.code}"),
                        Cell(one.period),
                        _cell(one.value, one.indicator.unit),
                        _cell(one.neighbours, one.indicator.unit),
                        _cell(one.national, one.indicator.unit),
                        Cell(str(one.indicator.get_direction_display())),
                    )
                    for one in values
                ),
            ),
        ),
        notes=tuple(f"{one.indicator.name}: {one.note}." for one in values if one.note),
        appendix=True,
    )


def _beside(values: Iterable[IndicatorValue]) -> tuple[Chart, ...]:
    """One picture of those in per cent that have something to stand beside."""
    points = []
    for one in values:
        if one.indicator.unit == Unit.PERCENT and (one.neighbours is not None or one.national is not None):
            sides = (
                (_("here"), one.value),
                (_("councils like ours"), one.neighbours),
                (_("the country"), one.national),
            )
            points += [
                Point(one.indicator.name, float(value), _number(value, Unit.PERCENT), series=series)
                for series, value in sides
                if value is not None
            ]
    if not points:
        return ()
    title = _("Beside others, in per cent")
    said = ", ".join(f"{point.label}, {point.series} {point.words}" for point in points)
    return (Chart("bars", title, f"{title}: {said}.", tuple(points), unit="%"),)


def _cell(value: Decimal | None, unit: str) -> Cell:
    return Cell(NOT_AVAILABLE) if value is None else Cell(_number(value, unit), number=float(value))


def _number(value: Decimal, unit: str) -> str:
    said = f"{value.normalize():f}"
    return f"{said}%" if unit == Unit.PERCENT else said
