"""When views arrived, and in which order: not kept, unless somebody might not be safe.

"Just the idea" is anonymous only if nothing tells who else was here at that moment. So a view that worries nobody
keeps its day and no time, a number that is no turn, and no event of its arrival until somebody takes the first step.
Where somebody may not be safe minutes count, and the young person is told so before: those keep their time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from engagement.models import Finding, Submission, Urgency, Voice
from people.mixing import any_number, lay_anew
from people.models import YoungPerson


def blur(submission: Submission, findings: Iterable[Finding]) -> None:
    """Take time and turn from a new view, once its deadlines are set."""
    submission.received_at = start_of_day(submission.received_at)
    if submission.urgency == Urgency.SOON:  # the hour is enough; usual ones are due at the end of a day
        submission.due_at = submission.due_at.replace(minute=0, second=0, microsecond=0)
    submission.pk = any_number()
    for finding in findings:
        finding.pk = any_number()


def start_of_day(at: datetime) -> datetime:
    """The day of `at` here, as a moment."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def mix() -> None:
    """Lay down again, in no order, whatever came since yesterday. Safe at any time and to do twice."""
    since = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        lately = Submission.objects.filter(received_on__gte=since)
        # In this order everybody who locks several does it: nobody waits in a circle.
        numbers = list(lately.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        lay_anew(Submission, numbers)
        lay_anew(Voice, numbers)
        lay_anew(Finding, Finding.objects.filter(submission__in=numbers).values_list("pk", flat=True))
        spaces = YoungPerson.objects.filter(created_on__gte=since, issued_by__isnull=True)
        lay_anew(YoungPerson, spaces.values_list("pk", flat=True))
