"""Reads the facts of a pack: chains from views to verdicts, ask by ask, then editions. No words of a child, ever.

Colleagues stand in it by their job; who owes an answer by name too, as on the wall. The council's words about an ask
are in it once a second person has read the ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from engagement.models import Ask, AskEvent, AskVerb, Contribution, EditionEvent, Pack, VerdictRound
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
    return asks.count() + steps + _editions(pack).count()


def chains_of(pack: Pack, asks: Iterable[Ask]) -> Iterator[Fact]:
    """The facts of each of `asks`, in the order view, ask, decision, action, verdict as they happened."""
    there = {ask.pk: ask for ask in asks}
    views, steps, rounds = _views(pack, there), _steps(pack, there), _rounds(pack, there)
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
        happened = [*steps[pk], *rounds[pk]]
        yield from ({"chain": chain, **fact} for fact in sorted(happened, key=_when))


def others_of(pack: Pack) -> Iterator[Fact]:
    """What stands beside the asks: the editions in which the Board read them."""
    for event in _editions(pack).select_related("edition", "by"):
        yield _full(
            {
                "chain": f"edition-{event.edition.quarter}-{event.edition.version}",
                "stage": "edition",
                "what": event.verb,
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
