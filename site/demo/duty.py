"""Who is on duty in the demo, the second look at what was decided, and one concern that is being told right now."""

from datetime import date, time, timedelta
from functools import partial

from django.db.models import F
from django.utils import timezone

from demo.cast import find_colleague
from demo.council import Council
from demo.diary import Stage
from demo.reading import SEEN_BY_A_PERSON
from engagement import concerns, moderation, rota
from engagement.models import Concern, DutyTurn, Purpose, Submission, Urgency
from engagement.models.concerns import DECIDED
from engagement.models.submissions import SubmissionQuerySet
from people.models import Opened, OutboxMessage, User
from people.reading import note_read

WEEKS = 5  # from last week on
NEXT_WEEK = 2  # the week with a gap, counted from last week
HANDED_TO = "Fenbrook's front door for children, by phone"
RULED_OUT = "Rang the house. It is about a film they watched together."
LOOKED_AGAIN_UNTIL = 5  # days ago; what was decided since waits for a second person


def write_down(council: Council) -> None:
    """Put the rota and every second look in the diary."""
    diary = council.diary
    begun = diary.moment(diary.working_day(10), time(9, 40))
    diary.write(begun, Stage.EMPTY, partial(_make_rota, council))
    for ago in range(365, LOOKED_AGAIN_UNTIL, -1):
        day = diary.day(ago)
        if diary.hours.is_working_day(day):
            diary.write(diary.moment(day, time(16, 30)), Stage.MODERATED, partial(_look_again, council))
    evening = diary.moment(diary.working_days_before(1), time(16, 50))
    diary.write(evening, Stage.MODERATED, partial(_worry, council))


def _make_rota(council: Council) -> None:
    """Two workers take turns, a lead stands behind them; one day next week has nobody after 15 minutes."""
    grace, kit, joanna, imran = (council.staff[key] for key in ("grace", "kit", "joanna", "imran"))
    monday = council.diary.today - timedelta(days=council.diary.today.weekday() + 7)
    for week in range(WEEKS):
        first = monday + timedelta(days=7 * week)
        people = (grace, kit, joanna) if week % 2 else (kit, grace, imran)
        for rung, person in enumerate(people):
            for start, end in _days(first, with_gap=week == NEXT_WEEK and rung == 1):
                rota.keep(DutyTurn(person=person, rung=rung, first_day=start, last_day=end), by=joanna)


def _days(first: date, *, with_gap: bool) -> list[tuple[date, date]]:
    sunday = first + timedelta(days=6)
    if not with_gap:
        return [(first, sunday)]
    return [(first, first), (first + timedelta(days=2), sunday)]


def _look_again(council: Council) -> None:
    """Another person reads what was decided, and closes it."""
    yesterday = timezone.now() - timedelta(hours=20)
    decided = Concern.objects.filter(state__in=DECIDED, decided_at__lt=yesterday, submission__restricted=False)
    for concern in decided.select_related("submission", "decided_by").order_by("pk"):
        second = next(
            council.staff[key] for key in ("joanna", "imran") if council.staff[key].pk != concern.decided_by_id
        )
        note_read(second, Opened.CONCERN, concern.uuid)
        concerns.close(concern, by=second)


def _worry(council: Council) -> None:
    """Three that worried the team yesterday: begun with, handed over, ruled out. The last two want a second look."""
    grace, kit = council.staff["grace"], council.staff["kit"]
    concerns.acknowledge(_raise(council, grace), by=grace)
    concerns.refer(_raise(council, grace), by=grace, to=HANDED_TO, reference="FD-22017")
    concerns.no_concern(_raise(council, kit), by=kit, why=RULED_OUT)


def _raise(council: Council, opened_by: User) -> Concern:
    """A calm view that Marcia reads twice, opened by whoever is on duty."""
    marcia = council.staff["marcia"]
    view = _calm().get()
    note_read(marcia, Opened.URGENT_ITEM, view.uuid)
    moderation.raise_urgency(view, by=marcia, why=SEEN_BY_A_PERSON)
    concern = view.concerns.get()
    note_read(opened_by, Opened.CONCERN, concern.uuid)
    return concern


def tell_everything() -> None:
    """The year's alerts have left long ago: nothing of it waits in the outbox."""
    OutboxMessage.objects.waiting().update(sent_at=F("made_at") + timedelta(seconds=10), attempts=1)


def worry_now() -> None:
    """In real time, for a council that is looked at now: a concern that nobody has taken on, minutes old."""
    marcia = find_colleague("marcia")
    view = _calm().first()
    if marcia and view and Concern.objects.exists():
        moderation.raise_urgency(view, by=marcia, why=SEEN_BY_A_PERSON)
        tell_everything()


def _calm() -> SubmissionQuerySet:
    """At most one view on the desk that nobody worries about yet; the same one for the same seed."""
    waiting = Submission.objects.to_read().unrestricted().filter(urgency__lt=Urgency.URGENT, concerns__isnull=True)
    return waiting.filter(voice__purpose=Purpose.WRONG, author__isnull=True).order_by("reference")[:1]
