"""Every table of counts that was ever published: what was shown, and, sealed, what was counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from people.encryption import EncryptedTextField


class ReleaseKind(models.TextChoices):
    EDITION = "edition", _("Quarterly edition")
    SURVEY = "survey", _("Survey results")
    AWARDS = "awards", _("Awards")
    EXPORT = "export", _("Export")
    PAGE = "page", _("Page of the site")


class ReleasedTable(AppendOnly):
    """One table as it was published, which cannot be taken back. `shown` has None for a hidden count, totals last."""

    stays = True  # a new table has to be safe beside all earlier ones

    name = models.CharField(max_length=200)
    series = models.CharField(max_length=200)
    population = models.CharField(max_length=100)
    period = models.CharField(max_length=40, blank=True)
    part_of = models.CharField(max_length=200, blank=True)
    sensitive = models.BooleanField()
    rows = models.JSONField()
    cols = models.JSONField()
    shown = models.JSONField()
    kind = models.CharField(max_length=7, choices=ReleaseKind.choices)
    about = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["population", "period"], name="engagement_released_about")]

    def __str__(self) -> str:
        return f"{self.name}, {self.period}"


class ReleasedCounts(models.Model):
    """What was counted, hidden cells too: without it nobody could tell whether the next table gives them away."""

    table = models.OneToOneField(ReleasedTable, on_delete=models.PROTECT, primary_key=True, related_name="raw")
    counts = EncryptedTextField()

    def __str__(self) -> str:
        return f"Counts {self.pk}"


class ReleaseTurn(models.Model):
    """The one row that releases wait for: two at once could be safe each, and unsafe together."""

    def __str__(self) -> str:
        return "The turn to release"
