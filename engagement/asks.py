"""Gather, ask, promise, refuse, report progress, finish: the verbs of an Ask's life.

Every verb checks who asks and the step, writes one event and one reply row for every contributor, and mirrors the
event on the Ask, all in one transaction. No verb closes an Ask without words, or leaves one without owner and date.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import (
    FITS,
    OPEN_STATES,
    STATE_AFTER,
    Ask,
    AskEvent,
    AskState,
    AskVerb,
    Contribution,
    RefusalReason,
    Reply,
    State,
    Submission,
    SubmissionEvent,
    Theme,
    Verb,
)
from people.models import User
from people.roles import ANSWER_ASKS, MANAGE_ASKS

# Steps that everyone who contributed hears of.
TOLD = frozenset(AskVerb) - {AskVerb.CHECKED, AskVerb.REWORDED}

ANSWERS = (AskVerb.PROMISED, AskVerb.REFUSED, AskVerb.ALREADY_SO)


class AskError(Exception):
    """A step that cannot be taken; the message is for the person taking it."""


class OvertakenError(AskError):
    """Somebody else changed the Ask first."""


def raise_ask(*, by: User, wording: str, theme: Theme, submissions: Iterable[Submission]) -> Ask:
    """Make one Ask of views that want the same thing, in the council's own plain words."""
    _may_manage(by)
    wording = _said(wording, _("Say what young people asked, in a line."))
    with transaction.atomic():
        now = timezone.now()
        ask = Ask.objects.create(wording=wording, theme=theme, worded_by=by, raised_at=now, changed_at=now)
        _contribute(ask, submissions, by=by)
        _event(ask, AskVerb.RAISED, by=by)
    return ask


def gather(ask: Ask, submissions: Iterable[Submission], *, by: User) -> None:
    """Add views to an Ask; their senders hear where it stands now."""
    _may_manage(by)
    with transaction.atomic():
        latest = ask.events.filter(verb__in=TOLD).latest("version")
        added = _contribute(ask, submissions, by=by)
        _step(ask, AskVerb.GATHERED, by=by, tell=added)
        _tell(latest, added)


def reword(ask: Ask, *, by: User, wording: str) -> None:
    """Say it better; a second person has to read it again before it is public."""
    _may_manage(by)
    wording = _said(wording, _("Say what young people asked, in a line."))
    _step(
        ask,
        AskVerb.REWORDED,
        by=by,
        words=wording,
        set_on_ask={"wording": wording, "worded_by": by, "checked_by": None},
    )


def check(ask: Ask, *, by: User) -> None:
    """A second person reads the wording; from then on the Ask is public."""
    _may_manage(by)
    if ask.worded_by_id == by.pk:
        raise AskError(_("You wrote this wording. Somebody else has to read it before it is public."))
    if not ask.is_public:
        _step(ask, AskVerb.CHECKED, by=by, set_on_ask={"checked_by": by})


def ask_owner(ask: Ask, *, by: User, owner: User, answer_by: date) -> None:
    """Put it to one named person, who owes an answer by a day to come."""
    _may_manage(by)
    _expect(ask, AskVerb.ASKED)
    if not owner.is_active or not owner.has_perm(ANSWER_ASKS):
        raise AskError(_("Pick somebody who can answer."))
    _in_time(answer_by)
    _step(
        ask,
        AskVerb.ASKED,
        by=by,
        owner=owner,
        due_on=answer_by,
        set_on_ask={
            "state": AskState.ASKED,
            "owner": owner,
            "owner_role": owner.job_title,
            "answer_by": answer_by,
            "refusal_reason": "",
            "answer": "",
            "would_change": "",
        },
    )


def promise(ask: Ask, *, by: User, what: str, due: date) -> None:
    """The owner says yes: what will be done, and by when."""
    _may_answer(by, ask)
    _expect(ask, AskVerb.PROMISED)
    what = _said(what, _("Say what you will do."))
    _in_time(due)
    _step(
        ask,
        AskVerb.PROMISED,
        by=by,
        words=what,
        due_on=due,
        set_on_ask={"state": AskState.PROMISED, "promise": what, "promise_due": due},
    )


def refuse(ask: Ask, *, by: User, reason: str, words: str, would_change: str = "") -> None:
    """The owner says no, with the kind of reason, the reason itself, and what would change it."""
    _may_answer(by, ask)
    _expect(ask, AskVerb.REFUSED)
    if reason not in RefusalReason:
        raise AskError(_("Pick the kind of reason."))
    words = _said(words, _("Say why not, so that a young person understands."))
    would_change = would_change.strip()
    _step(
        ask,
        AskVerb.REFUSED,
        by=by,
        words=words,
        reason=reason,
        would_change=would_change,
        set_on_ask={
            "state": AskState.REFUSED,
            "refusal_reason": reason,
            "answer": words,
            "would_change": would_change,
        },
    )


def say_already_so(ask: Ask, *, by: User, words: str) -> None:
    """It is so already: say where and how."""
    _may_answer(by, ask)
    _expect(ask, AskVerb.ALREADY_SO)
    words = _said(words, _("Say where and how it is so already."))
    _step(ask, AskVerb.ALREADY_SO, by=by, words=words, set_on_ask={"state": AskState.ALREADY_SO, "answer": words})


