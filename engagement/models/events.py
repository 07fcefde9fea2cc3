"""What was done with a view, by whom and when; and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.ask_events import AskEvent
from engagement.models.submissions import State, Submission
from people.encryption import EncryptedTextField


class Verb(models.TextChoices):
    RECEIVED = "received", _("Sent")
    OPENED = "opened", _("Opened")
    REDACTED = "redacted", _("Details taken out")
    APPROVED = "approved", _("Approved")
    KEPT_PRIVATE = "kept_private", _("Heard, not published")
    DECLINED = "declined", _("Sent back")
    WITHDRAWN = "withdrawn", _("No longer published")
    URGENCY_RAISED = "urgency_raised", _("Made more urgent")
    SCREENED_AGAIN = "screened_again", _("Made more urgent by new rules")
    PASSED_ON = "passed_on", _("Passed on to the duty worker")
    RULED_OUT = "ruled_out", _("Nobody at risk")
    REPLIED = "replied", _("Answered")
    NOTED = "noted", _("Note")
    GATHERED = "gathered", _("Gathered into an ask")
    TAKEN_BACK = "taken_back", _("Taken back by the young person")
    OBJECTED = "objected", _("The young person said no to a use")


# Steps that a young person or the screen takes alone; every other one has a person here.
THEIR_OWN = (Verb.RECEIVED, Verb.SCREENED_AGAIN, Verb.TAKEN_BACK, Verb.OBJECTED)


class SubmissionEvent(AppendOnly):
    """One step in the life of a submission. `by` is empty when the young person or the screen did it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=16, choices=Verb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices)  # after the step
    version = models.PositiveIntegerField()  # of the submission, after the step

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=THEIR_OWN) | Q(by__isnull=False), name="engagement_every_step_has_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y %H:%M}"

    @property
    def note(self) -> str:
        """What was written down with the step; empty once it is erased. `select_related("kept_note")` for many."""
        return self.kept_note.words if hasattr(self, "kept_note") else ""


class Note(models.Model):
    """Words beside a step. They may tell of a child, so they can be erased while the history stays."""

    event = models.OneToOneField(SubmissionEvent, on_delete=models.PROTECT, primary_key=True, related_name="kept_note")
    words = EncryptedTextField()

    def __str__(self) -> str:
        return f"Note {self.pk}"


class Reply(models.Model):
    """An answer to one contributor: words of our own, or news of a step in an Ask's life, which nobody may be `by`."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="replies")
    words = EncryptedTextField(blank=True)
    ask_event = models.ForeignKey(AskEvent, on_delete=models.CASCADE, null=True, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(fields=["submission", "ask_event"], name="engagement_one_reply_a_step"),
            models.CheckConstraint(
                condition=Q(ask_event__isnull=False, words="") | (Q(ask_event__isnull=True) & ~Q(words="")),
                name="engagement_reply_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Reply, {self.at:%d %B %Y}"


class ReplyTemplate(models.Model):
    """Ready words for an answer, to be made personal before sending."""

    title = models.CharField(_("title"), max_length=60, unique=True)
    words = models.TextField(_("words"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("reply template")

    def __str__(self) -> str:
        return self.title
