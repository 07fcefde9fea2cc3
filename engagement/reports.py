"""What this room tells the Board: the asks, who is late, what was done or refused, and words to be heard."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.editions import Cell, Figure, Quote, Section, Span, Table, section
from engagement.histories import Standing, midnight, standings
from engagement.models import AskState, PublicStatus, Purpose, Submission, Voice
from people.models import User

FEWEST_SHOWN = 10  # views; a smaller total is not printed
MOST_QUOTES = 6
MOST_A_THEME = 3  # quotes looked at of one theme
LONGEST_QUOTE = 300  # characters; a quote is never cut

ANSWERED_YES = (AskState.DONE, AskState.ALREADY_SO)


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
            Figure(str(len(stood)), ngettext("ask", "asks", len(stood))),
            Figure(str(len(late)), _("late")),
            Figure(str(len(done)), _("done, or so already")),
            Figure(str(len(refused)), _("refused, with the reason")),
        ),
        tables=(_late(late, span.until),) if late else (),
    )
    if stood:
        yield _one_by_one(stood, span.until)
    if done or refused:
        yield _came_of_it(done, refused)


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
        tables=tuple(table for table in (yes, no) if table.rows),
    )


@section(order=50)
def voices(span: Span) -> Iterable[Section]:
    """How many views came in, and words that may be quoted. No breakdown: small groups point to children."""
    told = Voice.objects.exclude(purpose=Purpose.ADVOCATE).counted().unrestricted()
    views = told.received_between(span.first_day, span.until).count()
    few = views < FEWEST_SHOWN
    shown = _("fewer than %(n)d") % {"n": FEWEST_SHOWN} if few else str(views)
    said = quotes(span)
    yield Section(
        name="voices",
        kicker=_("What young people said"),
        finding=_("%(number)s views came in.") % {"number": shown[:1].upper() + shown[1:]},
        paper="rose",
        quotes=tuple(said),
        notes=(
            _("Every quote is used with a yes from the person who said it. What could show who they are is taken out.")
            if said
            else _("There are no words this quarter that we may quote."),
        ),
    )


def quotes(span: Span) -> list[Quote]:
    """Approved words that may be quoted, latest first, from as many themes as there are. One query."""
    start, end = midnight(span.first_day), midnight(span.until + timedelta(days=1))
    turn = Window(RowNumber(), partition_by=F("theme"), order_by=[F("decided_at").desc(), F("pk").desc()])
    rows = (
        Submission.objects.quotable()
        .filter(decided_at__gte=start, decided_at__lt=end)
        .exclude(public_words="")
        .annotate(turn=turn)
        .filter(turn__lte=MOST_A_THEME)
        .order_by("turn", "theme__order", "pk")
        .values_list("board_words", "public_words", "theme__name")
    )
    texts = ((board or public, theme or "") for board, public, theme in rows)
    return [Quote(words, theme) for words, theme in texts if len(words) <= LONGEST_QUOTE][:MOST_QUOTES]


@section(order=90)
def how_counted(span: Span) -> Iterable[Section]:
    """How to read the numbers."""
    yield Section(
        name="counted",
        kicker=_("How this was counted"),
        finding=_("Counted by the system, not by hand."),
        paper="sea",
        notes=(
            _("An ask counts if it was open in the quarter, or was done or refused in it."),
            _("It is late from the day after the date that was given. The days are calendar days."),
            _("A wording that no second person has read is not shown. The ask still counts."),
            _("Requests for an advocate are not counted as views. They stay with the advocate."),
            _("A total under 10 is not printed, and no total is split into groups."),
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


def who(owner: User | None) -> str:
    """A person by name and job, never by e-mail address."""
    name = (owner and owner.get_full_name()) or _("Somebody here")
    return f"{name}, {owner.job_title}" if owner and owner.job_title else name


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
