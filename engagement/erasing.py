"""Erase words for good: one view's, or a whole space's, with a tombstone so that no restored backup brings them back.

The row stays with what it counts for: theme, day, age band, care status, what was decided. Everything that was written
goes: by the young person, about them, and to them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.models import (
    Concern,
    FilePart,
    Finding,
    Note,
    QuoteChoice,
    Reply,
    Safety,
    ScreeningChange,
    ScreeningOpinion,
    Submission,
    Voice,
)
from people.encryption import EncryptedTextField
from people.models import LegalHold, Tombstone, YoungPerson

GONE = "–"  # where the database insists on a reason
_REPLAYS: list[Callable[[], int]] = []


class Obstacle(TextChoices):
    """Why something cannot be erased now, in words for the young person who asked."""

    HELD = "held", _("The law asks us to keep this for now. Ask the team, and they will tell you more.")
    SAFETY = "safety", _("First we have to make sure that everybody is safe. After that we can erase it.")
    UNREAD = "unread", _("Somebody has to read this to the end first. After that we can erase it.")


class ErasureRefusedError(Exception):
    """Not now; `obstacle` says why, and so does the message."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.label)
        self.obstacle = obstacle


def erase_submission(submission: Submission, *, rule: str) -> None:
    """Erase everything written in, about and to `submission`. Safe to do twice; its state is not touched.

    `rule` says why, such as a name in `engagement.retention`. Raises ErasureRefusedError where there is an `obstacle`.
    """
    with transaction.atomic():
        found = obstacle(Submission.objects.select_for_update().get(pk=submission.pk))
        if found:
            raise ErasureRefusedError(found)
        _forget([submission.pk])
        _remember(Tombstone.Kind.SUBMISSION, submission.uuid, rule)


def erase_space(space: YoungPerson, *, rule: str) -> None:
    """Erase a space with everything sent from it; all of it or, with ErasureRefusedError, nothing."""
    with transaction.atomic():
        YoungPerson.objects.select_for_update().get(pk=space.pk)
        found = obstacle_for_space(space)
        if found:
            raise ErasureRefusedError(found)
        for submission in space.submissions.order_by("pk"):
            erase_submission(submission, rule=rule)
        _remember(Tombstone.Kind.SPACE, space.uuid, rule)
        space.delete()


def erase_all(submissions: Sequence[Submission], *, rule: str) -> None:
    """Erase many at once, in the caller's transaction. The caller has chosen only such as nothing stands against."""
    _forget([submission.pk for submission in submissions])
    today = timezone.localdate()
    Tombstone.objects.bulk_create(
        [Tombstone(kind=Tombstone.Kind.SUBMISSION, uuid=s.uuid, on=today, rule=rule) for s in submissions],
        ignore_conflicts=True,
    )


def obstacle(submission: Submission) -> Obstacle | None:
    """What keeps `submission` from being erased now, if anything."""
    if held(Submission.objects.filter(pk=submission.pk)).exists():
        return Obstacle.HELD
    if submission.safety == Safety.WAITING or submission.concerns.unclosed().exists():
        return Obstacle.SAFETY
    return Obstacle.UNREAD if submission.is_open else None


def obstacle_for_space(space: YoungPerson) -> Obstacle | None:
    """What keeps `space` from being erased now: a hold on it, or the first obstacle of what was sent from it."""
    if LegalHold.objects.in_force().filter(about=space.uuid).exists():
        return Obstacle.HELD
    return next(filter(None, map(obstacle, space.submissions.order_by("pk"))), None)


