"""Receive, hold, redact, approve, decline: the only doors for young people's words.

Every verb checks who asks, checks the step, compares and sets the version, and writes one event in the same
transaction. Decisions are idempotent: the same decision by the same person again changes nothing.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement import arriving, concerns
from engagement.changes import ModerationError as ModerationError
from engagement.changes import OvertakenError as OvertakenError
from engagement.changes import change, log
from engagement.deadlines import due_at
from engagement.models import (
    PUBLIC_STATES,
    ConcernKind,
    Finding,
    Purpose,
    Reply,
    Safety,
    State,
    Submission,
    Urgency,
    Verb,
    Voice,
)
from engagement.screening.findings import Findings
from engagement.sorting import findings_of, raised_by, sort, worry_of
from people.models import User
from people.roles import MODERATE, READ_ADVOCACY

S = TypeVar("S", bound=Submission)

DECLINE_REASONS = {
    "names_someone": gettext_lazy("It names or blames somebody"),
    "hurtful": gettext_lazy("It could hurt somebody"),
    "not_understood": gettext_lazy("We did not understand it"),
    "by_mistake": gettext_lazy("It looks like it was sent by mistake"),
}


def receive(submission: S, *, token: UUID | None = None) -> S:
    """Take in new words: screen, store and log them in one transaction, and return the stored row.

    `token` names one sending: the second arrival of the same token returns the row of the first, unchanged.
    When exactly a view came is kept only where somebody may not be safe: see `engagement.arriving`.
    """
    submission.token = token
    submission.received_at = timezone.now()
    submission.received_on = timezone.localdate(submission.received_at)
    if submission.space:
        submission.age_band = submission.space.age_band
        submission.care_status = submission.space.care_status
    findings = sort(submission)
    worry = worry_of(submission, {finding.category for finding in findings})
    is_timed = bool(worry or submission.author)
    if not is_timed:
        arriving.blur(submission, findings)
    try:
        with transaction.atomic():
            submission.save(force_insert=(Submission,))
            Finding.objects.bulk_create(findings)
            if is_timed:
                log(submission, Verb.RECEIVED, by=submission.author)
            if worry:
                concerns.open_concern(submission, worry, by=submission.author)
    except IntegrityError:
        # This sending has arrived before, or just now from a second click; the row that is stored counts.
        earlier = type(submission)._default_manager.filter(token=token).first() if token else None
        if earlier is None:
            raise
        return earlier
    return submission


def screen_again(submission: Submission, found: Findings) -> bool:
    """New rules have read what waits: raise it where they see more, never lower it. Done once, it changes nothing."""
    raised = raised_by(submission, found)
    if not raised:
        return False
    known = {(finding.rule, finding.start, finding.end) for finding in submission.findings.all()}
    new = [one for one in findings_of(submission, found) if (one.rule, one.start, one.end) not in known]
    with transaction.atomic():
        change(submission, Verb.SCREENED_AGAIN, by=None, **raised)
        Finding.objects.bulk_create(new)
        if worry := worry_of(submission.specific, {finding.category for finding in new}):
            concerns.open_concern(submission, worry)
    return True


def open_for_review(submission: Submission, *, by: User) -> None:
    """A moderator looks at it. Opening is not deciding: a second moderator may open it too; the first counts."""
    _may(by, submission)
    if submission.state == State.RECEIVED:
        change(submission, Verb.OPENED, by=by, state=State.IN_REVIEW, opened_at=timezone.now())


def redact(submission: Submission, *, by: User, public_words: str) -> None:
    """Keep a draft of the public words while reading; nothing is published by this."""
    _may(by, submission)
    _expect(submission, State.IN_REVIEW)
    change(submission, Verb.REDACTED, by=by, public_words=public_words.strip())


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
    change(
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
    """A person saw what the screen did not: a concern opens and its alerts go out, also about what was decided."""
    _may(by, submission)
    if submission.concerns.undecided().exists():
        return
    if not why.strip():
        raise ModerationError(_("Say why, in a few words."))
    raised: dict[str, Any] = {}
    if submission.is_open:
        now = timezone.now()
        raised = {"urgency": Urgency.URGENT, "safety": Safety.WAITING, "due_at": due_at(Urgency.URGENT, now)}
    with transaction.atomic():
        change(submission, Verb.URGENCY_RAISED, by=by, note=why, **raised)
        concerns.open_concern(submission, ConcernKind.DISCLOSURE, by=by)


def pass_on(submission: Submission, *, by: User, to: str, reference: str) -> None:
    """At the desk: the concern about it is handed over, to whom, and under which number they know it."""
    concerns.refer(concerns.open_for(submission), by=by, to=to, reference=reference)
    submission.refresh_from_db()


def rule_out(submission: Submission, *, by: User, why: str) -> None:
    """At the desk: nobody is at risk, and why."""
    concerns.no_concern(concerns.open_for(submission), by=by, why=why)
    submission.refresh_from_db()


def reply(submission: Submission, *, by: User, words: str) -> Reply:
    """Answer one young person; only a key holder can be answered."""
    _may(by, submission)
    with transaction.atomic():
        answer = _store_reply(submission, by=by, words=words)
        log(submission, Verb.REPLIED, by=by)
    return answer


def note(submission: Submission, *, by: User, words: str) -> None:
    """Keep a note for colleagues; the young person does not see it."""
    _may(by, submission)
    if not words.strip():
        raise ModerationError(_("Write the note first."))
    log(submission, Verb.NOTED, by=by, note=words)


def _may(by: User, submission: Submission) -> None:
    if not by.has_perm(READ_ADVOCACY if _is_for_the_advocate(submission) else MODERATE):
        raise PermissionDenied
    if submission.restricted and not Submission.objects.visible_to(by).filter(pk=submission.pk).exists():
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
    with transaction.atomic():
        change(submission, verb, by=by, note=note, state=state, decided_by=by, decided_at=timezone.now(), **fields)
        concerns.answer_request(submission, by=by)
    return True


def _store_reply(submission: Submission, *, by: User, words: str) -> Reply:
    if not words.strip():
        raise ModerationError(_("Write the answer first."))
    if submission.space_id is None:
        raise ModerationError(_("Nobody can read an answer: this came without a key."))
    return Reply.objects.create(submission=submission, by=by, words=words.strip(), at=timezone.now())
