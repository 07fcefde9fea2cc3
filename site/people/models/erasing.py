"""What was erased, so that a restored backup forgets it again; and what a legal hold keeps from being erased."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Tombstone(models.Model):
    """Something is gone for good. Says which row and by which rule, and nothing of what was in it."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("Words")
        SPACE = "space", _("A space")
        RESPONSE = "response", _("Answers to a survey")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    uuid = models.UUIDField()
    on = models.DateField()  # the day alone: times would tie together what was erased at one go
    rule = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "uuid"], name="people_one_tombstone")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, erased {self.on:%d %B %Y}"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    """Reads in the words of the field."""

    def in_force(self) -> "LegalHoldQuerySet":
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """Keeps records from being erased by anybody and any rule, until it is lifted. Its verbs are in `people.holds`."""

    class Scope(models.TextChoices):
        SUBMISSION = "submission", _("One view")
        SPACE = "space", _("One space, with everything sent from it")
        PERIOD = "period", _("Everything from a stretch of time")

    class Why(models.TextChoices):
        """To be picked, never typed: a typed reason would say something about a child."""

        COURT = "court", _("A court or the police ask for it")
        INQUIRY = "inquiry", _("An inquiry or a review of practice")
        CLAIM = "claim", _("A complaint or a claim")
        SAFEGUARDING = "safeguarding", _("An enquiry about somebody’s safety")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scope = models.CharField(_("what to keep"), max_length=12, choices=Scope.choices)
    about = models.UUIDField(null=True, blank=True)  # the submission's or the space's
    first_day = models.DateField(_("from"), null=True, blank=True)
    last_day = models.DateField(_("until"), null=True, blank=True)  # empty: no end
    why = models.CharField(_("reason"), max_length=12, choices=Why.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="period", about__isnull=True, first_day__isnull=False)
                | Q(
                    scope__in=("submission", "space"),
                    about__isnull=False,
                    first_day__isnull=True,
                    last_day__isnull=True,
                ),
                name="people_hold_says_what",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="people_hold_lifted_by_somebody",
            ),
        ]
        permissions = [("hold_records", "Can keep records from being erased")]

    def __str__(self) -> str:
        return f"Legal hold {self.pk}"
