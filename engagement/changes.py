"""How a submission changes: compare-and-set on its version, and one event for every step."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import Note, Submission, SubmissionEvent, Verb
from people.models import User


class ModerationError(Exception):
    """A decision that cannot be taken; the message is for the person at the desk."""


class OvertakenError(ModerationError):
    """Somebody else changed the item first."""


def change(submission: Submission, verb: Verb, *, by: User | None, note: str = "", **fields: object) -> None:
    """Set `fields` if nobody changed the row since it was read, and log it.

    The arrival of most views is written down only now, with the first step: see `engagement.arriving`.
    """
    with transaction.atomic():
        arrived = submission.version > 0 or submission.events.exists()
        changed = Submission.objects.filter(pk=submission.pk, version=submission.version).update(
            version=F("version") + 1, **fields
        )
        if not changed:
            raise OvertakenError(_("Somebody else changed this while you were reading. Here is how it stands now."))
        if not arrived:
            log(submission, Verb.RECEIVED, by=None, at=submission.received_at)
        submission.version += 1
        for name, value in fields.items():
            setattr(submission, name, value)
        log(submission, verb, by=by, note=note)


def log(submission: Submission, verb: Verb, *, by: User | None, note: str = "", at: datetime | None = None) -> None:
    """Write one event, and beside it what was noted, which can be erased while the event stays."""
    with transaction.atomic():
        event = SubmissionEvent.objects.create(
            submission_id=submission.pk,
            verb=verb,
            by=by,
            at=at or timezone.now(),
            state=submission.state,
            version=submission.version,
        )
        if note.strip():
            Note.objects.create(event=event, words=note.strip())
