"""Two Asks made one, and one made two: everybody who asked goes along, and both histories tell it.

Nothing that was promised is lost on the way: an Ask goes only into one that is at least as far and no less late, and
what is split off keeps owner, date and promise.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import (
    AWAITED_STATES,
    PROMISED_STATES,
    Ask,
    AskState,
    AskVerb,
    Contribution,
    Submission,
)
from engagement.stepping import AskError, contributors, expect, may_manage, note, said, step, tell_of, where_it_stands
from people.models import User


def merge(ask: Ask, into: Ask, *, by: User) -> None:
    """Make `ask` part of `into`; whoever asked hears where that one stands. Its page leads there from now on."""
    may_manage(by)
    expect(ask, AskVerb.MERGED)
    expect(into, AskVerb.MERGED)
    if ask.pk == into.pk:
        raise AskError(_("Pick another ask."))
    if _owes_more(ask, into):
        raise AskError(_("More is owed here than there. Put the other one into this one."))
    with transaction.atomic():
        latest, were_there, moved = where_it_stands(into), contributors(into), contributors(ask)
        # The event's words say where it went, also once the other is worded again.
        goes = {"state": AskState.MERGED, "merged_into": into}
        step(ask, AskVerb.MERGED, by=by, words=into.wording, other=into, set_on_ask=goes)
        _move(Contribution.objects.filter(ask=ask), into, by=by)
        step(into, AskVerb.GATHERED, by=by, other=ask, tell=were_there)
        tell_of(latest, moved)


def split(ask: Ask, contributions: Iterable[Contribution], *, wording: str, by: User) -> Ask:
    """Take some views out into an Ask of their own, which stands where `ask` stood. Returns it."""
    may_manage(by)
    expect(ask, AskVerb.SPLIT)
    wording = said(wording, _("Say what young people asked, in a line."))
    with transaction.atomic():
        now = timezone.now()
        going = Contribution.objects.filter(ask=ask, pk__in=[one.pk for one in contributions])
        chosen = list(going.select_for_update())
        if not chosen:
            raise AskError(_("Pick at least one view."))
        if len(chosen) == ask.contributions.count():
            raise AskError(_("Leave at least one view here."))
        made = Ask.objects.create(wording=wording, theme=ask.theme, worded_by=by, raised_at=now, changed_at=now)
        note(made, AskVerb.RAISED, by=by)
        _stand_like(ask, made, by=by)
        _move(Contribution.objects.filter(pk__in=[one.pk for one in chosen]), made, by=by)
        step(made, AskVerb.SPLIT, by=by, words=wording, other=ask)
        step(ask, AskVerb.SPLIT, by=by, words=wording, other=made)
    return made


def lives_on_in(ask: Ask) -> Ask:
    """Where an Ask is told now: itself, or at the end of a row of mergings. They never lead round in a ring."""
    while ask.merged_into:
        ask = ask.merged_into
    return ask


def _owes_more(ask: Ask, into: Ask) -> bool:
    """Whether merging would hide an owner, a promise or a lateness."""
    here, there = _how_far(ask), _how_far(into)
    today = timezone.localdate()
    return here > there or (here == there and ask.days_late(today) > into.days_late(today))


def _how_far(ask: Ask) -> int:
    return 2 if ask.state in PROMISED_STATES else int(ask.state in AWAITED_STATES)


def _move(contributions: QuerySet[Contribution], to: Ask, *, by: User) -> None:
    contributions.update(ask=to, added_by=by, added_at=timezone.now())


def _stand_like(ask: Ask, made: Ask, *, by: User) -> None:
    """Take the steps that bring `made` to where `ask` is: the same owner, the same day, the same promise."""
    nobody: list[Submission] = []
    if ask.state == AskState.WITH_COUNCIL:
        step(made, AskVerb.WITH_COUNCIL, by=by, tell=nobody, set_on_ask={"state": AskState.WITH_COUNCIL})
    if ask.owner_id is None:
        return
    owed = {"owner": ask.owner, "owner_role": ask.owner_role, "answer_by": ask.answer_by}
    asked = {"state": AskState.ASKED, **owed}
    step(made, AskVerb.ASKED, by=by, tell=nobody, owner=ask.owner, due_on=ask.answer_by, set_on_ask=asked)
    if ask.state in PROMISED_STATES:
        due = ask.promise_due
        promised = {"state": AskState.PROMISED, "promise": ask.promise, "promise_due": due}
        step(made, AskVerb.PROMISED, by=by, tell=nobody, words=ask.promise, due_on=due, set_on_ask=promised)
