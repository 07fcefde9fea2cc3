"""Meetings and actions for tests."""

from datetime import date, time
from typing import Any

from engagement import actions, agendas, asks, meetings
from engagement.models import Action, AgendaItem, Meeting
from people.models import User, YoungPerson
from tests.factories import in_days, make_ask, make_officer, make_space

MORNING, NOON = time(10), time(12)


def make_meeting(by: User, *, held_on: date | None = None, **facts: Any) -> Meeting:
    return meetings.plan(
        by=by,
        **{"held_on": held_on or in_days(7), "begins": MORNING, "ends": NOON, "where": "Town Hall", **facts},
    )


def make_member(key: str) -> YoungPerson:
    issuer = User.objects.filter(email="issuer@council.example").first() or make_officer(email="issuer@council.example")
    space = make_space(key, issued_by=issuer)
    YoungPerson.objects.filter(pk=space.pk).update(on_council=True)
    space.on_council = True
    return space


def make_public_ask(by: User, second: User, wording: str = "Wifi in our rooms") -> Any:
    ask = make_ask(by=by, wording=wording)
    asks.check(ask, by=second)
    return ask


def make_item(meeting: Meeting, by: User, title: str = "How this report is made") -> AgendaItem:
    agendas.close_proposals(meeting, by=by)
    return agendas.add(meeting, by=by, title=title)


def make_action(by: User, owner: User, *, due: date | None = None, **facts: Any) -> Action:
    if not facts:
        facts["ask"] = make_ask(by=by)
    return actions.open_action(by=by, wording="A phone in each house", owner=owner, due=due or in_days(30), **facts)