def report_progress(ask: Ask, *, by: User, words: str) -> None:
    """Say how far it has come; from the first note on it is being done."""
    _may_answer(by, ask)
    _expect(ask, AskVerb.PROGRESS)
    words = _said(words, _("Say how far it has come."))
    _step(ask, AskVerb.PROGRESS, by=by, words=words, set_on_ask={"state": AskState.DOING})


def move_date(ask: Ask, *, by: User, due: date, why: str) -> None:
    """Move the day of a promise, openly: the old day stays in the history."""
    _may_answer(by, ask)
    _expect(ask, AskVerb.MOVED)
    why = _said(why, _("Say why the date moves."))
    _in_time(due)
    _step(ask, AskVerb.MOVED, by=by, words=why, due_on=due, set_on_ask={"promise_due": due})


def finish(ask: Ask, *, by: User, words: str) -> None:
    """Say that it is done, and what is different now."""
    _may_answer(by, ask)
    _expect(ask, AskVerb.DONE)
    words = _said(words, _("Say what is different now."))
    _step(ask, AskVerb.DONE, by=by, words=words, set_on_ask={"state": AskState.DONE, "answer": words})


def may_answer(by: User, ask: Ask) -> bool:
    """The owner answers; the participation team may write down what the owner said."""
    return by.has_perm(MANAGE_ASKS) or (by.has_perm(ANSWER_ASKS) and ask.owner_id == by.pk)


def possible(ask: Ask, by: User) -> set[AskVerb]:
    """The steps that `by` could take with one Ask as it stands now; the verbs themselves check again."""
    steps = {verb for verb, states in FITS.items() if ask.state in states}
    if by.has_perm(MANAGE_ASKS):
        checks = set() if ask.is_public or ask.worded_by_id == by.pk else {AskVerb.CHECKED}
        return steps | checks | {AskVerb.REWORDED}
    return steps - {AskVerb.ASKED} if may_answer(by, ask) else set()


def replay(events: Iterable[AskEvent]) -> str:
    """The state that a history says; the Ask's own column only mirrors it."""
    state = ""
    for event in events:
        state = STATE_AFTER.get(AskVerb(event.verb), state)
    return state


def _contribute(ask: Ask, submissions: Iterable[Submission], *, by: User) -> list[Submission]:
    # Locked, so that two colleagues who gather the same view at once meet here and not in the constraint.
    chosen = list(Submission.objects.select_for_update().filter(pk__in=[s.pk for s in submissions]).order_by("pk"))
    if not chosen:
        raise AskError(_("Pick at least one view."))
    for submission in chosen:
        if submission.state in OPEN_STATES or submission.state == State.DECLINED:
            raise AskError(_("Read and decide about each view first."))
    if Contribution.objects.filter(submission__in=chosen).exists():
        raise AskError(_("One of these is in an ask already."))
    now = timezone.now()
    Contribution.objects.bulk_create(Contribution(ask=ask, submission=s, added_by=by, added_at=now) for s in chosen)
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(submission=s, verb=Verb.GATHERED, by=by, at=now, state=s.state, version=s.version)
        for s in chosen
    )
    return chosen


def _step(
    ask: Ask,
    verb: AskVerb,
    *,
    by: User,
    set_on_ask: dict[str, object] | None = None,
    tell: Sequence[Submission] | None = None,
    **facts: object,
) -> None:
    """Compare and set the Ask's version, mirror the step, log it, and tell contributors."""
    changes: dict[str, object] = {"changed_at": timezone.now(), **(set_on_ask or {})}
    # The owner's answer is the second reading: whoever answers has read the wording.
    if verb in ANSWERS and not ask.is_public and by.pk != ask.worded_by_id:
        changes["checked_by"] = by
    facts.setdefault("owner", ask.owner)  # whose step it was, also after the ask has gone to somebody else
    with transaction.atomic():
        if not Ask.objects.filter(pk=ask.pk, version=ask.version).update(version=F("version") + 1, **changes):
            raise OvertakenError(_("Somebody else changed this ask. Here is how it stands now."))
        ask.version += 1
        for name, value in changes.items():
            setattr(ask, name, value)
        _event(ask, verb, by=by, tell=tell, **facts)


def _event(ask: Ask, verb: AskVerb, *, by: User, tell: Sequence[Submission] | None = None, **facts: object) -> None:
    event = AskEvent.objects.create(ask=ask, verb=verb, by=by, at=timezone.now(), version=ask.version, **facts)
    if verb in TOLD:
        if tell is None:
            tell = list(Submission.objects.filter(contribution__ask=ask))
        _tell(event, tell)


def _tell(event: AskEvent, submissions: Sequence[Submission]) -> None:
    """One reply row for every contributor who can be reached; twice is once."""
    Reply.objects.bulk_create(
        [Reply(submission=s, ask_event=event, by=event.by, at=event.at) for s in submissions if s.space_id],
        ignore_conflicts=True,
    )


def _may_manage(by: User) -> None:
    if not by.has_perm(MANAGE_ASKS):
        raise PermissionDenied


def _may_answer(by: User, ask: Ask) -> None:
    if not may_answer(by, ask):
        raise PermissionDenied


def _expect(ask: Ask, verb: AskVerb) -> None:
    if ask.state not in FITS[verb]:
        raise AskError(_("That step does not fit where this ask is now."))


def _said(words: str, otherwise: str) -> str:
    if not words.strip():
        raise AskError(otherwise)
    return words.strip()


def _in_time(day: date) -> None:
    if day < timezone.localdate():
        raise AskError(_("Pick a day that is not in the past."))
