"""Requests for everything we hold about one person, and what may be handed over."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.submissions import Submission
from people.encryption import EncryptedTextField
from people.models import User, YoungPerson


class RequestState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    GATHERED = "gathered", _("Waits for the safety check")
    CHECKED = "checked", _("Ready to hand over")
    HANDED_OVER = "handed_over", _("Handed over")
    HANDED_OVER_IN_PART = "in_part", _("Handed over in part")


OPEN_REQUESTS = (RequestState.ASKED, RequestState.GATHERED, RequestState.CHECKED)


class SubjectRequestQuerySet(models.QuerySet["SubjectRequest"]):
    """Reads in the words of the field."""

    def open(self) -> "SubjectRequestQuerySet":
        return self.filter(state__in=OPEN_REQUESTS)

    def to_check(self) -> "SubjectRequestQuerySet":
        return self.filter(state=RequestState.GATHERED)

    def visible_to(self, user: User) -> "SubjectRequestQuerySet":
        """Without those of a young person who has said something that is hidden from `user`."""
        hidden = Submission.objects.filter(space=OuterRef("space"), hidden_from=user)
        return self.exclude(Exists(hidden))


class SubjectRequest(models.Model):
    """Somebody wants everything we hold about them, within one month (UK GDPR art. 12(3) and 15).

    Changes only through the verbs in `engagement.subject_requests`. No file is kept: it is made when it is handed over.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    space = models.ForeignKey(YoungPerson, on_delete=models.SET_NULL, null=True, related_name="requests")
    asked_on = models.DateField()
    due_on = models.DateField()
    recorded_by = models.ForeignKey(  # None when it was asked for in the space itself
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.ASKED)
    version = models.PositiveIntegerField(default=0)
    gathered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for everything")
        indexes = [models.Index(fields=["due_on", "id"], name="engagement_requests_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["space"], condition=Q(state__in=OPEN_REQUESTS), name="engagement_one_open_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(RequestState.ASKED, RequestState.GATHERED))
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="engagement_files_are_checked_first",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(gathered_by__isnull=True) | ~Q(checked_by=F("gathered_by")),
                name="engagement_files_need_a_second_person",
            ),
        ]
        permissions = [("handle_requests", "Can handle requests, objections and erasures")]

    def __str__(self) -> str:
        return f"Request {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days) if self.is_open else 0


class RequestStep(models.TextChoices):
    ASKED = "asked", _("Asked for")
    GATHERED = "gathered", _("Gathered")
    CHECKED = "checked", _("Checked for serious harm")
    FETCHED = "fetched", _("File made")
    HANDED_OVER = "handed_over", _("Handed over")


class RequestEvent(AppendOnly):
    """One step of a request. `by` is empty when the young person took it in their space."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=12, choices=RequestStep.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.at:%d %B %Y}"


class Part(models.TextChoices):
    """What is decided about apart: somebody's own words, and what we did to keep them safe."""

    WORDS = "words", _("What they said, and our answers")
    CONCERN = "concern", _("What we did to keep them safe")
    NOTES = "notes", _("Notes that colleagues wrote about it")


class FilePart(models.Model):
    """One piece of what we hold, and whether it may be handed over (serious harm, DPA 2018 Sch. 3)."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="parts")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.WORDS)
    handed = models.BooleanField(default=True)
    why = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "submission", "part"], name="engagement_one_decision_a_part"),
        ]

    def __str__(self) -> str:
        return f"Part {self.pk}"
