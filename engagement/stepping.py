"""What every step of an Ask has in common: who may, when it fits, one event, and a reply row for everybody who asked.

A step compares and sets the Ask's version, so that nobody takes one on a page that has gone old.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import FITS, STATE_AFTER, Ask, AskEvent, AskVerb, Reply, Submission
from people.models import User
from people.roles import ANSWER_ASKS, MANAGE_ASKS

# Steps that everyone who contributed hears of.
TOLD = frozenset(AskVerb) - {AskVerb.CHECKED, AskVerb.REWORDED}
# Steps that say where an Ask stands; whoever joins hears the latest of them.
NEWS = frozenset(STATE_AFTER) | {AskVerb.MOVED, AskVerb.COUNCIL_SAID}

ANSWERS = (AskVerb.PROMISED, AskVerb.REFUSED, AskVerb.ALREADY_SO)


class AskError(Exception):
    """A step that cannot be taken; the message is for the person taking it."""


class OvertakenError(AskError):
    """Somebody else changed the Ask first."""


def step(
    ask: Ask,
    verb: AskVerb,
    *,
    by: User | None,
    set_on_ask: Mapping[str, object] | None = None,
    tell: Sequence[Submission] | None = None,
    **facts: object,
) -> AskEvent:
    """Compare and set the Ask's version, mirror the step, log it, and tell contributors, or only those in `tell`."""
    changes: dict[str, object] = {"changed_at": timezone.now(), **(set_on_ask or {})}
    # The owner's answer is the second reading: whoever answers has read the wording.
    if verb in ANSWERS and not ask.is_public and by and by.pk != ask.worded_by_id:
        changes["checked_by"] = by
    facts.setdefault("owner", ask.owner)  # whose step it was, also after the ask has gone to somebody else
    with transaction.atomic():
        if not Ask.objects.filter(pk=ask.pk, version=ask.version).update(version=F("version") + 1, **changes):
            raise OvertakenError(_("Somebody else changed this ask. Here is how it stands now."))
        ask.version += 1
        for name, value in changes.items():
            setattr(ask, name, value)
        return note(ask, verb, by=by, tell=tell, **facts)


def note(
    ask: Ask, verb: AskVerb, *, by: User | None, tell: Sequence[Submission] | None = None, **facts: object
) -> AskEvent:
    """Write the event of a step at the Ask's version as it is, and tell of it."""
    event = AskEvent.objects.create(ask=ask, verb=verb, by=by, at=timezone.now(), version=ask.version, **facts)
    if verb in TOLD:
        tell_of(event, contributors(ask) if tell is None else tell)
    return event


def contributors(ask: Ask) -> list[Submission]:
    """The views in it, only as much of each as telling needs."""
    return list(Submission.objects.filter(contribution__ask=ask).only("pk", "space_id").order_by("pk"))


def tell_of(event: AskEvent, submissions: Sequence[Submission]) -> None:
    """One reply row for every contributor who can be reached; twice is once."""
    Reply.objects.bulk_create(
        [Reply(submission=s, ask_event=event, by=event.by, at=event.at) for s in submissions if s.space_id],
        ignore_conflicts=True,
    )


def where_it_stands(ask: Ask) -> AskEvent:
    """The step that says it."""
    latest: AskEvent = ask.events.filter(verb__in=NEWS).latest("version")
    return latest


def may_manage(by: User) -> None:
    """Raises PermissionDenied for everybody who does not manage asks."""
    if not by.has_perm(MANAGE_ASKS):
        raise PermissionDenied


def may_answer(by: User, ask: Ask) -> bool:
    """The owner answers; the participation team may write down what the owner said."""
    return by.has_perm(MANAGE_ASKS) or (by.has_perm(ANSWER_ASKS) and ask.owner_id == by.pk)


def expect(ask: Ask, verb: AskVerb) -> None:
    """Raises AskError where the step does not fit."""
    if ask.state not in FITS[verb]:
        raise AskError(_("That step does not fit where this ask is now."))


def said(words: str, otherwise: str) -> str:
    """The words without spare space; raises AskError with `otherwise` where there are none."""
    if not words.strip():
        raise AskError(otherwise)
    return words.strip()


def in_time(day: date) -> None:
    """Raises AskError for a day that is over."""
    if day < timezone.localdate():
        raise AskError(_("Pick a day that is not in the past."))
