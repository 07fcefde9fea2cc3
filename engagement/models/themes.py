"""What views are about; the council can rename its themes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThemeQuerySet(models.QuerySet["Theme"]):
    def open(self) -> "ThemeQuerySet":
        return self.filter(retired=False)


class Theme(models.Model):
    """A subject, as young people say it. Retired, never deleted: old figures keep their name."""

    name = models.CharField(_("name"), max_length=60, unique=True, help_text=_("As a young person would say it."))
    examples = models.CharField(_("examples"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer offered"), default=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("theme")

    def __str__(self) -> str:
        return self.name
