"""Editions: a quarter's report from draft to sealed, published and corrected, and what the database keeps of it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SEALED = "sealed", _("Sealed")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Corrected by a later version")


class Audience(models.TextChoices):
    BOARD = "board", _("The Board")
    PUBLIC = "public", _("Everybody")


class Wish(models.TextChoices):
    """What the worker has been asked to do with an edition."""

    REBUILD = "rebuild", _("Counting again")
    SEAL = "seal", _("Sealing")


class EditionQuerySet(models.QuerySet["BoardEdition"]):
    """Reads in the words of the field."""

    def drafts(self) -> "EditionQuerySet":
        return self.filter(state=EditionState.DRAFT)

    def sealed(self) -> "EditionQuerySet":
        """Everything that has been sealed, whatever came of it since."""
        return self.exclude(state=EditionState.DRAFT)

    def for_board(self) -> "EditionQuerySet":
        """The newest version of each quarter that the Board may read, newest quarter first."""
        return self._newest(Audience.values)

    def for_public(self) -> "EditionQuerySet":
        """The newest version of each quarter that everybody may read, newest quarter first."""
        return self._newest([Audience.PUBLIC])

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-quarter", "-version")

    def to_carry_on(self) -> "EditionQuerySet":
        return self.exclude(wish="")

    def _newest(self, audiences: list[Any]) -> "EditionQuerySet":
        newer = BoardEdition.objects.filter(
            quarter=OuterRef("quarter"), version__gt=OuterRef("version"), audience__in=audiences
        )
        return self.filter(audience__in=audiences).exclude(Exists(newer)).newest_first()


class BoardEdition(models.Model):
    """One version of a quarter's report. Changes only through the verbs in `engagement.publishing`.

    `payload` is the draft as it was last counted. What is sealed stands in `SealedEdition`, which the database keeps;
    `digest`, `sealed_by` and `sealed_at` mirror it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quarter = models.CharField(_("quarter"), max_length=7)  # "2026-q2"
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    audience = models.CharField(max_length=8, choices=Audience.choices, blank=True)
    as_of = models.DateField(null=True)
    payload = models.TextField(blank=True)
    refused = models.JSONField(default=dict)  # tables that may not be shown, with the reason
    note = models.CharField(_("what this version mends"), max_length=400, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)  # to the Board
    public_at = models.DateTimeField(null=True)

    wish = models.CharField(max_length=8, choices=Wish.choices, blank=True)
    wished_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)  # steps of the wish that are done
    trouble = models.TextField(blank=True)  # why the wish could not be carried out, for the officer

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        constraints = [
            models.UniqueConstraint(fields=["quarter", "version"], name="engagement_edition_version_once"),
            models.UniqueConstraint(
                fields=["quarter"], condition=Q(state=EditionState.DRAFT), name="engagement_one_draft_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.DRAFT, digest="", sealed_at__isnull=True, sealed_by__isnull=True)
                | ~Q(state=EditionState.DRAFT)
                & ~Q(digest="")
                & Q(sealed_at__isnull=False, sealed_by__isnull=False, payload=""),
                name="engagement_edition_sealed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(EditionState.DRAFT, EditionState.SEALED)) | Q(audience=""),
                name="engagement_edition_sealed_before_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.PUBLISHED) | ~Q(audience=""),
                name="engagement_edition_published_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(note=""), name="engagement_correction_says_what"
            ),
        ]
        permissions = [("manage_editions", "Can write, seal and publish the Board's editions")]

    def __str__(self) -> str:
        return f"{self.quarter}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT

    @property
    def is_waiting(self) -> bool:
        return bool(self.wish)


class Narrative(models.Model):
    """What the officer writes about one section of a draft, with references in place of numbers. No child's words."""

    edition = models.ForeignKey(BoardEdition, on_delete=models.CASCADE, related_name="narratives")
    section = models.CharField(max_length=60)
    words = models.TextField(blank=True)
    edits = models.PositiveIntegerField(default=0)  # for compare-and-set between two officers
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "section"], name="engagement_one_narrative_a_section"),
        ]

    def __str__(self) -> str:
        return f"Narrative {self.pk}"


class SealedEdition(AppendOnly):
    """An edition as it was sealed. Each holds the digest of the one before it, so that none can be left out or mended.

    `payload` has every number and no young person's words: of a quote, the number of the view and a keyed fingerprint.
    """

    stays = True  # the chain

    edition = models.OneToOneField(BoardEdition, on_delete=models.PROTECT, related_name="sealed")
    nth = models.PositiveIntegerField(unique=True)  # two sealings at once meet here
    payload = models.TextField()
    narratives = models.JSONField(default=dict)  # as written, by section
    digest = models.CharField(max_length=64, unique=True)
    before = models.CharField(max_length=64, blank=True)  # the digest of the one before
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["nth"]

    def __str__(self) -> str:
        return f"Sealed edition {self.nth}"


class SealedPaper(AppendOnly):
    """The digest of one format of a sealed edition, byte for byte."""

    stays = True

    edition = models.ForeignKey(BoardEdition, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8)  # html, pdf, docx, xlsx or csv
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="engagement_one_paper_a_format")]

    def __str__(self) -> str:
        return f"Paper {self.pk}"


class StoredFigure(AppendOnly):
    """One number of a sealed edition as it was counted: what of, out of what, who did not answer, by which query."""

    stays = True

    edition = models.ForeignKey(BoardEdition, on_delete=models.PROTECT, related_name="figures")
    section = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    value = models.CharField(max_length=200)
    counts = models.CharField(max_length=400)
    denominator = models.CharField(max_length=200, blank=True)
    non_response = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=4, blank=True)  # [c], [x] or [z] where no value may be shown or there is none
    query = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="engagement_one_figure_a_key")]

    def __str__(self) -> str:
        return f"Figure {self.pk}"


class EditionVerb(models.TextChoices):
    OPENED = "opened", _("Draft opened")
    REBUILT = "rebuilt", _("Counted again")
    WRITTEN = "written", _("Words changed")
    SEALED = "sealed", _("Sealed")
    TO_BOARD = "to_board", _("Published to the Board")
    TO_PUBLIC = "to_public", _("Published to everybody")
    CORRECTED = "corrected", _("Correction begun")
    SUPERSEDED = "superseded", _("Corrected by a later version")


class EditionEvent(AppendOnly):
    """One step in an edition's life. `note` names a section or says what a correction mends: the council's words."""

    stays = True

    edition = models.ForeignKey(BoardEdition, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=EditionVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y}"
