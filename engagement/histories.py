"""Where every Ask stood on a day, read from its events, so that a past quarter is told as it was then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from engagement.models import CLOSED_STATES, PUBLIC_STATUS, STATE_AFTER, Ask, AskEvent, AskState, AskVerb, PublicStatus
from people.models import User

_DATED = (AskVerb.ASKED, AskVerb.PROMISED, AskVerb.MOVED, AskVerb.REOPENED)
# Steps that leave what was promised or answered standing; a new round with an owner begins without an answer.
_ADDS_NO_ANSWER = (AskVerb.PROGRESS, AskVerb.CONFIRMED, AskVerb.REOPENED, AskVerb.WITH_COUNCIL)


@dataclass(frozen=True)
class Standing:
    """One Ask on one day. `since` is the day it came into its state."""

    ask: Ask
    state: AskState
    since: date
    owner: User | None = None
    due_on: date | None = None
    words: str = ""  # the promise or the answer
    reason: str = ""  # of a refusal
    would_change: str = ""
    affects: str = ""  # what the Council said
    merged_into: int | None = None

    @property
    def status(self) -> PublicStatus:
        return PUBLIC_STATUS[self.state]

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES

    def days_late(self, on: date) -> int:
        """Whole calendar days past the day that was given; 0 once the Ask is closed."""
        return 0 if self.is_closed or not self.due_on else max(0, (on - self.due_on).days)


def standings(first: date, until: date) -> list[Standing]:
    """How every Ask stood at the end of `until`, oldest first. One query.

    Not those that were closed before `first`, and not those that are told under another since.
    """
    start, end = midnight(first), midnight(until + timedelta(days=1))
    gone = Q(ask__state__in=CLOSED_STATES, ask__changed_at__lt=start)
    events = AskEvent.objects.filter(at__lt=end).exclude(gone).select_related("ask__theme", "owner")
    stood = [stand(list(its)) for _pk, its in groupby(events.order_by("ask", "version"), key=lambda e: e.ask_id)]
    return [one for one in stood if one.merged_into is None and not (one.is_closed and one.since < first)]


def stand(events: Iterable[AskEvent]) -> Standing:
    """What a history of at least one event, oldest first, says in the end."""
    events = list(events)
    standing = Standing(events[0].ask, AskState.RAISED, timezone.localdate(events[0].at))
    for event in events:
        standing = _after(standing, event)
    return standing


def _after(before: Standing, event: AskEvent) -> Standing:
    verb = AskVerb(event.verb)
    state = STATE_AFTER.get(verb, before.state)
    says = verb in STATE_AFTER and verb not in _ADDS_NO_ANSWER
    return Standing(
        ask=before.ask,
        state=state,
        since=timezone.localdate(event.at) if verb in STATE_AFTER else before.since,
        owner=event.owner or before.owner,
        due_on=event.due_on if verb in _DATED else before.due_on,
        words=event.words if says else before.words,
        reason=event.get_reason_display() if says and event.reason else "" if says else before.reason,
        would_change=event.would_change if says else before.would_change,
        affects=event.affects or before.affects,
        merged_into=event.other_id if verb == AskVerb.MERGED else before.merged_into,
    )


def midnight(day: date) -> datetime:
    """When `day` begins here: on the days the clocks change, too."""
    return timezone.make_aware(datetime.combine(day, time.min))
