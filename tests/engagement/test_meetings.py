"""A meeting's life: planned, changed, held, minuted by two people; every step fits, and leaves an event."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from engagement import agendas, meetings
from engagement.meetings import MeetingError, OvertakenError
from engagement.models import AgendaItem, Attendance, Meeting, MeetingEvent, MeetingState, MeetingVerb
from people.models import User
from people.roles import Role
from tests.engagement.meeting_makers import MORNING, make_item, make_meeting
from tests.factories import in_days, make_officer, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def second() -> User:
    return make_officer(email="second@council.example")


def verbs(meeting: Meeting) -> list[str]:
    return list(meeting.events.order_by("pk").values_list("verb", flat=True))


def held(officer: User, clock: Any, **facts: Any) -> tuple[Meeting, AgendaItem]:
    meeting = make_meeting(officer, **facts)
    item = make_item(meeting, officer)
    clock.shift(timedelta(days=7, hours=5))
    agendas.hold(meeting, by=officer, young_people=7)
    item.refresh_from_db()
    return meeting, item


def test_it_is_planned_for_the_quarter_that_is_over(officer: User) -> None:
    meeting = make_meeting(officer, link="https://meet.example/board")
    assert (meeting.quarter, meeting.state, meeting.begins_at.isoformat()) == (
        "2025-q3",  # the year begins in April
        MeetingState.PLANNED,
        "2026-03-09T10:00:00+00:00",
    )
    assert meeting.ends_at - meeting.begins_at == timedelta(hours=2)
    assert verbs(meeting) == [MeetingVerb.PLANNED]
    assert Meeting.objects.next(NOW.date()) == meeting
    assert str(meeting) == f"Meeting {meeting.pk}"
    assert "Planned" in str(meeting.events.get())


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"held_on": NOW.date() - timedelta(days=1)}, "past"),
        ({"ends": MORNING}, "ends before"),
        ({"link": "http://meet.example"}, "https"),
        ({"link": "https://"}, "https"),
        ({"where": " "}, "where"),
    ],
)
def test_what_cannot_be_planned_is_said_kindly(officer: User, facts: Any, why: Any) -> None:
    with pytest.raises(MeetingError, match=why):
        make_meeting(officer, **facts)
    assert not Meeting.objects.exists()


def test_only_those_who_plan_meetings_do(officer: User) -> None:
    stranger = make_user(Role.SERVICE_MANAGER)
    with pytest.raises(PermissionDenied):
        make_meeting(stranger)
    meeting = make_meeting(officer)
    steps: tuple[Callable[[], None], ...] = (
        lambda: meetings.call_off(meeting, by=stranger, why="No"),
        lambda: meetings.write_minutes(meeting, by=stranger, words="No"),
        lambda: meetings.publish_minutes(meeting, by=stranger),
        lambda: agendas.close_proposals(meeting, by=stranger),
        lambda: agendas.hold(meeting, by=stranger),
    )
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()


def test_another_day_is_told_and_the_same_day_is_not(officer: User) -> None:
    meeting = make_meeting(officer)
    day = in_days(40)
    for _twice in range(2):
        meetings.change(meeting, by=officer, held_on=day, begins=time(14), ends=time(16), where="Online")
    assert verbs(meeting) == [MeetingVerb.PLANNED, MeetingVerb.CHANGED]
    assert (meeting.quarter, meeting.held_on) == ("2025-q4", day)


def test_somebody_elses_change_is_not_overwritten(officer: User) -> None:
    meeting = make_meeting(officer)
    old = Meeting.objects.get()
    meetings.call_off(meeting, by=officer, why="Snow")
    with pytest.raises(OvertakenError):
        meetings.call_off(old, by=officer, why="Flu")


def test_a_called_off_meeting_stays_as_it_is(officer: User) -> None:
    meeting = make_meeting(officer)
    with pytest.raises(MeetingError, match="why"):
        meetings.call_off(meeting, by=officer, why=" ")
    meetings.call_off(meeting, by=officer, why="Snow")
    steps: tuple[Callable[[], None], ...] = (
        lambda: meetings.call_off(meeting, by=officer, why="Again"),
        lambda: meetings.write_minutes(meeting, by=officer, words="We met"),
        lambda: agendas.hold(meeting, by=officer),
        lambda: meetings.note_answer(meeting, officer, "came", by=officer),
    )
    for step in steps:
        with pytest.raises(MeetingError):
            step()
    assert Meeting.objects.next(NOW.date()) is None


def test_who_is_asked_and_who_came(officer: User) -> None:
    meeting, member = make_meeting(officer), make_user(Role.BOARD_MEMBER)
    for _twice in range(2):
        meetings.invite(meeting, member, by=officer)
    for answer in ("sorry", "came", "came"):
        meetings.note_answer(meeting, member, answer, by=officer)
    with pytest.raises(MeetingError, match="Pick"):
        meetings.note_answer(meeting, member, "perhaps", by=officer)
    assert [one.answer for one in meeting.attendances.all()] == ["came"]
    assert verbs(meeting)[1:] == ["invited", "answered", "answered"]
    assert str(Attendance.objects.get()).startswith("Attendance")


def test_papers_are_an_edition_or_a_safe_address(officer: User) -> None:
    meeting = make_meeting(officer)
    paper = meetings.add_paper(meeting, by=officer, title="The report", quarter="2025-q4")
    meetings.add_paper(meeting, by=officer, title="Inspection", link="https://reports.example/1")
    for wrong in (
        {},
        {"quarter": "2025-q4", "link": "https://a.example"},
        {"quarter": "last"},
        {"link": "javascript:1"},
    ):
        with pytest.raises(MeetingError):
            meetings.add_paper(meeting, by=officer, title="Odd", **wrong)
    meetings.take_paper_away(paper, by=officer)
    assert [one.title for one in meeting.papers.all()] == ["Inspection"]
    assert verbs(meeting)[1:] == ["paper", "paper", "paper_gone"]
    assert str(meeting.papers.get()).startswith("Paper")


def test_it_is_held_on_its_day_and_not_before(officer: User, clock: Any) -> None:
    meeting = make_meeting(officer)
    with pytest.raises(MeetingError, match="not taken place"):
        agendas.hold(meeting, by=officer)
    clock.shift(timedelta(days=7))
    agendas.hold(meeting, by=officer, young_people=3)
    assert meeting.took_place
    assert meetings.young_people_came(meeting) == "A few young people came."


@pytest.mark.parametrize(
    ("number", "words"), [(None, ""), (0, "No young"), (5, "A few"), (6, "6 young people came."), (12, "12 young")]
)
def test_a_small_number_of_young_people_is_no_number(number: Any, words: Any) -> None:
    said = meetings.young_people_came(Meeting(young_people=number))
    assert said.startswith(words)
    assert bool(said) == bool(words)


def test_what_came_of_an_item_is_written_down(officer: User, clock: Any) -> None:
    meeting, item = held(officer, clock)
    with pytest.raises(MeetingError, match="what came of it"):
        meetings.record(item, meeting, by=officer, outcome=" ")
    meetings.record(item, meeting, by=officer, outcome="We looked at it.", decision="Keep it.")
    assert item.taken_at == meeting
    assert meeting.events.filter(verb="recorded").get().words == "We looked at it."
    old = AgendaItem.objects.get()
    old.version -= 1
    with pytest.raises(OvertakenError):
        meetings.record(old, meeting, by=officer, outcome="Something else")


def test_a_decision_put_off_belongs_to_somebody_by_a_day(officer: User, clock: Any) -> None:
    (meeting, item), chair = held(officer, clock), make_user(Role.BOARD_MEMBER)
    for wrong in (
        {"decider": chair},
        {"decider": chair, "decide_by": NOW.date()},
        {"decider": chair, "decide_by": in_days(9), "decision": "Yes"},
    ):
        with pytest.raises(MeetingError):
            meetings.record(item, meeting, by=officer, outcome="Later.", **wrong)
    meetings.record(item, meeting, by=officer, outcome="Later.", decider=chair, decide_by=in_days(9))
    assert item.due_on == in_days(9)
    with pytest.raises(PermissionDenied):
        meetings.decide(item, by=make_user(Role.SERVICE_MANAGER), decision="Yes")
    with pytest.raises(MeetingError, match="what was decided"):
        meetings.decide(item, by=chair, decision="")
    meetings.decide(item, by=chair, decision="Yes")
    assert item.due_on is None
    with pytest.raises(MeetingError, match="No decision"):
        meetings.decide(item, by=officer, decision="No")


def test_nothing_is_recorded_before_it_was_held(officer: User) -> None:
    meeting = make_meeting(officer)
    item = make_item(meeting, officer)
    with pytest.raises(MeetingError, match="held"):
        meetings.record(item, meeting, by=officer, outcome="Early")
    with pytest.raises(MeetingError, match="held"):
        meetings.write_minutes(meeting, by=officer, words="Early")


def test_minutes_are_public_once_a_second_person_has_read_them(officer: User, second: User, clock: Any) -> None:
    meeting, _item = held(officer, clock)
    with pytest.raises(MeetingError, match="no minutes"):
        meetings.publish_minutes(meeting, by=second)
    with pytest.raises(MeetingError, match="nothing written"):
        meetings.write_minutes(meeting, by=officer, words=" ")
    for _twice in range(2):
        meetings.write_minutes(meeting, by=officer, words="We met and agreed.")
    with pytest.raises(MeetingError, match="Somebody else"):
        meetings.publish_minutes(meeting, by=officer)
    meetings.publish_minutes(meeting, by=second)
    assert meeting.minutes_are_public
    assert verbs(meeting)[-2:] == ["minutes", "published"]
    with pytest.raises(MeetingError, match="public"):
        meetings.write_minutes(meeting, by=second, words="We did not.")
    assert MeetingEvent.objects.filter(verb="minutes").count() == 1
