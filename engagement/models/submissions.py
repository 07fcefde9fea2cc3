"""The spine: one table where every free text from outside waits to be read."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models.specific import SpecificMixin

from engagement.models.themes import Theme
from people.encryption import EncryptedTextField
from people.models import AgeBand, CareStatus, YoungPerson
from people.roles import HANDLE_ALLEGATIONS

LONGEST_TEXT = 20_000  # characters
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else when written down


def make_reference() -> str:
    """Eight signs a person can read out; names a submission without saying anything about it."""
    return "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(8))


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", _("Being read")
    APPROVED = "approved", _("Approved")
    APPROVED_REDACTED = "approved_redacted", _("Approved with details taken out")
    KEPT_PRIVATE = "kept_private", _("Heard, not published")
    DECLINED = "declined", _("Sent back")


OPEN_STATES = (State.RECEIVED, State.IN_REVIEW)
PUBLIC_STATES = (State.APPROVED, State.APPROVED_REDACTED)


class Urgency(models.IntegerChoices):
    """Numbers, so that the queue sorts by them in an index."""

    NONE = 0, _("Usual")
    SOON = 1, _("Today")
    URGENT = 2, _("Now")


class Safety(models.TextChoices):
    """What a person did about an urgent item; nothing urgent is published or closed before that."""

    NOT_RAISED = "not_raised", _("Not raised")
    WAITING = "waiting", _("Waiting for a person")
    PASSED_ON = "passed_on", _("Passed on to the duty worker")
    RULED_OUT = "ruled_out", _("Nobody is at risk")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Reads in the words of the field."""

    def to_read(self) -> "SubmissionQuerySet":
        """Waiting for a person, most worrying first, then by deadline (index `engagement_queue`)."""
        return self.filter(state__in=OPEN_STATES).order_by("-urgency", "due_at", "-score", "pk")

    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """Without what an allegation hides from `user`. Every page, count, search, file and mail for staff starts here.

        What names a member of staff is hidden from them, whatever their role; what is restricted, from everybody
        outside the safeguarding group.
        """
        words = self if user.has_perm(HANDLE_ALLEGATIONS) else self.unrestricted()
        hidden = Submission.hidden_from.through.objects.filter(submission_id=OuterRef("pk"), user_id=user.pk)
        return words.filter(~Exists(hidden))

    def unrestricted(self) -> "SubmissionQuerySet":
        """Without allegations about staff, which leave every queue and every figure at once."""
        return self.filter(restricted=False)

    def approved(self) -> "SubmissionQuerySet":
        return self.filter(state__in=PUBLIC_STATES)

    def heard(self) -> "SubmissionQuerySet":
        """Everything a person has read and decided on; "not published" is never "not heard"."""
        return self.exclude(state__in=OPEN_STATES)

    def quotable(self) -> "SubmissionQuerySet":
        return self.approved().filter(may_quote=True)

    def counted(self) -> "SubmissionQuerySet":
        """Without those whose young people do not want to be part of figures."""
        return self.filter(counted=True)

    def from_space(self, space: YoungPerson) -> "SubmissionQuerySet":
        return self.filter(space=space)

    def received_between(self, first: Any, last: Any) -> "SubmissionQuerySet":
        """Received on the days from `first` to `last`, both included."""
        return self.filter(received_on__gte=first, received_on__lte=last)


class Submission(SpecificMixin, models.Model):
    """Words from outside. Rooms extend it (Voice, later Nomination and Comment); `content_type` says which.

    Three texts are kept apart: `words` as said (sealed, never edited), `public_words` as they may be published,
    `board_words` as the Board reads them. Coarse facts are copied on receipt, so figures need no join and outlive
    the words. State, urgency and texts change only through the verbs in `engagement.moderation`.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, editable=False, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=8, default=make_reference, unique=True, editable=False)
    token = models.UUIDField(
        null=True, unique=True, editable=False
    )  # one sending makes one row, however often it is sent

    words = EncryptedTextField(_("words"), blank=True, editable=False)
    public_words = EncryptedTextField(_("public words"), blank=True, editable=False)
    board_words = EncryptedTextField(_("words for the Board"), blank=True, editable=False)
    may_quote = models.BooleanField(_("may be quoted"), default=False)
    counted = models.BooleanField(_("counted in figures"), default=True)  # False after an objection

    space = models.ForeignKey(YoungPerson, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions")
    author = models.ForeignKey(  # staff who wrote it down for somebody; None when the young person sent it
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions")
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True)
    care_status = models.CharField(max_length=16, choices=CareStatus.choices, blank=True)
    received_at = models.DateTimeField()
    received_on = models.DateField(db_index=True)

    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=0)  # counts changes, for compare-and-set between moderators
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NONE)
    score = models.FloatField(default=0)  # orders items of one urgency and deadline
    safety = models.CharField(max_length=12, choices=Safety.choices, default=Safety.NOT_RAISED)
    restricted = models.BooleanField(default=False)  # an allegation about staff: for the safeguarding group only
    hidden_from = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    due_at = models.DateTimeField()  # a person has opened it by then
    answer_by = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=20, blank=True)

    language = models.CharField(max_length=8, default="en")
    rules_version = models.CharField(max_length=40, blank=True)
    screening_failed = models.CharField(max_length=40, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        indexes = [
            models.Index(
                fields=["-urgency", "due_at", "-score", "id"],
                name="engagement_queue",
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=["state", "-decided_at"], name="engagement_decided"),
            models.Index(fields=["space", "-received_at"], name="engagement_in_space"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES)
                | (Q(decided_by__isnull=False) & (Q(author__isnull=True) | ~Q(decided_by=F("author")))),
                name="engagement_public_needs_another_person",
            ),
            models.CheckConstraint(
                condition=Q(public_words="") | Q(decided_by__isnull=False) | Q(state=State.IN_REVIEW),
                name="engagement_public_words_need_a_reader",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="engagement_decisions_have_a_name",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES) | ~Q(safety=Safety.WAITING),
                name="engagement_urgent_is_never_closed_unread",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | ~Q(decline_reason=""), name="engagement_declined_says_why"
            ),
        ]
        permissions = [
            ("read_words", "Can read what young people wrote, word for word"),
            ("see_space", "Can see which key a view came with"),
            ("moderate", "Can decide what happens to a view"),
            ("enter_on_behalf", "Can write down a view for somebody"),
            ("read_advocacy", "Can read requests for an advocate"),
            ("read_board_page", "Can read the Board's page"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.pk and not self.content_type_id:
            self.content_type = ContentType.objects.get_for_model(self, for_concrete_model=False)

    def __str__(self) -> str:
        # Wagtail's log keeps str() for ever, so it never holds the words.
        return f"{self._meta.verbose_name} {self.reference}, {self.received_on:%d %B %Y}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES


class Finding(models.Model):
    """One thing screening noticed, and where. Offsets only: the words stay in the submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=60)
    category = models.CharField(max_length=24)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NONE)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["start", "end"]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="engagement_finding_has_a_length")]

    def __str__(self) -> str:
        return f"{self.category} {self.start}–{self.end}"

    @property
    def is_detail(self) -> bool:
        """An identifying detail to take out, rather than something to worry about."""
        return self.category.startswith("pii_")
