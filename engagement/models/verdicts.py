"""Whether it happened: rounds in which those who asked are asked, and their answers, a tap each."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.ask_events import AskEvent
from engagement.models.asks import Ask, Contribution
from people.models import YoungPerson


class VerdictOutcome(models.TextChoices):
    CONFIRMED = "confirmed", _("It happened")
    REOPENED = "reopened", _("It did not happen")
    UNDECIDED = "undecided", _("No clear answer")


class VerdictRoundQuerySet(models.QuerySet["VerdictRound"]):
    """Reads in the words of the field."""

    def running(self) -> "VerdictRoundQuerySet":
        return self.filter(closed_at__isnull=True)

    def due(self, today: date) -> "VerdictRoundQuerySet":
        return self.running().filter(closes_on__lte=today)


class VerdictRound(models.Model):
    """One round of asking about one "done". A second "done" after a reopening has rounds of its own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="verdict_rounds")
    about = models.ForeignKey(AskEvent, on_delete=models.PROTECT, related_name="+")
    nth = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=VerdictOutcome.choices, blank=True)

    objects = VerdictRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "nth"], name="engagement_verdict_round_once"),
            models.CheckConstraint(condition=Q(nth__in=(1, 2)), name="engagement_verdict_round_one_or_two"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opened_on")), name="engagement_verdict_round_lasts"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="engagement_verdict_round_ends_in_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Verdict round {self.pk}"


class Verdict(models.Model):
    """One answer: of a space, of a view that staff answer for, or one tap on a kiosk, which belongs to nobody."""

    round = models.ForeignKey(VerdictRound, on_delete=models.CASCADE, related_name="verdicts")
    happened = models.BooleanField()
    space = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, null=True, related_name="+")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    token = models.CharField(max_length=36)
    on = models.DateField()  # the day and no more: a time could point to who tapped

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "token"], name="engagement_verdict_once_a_tap"),
            models.UniqueConstraint(fields=["round", "space"], name="engagement_verdict_once_a_space"),
            models.UniqueConstraint(fields=["round", "contribution"], name="engagement_verdict_once_a_view"),
            models.CheckConstraint(
                condition=Q(space__isnull=False, contribution__isnull=True, by__isnull=True)
                | Q(space__isnull=True, by__isnull=False),
                name="engagement_verdict_says_whose",
            ),
        ]

    def __str__(self) -> str:
        return f"Verdict {self.pk}"
