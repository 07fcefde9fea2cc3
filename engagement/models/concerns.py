"""Words that worry have a record of their own: who was told, who took it on, what was done, who looked again."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.submissions import Submission
from engagement.models.voices import Purpose
from people.encryption import EncryptedTextField
from people.roles import HANDLE_ALLEGATIONS, HANDLE_CONCERNS, READ_ADVOCACY


class ConcernKind(models.TextChoices):
    HELP_NOW = "help_now", _("Asked for help now")
    DISCLOSURE = "disclosure", _("Somebody may not be safe")
    ALLEGATION = "allegation", _("About an adult who works with children")
    ADVOCATE = "advocate", _("Asks for an advocate")
    SCREEN_FAILED = "screen_failed", _("The screen could not read it")


class ConcernState(models.TextChoices):
    OPEN = "open", _("Nobody has taken it on")
    ACKNOWLEDGED = "acknowledged", _("Somebody is on it")
    REFERRED = "referred", _("Handed over")
    NO_CONCERN = "no_concern", _("Nobody is at risk")
    CLOSED = "closed", _("Closed")


UNDECIDED = (ConcernState.OPEN, ConcernState.ACKNOWLEDGED)
DECIDED = (ConcernState.REFERRED, ConcernState.NO_CONCERN)


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Reads in the words of the field."""

    def undecided(self) -> "ConcernQuerySet":
        return self.filter(state__in=UNDECIDED)

    def unclosed(self) -> "ConcernQuerySet":
        return self.exclude(state=ConcernState.CLOSED)

    def in_order(self) -> "ConcernQuerySet":
        """Nobody's first, then the oldest (index `engagement_concern_queue`)."""
        return self.order_by("-state", "opened_at", "pk")

    def visible_to(self, user: Any) -> "ConcernQuerySet":
        """What `user` may handle. Requests for an advocate are the advocate's, unless somebody may not be safe."""
        request = Q(submission__voice__purpose=Purpose.ADVOCATE)
        may = Q(pk__in=())
        if user.has_perm(HANDLE_ALLEGATIONS):
            may |= ~Q(kind=ConcernKind.ADVOCATE)
        elif user.has_perm(HANDLE_CONCERNS):
            may |= Q(submission__restricted=False) & ~request
        if user.has_perm(READ_ADVOCACY):
            may |= Q(submission__restricted=False) & request
        return self.filter(may, submission__in=Submission.objects.visible_to(user))


class Concern(models.Model):
    """One worry about one submission. It changes only through the verbs in `engagement.concerns`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=16, choices=ConcernKind.choices)
    state = models.CharField(max_length=16, choices=ConcernState.choices, default=ConcernState.OPEN)
    version = models.PositiveIntegerField(default=0)  # for compare-and-set between two people
    opened_at = models.DateTimeField()
    told_level = models.SmallIntegerField(default=-1)  # the highest rung of the ladder that has been told
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    referred_to = EncryptedTextField(blank=True)
    reference = EncryptedTextField(blank=True)  # the number under which the other side knows it
    reason = EncryptedTextField(blank=True)  # why nobody is at risk
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        indexes = [
            models.Index(
                fields=["-state", "opened_at", "id"],
                name="engagement_concern_queue",
                condition=~Q(state=ConcernState.CLOSED),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(state__in=UNDECIDED), name="engagement_one_undecided_concern"
            ),
            models.CheckConstraint(
                condition=Q(state=ConcernState.OPEN) | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="engagement_concern_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="engagement_concern_decided_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.REFERRED) | (~Q(referred_to="") & ~Q(reference="")),
                name="engagement_referral_says_where",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.NO_CONCERN) | ~Q(reason=""), name="engagement_no_concern_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.CLOSED)
                | Q(kind=ConcernKind.ADVOCATE)
                | (Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(closed_by=F("decided_by"))),
                name="engagement_second_person_closes",
            ),
        ]
        permissions = [
            ("handle_concerns", "Can take on, hand over and close worries about a young person"),
            ("handle_allegations", "Can read and handle allegations about staff"),
            ("manage_rota", "Can say who is on duty"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}, {self.opened_at:%d %B %Y}"

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class ConcernVerb(models.TextChoices):
    OPENED = "opened", _("Raised")
    ALERTED = "alerted", _("Alert sent")
    ACKNOWLEDGED = "acknowledged", _("Taken on")
    REFERRED = "referred", _("Handed over")
    NO_CONCERN = "no_concern", _("Nobody at risk")
    CLOSED = "closed", _("Closed by a second person")
    HIDDEN = "hidden", _("Hidden from somebody it names")


class ConcernEvent(AppendOnly):
    """One step in the life of a concern. `by` is empty for what the platform does by itself."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=16, choices=ConcernVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    level = models.SmallIntegerField(null=True)  # the rung that was told

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=("opened", "alerted", "hidden")) | Q(by__isnull=False),
                name="engagement_concern_steps_have_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y %H:%M}"


class DutyTurnQuerySet(models.QuerySet["DutyTurn"]):
    def on(self, day: date) -> "DutyTurnQuerySet":
        """Whose turn it is on `day`, first to be told first."""
        return self.between(day, day)

    def between(self, first: date, last: date) -> "DutyTurnQuerySet":
        """The turns with a day from `first` to `last`, both included; first to be told first."""
        turns = self.filter(first_day__lte=last, last_day__gte=first, person__is_active=True)
        return turns.select_related("person").order_by("rung", "first_day", "pk")


class DutyTurn(models.Model):
    """Somebody's days on the duty rota. Rung 0 is told at once, 1 after 15 minutes, 2 after 30."""

    LAST_RUNG = 2

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duty_turns", verbose_name=_("who")
    )
    rung = models.PositiveSmallIntegerField(
        _("told"),
        choices=[(0, _("at once")), (1, _("after 15 minutes")), (2, _("after 30 minutes"))],
        default=0,
        validators=[MaxValueValidator(LAST_RUNG)],
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = DutyTurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty turn")
        verbose_name_plural = _("duty rota")
        ordering = ["-first_day", "rung"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="engagement_turn_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(rung__lte=2), name="engagement_turn_has_a_rung"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.first_day:%d %B} to {self.last_day:%d %B %Y}"
