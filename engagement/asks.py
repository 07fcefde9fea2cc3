"""Gather, hear the Council, ask, promise, refuse, report progress, finish: the verbs of an Ask's life.

Every verb checks who asks and the step, writes one event and one reply row for every contributor, and mirrors the
event on the Ask, all in one transaction. No verb closes an Ask without words, or leaves one without owner and date.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import (
    FITS,
    OPEN_STATES,
    STATE_AFTER,
    Affects,
    Ask,
    AskEvent,
    AskState,
    AskVerb,
    Contribution,
    RefusalReason,
    State,
    Submission,
    SubmissionEvent,
    Theme,
    Verb,
)
from engagement.stepping import (
    ANSWERS,
    TOLD,
    AskError,
    OvertakenError,
    expect,
    in_time,
    may_answer,
    may_manage,
    note,
    said,
    step,
    tell_of,
    where_it_stands,
)
from people.models import User
from people.roles import ANSWER_ASKS, MANAGE_ASKS

__all__ = ["ANSWERS", "TOLD", "AskError", "OvertakenError", "may_answer"]

# What whoever owes the answer may do alone; the rest is the participation team's.
OWNERS_OWN = frozenset({*ANSWERS, AskVerb.PROGRESS, AskVerb.MOVED, AskVerb.DONE})
# Steps that the counted answers of young people take, and nobody by hand.
BY_COUNTING = frozenset({AskVerb.QUESTIONED, AskVerb.CONFIRMED, AskVerb.REOPENED})


def raise_ask(*, by: User, wording: str, theme: Theme, submissions: Iterable[Submission]) -> Ask:
    """Make one Ask of views that want the same thing, in the council's own plain words."""
    may_manage(by)
    wording = said(wording, _("Say what young people asked, in a line."))
    with transaction.atomic():
        now = timezone.now()
        ask = Ask.objects.create(wording=wording, theme=theme, worded_by=by, raised_at=now, changed_at=now)
        _contribute(ask, submissions, by=by)
        note(ask, AskVerb.RAISED, by=by)
    return ask


def gather(ask: Ask, submissions: Iterable[Submission], *, by: User) -> None:
    """Add views to an Ask; their senders hear where it stands now."""
    may_manage(by)
    expect(ask, AskVerb.GATHERED)
    with transaction.atomic():
        latest = where_it_stands(ask)
        added = _contribute(ask, submissions, by=by)
        step(ask, AskVerb.GATHERED, by=by, tell=added)
        tell_of(latest, added)


def reword(ask: Ask, *, by: User, wording: str) -> None:
    """Say it better; a second person has to read it again before it is public."""
    may_manage(by)
    expect(ask, AskVerb.REWORDED)
    wording = said(wording, _("Say what young people asked, in a line."))
    step(
        ask,
        AskVerb.REWORDED,
        by=by,
        words=wording,
        set_on_ask={"wording": wording, "worded_by": by, "checked_by": None},
    )


def check(ask: Ask, *, by: User) -> None:
    """A second person reads the wording; from then on the Ask is public."""
    may_manage(by)
    expect(ask, AskVerb.CHECKED)
    if ask.worded_by_id == by.pk:
        raise AskError(_("You wrote this wording. Somebody else has to read it before it is public."))
    if not ask.is_public:
        step(ask, AskVerb.CHECKED, by=by, set_on_ask={"checked_by": by})


def put_to_council(ask: Ask, *, by: User) -> None:
    """Let the Children in Care Council say how many it matters to, before somebody is asked."""
    may_manage(by)
    expect(ask, AskVerb.WITH_COUNCIL)
    step(ask, AskVerb.WITH_COUNCIL, by=by, set_on_ask={"state": AskState.WITH_COUNCIL})


def record_council(ask: Ask, affects: str, *, by: User | None = None) -> None:
    """What the Council said: on its own page, which has looked who they are, or written down by the team.

    Saying the same again changes nothing; another word is a step of its own.
    """
    if by:
        may_manage(by)
    if affects not in Affects:
        raise AskError(_("Say whether it affects many, or just some."))
    expect(ask, AskVerb.COUNCIL_SAID)
    if ask.affects != affects:
        step(ask, AskVerb.COUNCIL_SAID, by=by, affects=affects, set_on_ask={"affects": affects})


def ask_owner(ask: Ask, *, by: User, owner: User, answer_by: date) -> None:
    """Put it to one named person, who owes an answer by a day to come."""
    may_manage(by)
    expect(ask, AskVerb.ASKED)
    if not owner.is_active or not owner.has_perm(ANSWER_ASKS):
        raise AskError(_("Pick somebody who can answer."))
    in_time(answer_by)
    step(
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
    _must_answer(by, ask)
    expect(ask, AskVerb.PROMISED)
    what = said(what, _("Say what you will do."))
    in_time(due)
    step(
        ask,
        AskVerb.PROMISED,
        by=by,
        words=what,
        due_on=due,
        set_on_ask={"state": AskState.PROMISED, "promise": what, "promise_due": due},
    )


def refuse(ask: Ask, *, by: User, reason: str, words: str, would_change: str = "") -> None:
    """The owner says no, with the kind of reason, the reason itself, and what would change it."""
    _must_answer(by, ask)
    expect(ask, AskVerb.REFUSED)
    if reason not in RefusalReason:
        raise AskError(_("Pick the kind of reason."))
    words = said(words, _("Say why not, so that a young person understands."))
    would_change = would_change.strip()
    step(
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
    _must_answer(by, ask)
    expect(ask, AskVerb.ALREADY_SO)
    words = said(words, _("Say where and how it is so already."))
    step(ask, AskVerb.ALREADY_SO, by=by, words=words, set_on_ask={"state": AskState.ALREADY_SO, "answer": words})


def report_progress(ask: Ask, *, by: User, words: str) -> None:
    """Say how far it has come; from the first note on it is being done."""
    _must_answer(by, ask)
    expect(ask, AskVerb.PROGRESS)
    words = said(words, _("Say how far it has come."))
    step(ask, AskVerb.PROGRESS, by=by, words=words, set_on_ask={"state": AskState.DOING})


def move_date(ask: Ask, *, by: User, due: date, why: str) -> None:
    """Move the day of a promise, openly: the old day stays in the history."""
    _must_answer(by, ask)
    expect(ask, AskVerb.MOVED)
    why = said(why, _("Say why the date moves."))
    in_time(due)
    step(ask, AskVerb.MOVED, by=by, words=why, due_on=due, set_on_ask={"promise_due": due})


def finish(ask: Ask, *, by: User, words: str) -> None:
    """Say that it is done, and what is different now."""
    _must_answer(by, ask)
    expect(ask, AskVerb.DONE)
    words = said(words, _("Say what is different now."))
    step(ask, AskVerb.DONE, by=by, words=words, set_on_ask={"state": AskState.DONE, "answer": words})


def possible(ask: Ask, by: User) -> set[AskVerb]:
    """The steps that `by` could take with one Ask as it stands now; the verbs themselves check again."""
    steps = {verb for verb, states in FITS.items() if ask.state in states} - BY_COUNTING
    if not by.has_perm(MANAGE_ASKS):
        return steps & OWNERS_OWN if may_answer(by, ask) else set()
    return steps - {AskVerb.CHECKED} if ask.is_public or ask.worded_by_id == by.pk else steps


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


def _must_answer(by: User, ask: Ask) -> None:
    if not may_answer(by, ask):
        raise PermissionDenied
