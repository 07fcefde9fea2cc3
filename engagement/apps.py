"""Young people's words, and what the council did about them."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = _("Voices and asks")

    def ready(self) -> None:
        autodiscover_modules("reports")
