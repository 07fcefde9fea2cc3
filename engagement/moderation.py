"""Receive, hold, redact, approve, decline: the only doors for young people's words.

Every verb checks who asks, checks the step, compares and sets the version, and writes one event in the same
transaction. Decisions are idempotent: the same decision by the same person again changes nothing.
"""

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement import screening
from engagement.deadlines import answer_by, due_at
from engagement.models import (
    PUBLIC_STATES,
    Finding,
    Purpose,
    Reply,
    Safety,
    State,
    Submission,
    SubmissionEvent,
    Urgency,
    Verb,
    Voice,
)
from people.models import User
from people.roles import MODERATE, READ_ADVOCACY

S = TypeVar("S", bound=Submission)

DECLINE_REASONS = {
    "names_someone": gettext_lazy("It names or blames somebody"),
    "hurtful": gettext_lazy("It could hurt somebody"),
    "not_understood": gettext_lazy("We did not understand it"),
    "by_mistake": gettext_lazy("It looks like it was sent by mistake"),
}


class ModerationError(Exception):
    """A decision that cannot be taken; the message is for the person at the desk."""


class OvertakenError(ModerationError):
    """Somebody else changed the item first."""


def receive(submission: S, *, token: UUID | None = None) -> S:
    """Take in new words: screen, store and log them in one transaction, and return the stored row.

    `token` names one sending: the second arrival of the same token returns the row of the first, unchanged.
    """
    submission.token = token
    submission.received_at = timezone.now()
    submission.received_on = timezone.localdate(submission.received_at)
    if submission.space:
        submission.age_band = submission.space.age_band
        submission.care_status = submission.space.care_status
    findings = _screen(submission)
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
            Finding.objects.bulk_create(findings)
            _log(submission, Verb.RECEIVED, by=submission.author)
    except IntegrityError:
        # This sending has arrived before, or just now from a second click; the row that is stored counts.
        earlier = type(submission)._default_manager.filter(token=token).first() if token else None
        if earlier is None:
            raise
        return earlier
    return submission


def _screen(submission: Submission) -> list[Finding]:
    """Set what screening says on `submission` and return its unsaved findings. Software sorts; people decide."""
    found = screening.screen(submission.words)
    submission.urgency = max(submission.urgency, Urgency[found.urgency.upper()])
    submission.safety = Safety.WAITING if submission.urgency == Urgency.URGENT else Safety.NOT_RAISED
    submission.score = found.score
    submission.language = found.language
    submission.rules_version = found.version
    submission.screening_failed = found.failed
    submission.due_at = due_at(submission.urgency, submission.received_at)
    submission.answer_by = answer_by(submission.received_at)
    return [
        Finding(
            submission=submission,
            rule=hit.rule,
            category=hit.category,
            urgency=Urgency[hit.urgency.upper()],
            start=hit.start,
            end=hit.end,
        )
        for hit in found.hits
    ] + [
        Finding(submission=submission, rule=span.kind, category=span.kind, start=span.start, end=span.end)
        for span in found.spans
    ]


def open_for_review(submission: Submission, *, by: User) -> None:
    """A moderator looks at it. Opening is not deciding: a second moderator may open it too; the first counts."""
    _may(by, submission)
    if submission.state == State.RECEIVED:
        _change(submission, Verb.OPENED, by=by, state=State.IN_REVIEW, opened_at=timezone.now())


def redact(submission: Submission, *, by: User, public_words: str) -> None:
    """Keep a draft of the public words while reading; nothing is published by this."""
    _may(by, submission)
    _expect(submission, State.IN_REVIEW)
    _change(submission, Verb.REDACTED, by=by, public_words=public_words.strip())


def approve(submission: Submission, *, by: User, public_words: str = "", board_words: str = "") -> None:
    """Let the words be published: as said, or as `public_words` where details were taken out.

    `board_words` is a paraphrase for the Board; without one the Board reads the public words.
    """
    public_words = (public_words or submission.public_words or submission.words).strip()
    state = State.APPROVED if public_words == submission.words.strip() else State.APPROVED_REDACTED
    _decide(submission, Verb.APPROVED, by=by, state=state, public_words=public_words, board_words=board_words.strip())


def keep_private(submission: Submission, *, by: User) -> None:
    """Heard, counted and answered, but not published."""
    _decide(submission, Verb.KEPT_PRIVATE, by=by, state=State.KEPT_PRIVATE, public_words="")


def decline(submission: Submission, *, by: User, reason: str, kind_words: str) -> None:
    """Send it back with a reason and kind words; a key holder can edit and send it again."""
    if reason not in DECLINE_REASONS:
        raise ModerationError(_("Pick a reason."))
    if not kind_words.strip():
        raise ModerationError(_("Write a few kind words about why."))
    with transaction.atomic():
        if (
            _decide(
                submission,
                Verb.DECLINED,
                by=by,
                note=kind_words,
                state=State.DECLINED,
                decline_reason=reason,
                public_words="",
            )
            and submission.space_id
        ):
            _store_reply(submission, by=by, words=kind_words)


