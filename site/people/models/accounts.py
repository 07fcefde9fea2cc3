"""Who is who: staff have accounts, young people have keys and are never accounts."""

import uuid

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class YoungPerson(models.Model):
    """A key holder and their space. Not a `User`: a young person cannot become staff by construction.

    Holds no name. `issued_by` set means an officer vouched for the age band and care status in person;
    without it the person made their own key while sending a view, and nothing about them is known.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    card = models.CharField(
        _("card"),
        max_length=12,
        blank=True,
        help_text=_("Printed on the key card, so that a lost key can be replaced in person."),
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
    created_on = models.DateField(_("made on"), auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        permissions = [("issue_keys", "Can issue keys to young people")]
        constraints = [
            models.UniqueConstraint(fields=["card"], condition=~models.Q(card=""), name="people_space_card_unique"),
            models.CheckConstraint(
                # What we know about a person, an officer said; nothing is guessed.
                condition=models.Q(issued_by__isnull=False) | models.Q(age_band="", care_status=""),
                name="people_space_facts_need_an_issuer",
            ),
        ]

    def __str__(self) -> str:
        return f"Space {self.card or self.pk}"
