"""What Board members say about an edition: that they have read it, and their replies to what it asks of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.editions import BoardEdition


class ReadReceipt(AppendOnly):
    """A Board member said "I have read this": by a press of a button, never by opening the page."""

    stays = True

    edition = models.ForeignKey(BoardEdition, on_delete=models.PROTECT, related_name="receipts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("read receipt")
        constraints = [
            models.UniqueConstraint(fields=["edition", "user"], name="engagement_one_receipt_a_reader"),
        ]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"


class BoardReply(AppendOnly):
    """A Board member's own words on one item of an edition, by name. The latest of each member counts.

    `ref` is the item's address in the edition ("ask:…", "decision:…"). The words are the council's and public once
    the edition is; what should not have been said is taken down (`ReplyTakenDown`) and then shown to nobody.
    """

    stays = True

    edition = models.ForeignKey(BoardEdition, on_delete=models.PROTECT, related_name="replies")
    ref = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=100, blank=True)  # what they were when they said it
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply of the Board")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Reply {self.pk}"


class ReplyTakenDown(AppendOnly):
    """Somebody in charge of editions took a reply off every page, and said why."""

    stays = True

    reply = models.OneToOneField(BoardReply, on_delete=models.PROTECT, related_name="taken_down")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Reply {self.reply_id} taken down"
