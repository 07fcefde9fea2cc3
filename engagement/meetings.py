"""Plan, change, hold and minute a meeting of the Board: the verbs of its life.

Each compares and sets the meeting's version, so that nobody takes a step on a page that has gone old, and writes one
event.
"""

from collections.abc import Mapping
from datetime import date, time
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.disclosure.tables import FEWEST_SHOWN
from engagement.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingEvent,
    MeetingState,
    MeetingVerb,
    Paper,
)
from engagement.quarters import Quarter
from people.models import User
from people.roles import MANAGE_MEETINGS


class MeetingError(Exception):
    """A step that cannot be taken; the message is for the person taking it."""


class OvertakenError(MeetingError):
    """Somebody else changed the meeting first."""


def plan(*, by: User, held_on: date, begins: time, ends: time, where: str, link: str = "") -> Meeting:
    """A meeting to come. It looks at the last quarter that was over by then."""
    may_manage(by)
    facts = _checked(held_on, begins, ends, where, link)
    quarter = str(Quarter.of(held_on).previous)
    with transaction.atomic():
        meeting = Meeting.objects.create(quarter=quarter, changed_at=timezone.now(), **facts)
        note(meeting, MeetingVerb.PLANNED, by=by, held_on=held_on)
    return meeting


def change(meeting: Meeting, *, by: User, held_on: date, begins: time, ends: time, where: str, link: str = "") -> None:
    """Another day, hour or place; people's calendars hear of it."""
    may_manage(by)
    expect_planned(meeting)
    facts = _checked(held_on, begins, ends, where, link)
    if any(getattr(meeting, name) != value for name, value in facts.items()):
        facts["quarter"] = str(Quarter.of(held_on).previous)
        step(meeting, MeetingVerb.CHANGED, by=by, changes=facts, held_on=held_on)


def call_off(meeting: Meeting, *, by: User, why: str) -> None:
    """It does not take place; what was on its agenda stands on the next one."""
    may_manage(by)
    expect_planned(meeting)
    why = said(why, _("Say why, so that everybody understands."))
    step(meeting, MeetingVerb.CALLED_OFF, by=by, changes={"state": MeetingState.CALLED_OFF}, words=why)


def invite(meeting: Meeting, person: User, *, by: User) -> None:
    """Ask a grown-up to come. Twice is once."""
    may_manage(by)
    expect_planned(meeting)
    with transaction.atomic():
        _there, new = Attendance.objects.get_or_create(meeting=meeting, person=person)
        if new:
            step(meeting, MeetingVerb.INVITED, by=by, person=person)


def note_answer(meeting: Meeting, person: User, answer: str, *, by: User) -> None:
    """Whether somebody came or sent apologies."""
    may_manage(by)
    if answer not in Attendance.Answer:
        raise MeetingError(_("Pick one of the answers."))
    _not_minuted(meeting)
    with transaction.atomic():
        there = Attendance.objects.filter(meeting=meeting, person=person).first()
        if there is None or there.answer != answer:
            Attendance.objects.update_or_create(meeting=meeting, person=person, defaults={"answer": answer})
            step(meeting, MeetingVerb.ANSWERED, by=by, person=person, words=answer)


def add_paper(meeting: Meeting, *, by: User, title: str, quarter: str = "", link: str = "") -> Paper:
    """Something to read before: a quarter's edition, or a page elsewhere."""
    may_manage(by)
    title = said(title, _("Say what the paper is."))
    if bool(quarter) == bool(link):
        raise MeetingError(_("Give a quarter’s report or an address, one of the two."))
    if quarter:
        try:
            quarter = str(Quarter.parse(quarter))
        except ValueError as error:
            raise MeetingError(_("Write the quarter like 2026-q2.")) from error
    if link and not is_safe(link):
        raise MeetingError(_("The address begins with https://."))
    with transaction.atomic():
        paper = Paper.objects.create(meeting=meeting, title=title, quarter=quarter, link=link, added_by=by)
        step(meeting, MeetingVerb.PAPER, by=by, words=title)
    return paper


def take_paper_away(paper: Paper, *, by: User) -> None:
    may_manage(by)
    with transaction.atomic():
        step(paper.meeting, MeetingVerb.PAPER_GONE, by=by, words=paper.title)
        paper.delete()


def record(
    item: AgendaItem,
    meeting: Meeting,
    *,
    by: User,
    outcome: str,
    decision: str = "",
    decider: User | None = None,
    decide_by: date | None = None,
) -> None:
    """What was said at an item, and what was decided; a decision put off belongs to somebody, by a day."""
    may_manage(by)
    _not_minuted(meeting)
    if not meeting.took_place:
        raise MeetingError(_("Say first that the meeting was held."))
    outcome = said(outcome, _("Say in a line or two what came of it."))
    if decider and decision.strip():
        raise MeetingError(_("Either it was decided, or somebody owes the decision."))
    if decider and (decide_by is None or decide_by < timezone.localdate()):
        raise MeetingError(_("Say by which day it is decided. The day cannot be in the past."))
    facts = {
        "taken_at": meeting,
        "outcome": outcome,
        "decision": decision.strip(),
        "decider": decider,
        "decide_by": decide_by if decider else None,
        "recorded_by": by,
    }
    with transaction.atomic():
        _set(item, facts)
        step(meeting, MeetingVerb.RECORDED, by=by, item=item, words=outcome, person=decider, held_on=facts["decide_by"])


