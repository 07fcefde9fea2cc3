"""Reads the facts of a pack: chains from views to verdicts, ask by ask, then meetings and editions beside them.

No words of a child, ever. What young people put on an agenda stays out: each would be one more that can be counted.

Colleagues stand in it by their job; who owes an answer by name too, as on the wall. The council's words about an ask
are in it once a second person has read the ask.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from engagement.models import (
    ActionEvent,
    Ask,
    AskEvent,
    AskVerb,
    Contribution,
    EditionEvent,
    MeetingEvent,
    MeetingState,
    MeetingVerb,
    Pack,
    VerdictRound,
)
from engagement.packs.bearing import themes_for
from engagement.packs.veiling import span_of, veiled
from engagement.purging import midnight

Fact = dict[str, Any]

STAGES = {
    AskVerb.PROMISED: "decision", AskVerb.REFUSED: "decision", AskVerb.ALREADY_SO: "decision",
    AskVerb.MOVED: "decision", AskVerb.PROGRESS: "action", AskVerb.DONE: "action", AskVerb.QUESTIONED: "verdict",
    AskVerb.CONFIRMED: "verdict", AskVerb.REOPENED: "verdict",
}  # fmt: skip
# Words beside these steps could say how many views there were.
_SILENT = (AskVerb.RAISED, AskVerb.GATHERED, AskVerb.SPLIT, AskVerb.MERGED)
# Of a meeting: what was decided, and that it took place. Who came and who proposed what stays out.
_DECISIONS = (MeetingVerb.DECIDED, MeetingVerb.RECORDED)
_OF_MEETINGS = (*_DECISIONS, MeetingVerb.PLANNED, MeetingVerb.CALLED_OFF, MeetingVerb.HELD, MeetingVerb.PUBLISHED)
_COLUMNS = (
    "ask_id", "verb", "at", "words", "due_on", "reason", "would_change", "affects", "other_id", "by__job_title",
    "owner__first_name", "owner__last_name", "owner__job_title",
)  # fmt: skip


def asks_of(pack: Pack) -> QuerySet[Ask]:
    """Every ask with a step in the twelve months; its chain is in the pack from its beginning."""
    steps = AskEvent.objects.filter(ask=OuterRef("pk"), at__gte=midnight(pack.first_day), at__lte=pack.made_at)
    asks = Ask.objects.filter(Exists(steps)).order_by("pk")
    return asks.filter(theme__in=themes_for(pack.principle, pack.area)) if pack.principle or pack.area else asks


def expected(pack: Pack) -> int:
    """About how many events the pack will have, for the progress bar."""
    asks = asks_of(pack).order_by().values("pk")
    steps = AskEvent.objects.filter(ask__in=asks, at__lte=pack.made_at).count()
    beside = _editions(pack).count() + _actions(pack).count() + _meetings(pack).count()
    return asks.count() + steps + beside


def chains_of(pack: Pack, asks: Iterable[Ask]) -> Iterator[Fact]:
    """The facts of each of `asks`, in the order view, ask, decision, action, verdict as they happened."""
    there = {ask.pk: ask for ask in asks}
    views, steps, rounds = _views(pack, there), _steps(pack, there), _rounds(pack, there)
    decided = _by_ask(_meetings(pack, since_ever=True).filter(verb__in=_DECISIONS, of__in=there), _meeting)
    acted = _by_ask(_actions(pack, since_ever=True).filter(of__in=there), _action)
    for pk, ask in there.items():
        chain = f"ask-{pk}"
        yield {
            "chain": chain,
            "stage": "view",
            "what": "views",
            "views": veiled(pack.uuid, chain, views[pk]),
            "at_most": span_of(len(views[pk])),
            "theme": str(ask.theme),
            "ask": ask.wording if ask.is_public else "",
        }
        happened = [*steps[pk], *rounds[pk], *decided[pk], *acted[pk]]
        yield from ({"chain": chain, **fact} for fact in sorted(happened, key=_when))


def others_of(pack: Pack) -> Iterator[Fact]:
    """What stands beside the asks: meetings, actions that came of no ask, and the editions that the Board read."""
    for held in _meetings(pack).exclude(verb__in=_DECISIONS, of__isnull=False):
        yield {"chain": f"meeting-{held.meeting_id}", **_meeting(held)}
    for step in _actions(pack).filter(of__isnull=True):
        yield {"chain": f"action-{step.action_id}", **_action(step)}
    for event in _editions(pack).select_related("edition", "by"):
        yield _full(
            {
                "chain": f"edition-{event.edition.quarter}-{event.edition.version}",
                "stage": "edition",
                "what": f"edition_{event.verb}",
                "at": _moment(event.at),
                "by": event.by.job_title,
                "words": event.note,
                "digest": event.edition.digest,
            }
        )


def _editions(pack: Pack) -> QuerySet[EditionEvent]:
    found: QuerySet[EditionEvent] = EditionEvent.objects.filter(
        at__gte=midnight(pack.first_day), at__lte=pack.made_at
    ).order_by("at", "pk")
    return found


def _meetings(pack: Pack, *, since_ever: bool = False) -> QuerySet[Any]:
    """Steps of meetings, with the ask of the item as `of`, in the order of the meetings."""
    found: QuerySet[Any] = MeetingEvent.objects.filter(verb__in=_OF_MEETINGS, at__lte=pack.made_at)
    found = found if since_ever else found.filter(at__gte=midnight(pack.first_day))
    found = found.annotate(of=F("item__ask")).select_related("meeting", "item", "by")
    return found.order_by("meeting", "at", "pk")


def _actions(pack: Pack, *, since_ever: bool = False) -> QuerySet[Any]:
    """Steps of actions, with the ask that each came of as `of`, in the order of the actions."""
    found: QuerySet[Any] = ActionEvent.objects.filter(at__lte=pack.made_at)
    found = found if since_ever else found.filter(at__gte=midnight(pack.first_day))
    found = found.annotate(of=Coalesce("action__ask", "action__item__ask")).select_related("action", "by", "owner")
    return found.order_by("action", "version")


def _by_ask(events: Iterable[Any], fact_of: Callable[[Any], Fact]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for event in events:
        found[event.of].append(fact_of(event))
    return found


def _meeting(event: MeetingEvent) -> Fact:
    """One step of a meeting; the council's words once its minutes are public."""
    public = event.meeting.state == MeetingState.MINUTED
    item = event.item if public and event.verb == MeetingVerb.RECORDED else None
    return _full(
        {
            "stage": "decision" if event.verb in _DECISIONS else "meeting",
            "what": f"meeting_{event.verb}",
            "at": _moment(event.at),
            "by": event.by.job_title if event.by else "",
            "words": event.words if public else "",
            # What was put off is decided in a step of its own.
            "decision": item.decision if item and not item.decider_id else "",
            "meeting": f"meeting-{event.meeting_id}",
            "held_on": event.meeting.held_on.isoformat(),
        }
    )


