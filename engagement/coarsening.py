"""Makes days of minutes, once it is settled what came of a view."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from engagement.models import Reply, Submission
from engagement.purging import midnight


def coarsen(rows: Sequence[Submission]) -> None:
    """Leave the days on which these closed views came, were opened and decided on, and whether that was in time."""
    for row in rows:
        in_time = not row.opened_at or row.opened_at <= row.due_at
        row.received_at = midnight(row.received_on)
        row.opened_at = row.opened_at and _day(row.opened_at)
        row.decided_at = row.decided_at and _day(row.decided_at)
        # All that figures still ask: was it opened in time? By the day it was opened on, or the day before.
        end = row.opened_at or row.decided_at or row.received_at
        row.due_at = end if in_time else end - timedelta(days=1)
    Submission.objects.bulk_update(rows, ["received_at", "opened_at", "decided_at", "due_at"])


def coarsen_reading(rows: Sequence[Reply]) -> None:
    """Leave the day on which a young person read an answer."""
    for row in rows:
        row.read_at = row.read_at and _day(row.read_at)
    Reply.objects.bulk_update(rows, ["read_at"])


def _day(at: datetime) -> datetime:
    return midnight(timezone.localdate(at))
