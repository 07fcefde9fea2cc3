"""Take back and object: what a young person may do with their own view at any time, and how we answer.

What they ask for works at once; what we still have to decide runs on a clock of its own.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import erasing, telling
from engagement.deadlines import a_month_after
from engagement.models import (
    PUBLIC_STATES,
    Complaint,
    Concern,
    ErasureDecision,
    ErasureReason,
    ErasureStep,
    Objection,
    Outcome,
    State,
    Submission,
    TakenBack,
    Use,
    Verb,
    Voice,
)
from engagement.writing_to import RightsError, may_handle, note_step, write_to
from people.models import User

RULE = "taken_back"  # as the tombstone names why the words are gone
KEEPS = (ErasureReason.DUTY, ErasureReason.CLAIM)  # why a person may decide to keep words (UK GDPR art. 17(3))


def take_back(submission: Submission) -> TakenBack:
    """Take words off every page at once, and erase them as soon as that may be. Twice is once."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        now = timezone.now()
        taken, new = TakenBack.objects.get_or_create(submission=locked, defaults={"asked_at": now})
        if new:
            _hide(locked, Verb.TAKEN_BACK)
            _decided(locked, ErasureStep.ASKED, ErasureReason.OWN_WISH)
            today = timezone.localdate(now)
            Complaint.objects.open().filter(voice=locked.pk).update(outcome=Outcome.TAKEN_BACK, answered_on=today)
    finish(taken)
    return taken


def finish(taken: TakenBack) -> None:
    """Erase the words that were taken back, or write down why they have to wait. Safe to do again and again."""
    with transaction.atomic():
        locked = TakenBack.objects.select_for_update().get(pk=taken.pk)
        submission = locked.submission
        if locked.is_waiting:
            if reason := why_it_waits(submission):
                _decided_anew(submission, ErasureStep.WAITS, reason)
            else:
                erasing.erase_submission(submission, rule=RULE)
                locked.erased_at = timezone.now()
                locked.save(update_fields=["erased_at"])
                _decided(submission, ErasureStep.ERASED, ErasureReason.OWN_WISH)
    taken.erased_at = locked.erased_at


def why_it_waits(submission: Submission) -> ErasureReason | None:
    """What stands against erasing now; nobody's cry for help goes unread because somebody made them take it back."""
    if Concern.objects.unclosed().filter(submission=submission.pk).exists():
        return ErasureReason.SAFETY
    obstacle = erasing.obstacle(submission)
    return ErasureReason(obstacle.value) if obstacle else None


def keep(taken: TakenBack, *, by: User, reason: str, words: str) -> None:
    """Decide that the law makes us keep the words for now, and tell the young person kindly. Still public nowhere."""
    may_handle(by)
    if reason not in KEEPS:
        raise RightsError(_("Pick a reason."))
    with transaction.atomic():
        locked = TakenBack.objects.select_for_update().get(pk=taken.pk)
        if not locked.is_waiting:
            raise RightsError(_("It has been decided already."))
        locked.kept_at = timezone.now()
        locked.save(update_fields=["kept_at"])
        _decided(locked.submission, ErasureStep.KEPT, ErasureReason(reason), by=by)
        write_to(locked.submission, by=by, words=words)


def object_to(voice: Voice, use: str, *, words: str = "", token: UUID) -> Objection:
    """Say no to one use of a view: it stops at once, and we answer within a month. Twice is once.

    `words` become a view of their own, read by the same people; `token` names that sending.
    """
    use = Use(use)
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=voice.pk)
        today = timezone.localdate()
        due = {"asked_on": today, "answer_by": a_month_after(today)}
        objection, new = Objection.objects.get_or_create(submission=locked, use=use, defaults=due)
        if new and use == Use.QUOTING:
            _hide(locked, Verb.OBJECTED)
        elif new:
            _change(locked, Verb.OBJECTED, counted=False)
        if words.strip() and not objection.said_id:
            objection.said = telling.write_back(voice, words.strip(), token=token)
            objection.save(update_fields=["said"])
    return objection


def answer_objection(objection: Objection, *, by: User, agreed: bool, words: str) -> None:
    """Say what we decided. A no to being shown is final; a no to being counted may be weighed (art. 21(1))."""
    may_handle(by)
    if objection.use == Use.QUOTING and not agreed:
        raise RightsError(_("Showing their words needs their yes. You can only agree."))
    with transaction.atomic():
        locked = Objection.objects.select_for_update().select_related("submission").get(pk=objection.pk)
        if not locked.is_open:
            raise RightsError(_("It has been answered already."))
        locked.agreed, locked.answered_by, locked.answered_on = agreed, by, timezone.localdate()
        locked.save(update_fields=["agreed", "answered_by", "answered_on"])
        if locked.use == Use.FIGURES and not agreed:
            Submission.objects.filter(pk=locked.submission_id).update(counted=True, version=F("version") + 1)
        write_to(locked.submission, by=by, words=words)


def _hide(submission: Submission, verb: Verb) -> None:
    """Off the wall, the Board's page and every other page that others read; the view stays heard."""
    gone = {"state": State.KEPT_PRIVATE, "public_words": "", "board_words": ""}
    _change(submission, verb, may_quote=False, **(gone if submission.state in PUBLIC_STATES else {}))


def _change(submission: Submission, verb: Verb, **fields: object) -> None:
    """Set `fields` on a locked row; a moderator who read it earlier is told that it changed."""
    Submission.objects.filter(pk=submission.pk).update(version=F("version") + 1, **fields)
    submission.refresh_from_db(fields=["version", *fields])
    note_step(submission, verb)


def _decided(submission: Submission, step: ErasureStep, reason: ErasureReason, *, by: User | None = None) -> None:
    ErasureDecision.objects.create(reference=submission.reference, step=step, reason=reason, by=by, at=timezone.now())


def _decided_anew(submission: Submission, step: ErasureStep, reason: ErasureReason) -> None:
    """Log it unless that is what the log said last."""
    last = ErasureDecision.objects.filter(reference=submission.reference).order_by("-pk").first()
    if not last or (last.step, last.reason) != (step, reason):
        _decided(submission, step, reason)
