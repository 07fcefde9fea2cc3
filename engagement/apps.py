"""Young people's words, and what the council did about them."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = _("Voices and asks")

    def ready(self) -> None:
        from engagement.colleagues import hide_what_names_them

        post_save.connect(hide_what_names_them, sender="people.User", dispatch_uid="hide-what-names-them")
        autodiscover_modules("reports", "retention", "unseen")
