"""A wave: one version of a survey, open from one moment to another, to those whom its ways in let in."""

import uuid
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.surveys import Survey, Version


class WayIn(models.TextChoices):
    LINK = "link", _("Everybody with the link")
    TICKET = "ticket", _("A code for one person each")
    SPACE = "space", _("Signed in to my space, once each")
    KIOSK = "kiosk", _("A tablet at an event")
    STAFF = "staff", _("A colleague writes it down")


class WaveQuerySet(models.QuerySet["Wave"]):
    """Reads in the words of the field."""

    def open(self, at: datetime | None = None) -> "WaveQuerySet":
        now = at or timezone.now()
        return self.filter(is_test=False, opens_at__lte=now, closes_at__gt=now)

    def closed(self, at: datetime | None = None) -> "WaveQuerySet":
        return self.filter(is_test=False, closes_at__lte=at or timezone.now())

    def for_everybody(self) -> "WaveQuerySet":
        """Those that a page may list: anybody may come in, with a link or by signing in."""
        return self.filter(reduce(or_, (Q(ways__contains=way) for way in (WayIn.LINK, WayIn.SPACE))))

    def with_results(self) -> "WaveQuerySet":
        """Those whose results young people may read."""
        return self.filter(results_at__isnull=False, survey__is_public=True, is_test=False)


class Wave(models.Model):
    """One time that a survey is asked. The clock opens and closes it; nobody has to."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="waves")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="waves")
    name = models.CharField(_("name"), max_length=60, help_text=_("For example: Spring 2026"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    ways = models.CharField(_("ways in"), max_length=60)  # names of `WayIn`, comma separated
    is_test = models.BooleanField(default=False)  # tried out by staff: counted nowhere
    results_at = models.DateTimeField(null=True, editable=False)  # since when young people may read them

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        verbose_name = _("wave")
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="surveys_wave_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.survey}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.survey.slug])

    def is_open(self, at: datetime | None = None) -> bool:
        return self.opens_at <= (at or timezone.now()) < self.closes_at

    def lets_in(self, way: str) -> bool:
        return way in self.ways.split(",")

    @property
    def population(self) -> str:
        """What tables of its answers are about, in disclosure control: the same people for every question."""
        return f"survey:{self.uuid}"

    @property
    def ways_in_words(self) -> list[Any]:
        return [WayIn(way).label for way in self.ways.split(",") if way]
