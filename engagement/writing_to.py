"""Writes to one young person, and into the history of their view, outside of moderation."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import Reply, Submission, SubmissionEvent, Verb
from people.models import User
from people.roles import HANDLE_REQUESTS


class RightsError(Exception):
    """A step about somebody's rights that cannot be taken; the message is for the person taking it."""


def may_handle(by: User) -> None:
    """Raises PermissionDenied for everybody who does not handle requests."""
    if not by.has_perm(HANDLE_REQUESTS):
        raise PermissionDenied


def write_to(submission: Submission, *, by: User, words: str) -> None:
    """Leave an answer in their space. Where nobody can be reached the decision itself has to do."""
    if not words.strip():
        raise RightsError(_("Write the answer first."))
    if submission.space_id:
        Reply.objects.create(submission_id=submission.pk, by=by, words=words.strip(), at=timezone.now())
    note_step(submission, Verb.REPLIED, by=by)


def note_step(submission: Submission, verb: Verb, *, by: User | None = None) -> None:
    """Add a step to the history; without `by` the young person took it."""
    SubmissionEvent.objects.create(
        submission_id=submission.pk,
        verb=verb,
        by=by,
        at=timezone.now(),
        state=submission.state,
        version=submission.version,
    )
