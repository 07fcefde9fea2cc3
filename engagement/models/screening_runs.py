"""Runs of a rule set over words that are here already, and what people say about the screen's findings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models.rule_sets import RuleSet
from engagement.models.submissions import Submission, Urgency


class RunKind(models.TextChoices):
    SHADOW = "shadow", _("The draft, tried on closed items")
    OPEN_QUEUE = "open_queue", _("The new rules, over what waits to be read")


class RunQuerySet(models.QuerySet["ScreeningRun"]):
    """Reads in the words of the field."""

    def unfinished(self) -> "RunQuerySet":
        return self.filter(finished_at__isnull=True)


class ScreeningRun(models.Model):
    """One run, in steps that can stop and go on. `rule_set` is empty for the rules as shipped.

    `reached` is the last item read, in the order of ids; the rows of a run hold ids and urgencies and no words.
    """

    kind = models.CharField(max_length=12, choices=RunKind.choices)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, null=True, related_name="runs")
    rule_set_version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d %B %Y %H:%M}"

    @property
    def percent(self) -> int:
        return 100 if self.finished_at else 100 * self.done // max(1, self.total)


class ScreeningChange(models.Model):
    """An item that a run sorts otherwise than before."""

    run = models.ForeignKey(ScreeningRun, on_delete=models.CASCADE, related_name="changes")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    before = models.PositiveSmallIntegerField(choices=Urgency.choices)
    after = models.PositiveSmallIntegerField(choices=Urgency.choices)

    class Meta:
        ordering = ["-after", "before", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "submission"], name="engagement_one_change_an_item")]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Opinion(models.TextChoices):
    RIGHT = "right", _("Right")
    WRONG = "wrong", _("Wrong")
    TOO_LOW = "too_low", _("Too low")


class ScreeningOpinion(models.Model):
    """What one person says about one finding, or about the whole text where `rule` is empty. No words."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="opinions")
    rule = models.CharField(max_length=60, blank=True)
    says = models.CharField(max_length=8, choices=Opinion.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "rule", "by"], name="engagement_one_opinion_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.get_says_display()}, {self.at:%d %B %Y}"
