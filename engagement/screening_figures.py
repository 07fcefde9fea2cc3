"""How well the screen sorts, led by what people raised and it had missed; counts only what the reader may read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median, quantiles

from django.db.models import Count, Max, Q
from django.utils.timezone import localtime

from engagement import live_rules
from engagement.models import Finding, Opinion, Safety, ScreeningOpinion, Submission, SubmissionEvent, Urgency, Verb
from engagement.models.submissions import SubmissionQuerySet

WEEKS = 12
MOST_LISTED = 50


@dataclass(frozen=True)
class Bar:
    """One line of a table with its bar; `share` is of the longest line, in percent."""

    label: str
    count: int
    share: int
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class FirstLook:
    """Minutes until a person opened an alert, in the middle and for nine in ten; None while nothing was opened.

    Alerts only: other views keep the day they came and no time. Closed ones keep no minutes either after a night, but
    whether they were opened in time: `in_time` of 100, over all of them.
    """

    median: int | None
    ninetieth: int | None
    in_time: int | None
    waiting: int


@dataclass(frozen=True)
class Figures:
    """Twelve weeks of screening."""

    received: int
    missed: list[Submission]
    missed_count: int
    alerts: int
    confirmed: int
    ruled_out: int
    weeks: list[Bar]
    first_look: FirstLook
    rules: list[Bar]
    silent: list[str]
    languages: list[Bar]
    versions: list[Bar]
    opinions: dict[str, int] = field(default_factory=dict)

    @property
    def confirmed_share(self) -> int | None:
        settled = self.confirmed + self.ruled_out
        return round(100 * self.confirmed / settled) if settled else None


@dataclass(frozen=True)
class _Item:
    """What is counted about one item."""

    pk: int
    received_on: date
    urgency: int
    safety: str
    language: str
    rules_version: str
    received_at: datetime
    opened_at: datetime | None
    due_at: datetime


def figures(words: SubmissionQuerySet, today: date) -> Figures:
    """Figures of what is in `words`: everything that the person who looks may read."""
    monday = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    received = words.counted().filter(received_on__gte=monday)
    items = [_Item(*row) for row in received.values_list(*_Item.__dataclass_fields__).order_by()]
    missed = _missed(received)
    alerts = [item for item in items if item.urgency == Urgency.URGENT and item.pk not in missed]
    said = _opinions(received)
    hits = _hits(received)
    by_version = Counter(item.rules_version.partition("-")[0] for item in items)
    alerts_by_version = Counter(item.rules_version.partition("-")[0] for item in alerts)
    by_language = Counter(item.language for item in items)
    alerts_by_language = Counter(item.language for item in alerts)
    rules = {rule.id: rule.name for rule in live_rules.or_shipped().rules if not rule.language}
    return Figures(
        received=len(items),
        missed=list(_listed(words, missed)),
        missed_count=len(missed),
        alerts=len(alerts),
        confirmed=sum(item.safety == Safety.PASSED_ON for item in alerts),
        ruled_out=sum(item.safety == Safety.RULED_OUT for item in alerts),
        weeks=_by_week(alerts, monday),
        first_look=_first_look(alerts),
        rules=_bars({rules.get(rule, rule): (count, *said.get(rule, (0, 0))) for rule, count in hits.items()}),
        silent=sorted(name for rule, name in rules.items() if rule not in hits),
        languages=_bars({code: (count, alerts_by_language[code]) for code, count in by_language.items()}),
        versions=_bars({name: (count, alerts_by_version[name]) for name, count in by_version.items()}),
        opinions=dict(
            ScreeningOpinion.objects.filter(submission__in=received, rule="")
            .values_list("says")
            .annotate(number=Count("pk"))
            .order_by()
        ),
    )


def _missed(received: SubmissionQuerySet) -> set[int]:
    """The number to watch: items that a person made urgent, or says were sorted too low after they were closed."""
    raised = SubmissionEvent.objects.filter(submission__in=received, verb=Verb.URGENCY_RAISED)
    too_low = ScreeningOpinion.objects.filter(submission__in=received, says=Opinion.TOO_LOW)
    return {pk for found in (raised, too_low) for pk in found.order_by().values_list("submission", flat=True)}


def _listed(words: SubmissionQuerySet, missed: set[int]) -> Iterable[Submission]:
    """The latest of them, with the highest urgency of any rule; no words are opened."""
    latest = words.filter(pk__in=missed).annotate(screened=Max("findings__urgency"))
    return latest.only("uuid", "reference", "received_on", "state").order_by("-received_at", "-pk")[:MOST_LISTED]


def _hits(received: SubmissionQuerySet) -> dict[str, int]:
    """Items by rule; identifying details are not rules."""
    worries = Finding.objects.filter(submission__in=received).exclude(category__startswith="pii_")
    return dict(worries.values_list("rule").annotate(number=Count("submission", distinct=True)).order_by())


def _opinions(received: SubmissionQuerySet) -> dict[str, tuple[int, int]]:
    """How often people called a rule's finding right, and wrong."""
    said = ScreeningOpinion.objects.filter(submission__in=received).exclude(rule="").values("rule")
    counted = said.annotate(right=Count("pk", Q(says=Opinion.RIGHT)), wrong=Count("pk", Q(says=Opinion.WRONG)))
    return {row["rule"]: (row["right"], row["wrong"]) for row in counted.order_by()}


def _by_week(alerts: list[_Item], monday: date) -> list[Bar]:
    """Every week from `monday` on, also the quiet ones, oldest first."""
    counts = Counter((item.received_on - monday).days // 7 for item in alerts)
    confirmed = Counter((item.received_on - monday).days // 7 for item in alerts if item.safety == Safety.PASSED_ON)
    most = max(counts.values(), default=1)
    return [
        Bar((monday + timedelta(weeks=n)).isoformat(), counts[n], 100 * counts[n] // most, (confirmed[n],))
        for n in range(WEEKS)
    ]


def _first_look(alerts: list[_Item]) -> FirstLook:
    opened = [(item, item.opened_at) for item in alerts if item.opened_at]
    in_time = sum(at <= item.due_at for item, at in opened)
    minutes = [(at - item.received_at).total_seconds() / 60 for item, at in opened if not _is_a_day(item.received_at)]
    nine_in_ten = quantiles(minutes, n=10, method="inclusive")[-1] if len(minutes) > 1 else sum(minutes)
    return FirstLook(
        median=round(median(minutes)) if minutes else None,
        ninetieth=round(nine_in_ten) if minutes else None,
        in_time=round(100 * in_time / len(opened)) if opened else None,
        waiting=len(alerts) - len(opened),
    )


def _is_a_day(at: datetime) -> bool:
    """Whether nothing is kept of a moment but its day."""
    return localtime(at).time() == time()


def _bars(counts: dict[str, tuple[int, ...]]) -> list[Bar]:
    """The longest first."""
    most = max((count for count, *_ in counts.values()), default=1)
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1][0], entry[0]))
    return [Bar(label, count, 100 * count // most, tuple(notes)) for label, (count, *notes) in ordered]