def decide(item: AgendaItem, *, by: User, decision: str) -> None:
    """The decision that was owed, by whoever owes it or whoever writes the minutes."""
    if by.pk != item.decider_id:
        may_manage(by)
    if item.decider_id is None or item.decision or item.taken_at is None:
        raise MeetingError(_("No decision is owed here."))
    decision = said(decision, _("Say what was decided."))
    with transaction.atomic():
        _set(item, {"decision": decision})
        note(item.taken_at, MeetingVerb.DECIDED, by=by, item=item, words=decision)


def write_minutes(meeting: Meeting, *, by: User, words: str) -> None:
    may_manage(by)
    _not_minuted(meeting)
    if not meeting.took_place:
        raise MeetingError(_("Say first that the meeting was held."))
    words = said(words, _("There is nothing written yet."))
    if words != meeting.minutes:
        step(meeting, MeetingVerb.MINUTES, by=by, changes={"minutes": words, "minutes_by": by})


def publish_minutes(meeting: Meeting, *, by: User) -> None:
    """A second person has read them; from now on everybody can."""
    may_manage(by)
    _not_minuted(meeting)
    if not meeting.minutes:
        raise MeetingError(_("There are no minutes yet."))
    if by.pk == meeting.minutes_by_id:
        raise MeetingError(_("You wrote these minutes. Somebody else has to read them before they are public."))
    changes = {"state": MeetingState.MINUTED, "published_by": by, "published_at": timezone.now()}
    step(meeting, MeetingVerb.PUBLISHED, by=by, changes=changes)


def young_people_came(meeting: Meeting) -> str:
    """How many young people came, in words that point to nobody."""
    if meeting.young_people is None:
        return ""
    if meeting.young_people == 0:
        return _("No young people came.")
    if meeting.young_people < FEWEST_SHOWN:
        return _("A few young people came.")
    return _("%(n)d young people came.") % {"n": meeting.young_people}


def step(
    meeting: Meeting,
    verb: MeetingVerb,
    *,
    by: User | None,
    changes: Mapping[str, object] | None = None,
    **facts: object,
) -> None:
    """Compare and set the version, mirror the change, and write the event."""
    changes = {"changed_at": timezone.now(), **(changes or {})}
    with transaction.atomic():
        if not Meeting.objects.filter(pk=meeting.pk, version=meeting.version).update(
            version=F("version") + 1, **changes
        ):
            raise OvertakenError(_("Somebody else changed this meeting. Here is how it stands now."))
        meeting.version += 1
        for name, value in changes.items():
            setattr(meeting, name, value)
        note(meeting, verb, by=by, **facts)


def note(meeting: Meeting, verb: MeetingVerb, *, by: User | None, **facts: object) -> None:
    MeetingEvent.objects.create(meeting=meeting, verb=verb, by=by, at=timezone.now(), **facts)


def said(words: str, otherwise: str) -> str:
    """The words without spare space; raises MeetingError with `otherwise` where there are none."""
    if not words.strip():
        raise MeetingError(otherwise)
    return words.strip()


def may_manage(by: User) -> None:
    """Raises PermissionDenied for everybody who does not plan meetings."""
    if not by.has_perm(MANAGE_MEETINGS):
        raise PermissionDenied


def is_safe(link: str) -> bool:
    return link.startswith("https://") and bool(urlsplit(link).netloc)


def _set(item: AgendaItem, facts: Mapping[str, object]) -> None:
    if not AgendaItem.objects.filter(pk=item.pk, version=item.version).update(version=F("version") + 1, **facts):
        raise OvertakenError(_("Somebody else changed this item. Here is how it stands now."))
    item.version += 1
    for name, value in facts.items():
        setattr(item, name, value)


def _checked(held_on: date, begins: time, ends: time, where: str, link: str) -> dict[str, object]:
    if held_on < timezone.localdate():
        raise MeetingError(_("Pick a day that is not in the past."))
    if ends <= begins:
        raise MeetingError(_("It ends before it begins."))
    if link and not is_safe(link):
        raise MeetingError(_("The address begins with https://."))
    where = said(where, _("Say where it is."))
    return {"held_on": held_on, "begins": begins, "ends": ends, "where": where, "link": link}


def expect_planned(meeting: Meeting) -> None:
    if not meeting.is_planned:
        raise MeetingError(_("This meeting is over or called off."))


def _not_minuted(meeting: Meeting) -> None:
    if meeting.minutes_are_public or meeting.state == MeetingState.CALLED_OFF:
        raise MeetingError(_("The minutes are public, or it was called off: nothing changes any more."))
