"""Open, count, write, seal, publish, correct: the verbs of an edition's life.

Every verb checks who asks and where the edition is, and writes one event, all in one transaction. Sealing counts
afresh, with what it shows of people put into the ledger of releases; from then on the database keeps every byte.
"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import compiling, formats, ledger, obstacles, payloads
from engagement.comparing import changes
from engagement.compiling import corrected_by, read
from engagement.disclosure import CountTable, ProtectedTable
from engagement.models import (
    Audience,
    BoardEdition,
    EditionEvent,
    EditionState,
    EditionVerb,
    Narrative,
    SealedEdition,
    SealedPaper,
    StoredFigure,
    Wish,
)
from engagement.quarters import Quarter
from engagement.verifying import header_of, verify
from people import outbox
from people.models import User
from people.roles import MANAGE_EDITIONS, Role

LONGEST_NARRATIVE = 4_000  # characters
LONGEST_NOTE = 400  # characters


class EditionError(Exception):
    """A step that cannot be taken; the message is for the officer."""


class OvertakenError(EditionError):
    """Somebody else changed the words first."""


class NotReadyError(EditionError):
    """Something stands in the way of sealing; `found` says what and where."""

    def __init__(self, found: Sequence[obstacles.Obstacle]) -> None:
        self.found = list(found)
        super().__init__(" ".join(one.words for one in found))


def open_draft(quarter: Quarter | str, by: User) -> BoardEdition:
    """The draft of a quarter that has no edition yet, counted; the one that is there already, if there is one."""
    may_manage(by)
    quarter = str(quarter if isinstance(quarter, Quarter) else Quarter.parse(quarter))
    if Quarter.parse(quarter).first_day > timezone.localdate():
        raise EditionError(_("This quarter has not begun."))
    with transaction.atomic():
        newest = BoardEdition.objects.select_for_update().filter(quarter=quarter).order_by("-version").first()
        if newest and not newest.is_draft:
            raise EditionError(_("This quarter has an edition. Begin a correction of it."))
        if newest:
            return newest
        edition = BoardEdition.objects.create(quarter=quarter, made_by=by, made_at=timezone.now())
        _note(edition, EditionVerb.OPENED, by)
        compiling.count(edition)
    return edition


def rebuild(edition: BoardEdition, by: User) -> None:
    """Count the draft afresh; the officer's words stay."""
    may_manage(by)
    with transaction.atomic():
        draft = _draft(edition)
        compiling.count(draft)
        _note(draft, EditionVerb.REBUILT, by)
    edition.refresh_from_db()


def write(edition: BoardEdition, section: str, words: str, by: User, *, seen: int | None = None) -> Narrative:
    """Put the officer's words to a section of a draft. `seen` is the number of edits that were on the screen."""
    may_manage(by)
    words = words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_NARRATIVE:
        raise EditionError(_("Please keep it under %(n)d letters.") % {"n": LONGEST_NARRATIVE})
    with transaction.atomic():
        draft = _draft(edition)
        if draft.wish == Wish.SEAL:
            raise EditionError(_("It is being sealed just now."))
        narrative = draft.narratives.filter(section=section).first()
        if narrative is None and section not in {one.name for one in payloads.read(draft.payload).sections}:
            raise EditionError(_("This edition has no such section."))
        narrative = narrative or Narrative(edition=draft, section=section)
        if narrative.words == words:  # pressed twice, or nothing changed
            return narrative
        if seen is not None and seen != narrative.edits:
            raise OvertakenError(
                _("Somebody else changed these words first. Here is what they wrote, and what you wrote.")
            )
        narrative.words, narrative.by, narrative.at = words, by, timezone.now()
        narrative.edits += 1
        narrative.save()
        _note(draft, EditionVerb.WRITTEN, by, section)
    return narrative


def seal(edition: BoardEdition, by: User) -> None:
    """Count for the last time, bind every number, and keep it: text, figures, digest, and a digest of each format."""
    fix(edition, by)
    for kind in formats.kinds():
        keep_paper(edition, kind)


def fix(edition: BoardEdition, by: User) -> None:
    """The first part of sealing, in one transaction; its papers come after, one by one. Done already is done."""
    may_manage(by)
    with transaction.atomic():
        locked = BoardEdition.objects.select_for_update().get(pk=edition.pk)
        if locked.is_draft:
            _seal(locked, by)
    edition.refresh_from_db()


def keep_paper(edition: BoardEdition, kind: str) -> None:
    """Make one format of a sealed edition and keep its digest. Safe to do twice."""
    if edition.is_draft or edition.papers.filter(kind=kind).exists():
        return
    made = formats.make(kind, payloads.read(edition.sealed.payload))
    paper = SealedPaper(edition=edition, kind=kind, digest=formats.digest(made), size=len(made))
    SealedPaper.objects.bulk_create([paper], ignore_conflicts=True)


