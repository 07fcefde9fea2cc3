"""What somebody will do after a meeting or about an Ask: who, by when, and what came of it."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagement.models.agendas import AgendaItem
from engagement.models.append_only import AppendOnly
from engagement.models.asks import Ask
from people.models import User


class ActionStage(models.TextChoices):
    """What people said of it; whether it is late is computed from the day."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CONFIRMED = "confirmed", _("Confirmed")


class ActionQuerySet(models.QuerySet["Action"]):
    def public(self) -> "ActionQuerySet":
        return self.filter(checked_by__isnull=False)

    def unchecked(self) -> "ActionQuerySet":
        return self.filter(checked_by__isnull=True)

    def open(self) -> "ActionQuerySet":
        return self.filter(stage=ActionStage.OPEN)

    def owed_by(self, owner: User) -> "ActionQuerySet":
        return self.open().filter(owner=owner)

    def late(self, today: date) -> "ActionQuerySet":
        return self.open().filter(due__lt=today)

    def soonest_first(self) -> "ActionQuerySet":
        return self.order_by("due", "pk")


class Action(models.Model):
    """One thing somebody will do. Changes only through the verbs in `engagement.actions`.

    The columns from `stage` on mirror the latest events; `actions.replay` rebuilds them and a test compares.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    wording = models.CharField(_("what will be done"), max_length=200)
    worded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(  # the second person whose reading made it public
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    first_due = models.DateField()  # what was promised first; never changes

    stage = models.CharField(max_length=9, choices=ActionStage.choices, default=ActionStage.OPEN)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions_owned", verbose_name=_("owner")
    )
    owner_role = models.CharField(_("owner’s job"), max_length=100, blank=True)
    due = models.DateField(_("due"))
    evidence = models.TextField(_("what shows that it is done"), blank=True)
    done_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        indexes = [models.Index(fields=["due", "id"], name="engagement_action_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(ask__isnull=False), name="engagement_action_comes_from_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("worded_by")),
                name="engagement_action_public_needs_another_person",
            ),
            models.CheckConstraint(
                condition=Q(stage=ActionStage.OPEN) | (~Q(evidence="") & Q(done_on__isnull=False)),
                name="engagement_action_closes_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ActionStage.CONFIRMED) | Q(confirmed_by__isnull=False),
                name="engagement_action_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("owner")),
                name="engagement_action_confirmed_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("engagement:action", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.checked_by_id is not None

    @property
    def is_open(self) -> bool:
        return self.stage == ActionStage.OPEN

    @property
    def due_on(self) -> date | None:
        """The day that counts now; None once it is done."""
        return self.due if self.is_open else None

    @property
    def owner_name(self) -> str:
        """Who does it, by name; never the e-mail address, which is for colleagues. Fetch `owner` along."""
        return self.owner.get_full_name() or gettext("somebody here")

    def days_late(self, today: date) -> int:
        """Whole calendar days past `due`; 0 when it is not late."""
        return max(0, (today - self.due).days) if self.is_open else 0


class ActionVerb(models.TextChoices):
    OPENED = "opened", _("Opened")
    REWORDED = "reworded", _("Worded again")
    CHECKED = "checked", _("Read by a second person")
    HANDED = "handed", _("Given to somebody else")
    PROGRESS = "progress", _("Progress")
    MOVED = "moved", _("Date moved")
    DONE = "done", _("Done")
    CONFIRMED = "confirmed", _("Confirmed")
    REOPENED = "reopened", _("Opened again")


STAGE_AFTER = {
    ActionVerb.OPENED: ActionStage.OPEN,
    ActionVerb.DONE: ActionStage.DONE,
    ActionVerb.CONFIRMED: ActionStage.CONFIRMED,
    ActionVerb.REOPENED: ActionStage.OPEN,
}


class ActionEvent(AppendOnly):
    """One step in an action's life. `words` are the council's own and public once the action is."""

    stays = True  # an action is what its events say, and stays on the tracker

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=9, choices=ActionVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "version"], name="engagement_action_one_step_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y}"
