"""How long the rows of this room are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement import erasing
from engagement.purging import Rule, register, rule
from people.models import LegalHold
from surveys import taking_back
from surveys.drafting import KEPT_DAYS
from surveys.models import Draft, Response, Ticket

erasing.replays(taking_back.replay)


@rule(
    name="survey_drafts",
    what=_("Answers to a survey that were not sent, locked with a key that only the young person has"),
    since=_("the last answer"),
    erased=_("the draft"),
    kept=_("nothing"),
    source=_("Storage limitation, UK GDPR art. 5(1)(e)"),
    days=KEPT_DAYS,
    dated_by="kept_until",
)
def survey_drafts(before: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(kept_until__lt=timezone.localdate(before + timedelta(days=KEPT_DAYS)))


@rule(
    name="tickets",
    what=_("Codes for a survey that nobody has used"),
    since=_("the end of the wave"),
    erased=_("the codes; one that is used is deleted in that moment"),
    kept=_("how many were printed for which group"),
    source=_("Storage limitation, UK GDPR art. 5(1)(e)"),
)
def unused_tickets(before: datetime) -> QuerySet[Ticket]:
    unused = Ticket.objects.filter(sheet__wave__closes_at__lt=before)
    for hold in LegalHold.objects.in_force().filter(scope=LegalHold.Scope.PERIOD):
        held = Q(sheet__made_on__gte=hold.first_day)
        unused = unused.exclude(held & Q(sheet__made_on__lte=hold.last_day) if hold.last_day else held)
    return unused


def _erase(rows: Sequence[Any]) -> None:
    """The cells stay: they say nothing of anybody."""
    Response.objects.filter(pk__in=[row.pk for row in rows]).delete()


@rule(
    name="responses",
    what=_("What one young person answered, tied to nobody"),
    since=_("the day the results of the wave were shown"),
    erased=_("the row with its answers; words go by the rule for words"),
    kept=_("the counts"),
    source=_("Our policy, for the council to confirm: long enough to look at the answers again, and no longer"),
    months=24,
    act=_erase,
    dated_by="day",
)
def responses(before: datetime) -> QuerySet[Response]:
    return Response.objects.filter(wave__results_at__lt=before, unfolded__isnull=True)


register(
    Rule(
        name="surveys",
        what=_("Surveys with all their versions, waves and counts, and who built, opened and closed them"),
        since=_("their publication"),
        erased=_("nothing; none of it is about one person"),
        kept=_("all of it, so that every figure can be explained"),
        source=_("Local Government Act 1972, s. 224: proper arrangements for records"),
    )
)