def erased(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those whose words are gone."""
    return submissions.filter(_has_tombstone())


def unerased(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.exclude(_has_tombstone())


def held(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that a legal hold in force lies on: itself, its space, or its day."""
    return submissions.filter(_is_held())


def unheld(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.exclude(_is_held())


def replay_tombstones() -> int:
    """Erase again what a restored backup brought back; returns how many rows that were. Safe to do twice.

    Holds and open states do not matter here: it was erased rightly before the backup was put back.
    """
    with transaction.atomic():
        back = list(_brought_back().values_list("pk", flat=True))
        _forget(back)
        spaces = YoungPerson.objects.filter(uuid__in=_tombstones(Tombstone.Kind.SPACE))
        count = len(back) + len(spaces)
        spaces.delete()
        return count + sum(again() for again in _REPLAYS)


def replays(again: Callable[[], int]) -> Callable[[], int]:
    """Let another room erase again what a backup brought back of its own; it says how many rows that were."""
    _REPLAYS.append(again)
    return again


def export_tombstones() -> list[dict[str, str]]:
    """Every tombstone as plain text, to be kept beside the backups."""
    rows = Tombstone.objects.order_by("on", "uuid").values("kind", "uuid", "on", "rule")
    return [{name: str(value) for name, value in row.items()} for row in rows]


def import_tombstones(rows: Iterable[dict[str, str]]) -> int:
    """Put back what `export_tombstones` gave; known ones stay as they are. Returns how many were new.

    Raises ValueError for anything else, and then imports nothing.
    """
    new = [_from_plain(row) for row in rows]
    before = Tombstone.objects.count()
    Tombstone.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
    return Tombstone.objects.count() - before


def _from_plain(row: dict[str, str]) -> Tombstone:
    try:
        return Tombstone(
            kind=Tombstone.Kind(row["kind"]),
            uuid=UUID(row["uuid"]),
            on=date.fromisoformat(row["on"]),
            rule=row["rule"][:40],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is not a list of tombstones.") from error


def _forget(pks: list[int]) -> None:
    """Empty everything written in these rows and around them, and what ties them to a sending or to each other."""
    rows = Submission.objects.filter(pk__in=pks)
    models: set[type[Model]] = {Submission, *(kind.model_class() or Submission for kind in _kinds(rows))}
    for model in models:
        written = {f.name: "" for f in model._meta.local_concrete_fields if isinstance(f, EncryptedTextField)}
        model._base_manager.filter(pk__in=pks).update(**written)
    rows.update(may_quote=False, token=None, language="en", score=0)
    Voice._base_manager.filter(Q(pk__in=pks) | Q(instead_of__in=pks)).update(instead_of=None)
    Finding.objects.filter(submission__in=pks).delete()
    Note.objects.filter(event__submission__in=pks).delete()
    Reply.objects.filter(submission__in=pks, ask_event__isnull=True).delete()
    QuoteChoice.objects.filter(submission__in=pks).delete()
    ScreeningChange.objects.filter(submission__in=pks).delete()
    ScreeningOpinion.objects.filter(submission__in=pks).delete()
    FilePart.objects.filter(submission__in=pks).update(why="")
    # Who it was handed over to, and its number there, stay: that is how the child's own record is found.
    Concern.objects.filter(submission__in=pks).exclude(reason="").update(reason=GONE)


def _kinds(rows: QuerySet[Submission]) -> QuerySet[ContentType]:
    return ContentType.objects.filter(pk__in=rows.values("content_type"))


def _remember(kind: Tombstone.Kind, uuid: UUID, rule: str) -> None:
    Tombstone.objects.get_or_create(kind=kind, uuid=uuid, defaults={"on": timezone.localdate(), "rule": rule})


def _tombstones(kind: Tombstone.Kind) -> QuerySet[Tombstone, UUID]:
    return Tombstone.objects.filter(kind=kind).values_list("uuid", flat=True)


def _brought_back() -> QuerySet[Submission]:
    """Rows with a tombstone that hold words, or the token of their sending, all the same."""
    contact = Voice._base_manager.filter(pk=OuterRef("pk")).exclude(contact="")
    empty = Q(words="", public_words="", board_words="", token__isnull=True)
    return erased(Submission.objects.all()).filter(~empty | Exists(contact))


def _has_tombstone() -> Exists:
    return Exists(Tombstone.objects.filter(kind=Tombstone.Kind.SUBMISSION, uuid=OuterRef("uuid")))


def _is_held() -> Exists:
    """A hold without a last day has no end."""
    day = OuterRef("received_on")
    on_its_day = Q(first_day__lte=day) & (Q(last_day__isnull=True) | Q(last_day__gte=day))
    on_itself = Q(about=OuterRef("uuid")) | Q(about=OuterRef("space__uuid"))
    return Exists(LegalHold.objects.in_force().filter(on_itself | on_its_day))
