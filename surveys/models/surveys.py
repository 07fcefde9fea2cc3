"""A survey as it is being built, its published versions that never change, and who did what."""

import uuid
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from surveys.questions import Definition
from surveys.writing import from_json


@lru_cache(maxsize=128)
def published(pk: int) -> Definition:
    """What the version with that key asks, read once in each process: it never changes."""
    return from_json(Version.objects.values_list("definition", flat=True).get(pk=pk))


class Survey(models.Model):
    """What an officer is building. `draft` is a definition; what people answer is a `Version`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    draft = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)  # counts changes, for compare-and-set between officers
    is_public = models.BooleanField(_("results may be shown to young people"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("survey")
        permissions = [
            ("manage_surveys", "Can build surveys, open and close them"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def definition(self) -> Definition:
        return from_json(self.draft)

    @property
    def latest(self) -> "Version | None":
        return self.versions.order_by("-number").first()


class Version(AppendOnly):
    """A survey as it was published. What a young person saw can be shown for ever: `definition` holds every wording."""

    stays = True  # answers point to it

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    changes = models.JSONField(default=list)  # since the version before: key, weight, what
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_one_version_of_each_number"),
        ]

    def __str__(self) -> str:
        return f"{self.survey}, version {self.number}"

    @property
    def asked(self) -> Definition:
        """What it asks."""
        return published(self.pk)


class SurveyVerb(models.TextChoices):
    MADE = "made", _("Made")
    PUBLISHED = "published", _("Published")
    OPENED = "opened", _("Opened for answers")
    CHANGED = "changed", _("Opening or closing changed")
    CLOSED = "closed", _("Closed")
    RESULTS = "results", _("Results shown")
    TICKETS = "tickets", _("Codes printed")
    RECOUNTED = "recounted", _("Counted again")


class SurveyEvent(AppendOnly):
    """Who did what with a survey. Never what anybody answered, and never when."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=SurveyVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.survey}"
