"""What was answered: one row each that nobody edits, texts as submissions, and the cells that figures come from."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models import Submission
from people.models import AgeBand, CareStatus
from surveys.models.surveys import Version
from surveys.models.waves import Wave


class Mode(models.TextChoices):
    """How the answers came."""

    ONLINE = "online", _("Online")
    KIOSK = "kiosk", _("On a tablet at an event")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("On the phone")
    IN_PERSON = "in_person", _("Face to face")


class Helper(models.TextChoices):
    """Who helped to answer."""

    NOBODY = "nobody", _("Nobody")
    CARER = "carer", _("The people I live with")
    WORKER = "worker", _("My worker")
    ADVOCATE = "advocate", _("An advocate")
    FRIEND = "friend", _("A friend")
    OTHER = "other", _("Somebody else")


class Response(models.Model):
    """One young person's answers by stable keys, with the day they came and no more: nothing leads back to anybody.

    `receipt` is a keyed fingerprint of the phrase that only they hold. Never edited; taken back, it is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    face = models.CharField(max_length=8)
    language = models.CharField(max_length=8, default="en")
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True)
    care_status = models.CharField(max_length=16, choices=CareStatus.choices, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ONLINE)
    helped_by = models.CharField(max_length=10, choices=Helper.choices, blank=True)
    answers = models.JSONField(default=dict)
    receipt = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  (staff's entries have none, and many may)

    def __str__(self) -> str:
        return f"Response {str(self.pk)[:8]}"


class Unfolded(models.Model):
    """A response that is not in the cells yet. Folding and taking back both end with no such row."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, primary_key=True, related_name="unfolded")

    def __str__(self) -> str:
        return f"Unfolded {str(self.pk)[:8]}"


class Cell(models.Model):
    """How many gave one answer, in one segment. Exact, and for disclosure control's eyes only."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="cells")
    question = models.CharField(max_length=90)
    option = models.CharField(max_length=60)
    segment = models.CharField(max_length=40, blank=True)  # "" for all, else "face:8-11" and its like
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "question", "option", "segment"], name="surveys_one_cell_each"),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.option}, {self.segment}"


class Comment(Submission):
    """One answer in words. `slip` leads to it from the receipt phrase alone, not from the other answers."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="comments")
    question = models.CharField(max_length=50)
    face = models.CharField(max_length=8, blank=True)
    slip = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("survey answer")
