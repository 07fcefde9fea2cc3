"""Files of rows that leave the house: asked for by one person, released by another, and what became of them."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.themes import Theme
from people.models import User
from people.roles import RELEASE_EXPORTS


class ExportKind(models.TextChoices):
    SUBMISSIONS = "submissions", _("Views that were read: words that may be quoted, theme, day, status")
    ASKS = "asks", _("Public asks: what was asked, who owes it, what came of it")
    ANSWERS = "answers", _("Answers to a survey, a row for each person, without words")


FROM_THE_DESK = (ExportKind.SUBMISSIONS, ExportKind.ASKS)  # the others are asked for where they belong to something


class ExportForm(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook (XLSX)")
    CSV = "csv", _("Plain table (CSV)")
    SPSS = "spss", _("For SPSS: a table with the syntax that labels it (ZIP)")


ANY_ROWS = (ExportForm.XLSX, ExportForm.CSV)  # forms that every kind has


class ExportReason(models.TextChoices):
    """To be picked, never typed: a typed reason could say something about a child."""

    FIGURES = "figures", _("To check figures that we publish")
    INSPECTION = "inspection", _("An inspection or audit asks for it")
    COMPLAINT = "complaint", _("To look into a complaint")
    LAW = "law", _("A court or the law asks for it")


class ExportState(models.TextChoices):
    ASKED = "asked", _("Waits for a second person")
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")
    FETCHED = "fetched", _("Fetched")
    LAPSED = "lapsed", _("Lapsed")


RUNNING_EXPORTS = (ExportState.ASKED, ExportState.RELEASED)
FETCHABLE = (ExportState.RELEASED, ExportState.FETCHED)


class ExportRequestQuerySet(models.QuerySet["ExportRequest"]):
    """Reads in the words of the field."""

    def visible_to(self, user: User) -> "ExportRequestQuerySet":
        """Everything for those who release; for everybody else what they asked for themselves."""
        return self.all() if user.has_perm(RELEASE_EXPORTS) else self.filter(asked_by=user)

    def to_release(self, user: User, now: datetime) -> "ExportRequestQuerySet":
        """Waiting for a second person, whom `user` would be."""
        return self.filter(state=ExportState.ASKED, expires_at__gt=now).exclude(asked_by=user)

    def lapsing(self, now: datetime) -> "ExportRequestQuerySet":
        return self.filter(state__in=RUNNING_EXPORTS, expires_at__lte=now)

    def newest_first(self) -> "ExportRequestQuerySet":
        return self.order_by("-asked_at", "-pk")


class ExportRequest(models.Model):
    """One file of rows that somebody wants. Changes only through the verbs in `engagement.releasing`.

    The file is made when it is fetched and kept nowhere. `decided_by` released or refused it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=12, choices=ExportKind.choices)
    form = models.CharField(_("format"), max_length=4, choices=ExportForm.choices)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=36, blank=True)  # which one, where its kind needs that: a wave of a survey
    reason = models.CharField(_("why"), max_length=12, choices=ExportReason.choices)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()  # for the release while asked, for the fetching once released

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        indexes = [models.Index(fields=["-asked_at", "-id"], name="engagement_exports_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="engagement_exports_need_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ExportState.RELEASED, ExportState.FETCHED, ExportState.REFUSED))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="engagement_exports_are_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="engagement_exports_have_a_reason"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="engagement_exports_have_days"),
        ]
        permissions = [
            ("take_exports", "Can ask for files of rows, and fetch them once released"),
            ("release_exports", "Can release files of rows that somebody else asked for"),
        ]

    def __str__(self) -> str:
        return f"Export {self.pk}"


class ExportVerb(models.TextChoices):
    ASKED = "asked", _("Asked for")
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")
    FETCHED = "fetched", _("Fetched")
    STOPPED = "stopped", _("Stopped by the check of the file")
    LAPSED = "lapsed", _("Lapsed")


class ExportEvent(AppendOnly):
    """One step of a file of rows. Nobody is `by` where time ran out; `rows` is how many went out."""

    stays = True  # what has left the house once is never back

    export = models.ForeignKey(ExportRequest, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=8, choices=ExportVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y}"
