"""Alerts to staff wait here until they are sent: a row commits with what caused it, so nothing that fails loses one."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Reads in the words of the field."""

    def waiting(self) -> "OutboxQuerySet":
        return self.filter(sent_at__isnull=True)

    def due(self, now: datetime) -> "OutboxQuerySet":
        """Waiting, its next attempt due, and in nobody's hands: a claim that was not kept falls back to everybody."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LASTS)
        return self.waiting().filter(free, not_before__lte=now).order_by("pk")


CLAIM_LASTS = timedelta(seconds=30)  # a sender that died has let go by then


class OutboxMessage(models.Model):
    """One message to one address. It says how much waits and where to sign in, and can say nothing else."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        TEXT = "text", _("Text message")

    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    kind = models.SlugField(max_length=40)  # the template under templates/email/
    address = models.CharField(max_length=254)
    key = models.CharField(max_length=120, unique=True)  # what is being told to whom: said once
    count = models.PositiveIntegerField(default=1)
    link = models.CharField(max_length=200, blank=True)  # a path of ours that names nobody
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()  # the next attempt
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=80, blank=True)  # the kind of the last error, never its text
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing alert")
        indexes = [
            models.Index(fields=["not_before", "id"], name="people_outbox_waiting", condition=Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
