"""Who is who: staff have accounts, young people have keys and are never accounts."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.encryption import EncryptedTextField, digest
from people.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)  # None makes the password unusable until the invitation is taken up
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A member of staff, a councillor or another adult with a job here. Signs in by e-mail, never by name."""

    username = None  # type: ignore[assignment]  # the e-mail address is the name
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    aliases = models.CharField(
        _("other names"),
        max_length=200,
        blank=True,
        help_text=_("What young people call this person, with commas between: nicknames, an earlier surname."),
    )
    alert_phone = models.CharField(_("mobile number for alerts"), max_length=20, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[assignment,misc]  # by e-mail, where Django's own goes by username

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        permissions = [("invite_staff", "Can invite staff")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def has_role(self, role: Role) -> bool:
        return role.value in {group.name for group in self.groups.all()}


class AgeBand(models.TextChoices):
    """Coarse on purpose: an age in years would point to a child in a cohort of about 250."""

    UNDER_12 = "8-11", _("8 to 11")
    UNDER_16 = "12-15", _("12 to 15")
    UNDER_18 = "16-17", _("16 or 17")
    UNDER_21 = "18-20", _("18 to 20")
    UNDER_26 = "21-25", _("21 to 25")


class CareStatus(models.TextChoices):
    LOOKED_AFTER = "looked_after", _("Looked after")
    CARE_LEAVER = "care_leaver", _("Care leaver")
    CHILD_IN_NEED = "child_in_need", _("Child in need or on a protection plan")


class YoungPersonQuerySet(models.QuerySet["YoungPerson"]):
    """Reads in the words of the field."""

    def with_card(self, number: str) -> "YoungPersonQuerySet":
        """The space of one key card; the number itself cannot be read in the database."""
        return self.filter(card_digest=digest(number.strip().upper()))


class YoungPerson(models.Model):
    """A key holder and their space. Not a `User`: a young person cannot become staff by construction.

    Holds no name. `issued_by` set means an officer vouched for the age band and care status in person;
    without it the person made their own key while sending a view, and nothing about them is known.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    # The officer's own list says whose card this is, so the number is what ties words to a person: encrypted.
    card = EncryptedTextField(
        _("card"),
        blank=True,
        help_text=_("Printed on the key card, so that a lost key can be replaced in person."),
    )
    card_digest = models.CharField(  # noqa: DJ001  (unique, so "none" cannot be the empty text)
        max_length=64, null=True, unique=True, editable=False
    )
    age_band = models.CharField(_("age band"), max_length=8, choices=AgeBand.choices, blank=True)
    care_status = models.CharField(_("care status"), max_length=16, choices=CareStatus.choices, blank=True)
    issued_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_keys",
        verbose_name=_("issued by"),
    )
    on_council = models.BooleanField(
        _("member of the Council"),
        default=False,
        help_text=_("Sees every ask before it is put to somebody, and says whether it matters to many."),
    )
    created_on = models.DateField(_("made on"), auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = YoungPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        permissions = [("issue_keys", "Can issue keys to young people")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(card="", card_digest__isnull=True)
                | (~models.Q(card="") & models.Q(card_digest__isnull=False)),
                name="people_space_card_can_be_found",
            ),
            models.CheckConstraint(
                # What we know about a person, an officer said; nothing is guessed.
                condition=models.Q(issued_by__isnull=False) | models.Q(age_band="", care_status=""),
                name="people_space_facts_need_an_issuer",
            ),
            models.CheckConstraint(
                # Who speaks for the others is known in person.
                condition=models.Q(on_council=False) | models.Q(issued_by__isnull=False),
                name="people_space_council_needs_an_issuer",
            ),
        ]

    def __str__(self) -> str:
        # Wagtail's log keeps str() for ever, so it never holds the card's number.
        return f"Space {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the digest in step with the card."""
        self.card_digest = digest(self.card) if self.card else None
        if kwargs.get("update_fields") and "card" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "card_digest"}
        super().save(*args, **kwargs)
