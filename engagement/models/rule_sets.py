"""Rule sets: what a council changed about the screening rules, by whom, and when each change came into force."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly

AS_SHIPPED = 0  # the number of the rules that come with the product; they have no row


class RuleSetState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In force")
    RETIRED = "retired", _("No longer in force")


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    """Reads in the words of the field."""

    def published(self) -> "RuleSetQuerySet":
        """The one set in force, or none: then it is the rules as shipped."""
        return self.filter(state=RuleSetState.PUBLISHED)

    def drafts(self) -> "RuleSetQuerySet":
        return self.filter(state=RuleSetState.DRAFT)

    def once_in_force(self) -> "RuleSetQuerySet":
        """What can be gone back to, newest first."""
        return self.filter(published_at__isnull=False).order_by("-number")


def no_changes() -> dict[str, Any]:
    return {"rule": [], "off": []}


class RuleSet(models.Model):
    """Changes to the shipped rules, in the shape of their TOML tables: `rule` added or reworded, `off` left out.

    Changes and not a copy, so that better rules of a later release reach a council that changed others. Changes and
    state are set by the verbs in `engagement.rulesets` only; once published, changes stay as they are for ever.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=12, choices=RuleSetState.choices, default=RuleSetState.DRAFT)
    changes = models.JSONField(default=no_changes)
    version = models.PositiveIntegerField(default=0)  # counts edits, for compare-and-set between two people
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RuleSetState.DRAFT), name="engagement_one_draft_of_rules"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RuleSetState.PUBLISHED), name="engagement_one_set_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state=RuleSetState.PUBLISHED)
                | Q(published_by__isnull=False, published_at__isnull=False) & ~Q(published_by=F("edited_by")),
                name="engagement_rules_need_a_second_person",
            ),
            models.CheckConstraint(condition=Q(number__gt=AS_SHIPPED), name="engagement_shipped_rules_have_no_row"),
        ]
        permissions = [
            ("edit_rules", "Can change and try the screening rules"),
            ("publish_rules", "Can put another person's screening rules into force"),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d")) % {"number": self.number}

    @property
    def own(self) -> dict[str, dict[str, Any]]:
        """The rules that this set adds or rewords, by id."""
        return {table["id"]: table for table in self.changes["rule"]}

    @property
    def off(self) -> list[str]:
        return list(self.changes["off"])


class RuleSetVerb(models.TextChoices):
    STARTED = "started", _("Draft started")
    EDITED = "edited", _("Rule changed")
    TRIED = "tried", _("Tried on closed items")
    DROPPED = "dropped", _("Draft put away")
    PUBLISHED = "published", _("Put into force")
    ROLLED_BACK = "rolled_back", _("Gone back to")


class RuleSetEvent(AppendOnly):
    """One step of a rule set. `rule_set` is empty for the rules as shipped. Notes name rules, never a child's words."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=12, choices=RuleSetVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y %H:%M}"
