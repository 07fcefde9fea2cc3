"""What waits, and how long, in figures for Prometheus; behind a token.

Figures are of queues and machines, never of people: no place, theme, age or kind is told apart, ages of what young
people sent are whole minutes, and allegations about staff are in none of them, because whoever they are about may be
reading.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil, inf
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.health import HEARTBEAT, pending_migrations
from config.models import Backup
from engagement.models import OPEN_STATES, Concern, ConcernState, Submission, Urgency
from people import limits, sealing
from people.models import EventSeal, OutboxMessage

TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "said_and_done_"


@dataclass(frozen=True)
class Gauge:
    """One figure, or one for each value of one label."""

    name: str
    help: str
    values: dict[str, float]  # by the label's value; "" for a figure without a label
    label: str = ""

    def lines(self) -> Iterator[str]:
        yield f"# HELP {PREFIX}{self.name} {self.help}"
        yield f"# TYPE {PREFIX}{self.name} gauge"
        for value, figure in self.values.items():
            label = f'{{{self.label}="{value}"}}' if self.label else ""
            yield f"{PREFIX}{self.name}{label} {'+Inf' if figure == inf else f'{figure:.15g}'}"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 where no token is set, 401 without it, 429 after too many wrong ones, 503 while the database is away."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _knows_the_token(request):
        if limits.limited(request, "metrics"):
            return HttpResponse("Too many tries.\n", status=429, content_type="text/plain")
        refused = HttpResponse("A token is needed.\n", status=401, content_type="text/plain")
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    try:
        told = "".join(f"{line}\n" for gauge in gauges() for line in gauge.lines())
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse(told, content_type=TYPE)


def _knows_the_token(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.METRICS_TOKEN}"
    return hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode())


def gauges() -> Iterator[Gauge]:
    now = timezone.now()
    yield from _items(now)
    yield from _concerns(now)
    yield from _outbox(now)
    yield Gauge(
        "worker_heartbeat_age_seconds", "Since the worker was last seen.", {"": _age(now, cache.get(HEARTBEAT))}
    )
    last = Backup.objects.aggregate(at=Max("made_at"))["at"]
    yield Gauge("last_backup_age_seconds", "Since the last backup was made.", {"": _age(now, last)})
    yield Gauge("events_unsealed", "Rows of history that no seal covers yet.", {"": _unsealed()})
    yield Gauge("migrations_pending", "Migrations that have not run.", {"": pending_migrations()})


def _items(now: datetime) -> Iterable[Gauge]:
    unopened = Min("received_at", filter=Q(urgency=Urgency.URGENT, opened_at__isnull=True))
    rows: dict[int, dict[str, Any]] = {
        row["urgency"]: dict(row)
        for row in Submission.objects.unrestricted()
        .filter(state__in=OPEN_STATES)
        .values("urgency")
        .annotate(count=Count("pk"), oldest=unopened)
        .order_by()
    }
    counts = {urgency.name.lower(): rows.get(urgency, {}).get("count", 0) for urgency in Urgency}
    oldest = rows.get(Urgency.URGENT, {}).get("oldest")
    return (
        Gauge("open_items", "Views that wait for a decision.", counts, "urgency"),
        Gauge(
            "oldest_unopened_urgent_seconds",
            "Since the oldest urgent view arrived that nobody has opened; 0 when there is none.",
            {"": _minutes(now, oldest)},
        ),
    )


def _concerns(now: datetime) -> Iterable[Gauge]:
    rows: dict[str, dict[str, Any]] = {
        row["state"]: dict(row)
        for row in Concern.objects.unclosed()
        .filter(submission__restricted=False)
        .values("state")
        .annotate(count=Count("pk"), oldest=Min("opened_at"))
        .order_by()
    }
    states = [state for state in ConcernState if state != ConcernState.CLOSED]
    counts = {state.value: rows.get(state, {}).get("count", 0) for state in states}
    oldest = rows.get(ConcernState.OPEN, {}).get("oldest")
    return (
        Gauge("concerns", "Concerns that are not closed.", counts, "state"),
        Gauge(
            "oldest_unacknowledged_concern_seconds",
            "Since the oldest concern was raised that nobody has taken on; 0 when there is none.",
            {"": _minutes(now, oldest)},
        ),
    )


def _outbox(now: datetime) -> Iterable[Gauge]:
    row = OutboxMessage.objects.waiting().aggregate(
        count=Count("pk"), failing=Count("pk", filter=~Q(trouble="")), oldest=Min("made_at")
    )
    return (
        Gauge("outbox_waiting", "Alerts that are not sent.", {"": row["count"]}),
        Gauge("outbox_failing", "Alerts among them that were tried in vain.", {"": row["failing"]}),
        Gauge(
            "outbox_oldest_waiting_seconds",
            "Since the oldest alert was written that is not sent; 0 when there is none.",
            {"": _age(now, row["oldest"]) if row["oldest"] else 0},
        ),
    )


def _unsealed() -> int:
    """Two steps for each history: up to where it is sealed, and how many rows came after."""
    upto = dict(EventSeal.objects.order_by().values_list("table").annotate(Max("up_to_id")))
    return sum(
        model._base_manager.filter(pk__gt=upto.get(model._meta.db_table, 0)).count() for model in sealing.sealed()
    )


def _age(now: datetime, then: datetime | None) -> float:
    """In seconds; without end where it never happened, so that an alarm on age rings then too."""
    return (now - then).total_seconds() if then else inf


def _minutes(now: datetime, then: datetime | None) -> float:
    """In seconds, of whole minutes begun."""
    return 60 * ceil((now - then).total_seconds() / 60) if then else 0
