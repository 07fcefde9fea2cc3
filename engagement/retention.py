"""The retention table: what is kept for how long, since when, what is erased then, what stays, and who says so."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as BrowserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from engagement.coarsening import coarsen, coarsen_reading
from engagement.erasing import erase_all, erase_space, unerased, unheld
from engagement.models import OPEN_STATES, Concern, ConcernState, DutyTurn, PackFile, Reply, Safety, Submission
from engagement.purging import HistoryRule, Rule, midnight, register, rule
from people.models import LegalHold, OutboxMessage, YoungPerson

DAYBREAK = time(0)


@rule(
    name="drafts",
    what=_("A view that is being written, and who is signed in in a browser"),
    since=_("its last use: a view half written ends 2 hours after, a space half an hour, a session of staff 12 hours"),
    erased=_("the draft and the session"),
    kept=_("nothing"),
    source=_("Storage limitation, UK GDPR art. 5(1)(e). Drafts may be kept for 30 days; ours never live that long."),
    dated_by="expire_date",
)
def drafts(before: datetime) -> QuerySet[BrowserSession]:
    return BrowserSession.objects.filter(expire_date__lt=before)


@rule(
    name="exact_times",
    what=_("The minute at which a view came, was opened and decided on"),
    since=_("the end of the day it was decided on"),
    erased=_("hours and minutes"),
    kept=_("the days, and whether it was opened in time"),
    source=_("Data minimisation, UK GDPR art. 5(1)(c): a minute can point to a person, a day hardly ever"),
    act=coarsen,
)
def exact_times(before: datetime) -> QuerySet[Submission]:
    timed = Q(received_at__time__gt=DAYBREAK) | Q(opened_at__time__gt=DAYBREAK) | Q(decided_at__time__gt=DAYBREAK)
    return unheld(closed(Submission.objects.filter(timed), midnight(timezone.localdate(before))))


@rule(
    name="reading_times",
    what=_("The minute at which a young person read an answer"),
    since=_("the end of that day"),
    erased=_("hours and minutes"),
    kept=_("the day"),
    source=_("Data minimisation, UK GDPR art. 5(1)(c)"),
    act=coarsen_reading,
    dated_by="read_at",
)
def reading_times(before: datetime) -> QuerySet[Reply]:
    today = midnight(timezone.localdate(before))
    return Reply.objects.filter(read_at__lt=today, read_at__time__gt=DAYBREAK)


def _erase(rows: Sequence[Any]) -> None:
    erase_all(rows, rule="words")


@rule(
    name="words",
    what=_("What a young person wrote, our answers, notes, and how to reach them"),
    since=_("the decision about it; an open view or an open concern is never taken"),
    erased=_("every text: as said, as published, for the Board, contact, answers, notes, and what screening marked"),
    kept=_("the row with theme, day, age band, care status and decision, so that figures stay right"),
    source=_("Our policy, for the council to confirm: long enough to act and to answer to a regulator, and no longer"),
    months=24,
    act=_erase,
)
def words(before: datetime) -> QuerySet[Submission]:
    return unheld(unerased(closed(Submission.objects.all(), before)))


def _erase_spaces(rows: Sequence[Any]) -> None:
    for row in rows:
        erase_space(row, rule="spaces")


@rule(
    name="spaces",
    what=_("A young person’s space: its key, card number, age band and care status"),
    since=_("the last view sent from it or, where there is none, the day it was made"),
    erased=_("the space; its key opens nothing any more"),
    kept=_("rows of views without words, tied to nobody"),
    source=_("Our policy, for the council to confirm: as long as the words of its views"),
    months=24,
    act=_erase_spaces,
    dated_by="created_on",
)
def spaces(before: datetime) -> QuerySet[YoungPerson]:
    day = timezone.localdate(before)
    mine = Submission.objects.filter(space=OuterRef("pk"))
    kept = LegalHold.objects.in_force().filter(about=OuterRef("uuid"))
    unused = YoungPerson.objects.filter(created_on__lt=day).exclude(Exists(mine.filter(received_on__gte=day)))
    # Words that go tonight are as good as gone: so one run ends a space, and the next finds nothing.
    left = unerased(mine).exclude(pk__in=words(before).values("pk"))
    return unused.exclude(Exists(left)).exclude(Exists(kept))


@rule(
    name="security_log",
    what=_("Where and with which browser staff signed in"),
    since=_("the sign-in"),
    erased=_("the entry with network address and browser"),
    kept=_("nothing"),
    source=_("Our policy: long enough to look into misuse"),
    days=90,
    dated_by="last_seen_at",
)
def security_log(before: datetime) -> QuerySet[UserSession]:
    found: QuerySet[UserSession] = UserSession.objects.filter(last_seen_at__lt=before)
    return found


@rule(
    name="admin_log",
    what=_("Invitations, changes of roles, keys issued, lists changed"),
    since=_("the entry"),
    erased=_("the entry"),
    kept=_("nothing"),
    source=_("Our policy: long enough to look into misuse"),
    days=90,
    dated_by="timestamp",
)
def admin_log(before: datetime) -> QuerySet[ModelLogEntry]:
    found: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(timestamp__lt=before)
    return found


@rule(
    name="page_log",
    what=_("Who changed and published our own pages"),
    since=_("the entry"),
    erased=_("the entry"),
    kept=_("the pages"),
    source=_("Limitation Act 1980, s. 5: six years"),
    months=72,
    dated_by="timestamp",
)
def page_log(before: datetime) -> QuerySet[PageLogEntry]:
    found: QuerySet[PageLogEntry] = PageLogEntry.objects.filter(timestamp__lt=before)
    return found


@rule(
    name="alerts",
    what=_("Alerts that were sent to staff: to whom, how many items waited; never about what"),
    since=_("the sending; one that waits is never taken"),
    erased=_("the alert"),
    kept=_("that an alert went out, in the history of a concern"),
    source=_("Our policy: long enough to look into an alert that did not arrive"),
    days=30,
    dated_by="sent_at",
)
def alerts(before: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(sent_at__lt=before)


@rule(
    name="rota",
    what=_("Who was on duty"),
    since=_("the last day of the turn"),
    erased=_("the turn"),
    kept=_("nothing"),
    source=_("Limitation Act 1980, s. 5: six years"),
    months=72,
    dated_by="last_day",
)
def rota(before: datetime) -> QuerySet[DutyTurn]:
    return DutyTurn.objects.filter(last_day__lt=timezone.localdate(before))


@rule(
    name="packs",
    what=_("The file of an inspector’s pack, which holds no words and no names of young people"),
    since=_("the day it was made"),
    erased=_("the file"),
    kept=_("that it was made, when and by whom, and the head of its chain, by which every copy can be checked"),
    source=_("Our policy: long enough for an inspection"),
    days=90,
    dated_by="at",
)
def packs(before: datetime) -> QuerySet[PackFile]:
    return PackFile.objects.filter(at__lt=before)


@rule(
    name="holds",
    what=_("A legal hold"),
    since=_("the day it was lifted"),
    erased=_("who placed and lifted it, when, and the kind of reason"),
    kept=_("nothing"),
    source=_("Limitation Act 1980, s. 5: six years"),
    months=72,
)
def holds(before: datetime) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(lifted_at__lt=before)


register(
    HistoryRule(
        name="history",
        what=_("Who did what with a view, an ask or a concern, and who opened what is not for everybody"),
        since=_("the day it was sealed"),
        erased=_("the entry, the oldest part of each chain first"),
        kept=_("the last seal, so that the rest of the chain can still be checked"),
        source=_("Limitation Act 1980, s. 5: six years"),
        months=72,
    )
)

register(
    Rule(
        name="concerns",
        what=_("That there was a worry, who took it on and when, to whom it was handed over, and its number there"),
        since=_("the day it was closed"),
        erased=_("why nobody was at risk: with the words of the view"),
        kept=_("the rest, with its minutes: it shows that the duty of care was met, and leads to the child’s record"),
        source=_(
            "The Care Planning, Placement and Case Review (England) Regulations 2010, reg. 50: the child’s own record, "
            "until the 75th anniversary of birth"
        ),
    )
)

register(
    Rule(
        name="rights",
        what=_("That somebody took words back, objected, complained or asked for everything, and when we answered"),
        since=_("the answer"),
        erased=_("why a part was not handed over: with the words of the view; from which space: with the space"),
        kept=_("the days and the outcome, which say nothing of the words"),
        source=_("Accountability, UK GDPR art. 5(2)"),
    )
)

register(
    Rule(
        name="staff",
        what=_("Accounts of staff"),
        since=_("the day they leave: switched off then, every session ended"),
        erased=_("nothing by itself"),
        kept=_("name and job beside what they decided, for as long as that is kept"),
        source=_("Accountability, UK GDPR art. 5(2)"),
    )
)

register(
    Rule(
        name="council_words",
        what=_("Asks, promises, answers and other words of the council’s own"),
        since=_("their publication"),
        erased=_("nothing"),
        kept=_("all of it: a public record"),
        source=_("Local Government Act 1972, s. 224: proper arrangements for records"),
    )
)

register(
    Rule(
        name="figures",
        what=_("What a row counts for: theme, day, age band, care status, decision"),
        since=_("the day it came"),
        erased=_("nothing; it is tied to nobody once words and space are gone"),
        kept=_("all of it"),
        source=_("Statistical purposes, UK GDPR art. 89; Data Protection Act 2018, s. 19"),
    )
)

register(
    Rule(
        name="tombstones",
        what=_("That a row was erased: its number, day and rule"),
        since=_("the erasure"),
        erased=_("nothing; it says nothing about anybody"),
        kept=_("all of it, so that no restored backup brings anything back"),
        source=_("Right to erasure, UK GDPR art. 17"),
    )
)


def closed(submissions: QuerySet[Submission], before: datetime) -> QuerySet[Submission]:
    """Decided on before that moment, with nothing about anybody's safety still open."""
    # A concern that was closed later counts as the end of it.
    later = Concern.objects.filter(Q(closed_at__gte=before) | ~Q(state=ConcernState.CLOSED), submission=OuterRef("pk"))
    heard = submissions.exclude(state__in=OPEN_STATES).exclude(safety=Safety.WAITING)
    return heard.filter(decided_at__lt=before).exclude(Exists(later))
