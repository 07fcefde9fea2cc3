"""Open, alert, take on, hand over, rule out, close: the verbs of a concern's life.

A concern commits with the words that raised it, and its first alerts with the concern: nothing waits for a worker, a
broker or a mail server to exist.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.changes import ModerationError, OvertakenError, change
from engagement.deadlines import staffed_hours
from engagement.duty import DECIDED_WITHIN, LAST, Contact, contacts, holders, rung_due
from engagement.models import (
    Concern,
    ConcernEvent,
    ConcernKind,
    ConcernState,
    ConcernVerb,
    Safety,
    State,
    Submission,
    Verb,
)
from engagement.models.concerns import DECIDED, UNDECIDED
from engagement.naming import named_in
from engagement.sorting import worry_of
from people import outbox
from people.models import OutboxMessage, User
from people.roles import HANDLE_ALLEGATIONS

LINK = "/admin/concerns/"
PHONE_KINDS = frozenset(ConcernKind) - {ConcernKind.ADVOCATE}  # nobody is rung up at night for an appointment


def open_concern(submission: Submission, kind: ConcernKind, *, by: User | None = None) -> Concern:
    """Open a concern, restrict and hide what names staff, and put the first alerts in the outbox.

    Call it inside the transaction that stores the words or the decision to worry. While a concern is undecided a
    second one about the same words is the first one. Raises nothing for missing people: see `duty.contacts`.
    """
    now = timezone.now()
    with transaction.atomic():
        if there := submission.concerns.undecided().first():
            return there
        if kind == ConcernKind.ALLEGATION:
            _restrict(submission)
        concern = Concern.objects.create(submission_id=submission.pk, kind=kind, opened_at=now)
        _log(concern, ConcernVerb.OPENED, by=by)
        if submission.restricted:
            for _person in submission.hidden_from.all():
                _log(concern, ConcernVerb.HIDDEN)
        climb(concern, now)
    return concern


def climb(concern: Concern, now: datetime) -> None:
    """Tell every rung that is due and has not been told; the outbox sends each of these once.

    After a long silence the rungs are all told and the repeats in between are not: nobody needs forty alerts at once.
    """
    due = rung_due(concern, now)
    if concern.state != ConcernState.OPEN or due <= concern.told_level:
        return
    rungs = [rung for rung in range(concern.told_level + 1, due + 1) if rung <= LAST or rung == due]
    with transaction.atomic():
        # Two schedulers climbing at once: one of them changes the row, and only that one tells.
        mine = Concern.objects.filter(pk=concern.pk, told_level=concern.told_level, state=ConcernState.OPEN)
        if not mine.update(told_level=due):
            return
        concern.told_level = due
        for rung in rungs:
            for contact in contacts(concern, rung, now):
                _tell(concern, contact, f"rung {rung}")
            _log(concern, ConcernVerb.ALERTED, level=rung)


def climb_all(now: datetime) -> None:
    """Let every concern that nobody has taken on climb, and remind of those taken on and left. Safe to run twice."""
    _open_what_waits()
    for concern in Concern.objects.filter(state=ConcernState.OPEN).select_related("submission"):
        climb(concern, now)
    hours = staffed_hours()
    for concern in Concern.objects.filter(state=ConcernState.ACKNOWLEDGED).exclude(kind=ConcernKind.ADVOCATE):
        taken = concern.acknowledged_at
        if taken and hours.add_hours(taken, DECIDED_WITHIN) <= now:
            _remind(concern, int(hours.between(taken, now) / DECIDED_WITHIN))


def acknowledge(concern: Concern, *, by: User) -> None:
    """Somebody takes it on; the alerts stop. Taking on twice is once."""
    _may(by, concern)
    if concern.state == ConcernState.ACKNOWLEDGED and concern.acknowledged_by_id == by.pk:
        return
    _expect(concern, ConcernState.OPEN)
    now = timezone.now()
    with transaction.atomic():
        _change(
            concern, ConcernVerb.ACKNOWLEDGED, by=by,
            state=ConcernState.ACKNOWLEDGED, acknowledged_by=by, acknowledged_at=now,
        )  # fmt: skip
        submission = Submission.objects.select_for_update().get(pk=concern.submission_id)
        if submission.state == State.RECEIVED:
            change(submission, Verb.OPENED, by=by, state=State.IN_REVIEW, opened_at=now)
        concern.submission = submission


def refer(concern: Concern, *, by: User, to: str, reference: str) -> None:
    """Handed over: to whom, and under which number the other side knows it."""
    to, reference = to.strip(), reference.strip()
    if not to:
        raise ModerationError(_("Say who you told."))
    if not reference:
        raise ModerationError(_("Write down the number or name they gave you for it, so that it can be found again."))
    _decide(concern, by=by, state=ConcernState.REFERRED, referred_to=to, reference=reference)


def no_concern(concern: Concern, *, by: User, why: str) -> None:
    """Nobody is at risk, and why. What was restricted as an allegation goes back to the queue it came from."""
    if not why.strip():
        raise ModerationError(_("Say why nobody is at risk."))
    if concern.submission.author_id == by.pk:
        raise ModerationError(_("You wrote this one down. Somebody else has to decide about it."))
    _decide(concern, by=by, state=ConcernState.NO_CONCERN, reason=why.strip())


def close(concern: Concern, *, by: User) -> None:
    """A second person has looked at what was done and agrees."""
    _may(by, concern)
    if concern.state == ConcernState.CLOSED and concern.closed_by_id == by.pk:
        return
    _expect(concern, *DECIDED)
    if concern.decided_by_id == by.pk:
        raise ModerationError(_("You decided about this one. A second person has to close it."))
    _change(
        concern, ConcernVerb.CLOSED, by=by,
        state=ConcernState.CLOSED, closed_by=by, closed_at=timezone.now(),
    )  # fmt: skip


def reopen(concern: Concern, *, by: User) -> Concern:
    """The second person does not agree: the decision stands in the history, and a new concern alerts again."""
    _may(by, concern)
    _expect(concern, *DECIDED)
    with transaction.atomic():
        submission = concern.submission
        if submission.is_open and submission.safety != Safety.WAITING:
            change(submission, Verb.URGENCY_RAISED, by=by, safety=Safety.WAITING)
        return open_concern(submission, ConcernKind(concern.kind), by=by)


def answer_request(submission: Submission, *, by: User) -> None:
    """The advocate has dealt with a request: its concern ends with it. It needs no second person."""
    for concern in submission.concerns.filter(kind=ConcernKind.ADVOCATE, state__in=UNDECIDED):
        now = timezone.now()
        if concern.state == ConcernState.OPEN:
            acknowledge(concern, by=by)
        _change(
            concern, ConcernVerb.CLOSED, by=by,
            state=ConcernState.CLOSED, decided_by=by, decided_at=now, closed_by=by, closed_at=now,
        )  # fmt: skip


def treat_as_allegation(submission: Submission, *, by: User) -> Concern:
    """A person reads that it is about an adult who works with children: it leaves every queue at once."""
    with transaction.atomic():
        change(submission, Verb.URGENCY_RAISED, by=by, restricted=True, **_waiting(submission))
        there = submission.concerns.undecided().first()
        if there is None:
            return open_concern(submission, ConcernKind.ALLEGATION, by=by)
        _restrict(submission)
        # Told again from the first rung on: the group has not heard of it yet.
        Concern.objects.filter(pk=there.pk).update(kind=ConcernKind.ALLEGATION, version=F("version") + 1)
        there.refresh_from_db()
        for contact in contacts(there, 0, timezone.now()):
            _tell(there, contact, "allegation")
        return there


def hide_from_named(person: User) -> int:
    """A new colleague, or a new nickname: hide every allegation that names them. Returns how many were hidden now."""
    hidden = 0
    for submission in Submission.objects.filter(restricted=True).exclude(hidden_from=person).iterator():
        if named_in(submission.words, [person]):
            submission.hidden_from.add(person)
            hidden += 1
            for concern in submission.concerns.unclosed():
                _log(concern, ConcernVerb.HIDDEN)
    return hidden


def _restrict(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(restricted=True)
    submission.restricted = True
    submission.hidden_from.add(*named_in(submission.words, User.objects.filter(is_active=True)))


def _waiting(submission: Submission) -> dict[str, Any]:
    return {"safety": Safety.WAITING} if submission.is_open else {}


def _decide(concern: Concern, *, by: User, state: ConcernState, **fields: str) -> None:
    _may(by, concern)
    if concern.state == state and concern.decided_by_id == by.pk:
        return
    _expect(concern, *UNDECIDED)
    if concern.kind == ConcernKind.ADVOCATE:
        raise ModerationError(_("Answer the request at its own desk; this ends with it."))
    now = timezone.now()
    if concern.state == ConcernState.OPEN:
        fields |= {"acknowledged_by": by, "acknowledged_at": now}  # type: ignore[dict-item]  # a row's fields
    referred = state == ConcernState.REFERRED
    with transaction.atomic():
        _change(concern, ConcernVerb(state.value), by=by, state=state, decided_by=by, decided_at=now, **fields)
        submission = Submission.objects.select_for_update().get(pk=concern.submission_id)
        if submission.safety == Safety.WAITING:
            moved: dict[str, Any] = {} if referred else {"restricted": False}
            if referred and submission.restricted and submission.is_open:
                # It never lies on a desk again; heard, and nobody's to publish.
                moved = {"state": State.KEPT_PRIVATE, "decided_by": by, "decided_at": now}
            change(
                submission,
                Verb.PASSED_ON if referred else Verb.RULED_OUT,
                by=by,
                note=fields["referred_to"] if referred else fields["reason"],
                safety=Safety.PASSED_ON if referred else Safety.RULED_OUT,
                **moved,
            )
        concern.submission = submission


def _may(by: User, concern: Concern) -> None:
    """Whoever may see it may handle it; an allegation only the safeguarding group, and nobody it names."""
    if not Concern.objects.visible_to(by).filter(pk=concern.pk).exists():
        raise PermissionDenied


def _expect(concern: Concern, *states: str) -> None:
    if concern.state not in states:
        raise ModerationError(_("That has been done already. Here is how it stands now."))


def _change(concern: Concern, verb: ConcernVerb, *, by: User, **fields: object) -> None:
    """Set `fields` if nobody changed the row since it was read, and log it."""
    with transaction.atomic():
        row = Concern.objects.filter(pk=concern.pk, version=concern.version)
        if not row.update(version=F("version") + 1, **fields):
            raise OvertakenError(_("Somebody else changed this while you were reading. Here is how it stands now."))
        concern.version += 1
        for name, value in fields.items():
            setattr(concern, name, value)
        _log(concern, verb, by=by)


def _open_what_waits() -> None:
    """What waits for a person has a concern, also what an older release marked, which had none."""
    known = Concern.objects.undecided().filter(submission=OuterRef("pk"))
    for submission in Submission.objects.to_read().filter(~Exists(known), safety=Safety.WAITING):
        found = set(submission.findings.values_list("category", flat=True))
        open_concern(submission, worry_of(submission.specific, found) or ConcernKind.DISCLOSURE)


def _log(concern: Concern, verb: ConcernVerb, *, by: User | None = None, level: int | None = None) -> None:
    ConcernEvent.objects.create(concern=concern, verb=verb, by=by, at=timezone.now(), level=level)


def _remind(concern: Concern, times: int) -> None:
    """Taken on and neither handed over nor ruled out: the safeguarding group hears of it, once for each stretch."""
    named = set(concern.submission.hidden_from.values_list("pk", flat=True))
    for lead in holders(HANDLE_ALLEGATIONS):
        if lead.pk not in named:
            _tell(concern, Contact(lead.email, lead.alert_phone), f"undecided {times}")


def _tell(concern: Concern, contact: Contact, occasion: str) -> None:
    kind = "request" if concern.kind == ConcernKind.ADVOCATE else "concern"
    key = f"concern {concern.pk} {occasion}"
    outbox.put(kind, contact.address, key=f"{key} {contact.address}"[:120], link=LINK)
    if contact.phone and outbox.texts_are_on() and concern.kind in PHONE_KINDS:
        outbox.put(
            kind, contact.phone, key=f"{key} {contact.phone}"[:120], link=LINK, channel=OutboxMessage.Channel.TEXT
        )


def open_for(submission: Submission) -> Concern:
    """The undecided concern about `submission`; raises ModerationError when there is none."""
    concern = submission.concerns.undecided().select_related("submission").first()
    if concern is None:
        raise ModerationError(_("It is not marked as urgent."))
    return concern