def withdraw(submission: Submission, *, by: User, why: str) -> None:
    """Take published words off every page; they stay heard."""
    _may(by, submission)
    if submission.state not in PUBLIC_STATES:
        raise ModerationError(_("It is not published."))
    _change(
        submission,
        Verb.WITHDRAWN,
        by=by,
        note=why,
        state=State.KEPT_PRIVATE,
        public_words="",
        board_words="",
        decided_by=by,
        decided_at=timezone.now(),
    )


def raise_urgency(submission: Submission, *, by: User, why: str) -> None:
    """A person saw what the screen did not: make it urgent."""
    _may(by, submission)
    if submission.urgency == Urgency.URGENT:
        return
    if not why.strip():
        raise ModerationError(_("Say why, in a few words."))
    if not submission.is_open:
        raise ModerationError(_("It has been decided. Ring the duty worker now."))
    _change(
        submission,
        Verb.URGENCY_RAISED,
        by=by,
        note=why,
        urgency=Urgency.URGENT,
        safety=Safety.WAITING,
        due_at=due_at(Urgency.URGENT, timezone.now()),
    )


def pass_on(submission: Submission, *, by: User, to: str) -> None:
    """Record that the duty worker has been told, and who that is."""
    _settle(submission, Verb.PASSED_ON, Safety.PASSED_ON, by=by, note=to, ask=_("Say who you told."))


def rule_out(submission: Submission, *, by: User, why: str) -> None:
    """Record that nobody is at risk, and why."""
    _settle(submission, Verb.RULED_OUT, Safety.RULED_OUT, by=by, note=why, ask=_("Say why nobody is at risk."))


def reply(submission: Submission, *, by: User, words: str) -> Reply:
    """Answer one young person; only a key holder can be answered."""
    _may(by, submission)
    with transaction.atomic():
        answer = _store_reply(submission, by=by, words=words)
        _log(submission, Verb.REPLIED, by=by)
    return answer


def note(submission: Submission, *, by: User, words: str) -> None:
    """Keep a note for colleagues; the young person does not see it."""
    _may(by, submission)
    if not words.strip():
        raise ModerationError(_("Write the note first."))
    _log(submission, Verb.NOTED, by=by, note=words)


def _may(by: User, submission: Submission) -> None:
    if not by.has_perm(READ_ADVOCACY if _is_for_the_advocate(submission) else MODERATE):
        raise PermissionDenied
    if submission.author_id == by.pk:
        raise ModerationError(_("You wrote this one down. Somebody else has to decide about it."))


def _is_for_the_advocate(submission: Submission) -> bool:
    """A request for an advocate lies between the two of them: the participation team decides nothing about it."""
    return Voice.objects.filter(pk=submission.pk, purpose=Purpose.ADVOCATE).exists()


def _expect(submission: Submission, *states: str) -> None:
    if submission.state not in states:
        raise ModerationError(_("It has been decided already."))


def _decide(submission: Submission, verb: Verb, *, by: User, state: str, note: str = "", **fields: str) -> bool:
    """Take a decision once; False when the same person took the same decision before."""
    _may(by, submission)
    if submission.state == state and submission.decided_by_id == by.pk:
        return False
    _expect(submission, State.IN_REVIEW)
    if submission.safety == Safety.WAITING:
        raise ModerationError(_("Someone may not be safe. Pass it on, or say why nobody is at risk, first."))
    _change(submission, verb, by=by, note=note, state=state, decided_by=by, decided_at=timezone.now(), **fields)
    return True


def _settle(submission: Submission, verb: Verb, safety: Safety, *, by: User, note: str, ask: str) -> None:
    _may(by, submission)
    if not note.strip():
        raise ModerationError(ask)
    if submission.safety == Safety.NOT_RAISED:
        raise ModerationError(_("It is not marked as urgent."))
    _change(submission, verb, by=by, note=note, safety=safety)


def _store_reply(submission: Submission, *, by: User, words: str) -> Reply:
    if not words.strip():
        raise ModerationError(_("Write the answer first."))
    if submission.space_id is None:
        raise ModerationError(_("Nobody can read an answer: this came without a key."))
    return Reply.objects.create(submission=submission, by=by, words=words.strip(), at=timezone.now())


def _change(submission: Submission, verb: Verb, *, by: User, note: str = "", **fields: object) -> None:
    """Set `fields` if nobody changed the row since it was read, and log it."""
    with transaction.atomic():
        changed = Submission.objects.filter(pk=submission.pk, version=submission.version).update(
            version=F("version") + 1, **fields
        )
        if not changed:
            raise OvertakenError(_("Somebody else changed this while you were reading. Here is how it stands now."))
        submission.version += 1
        for name, value in fields.items():
            setattr(submission, name, value)
        _log(submission, verb, by=by, note=note)


def _log(submission: Submission, verb: Verb, *, by: User | None, note: str = "") -> None:
    SubmissionEvent.objects.create(
        submission_id=submission.pk,
        verb=verb,
        by=by,
        at=timezone.now(),
        state=submission.state,
        version=submission.version,
        note=note.strip(),
    )
