"""Answers half given, codes not used yet, and that somebody took part: each apart from every answer."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import AgeBand, CareStatus
from surveys.models.waves import Wave


class Draft(models.Model):
    """Answers that were not sent yet. Only the browser's cookie or the return phrase can open them.

    `place` is a fingerprint of the secret in the cookie, `sealed` is locked with a key made of the same secret, which
    is not here. `phrase` is a fingerprint of the four words, and `way_back` holds the secret, locked with them.
    """

    place = models.CharField(max_length=64, primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    at = models.CharField(max_length=40, blank=True)  # the section that was sent last: where people stop
    turn = models.PositiveIntegerField(default=0)  # counts changes: a change that was overtaken reads again first
    kept_until = models.DateField(db_index=True)
    phrase = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  (many drafts have none)
    way_back = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Draft {self.place[:8]}"


class Participation(models.Model):
    """That somebody signed in took part: a keyed fingerprint of space and wave, without day, order or answer."""

    mark = models.CharField(max_length=64, primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="participations")

    def __str__(self) -> str:
        return f"Participation {self.mark[:8]}"


class TicketSheet(models.Model):
    """Codes printed for one group. What it says of the group goes with an answer; which sheet, does not."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="sheets")
    group = models.CharField(_("who they are for"), max_length=80)
    face = models.CharField(_("wording"), max_length=8)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand.choices, blank=True)
    care_status = models.CharField(
        _("looked after or care leaver"), max_length=16, choices=CareStatus.choices, blank=True
    )
    printed = models.PositiveIntegerField(_("how many"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sheet of codes")

    def __str__(self) -> str:
        return f"{self.group}, {self.wave}"


class Ticket(models.Model):
    """One code that has not been used: only its keyed fingerprint. Using it deletes the row."""

    code = models.CharField(max_length=64, primary_key=True)
    sheet = models.ForeignKey(TicketSheet, on_delete=models.CASCADE, related_name="tickets")

    def __str__(self) -> str:
        return f"Ticket {self.code[:8]}"
