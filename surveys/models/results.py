"""What a wave found, as it may be shown: worked out once, read many times."""

from django.conf import settings
from django.db import models

from engagement.models import Ask
from surveys.models.surveys import Survey
from surveys.models.waves import Wave


class Result(models.Model):
    """The protected tables of one wave. `is_released` ones are in the ledger; the others are for staff alone.

    `done` of `steps` questions are worked out; until the last one `shown` is what it was before.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="results")
    is_released = models.BooleanField()
    shown = models.JSONField(default=dict)
    steps = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    worked_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "is_released"], name="surveys_one_result_of_each_kind"),
        ]

    def __str__(self) -> str:
        return f"Result of {self.wave}"

    @property
    def is_waiting(self) -> bool:
        return self.worked_out_at is None or self.worked_out_at < self.asked_at


class FollowUp(models.Model):
    """What the council does about what a question found: one of its asks, shown beside the numbers."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="follow_ups")
    question = models.CharField(max_length=50)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "question", "ask"], name="surveys_one_follow_up_each"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: ask {self.ask_id}"
