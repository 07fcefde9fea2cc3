"""A view somebody sent, and the group sessions that views were written down in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.models.submissions import Submission
from people.encryption import EncryptedTextField
from people.roles import Role


class Purpose(models.TextChoices):
    IDEA = "idea", _("Share an idea")
    WRONG = "wrong", _("Something is not right")
    GOOD = "good", _("Something good")
    QUESTION = "question", _("A question for the Board")
    MEETING = "meeting", _("Help me get ready for a meeting")
    ADVOCATE = "advocate", _("I want an advocate")
    COMPLAINT = "complaint", _("Complain about us")
    HELP_NOW = "help_now", _("I do not feel safe")


class Feeling(models.TextChoices):
    GREAT = "great", _("Great")
    GOOD = "good", _("Good")
    OKAY = "okay", _("Okay")
    NOT_GREAT = "notgreat", _("Not great")
    AWFUL = "awful", _("Awful")
    UNSURE = "unsure", _("Not sure")


class NameChoice(models.TextChoices):
    """Three choices about me, the same size, none picked beforehand."""

    JUST_THE_IDEA = "idea", _("Just the idea")
    GIVE_ME_A_KEY = "key", _("Give me a key")
    MY_SPACE = "space", _("Use my space")


class Session(models.Model):
    """A drop-in, letter or group session whose views an adult wrote down."""

    class Kind(models.TextChoices):
        DROP_IN = "drop_in", _("Drop-in")
        LETTER = "letter", _("Letter or card")
        GROUP = "group", _("Group session")
        CALL = "call", _("Phone or video call")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    held_on = models.DateField(_("date"))
    how = models.CharField(
        _("how the young people took part"),
        max_length=200,
        help_text=_("For example: said it out loud and checked what I wrote down. No names."),
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("session")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.held_on:%d %B %Y}"


class Voice(Submission):
    """One view. The class is not called View because that word is Django's; the site says "view"."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.IDEA)
    feeling = models.CharField(_("feeling"), max_length=10, choices=Feeling.choices, blank=True)
    name_choice = models.CharField(
        max_length=6, choices=NameChoice.choices, default=NameChoice.JUST_THE_IDEA, editable=False
    )
    wants_reply = models.BooleanField(_("wants a reply"), default=False)
    contact = EncryptedTextField(_("how to reach them"), blank=True)  # advocate and help only; never shown elsewhere
    meeting_role = models.CharField(_("sent to"), max_length=32, choices=Role.choices, blank=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="voices")
    instead_of = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="sent_again_as"
    )

    class Meta:
        verbose_name = _("view")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact="") | Q(purpose__in=(Purpose.ADVOCATE, Purpose.HELP_NOW)),
                name="engagement_contact_only_where_asked",
            ),
        ]
