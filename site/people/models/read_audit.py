"""Who opened what is not for everybody's eyes. Never what was read: no words, no names."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.append_only import AppendOnly


class Opened(models.TextChoices):
    URGENT_ITEM = "urgent_item", _("An urgent view")
    CONCERN = "concern", _("A concern")
    IDENTITY_LINK = "identity_link", _("Which key a view came with")
    EXPORT = "export", _("A file of rows")
    PERSON_FILE = "person_file", _("Everything about one person")


class Reason(models.TextChoices):
    """Why somebody had to look. To be picked, never typed: a typed reason would say something about a child."""

    SAFETY = "safety", _("Somebody may not be safe")
    ASKED = "asked", _("The young person asked us to")
    COMPLAINT = "complaint", _("To look into a complaint")
    THEIR_DATA = "their_data", _("They asked for their data, or to erase it")
    LAW = "law", _("A court or the law asks for it")


class ReadAudit(AppendOnly):
    """One opening by one person. Written by `people.reading.note_read` only; kept for six years."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"), db_index=False
    )
    what = models.CharField(_("what"), max_length=16, choices=Opened.choices)
    about = models.UUIDField(_("about"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("opening")
        indexes = [
            models.Index(fields=["by", "-id"], name="people_read_by"),
            models.Index(fields=["what", "-id"], name="people_read_what"),
            models.Index(fields=["about", "-id"], name="people_read_about"),
        ]
        permissions = [("read_audit", "Can see who read what")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.at:%d %B %Y %H:%M}"
