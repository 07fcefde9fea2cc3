"""The inspector's pack: what was asked to be put together, how far it is, and, once and for all, what it came to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly


class Principle(models.TextChoices):
    """The seven corporate parenting principles: Children and Social Work Act 2017, s. 1(1)(a) to (g)."""

    WELLBEING = "wellbeing", _("Best interests, health and well-being")
    EXPRESS = "express", _("To encourage young people to say what they think and feel")
    ACCOUNT = "account", _("To take into account what they say")
    SERVICES = "services", _("To help them get and use services")
    ASPIRATIONS = "aspirations", _("High aspirations and the best outcomes")
    STABILITY = "stability", _("Safe, with a stable home, relationships, education or work")
    ADULTHOOD = "adulthood", _("To get ready for adulthood and living independently")


class Area(models.TextChoices):
    """The judgement areas of an inspection of local authority children's services (Ofsted's ILACS framework)."""

    LEADERS = "leaders", _("The impact of leaders")
    PROTECTION = "protection", _("Children who need help and protection")
    IN_CARE = "in_care", _("Children in care")
    CARE_LEAVERS = "care_leavers", _("Care leavers")


class PackState(models.TextChoices):
    BUILDING = "building", _("Being put together")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not finished")


class PackStage(models.TextChoices):
    ASKS = "asks", _("Chains from view to verdict")
    OTHERS = "others", _("Editions and meetings")
    FINISH = "finish", _("Pages, table and zip")


class PackQuerySet(models.QuerySet["Pack"]):
    """Reads in the words of the field."""

    def building(self) -> "PackQuerySet":
        return self.filter(state=PackState.BUILDING)

    def newest_first(self) -> "PackQuerySet":
        return self.order_by("-made_at", "-pk")


class Pack(models.Model):
    """One pack of twelve months. Changes only through `engagement.packs.making`.

    Nothing that happened after `made_at` is in it. `head` is the SHA-256 of the last line so far.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    principle = models.CharField(_("principle"), max_length=12, choices=Principle.choices, blank=True)
    area = models.CharField(_("judgement area"), max_length=12, choices=Area.choices, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    state = models.CharField(max_length=8, choices=PackState.choices, default=PackState.BUILDING)
    stage = models.CharField(max_length=8, choices=PackStage.choices, default=PackStage.ASKS)
    after = models.PositiveBigIntegerField(default=0)  # the number of the last ask that is in it
    pieces_made = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # events
    total = models.PositiveIntegerField(default=0)  # events that are expected
    head = models.CharField(max_length=64, blank=True)
    trouble = models.TextField(blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspector’s pack")
        indexes = [models.Index(fields=["-made_at", "-id"], name="engagement_packs_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["principle", "area"], condition=Q(state=PackState.BUILDING), name="engagement_one_pack_building"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="engagement_packs_have_days"),
        ]
        permissions = [("read_pack", "Can make and read the inspector’s pack")]

    def __str__(self) -> str:
        return f"Pack {self.pk}"


class PackPiece(models.Model):
    """Some lines of a pack that is being put together; gone once it is ready."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="pieces")
    nth = models.PositiveIntegerField()
    lines = models.BinaryField()

    class Meta:
        ordering = ["nth"]
        constraints = [models.UniqueConstraint(fields=["pack", "nth"], name="engagement_one_piece_a_place")]

    def __str__(self) -> str:
        return f"Piece {self.pk}"


class PackFile(models.Model):
    """The zip of a pack. Erased by `packs` in the retention table; the seal stays."""

    pack = models.OneToOneField(Pack, on_delete=models.CASCADE, primary_key=True, related_name="file")
    data = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"File {self.pk}"


class PackSeal(AppendOnly):
    """What a pack came to: the head of its chain, by which every copy of it can be checked."""

    stays = True

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="seal")
    head = models.CharField(max_length=64)
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the zip
    size = models.PositiveIntegerField()  # bytes
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Seal {self.pk}"
