"""Whom a concern is told to: staffed hours, nights, bank holidays, the hours when clocks change, empty rotas."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from engagement import duty
from engagement.models import Concern, ConcernKind, DutyTurn, Purpose
from people.models import User
from people.roles import Role
from tests.factories import make_user, make_voice

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
TEAM = "duty@fenbrook.example"
URGENT = "I want to kill myself tonight"


@pytest.fixture
def three() -> list[User]:
    people = [make_user(Role.DUTY_WORKER) for _ in range(3)]
    for rung, person in enumerate(people):
        DutyTurn.objects.create(person=person, rung=rung, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    return people


def concern_at(at: datetime, words: str = URGENT, **fields: object) -> Concern:
    with time_machine.travel(at, tick=False):
        return make_voice(words, **fields).concerns.select_related("submission").get()


def told(concern: Concern, rung: int, at: datetime) -> list[str]:
    return [contact.address for contact in duty.contacts(concern, rung, at)]


@pytest.mark.parametrize(
    ("at", "staffed"),
    [
        (datetime(2026, 3, 9, 9, 0, tzinfo=LONDON), True),
        (datetime(2026, 3, 9, 8, 59, tzinfo=LONDON), False),
        (datetime(2026, 3, 9, 17, 0, tzinfo=LONDON), False),
        (datetime(2026, 3, 8, 12, 0, tzinfo=LONDON), False),  # Sunday
        (datetime(2026, 4, 3, 12, 0, tzinfo=LONDON), False),  # Good Friday
        (datetime(2026, 8, 31, 12, 0, tzinfo=LONDON), False),  # summer bank holiday
        (datetime(2026, 12, 28, 12, 0, tzinfo=LONDON), False),  # for Boxing Day on a Saturday
        (datetime(2026, 3, 30, 9, 0, tzinfo=LONDON), True),  # the first Monday of summer time, 8:00 UTC
        (datetime(2026, 10, 26, 9, 0, tzinfo=LONDON), True),  # the first Monday of winter time, 9:00 UTC
        (datetime(2026, 10, 26, 8, 0, tzinfo=LONDON), False),
    ],
)
def test_the_rota_in_staffed_hours_and_the_emergency_team_outside(
    three: list[User], at: datetime, staffed: bool
) -> None:
    concern = concern_at(at)
    assert told(concern, 0, at) == [three[0].email if staffed else TEAM]
    assert told(concern, 1, at) == ([three[1].email] if staffed else [TEAM, three[0].email])
    assert set(told(concern, 2, at)) == {person.email for person in three} | (set() if staffed else {TEAM})


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_fifteen_minutes_are_fifteen_minutes_while_the_clocks_change(three: list[User], day: date) -> None:
    before = datetime(day.year, day.month, day.day, 0, 55, tzinfo=LONDON).astimezone(ZoneInfo("UTC"))
    concern = concern_at(before)
    for minutes, rung in ((0, 0), (14, 0), (15, 1), (29, 1), (30, 2), (59, 2), (60, 3), (90, 4)):
        at = (before + timedelta(minutes=minutes)).astimezone(LONDON)
        assert duty.rung_due(concern, at) == rung, minutes


def test_a_clock_that_goes_back_a_little_tells_the_first_rung(three: list[User]) -> None:
    at = datetime(2026, 3, 9, 10, tzinfo=LONDON)
    assert duty.rung_due(concern_at(at), at - timedelta(minutes=3)) == 0


def test_an_empty_rota_falls_to_the_leads_and_then_to_the_emergency_team() -> None:
    at = datetime(2026, 3, 9, 10, tzinfo=LONDON)
    concern = concern_at(at)
    assert told(concern, 0, at) == [TEAM]
    lead = make_user(Role.SAFEGUARDING_LEAD)
    assert told(concern, 0, at) == [lead.email]


def test_a_gap_in_the_rota_is_filled_from_the_next_rung_and_then_from_the_one_before(three: list[User]) -> None:
    at = datetime(2026, 3, 9, 10, tzinfo=LONDON)
    concern = concern_at(at)
    DutyTurn.objects.filter(rung=0).delete()
    assert told(concern, 0, at) == [three[1].email]
    three[1].is_active = False
    three[1].save()
    assert told(concern, 1, at) == [three[2].email]
    DutyTurn.objects.filter(rung=2).update(rung=0)
    assert told(concern, 1, at) == [three[2].email]


def test_turns_begin_and_end_on_their_days(three: list[User]) -> None:
    assert not DutyTurn.objects.on(date(2025, 12, 31))
    assert len(DutyTurn.objects.on(date(2026, 1, 1))) == len(DutyTurn.objects.on(date(2026, 12, 31))) == 3


def test_requests_climb_in_staffed_hours_only() -> None:
    advocate = make_user(Role.ADVOCATE)
    friday = datetime(2026, 3, 13, 16, tzinfo=LONDON)
    concern = concern_at(friday, "", purpose=Purpose.ADVOCATE)
    assert concern.kind == ConcernKind.ADVOCATE
    assert told(concern, 0, friday) == [advocate.email]
    assert told(concern, 1, friday) == [advocate.email, TEAM]
    for at, rung in (
        (friday + timedelta(hours=20), 0),
        (datetime(2026, 3, 16, 11, 59, tzinfo=LONDON), 0),
        (datetime(2026, 3, 16, 12, 0, tzinfo=LONDON), 1),
        (datetime(2026, 3, 16, 16, 0, tzinfo=LONDON), 2),
    ):
        assert duty.rung_due(concern, at) == rung
    advocate.is_active = False
    advocate.save()
    assert told(concern, 0, friday) == [TEAM]
