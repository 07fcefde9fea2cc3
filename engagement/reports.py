"""What this room tells the Board: the asks, who is late, what was done or refused, and words to be heard."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement import duties, hearing, measuring
from engagement.editions import Cell, Figure, Item, Section, Span, Table, section, who
from engagement.histories import Standing, standings
from engagement.models import AWAITED_STATES, AskState, PublicStatus

MOST_ASKED_ABOUT = 6  # asks that the Board is asked to say something about

# What registers itself with the report, in the order of the sheets.
__all__ = ["duties", "hearing", "measuring"]

ANSWERED_YES = (AskState.DONE, AskState.ALREADY_SO, AskState.CONFIRMED)


@section(order=10)
def asks(span: Span) -> Iterable[Section]:
    """The asks of the quarter: in short, one by one, and what came of them."""
    stood = standings(span.first_day, span.until)
    late = sorted((one for one in stood if one.days_late(span.until)), key=lambda one: -one.days_late(span.until))
    done = [one for one in stood if one.state in ANSWERED_YES]
    refused = [one for one in stood if one.state == AskState.REFUSED]
    yield Section(
        name="short",
        kicker=_("The quarter on one page"),
        finding=_headline(len(stood), len(late)),
        lead=_("Each ask put to somebody has an owner by name and a date. None is closed without an answer.")
        if stood
        else _("An ask begins when young people want something that the council can change."),
        figures=(
            _figure("asks.all", len(stood), ngettext("ask", "asks", len(stood))),
            _figure("asks.late", len(late), _("late")),
            _figure("asks.done", len(done), _("done or so already, says the council")),
            _figure("asks.confirmed", _in(stood, AskState.CONFIRMED), _("of them young people agree")),
            _figure("asks.disagree", _in(stood, AskState.REOPENED), _("open again: young people say no")),
            _figure("asks.refused", len(refused), _("refused, with the reason")),
        ),
        tables=(_late(late, span.until),) if late else (),
        items=tuple(_items(stood, span.until)),
    )
    if stood:
        yield _one_by_one(stood, span.until)
    if done or refused:
        yield _came_of_it(done, refused)


def _figure(key: str, count: int, counts: str) -> Figure:
    return Figure(str(count), counts, key, query="asks")


def _in(stood: list[Standing], state: AskState) -> int:
    return sum(one.state == state for one in stood)


def _items(stood: list[Standing], until: date) -> Iterable[Item]:
    """What waits for an answer, latest first, for the Board to say something about."""
    waits = [one for one in stood if one.state in AWAITED_STATES and one.ask.is_public]
    for one in sorted(waits, key=lambda one: -one.days_late(until))[:MOST_ASKED_ABOUT]:
        yield Item(
            f"ask:{one.ask.uuid}",
            one.ask.wording,
            facts=((_("Who owes the answer"), who(one.owner)), (_("By when"), _due(one, until).words)),
        )


def _headline(asks: int, late: int) -> str:
    if not asks:
        return _("No asks in this quarter.")
    first = ngettext("%(number)s ask.", "%(number)s asks.", asks) % {"number": number(asks)}
    if not late:
        return first + " " + ngettext("It is not late.", "None is late.", asks)
    return first + " " + ngettext("%(number)s is late.", "%(number)s are late.", late) % {"number": number(late)}


def _late(late: list[Standing], until: date) -> Table:
    return Table(
        caption=_("Late, by name"),
        columns=(_("Who"), _("What young people asked"), _("How late")),
        rows=tuple((Cell(who(one.owner)), _wording(one), _due(one, until)) for one in late),
    )


def _one_by_one(stood: list[Standing], until: date) -> Section:
    waiting = sum(one.state in (AskState.RAISED, AskState.ASKED) for one in stood)
    under_way = sum(one.state in (AskState.PROMISED, AskState.DOING) for one in stood)
    says = ngettext("%(number)s waits for an answer.", "%(number)s wait for an answer.", waiting)
    does = ngettext("%(number)s is being done.", "%(number)s are being done.", under_way)
    rows = sorted(stood, key=lambda one: (list(PublicStatus).index(one.status), one.since))
    return Section(
        name="asks",
        kicker=_("You said, we did"),
        finding=f"{says % {'number': number(waiting)}} {does % {'number': number(under_way)}}",
        paper="leaf",
        appendix=True,
        tables=(
            Table(
                caption=_("Every ask, and where it is"),
                columns=(_("What young people asked"), _("Where it is"), _("Who"), _("By when")),
                rows=tuple(
                    (
                        _wording(one),
                        Cell(str(one.status.label), status=one.status.value),
                        Cell(who(one.owner) if one.owner else _("Nobody yet")),
                        _due(one, until),
                    )
                    for one in rows
                ),
            ),
        ),
    )


def _came_of_it(done: list[Standing], refused: list[Standing]) -> Section:
    yes = Table(
        caption=_("Done, and what is different"),
        columns=(_("What young people asked"), _("What is different now"), _("Who"), _("When")),
        rows=tuple(
            (_wording(one), Cell(one.words), Cell(who(one.owner)), Cell(date_format(one.since, "j F"))) for one in done
        ),
    )
    no = Table(
        caption=_("Refused, and why"),
        columns=(_("What young people asked"), _("Why not"), _("What would change it"), _("Who")),
        rows=tuple(
            (
                _wording(one),
                Cell(f"{one.reason}. {one.words}"),
                Cell(one.would_change or _("Not said")),
                Cell(who(one.owner)),
            )
            for one in refused
        ),
    )
    did = ngettext("%(number)s done.", "%(number)s done.", len(done)) % {"number": number(len(done))}
    not_done = ngettext("%(number)s refused.", "%(number)s refused.", len(refused)) % {"number": number(len(refused))}
    return Section(
        name="answers",
        kicker=_("What came of it"),
        finding=f"{did} {not_done}",
        paper="sky",
        appendix=True,
        tables=tuple(table for table in (yes, no) if table.rows),
    )


@section(order=90)
def how_counted(span: Span) -> Iterable[Section]:
    """How to read the numbers."""
    yield Section(
        name="counted",
        kicker=_("How this was counted"),
        finding=_("Counted by the system, not by hand."),
        paper="sea",
        appendix=True,
        notes=(
            _("An ask counts if it was open in the quarter, or was done or refused in it."),
            _("It is late from the day after the date that was given. The days are calendar days."),
            _("A wording that no second person has read is not shown. The ask still counts."),
            _("Requests for an advocate are not counted as views. They stay with the advocate."),
            _("[c] stands for fewer than six, or hidden to protect others; [x] is not available."),
            _("The council says that something is done; whether it is, young people say. They are counted apart."),
            _("Worries about safety are dealt with on the day, and reported separately."),
        ),
    )


def number(n: int) -> str:
    """`n` in words up to twelve, as a sentence begins with it."""
    words = (
        _("None"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"),
        _("Ten"), _("Eleven"), _("Twelve"),
    )  # fmt: skip
    return words[n] if n < len(words) else str(n)


def _wording(one: Standing) -> Cell:
    return Cell(one.ask.wording if one.ask.is_public else _("Wording not read by a second person yet"))


def _due(one: Standing, until: date) -> Cell:
    """The day that was given, how late it is, or when the ask was closed."""
    if one.is_closed:
        return Cell(_("Closed %(day)s") % {"day": date_format(one.since, "j F")})
    if not one.due_on:
        return Cell(_("No date yet"))
    day, late = date_format(one.due_on, "j F Y"), one.days_late(until)
    if not late:
        return Cell(day)
    said = ngettext("%(day)s, late by %(n)d day", "%(day)s, late by %(n)d days", late)
    return Cell(said % {"day": day, "n": late}, late=True)
