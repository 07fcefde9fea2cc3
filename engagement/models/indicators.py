"""Figures from elsewhere in an edition: indicators with comparators, and how many children there are."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.submissions import Submission
from people.models import AgeBand, CareStatus


class Unit(models.TextChoices):
    PERCENT = "percent", _("per cent")
    PEOPLE = "people", _("people")
    RATE = "rate", _("per 10,000 children")
    NUMBER = "number", _("number")


class Direction(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NEITHER = "neither", _("neither is better")


class Indicator(models.Model):
    """One thing the council measures each year or quarter. `code` is its name in the file that is imported."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    direction = models.CharField(_("which way is better"), max_length=8, choices=Direction.choices)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("indicator")

    def __str__(self) -> str:
        return self.code


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def known_on(self, day: date) -> "IndicatorValueQuerySet":
        """Of periods that had ended by `day`, the newest first within each indicator."""
        return self.filter(ends_on__lte=day).select_related("indicator").order_by("indicator", "-ends_on")


class IndicatorValue(models.Model):
    """What an indicator was in one period, beside councils like this one and the country. Imported again, replaced."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    period = models.CharField(_("period"), max_length=60)
    ends_on = models.DateField(_("last day of the period"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    neighbours = models.DecimalField(_("councils like ours"), max_digits=12, decimal_places=2, null=True, blank=True)
    national = models.DecimalField(_("the country"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="engagement_indicator_once_a_period"),
        ]

    def __str__(self) -> str:
        return f"Value {self.pk}"


class Dimension(models.TextChoices):
    """What the children the council looks after are counted by, each quarter."""

    AGE = "age", _("Age")
    CARE = "care", _("Care status")
    BOROUGH = "borough", _("In or out of the borough")
    HOME = "home", _("Kind of home")


class Borough(models.TextChoices):
    INSIDE = "in", _("Lives in the borough")
    OUTSIDE = "out", _("Lives outside the borough")


class Home(models.TextChoices):
    FOSTER = "foster", _("With foster carers")
    KIN = "kin", _("With family or friends")
    CHILDRENS_HOME = "childrens_home", _("In a children’s home")
    SEMI_INDEPENDENT = "semi", _("In a home with support")
    OWN = "own", _("In a place of their own")
    OTHER = "other", _("Somewhere else")


CATEGORIES: dict[str, type[models.TextChoices]] = {
    Dimension.AGE: AgeBand,
    Dimension.CARE: CareStatus,
    Dimension.BOROUGH: Borough,
    Dimension.HOME: Home,
}
# A view says nothing about these, so officers write down how many they heard from, after visits and sessions.
HEARD_BY_OFFICERS = (Dimension.BOROUGH, Dimension.HOME)


class Cohort(models.Model):
    """How many children and young people there were in a quarter. Replaced as a whole when it is entered again."""

    quarter = models.CharField(_("quarter"), max_length=7, unique=True)  # "2026-q2"
    total = models.PositiveIntegerField(_("how many in all"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cohort")
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="engagement_cohort_has_somebody")]

    def __str__(self) -> str:
        return f"Cohort {self.quarter}"


class CohortCount(models.Model):
    """How many of a cohort are in one group; `heard` is what officers wrote down, where a view does not say."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="counts")
    dimension = models.CharField(max_length=8, choices=Dimension.choices)
    category = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    heard = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "dimension", "category"], name="engagement_cohort_group_once"),
            models.CheckConstraint(
                condition=Q(heard__isnull=True) | Q(heard__lte=models.F("number")),
                name="engagement_no_more_heard_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"Cohort count {self.pk}"


class QuoteChoice(models.Model):
    """What an officer decided about one quotable view for a quarter's edition. No words.

    `tells` is what a reader can tell about the person, from the label or the words: ["age:12-15", "borough:out"].
    """

    quarter = models.CharField(max_length=7)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    used = models.BooleanField(default=True)  # False leaves it out of the edition
    tells = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quarter", "submission"], name="engagement_quote_chosen_once")]

    def __str__(self) -> str:
        return f"Choice {self.pk}"


class FiguresEntered(AppendOnly):
    """Somebody imported indicators or entered a cohort. `about` names the quarter or the file's digest."""

    stays = True

    class Kind(models.TextChoices):
        INDICATORS = "indicators", _("Indicators imported")
        COHORT = "cohort", _("Cohort entered")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d %B %Y}"