def _action(event: ActionEvent) -> Fact:
    """One step of an action; the council's words once a second person has read it."""
    action = event.action
    return _full(
        {
            "stage": "action",
            "what": f"action_{event.verb}",
            "at": _moment(event.at),
            "by": event.by.job_title,
            "words": event.words if action.is_public else "",
            "action": f"action-{action.pk}",
            "owner": event.owner.get_full_name() if event.owner else "",
            "owner_job": event.owner.job_title if event.owner else "",
            "due_on": event.due_on and event.due_on.isoformat(),
        }
    )


def _views(pack: Pack, asks: dict[int, Ask]) -> dict[int, list[str]]:
    """The references of the views in each ask: no allegation, nothing taken back or objected to."""
    found = Contribution.objects.filter(ask__in=asks, added_at__lte=pack.made_at)
    found = found.filter(
        submission__restricted=False, submission__counted=True, submission__voice__taken_back__isnull=True
    )
    views: dict[int, list[str]] = defaultdict(list)
    for ask, reference in found.values_list("ask", "submission__reference"):
        views[ask].append(reference)
    return views


def _steps(pack: Pack, asks: dict[int, Ask]) -> dict[int, list[Fact]]:
    steps: dict[int, list[Fact]] = defaultdict(list)
    found = AskEvent.objects.filter(ask__in=asks, at__lte=pack.made_at).order_by("ask", "version")
    for (
        ask, verb, at, words, due_on, reason, would_change, affects, other, job, first, last, owners_job,
    ) in found.values_list(*_COLUMNS):  # fmt: skip
        public = asks[ask].is_public
        steps[ask].append(
            _full(
                {
                    "stage": STAGES.get(verb, "ask"),
                    "what": verb,
                    "at": _moment(at),
                    "by": job,
                    "words": words if public and verb not in _SILENT else "",
                    "due_on": due_on and due_on.isoformat(),
                    "reason": reason,
                    "would_change": would_change if public else "",
                    "affects": affects,
                    "other": other and f"ask-{other}",
                    "owner": first and f"{first} {last}".strip(),
                    "owner_job": owners_job,
                }
            )
        )
    return steps


def _rounds(pack: Pack, asks: dict[int, Ask]) -> dict[int, list[Fact]]:
    """What came of asking young people: the outcome, and about how many answered."""
    rounds: dict[int, list[Fact]] = defaultdict(list)
    found = VerdictRound.objects.filter(ask__in=asks, closed_at__lte=pack.made_at).annotate(answers=Count("verdicts"))
    columns = ("ask", "nth", "closed_at", "opened_on", "outcome", "answers")
    for ask, nth, at, opened_on, outcome, answers in found.order_by("ask", "opened_on", "pk").values_list(*columns):
        rounds[ask].append(
            {
                "stage": "verdict",
                "what": "round",
                "nth": nth,
                "at": _moment(at),
                "opened_on": opened_on.isoformat(),
                "outcome": outcome,
                "answers_at_most": span_of(answers),
            }
        )
    return rounds


def _when(fact: Fact) -> datetime:
    return datetime.fromisoformat(fact["at"])


def _full(fact: Fact) -> Fact:
    """Without what is not known or does not apply."""
    return {name: value for name, value in fact.items() if value not in ("", None)}


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