def publish(edition: BoardEdition, audience: str, by: User) -> None:
    """To the Board, which is told by mail; later to everybody. Twice is once."""
    may_manage(by)
    wanted = Audience(audience)
    with transaction.atomic():
        locked = BoardEdition.objects.select_for_update().get(pk=edition.pk)
        if wanted == locked.audience or locked.audience == Audience.PUBLIC:
            return
        if locked.state not in (EditionState.SEALED, EditionState.PUBLISHED):
            raise EditionError(_("Only a sealed edition that no later version corrects can be published."))
        if wanted == Audience.PUBLIC and locked.audience != Audience.BOARD:
            raise EditionError(_("The Board reads it first."))
        if set(formats.kinds()) - set(locked.papers.values_list("kind", flat=True)):
            raise EditionError(_("Its papers are still being made."))
        now = timezone.now()
        locked.state, locked.audience = EditionState.PUBLISHED, wanted
        if wanted == Audience.BOARD:
            locked.published_at = now
            _tell_board(locked)
        else:
            locked.public_at = now
        locked.save(update_fields=["state", "audience", "published_at", "public_at"])
        _note(locked, EditionVerb.TO_BOARD if wanted == Audience.BOARD else EditionVerb.TO_PUBLIC, by)
    edition.refresh_from_db()


def correct(edition: BoardEdition, note: str, by: User) -> BoardEdition:
    """Begin the next version, with the same words. The sealed one stays as it is until the new one is sealed."""
    may_manage(by)
    note = note.strip()
    if not note:
        raise EditionError(_("Say what the correction mends. Every reader sees it."))
    if len(note) > LONGEST_NOTE:
        raise EditionError(_("Please keep it under %(n)d letters.") % {"n": LONGEST_NOTE})
    with transaction.atomic():
        old = BoardEdition.objects.select_for_update().get(pk=edition.pk)
        if draft := BoardEdition.objects.drafts().filter(quarter=old.quarter, supersedes=old).first():
            return draft
        if old.state not in (EditionState.SEALED, EditionState.PUBLISHED):
            raise EditionError(_("Only the newest sealed version can be corrected."))
        new = BoardEdition.objects.create(
            quarter=old.quarter,
            version=old.version + 1,
            note=note,
            supersedes=old,
            made_by=by,
            made_at=timezone.now(),
        )
        for section, words in old.sealed.narratives.items():
            Narrative.objects.create(edition=new, section=section, words=words, edits=1, by=by, at=timezone.now())
        _note(old, EditionVerb.CORRECTED, by, note)
        _note(new, EditionVerb.OPENED, by, note)
        compiling.count(new)
    return new


def in_the_way(edition: BoardEdition) -> list[obstacles.Obstacle]:
    """All that stands between a draft and its seal, as it was last counted."""
    return obstacles.found(edition, payloads.read(edition.payload), compiling.words_of(edition), timezone.localdate())


def _seal(edition: BoardEdition, by: User) -> None:
    def release(tables: Sequence[CountTable]) -> Mapping[str, ProtectedTable]:
        return ledger.release(tables, kind="edition", about=str(edition), by=by)

    words = compiling.words_of(edition)
    # What can be known without counting comes first: a release cannot be taken back.
    if stands := in_the_way(edition):
        raise NotReadyError(stands)
    built = compiling.build(edition, release)
    if stands := obstacles.found(edition, built, words, timezone.localdate()):
        raise NotReadyError(stands)
    bound = obstacles.as_written(built, words)
    last = SealedEdition.objects.order_by("-nth").first()
    now, before, payload = timezone.now(), last.digest if last else "", payloads.write(bound)
    edition.state, edition.sealed_by, edition.sealed_at, edition.payload = EditionState.SEALED, by, now, ""
    edition.digest = payloads.seal_of(header_of(edition), payload, words, before)
    SealedEdition.objects.create(
        edition=edition,
        nth=last.nth + 1 if last else 1,
        payload=payload,
        narratives=words,
        digest=edition.digest,
        before=before,
        by=by,
        at=now,
    )
    StoredFigure.objects.bulk_create(
        StoredFigure(
            edition=edition,
            section=section.name,
            key=figure.key,
            value=figure.value,
            counts=figure.counts,
            denominator=figure.of,
            non_response=figure.missing,
            mark=figure.value if figure.hidden else "",
            query=figure.query,
        )
        for section in bound.sections
        for figure in section.figures
    )
    edition.save()
    edition.narratives.all().delete()
    _note(edition, EditionVerb.SEALED, by)
    if old := edition.supersedes:
        old.state = EditionState.SUPERSEDED
        old.save(update_fields=["state"])
        _note(old, EditionVerb.SUPERSEDED, by, edition.note)


def _draft(edition: BoardEdition) -> BoardEdition:
    locked = BoardEdition.objects.select_for_update().get(pk=edition.pk)
    if not locked.is_draft:
        raise EditionError(_("This edition is sealed. A sealed edition never changes: begin a correction."))
    return locked


def _tell_board(edition: BoardEdition) -> None:
    """One mail for each member of the Board, without a word of what it says."""
    link = reverse("engagement:board", args=[edition.quarter])
    for member in User.objects.filter(groups__name=Role.BOARD_MEMBER, is_active=True):
        outbox.put("edition_published", member.email, key=f"edition-{edition.uuid}-{member.pk}", link=link)


def _note(edition: BoardEdition, verb: EditionVerb, by: User, note: str = "") -> None:
    EditionEvent.objects.create(edition=edition, verb=verb, by=by, at=timezone.now(), note=note)


def may_manage(by: User) -> None:
    """Raises PermissionDenied for everybody who does not look after editions."""
    if not by.has_perm(MANAGE_EDITIONS):
        raise PermissionDenied


__all__ = [
    "EditionError",
    "NotReadyError",
    "OvertakenError",
    "changes",
    "correct",
    "corrected_by",
    "fix",
    "in_the_way",
    "keep_paper",
    "may_manage",
    "open_draft",
    "publish",
    "read",
    "rebuild",
    "seal",
    "verify",
    "write",
]
