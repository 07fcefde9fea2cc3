"""What a young person may ask of us about their own words: take them back, object, complain."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.submissions import Submission
from engagement.models.voices import Voice


class ClockedQuerySet(models.QuerySet[Any]):
    """Reads in the words of the field."""

    def open(self) -> "ClockedQuerySet":
        return self.filter(answered_on__isnull=True)

    def late(self, today: date) -> "ClockedQuerySet":
        return self.open().filter(answer_by__lt=today)


class Clocked(models.Model):
    """Something we have to answer by a day that the law gives."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ClockedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    def days_late(self, today: date) -> int:
        """Whole calendar days past `answer_by`; 0 once it is answered."""
        return max(0, (today - self.answer_by).days) if self.is_open else 0


class TakenBackQuerySet(models.QuerySet["TakenBack"]):
    """Reads in the words of the field."""

    def waiting(self) -> "TakenBackQuerySet":
        """Asked for and not decided: the words are hidden and still there."""
        return self.filter(erased_at__isnull=True, kept_at__isnull=True)


class TakenBack(models.Model):
    """A view that its young person wants gone. Public nowhere from the moment this row exists."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="taken_back")
    asked_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)  # a person decided that the law makes us keep the words

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(kept_at__isnull=True),
                name="engagement_taken_back_is_erased_or_kept",
            )
        ]

    def __str__(self) -> str:
        return f"Taken back {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.erased_at is None and self.kept_at is None


class ErasureStep(models.TextChoices):
    ASKED = "asked", _("Asked for")
    WAITS = "waits", _("Has to wait")
    ERASED = "erased", _("Erased")
    KEPT = "kept", _("Kept")


class ErasureReason(models.TextChoices):
    """Typed, so that the log holds no words about a child."""

    OWN_WISH = "own_wish", _("The young person asked for it")
    UNREAD = "unread", _("No person has read it to the end yet")
    SAFETY = "safety", _("Somebody may not be safe")
    HELD = "held", _("A legal hold lies on it")
    DUTY = "duty", _("The law makes us keep it: part of a protection record")
    CLAIM = "claim", _("Needed for a claim or a court")


class ErasureDecision(AppendOnly):
    """One line of the log of erasures. Names a submission by its reference, which says nothing about it.

    `by` is empty where the young person or a fixed rule did it. No foreign key: the log outlives what it tells of.
    """

    reference = models.CharField(max_length=8)
    step = models.CharField(max_length=8, choices=ErasureStep.choices)
    reason = models.CharField(max_length=12, choices=ErasureReason.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="engagement_erasures"),
            models.Index(fields=["reference", "id"], name="engagement_erasures_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.at:%d %B %Y}"


class Use(models.TextChoices):
    """What a young person may say no to."""

    QUOTING = "quoting", _("Showing my words to others")
    FIGURES = "figures", _("Counting it in our figures")


class Objection(Clocked):
    """A no to one use of one view (UK GDPR art. 21). It works at once; within a month we say what we decided.

    What was written beside it is a view of its own, as every free text from outside.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="objections")
    use = models.CharField(max_length=8, choices=Use.choices)
    said = models.OneToOneField(
        Voice, on_delete=models.SET_NULL, null=True, blank=True, related_name="said_with_objection"
    )
    agreed = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["answer_by", "id"], name="engagement_objections_due")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "use"], name="engagement_one_objection_a_use"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, agreed__isnull=True, answered_by__isnull=True)
                | Q(answered_on__isnull=False, agreed__isnull=False, answered_by__isnull=False),
                name="engagement_objection_answers_have_a_name",
            ),
            models.CheckConstraint(
                # Publishing rests on their yes alone, so a no cannot be weighed against anything.
                condition=~Q(use=Use.QUOTING) | ~Q(agreed=False),
                name="engagement_no_to_quoting_is_final",
            ),
        ]

    def __str__(self) -> str:
        return f"Objection {self.pk}"


class Outcome(models.TextChoices):
    AGREED = "agreed", _("We agree")
    PARTLY = "partly", _("We agree with part of it")
    NOT_AGREED = "not_agreed", _("We do not agree")
    TAKEN_BACK = "taken_back", _("Taken back")


class Complaint(Clocked):
    """The clock of a complaint; the words are its view.

    Stage 1 of the Children Act 1989 Representations Procedure (England) Regulations 2006 (SI 2006/1738, reg. 14): an
    answer within 10 working days, 20 at most where it is complex, and the young person is told so.
    """

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="complaint")
    longer_since = models.DateField(null=True)  # when we said that it takes up to 20 working days
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["answer_by", "id"], name="engagement_complaints_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, outcome="") | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="engagement_complaint_answers_decide",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome=Outcome.TAKEN_BACK) | Q(answered_by__isnull=False),
                name="engagement_complaint_answers_have_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"Complaint {self.pk}"
