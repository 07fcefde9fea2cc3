"""Meetings and actions on screen: officers plan and minute, owners answer, everybody reads."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from engagement import actions, agendas, meetings
from engagement.models import Action, AgendaItem, Meeting, Theme
from people.models import User
from people.roles import Role
from tests.engagement.meeting_makers import make_action, make_item, make_meeting, make_member, make_public_ask
from tests.factories import in_days, make_approved_voice, make_ask, make_officer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def second() -> User:
    return make_officer(email="second@council.example")


@pytest.fixture
def staff(officer: User) -> Client:
    return signed_in(officer)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def held(officer: User, second: User) -> tuple[Meeting, AgendaItem]:
    """A meeting that took place with an ask of young people's on it; seen from the day after."""
    meeting = make_meeting(officer)
    item = agendas.propose(meeting, make_member("plum-otter-lamp-kite"), ask=make_public_ask(officer, second))
    return meeting, item


def plan(**changes: Any) -> dict[str, Any]:
    return {
        "version": 0, "held_on": str(in_days(9)), "begins": "10:00", "ends": "12:00", "where": "Town Hall",
        "link": "https://meet.example/board", **changes,
    }  # fmt: skip


def test_an_officer_plans_a_meeting(staff: Client) -> None:
    assert staff.get("/admin/meetings/").status_code == 200
    answer = staff.post("/admin/meetings/new/", plan())
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/admin/meetings/{meeting.uuid}/"
    assert "Town Hall" in staff.get("/admin/meetings/").content.decode()
    assert staff.get(f"/admin/meetings/{meeting.uuid}/").status_code == 200
    assert staff.get("/admin/meetings/new/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"where": ""}, "Say where it is."),
        ({"ends": "09:00"}, "It ends before it begins."),
        ({"held_on": "never"}, "Pick a day that exists."),
        ({"begins": "noon"}, "Write a time like"),
        ({"held_on": "2020-01-01"}, "not in the past"),
    ],
)
def test_a_plan_that_does_not_work_keeps_what_was_typed(staff: Client, wrong: dict[str, str], why: str) -> None:
    answer = staff.post("/admin/meetings/new/", plan(**wrong))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "https://meet.example/board" in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("role", [Role.SERVICE_MANAGER, Role.SAFEGUARDING_LEAD, Role.EDITOR])
def test_others_do_not_plan(role: Role, officer: User) -> None:
    meeting, client = make_meeting(officer), signed_in(make_user(role))
    for path in ("", "new/", f"{meeting.uuid}/"):
        assert client.get(f"/admin/meetings/{path}").status_code in (302, 403)
    assert client.post(f"/admin/meetings/{meeting.uuid}/close/", {"version": 0}).status_code in (302, 403)


def step(client: Client, meeting: Meeting, name: str, item: AgendaItem | None = None, **sent: Any) -> Any:
    thing = item or meeting
    thing.refresh_from_db()
    where = f"items/{item.uuid}/{name}" if item else name
    return client.post(f"/admin/meetings/{meeting.uuid}/{where}/", {"version": thing.version, **sent})


def test_a_meetings_whole_life_on_screen(officer: User, second: User, manager: User) -> None:
    meeting, theirs = held(officer, second)
    member = make_user(Role.BOARD_MEMBER, email="member@council.example", first_name="Amina", last_name="Warrick")
    one, two = signed_in(officer), signed_in(second)
    assert step(one, meeting, "add", title="Ours").status_code == 409  # young people go first
    assert step(one, meeting, "close").status_code == 302
    assert step(one, meeting, "add", title="How this report is made", survey="", awards="").status_code == 302
    assert step(one, meeting, "attendance", person=member.pk, answer="invited").status_code == 302
    assert step(one, meeting, "paper", title="Inspection", link="https://reports.example").status_code == 302
    assert step(one, meeting, "paper", title="Odd").status_code == 409
    ours = AgendaItem.objects.get(side="officers")
    assert step(one, meeting, "check", ours).status_code == 409
    assert step(two, meeting, "check", ours).status_code == 302
    yes = make_approved_voice("I wait outside for an hour", by=officer, may_quote=True)
    assert step(one, meeting, "voice", theirs, reference="NOSUCH").status_code == 422
    assert step(one, meeting, "voice", theirs).status_code == 422
    assert step(one, meeting, "voice", theirs, reference=yes.reference.lower()).status_code == 302
    page = one.get(f"/admin/meetings/{meeting.uuid}/").content.decode()
    assert page.index("Wifi in our rooms") < page.index("How this report is made")
    assert yes.public_words in page
    assert step(one, meeting, "hold").status_code == 409
    with time_machine.travel(meeting.ends_at + timedelta(hours=1), tick=False):
        one.force_login(officer)
        two.force_login(second)
        assert step(one, meeting, "hold", young_people=7).status_code == 302
        assert step(one, meeting, "attendance", person=member.pk, answer="came").status_code == 302
        assert step(one, meeting, "record", theirs, outcome="").status_code == 422
        answer = step(one, meeting, "record", theirs, outcome="We talked.", decision="Wifi on every floor.")
        assert answer.status_code == 302
        assert step(one, meeting, "record", ours, outcome="Later", decider=member.pk).status_code == 409
        due = {"decider": member.pk, "decide_by": str(in_days(9))}
        assert step(one, meeting, "record", ours, outcome="Later", **due).status_code == 302
        opened = {"wording": "Wifi on each floor", "owner": manager.pk, "due": str(in_days(40))}
        assert step(one, meeting, "action", theirs, **{**opened, "due": "2020-01-01"}).status_code == 409
        assert step(one, meeting, "action", theirs, **opened).status_code == 302
        actions.check(Action.objects.get(), by=second)
        assert step(one, meeting, "minutes", words="We met and agreed.").status_code == 302
        assert step(one, meeting, "publish").status_code == 409
        assert step(two, meeting, "publish").status_code == 302
        assert one.get(f"/admin/meetings/{meeting.uuid}/").status_code == 200
        public = Client().get(f"/meetings/{meeting.pk}/").content.decode()
        for told in (
            "7 young people came.", "Amina Warrick", "Put here by young people", "Wifi on every floor.",
            "We met and agreed.", "I wait outside for an hour", "Amina Warrick owes the decision",
        ):  # fmt: skip
            assert told in public, told
        assert "meet.example" not in public
        board = signed_in(member).get("/board/").content.decode()
        assert "You owe the decision by" in board
        meetings.decide(AgendaItem.objects.get(pk=ours.pk), by=member, decision="Yes")
        assert "With minutes." in Client().get("/meetings/").content.decode()


def test_what_came_too_late_is_not_lost(staff: Client, officer: User) -> None:
    meeting = make_meeting(officer)
    meetings.add_paper(meeting, by=officer, title="Report", link="https://a.example")
    answer = staff.post(f"/admin/meetings/{meeting.uuid}/call-off/", {"version": 0, "words": "Snow in the night"})
    assert answer.status_code == 409
    assert "Snow in the night" in answer.content.decode()
    assert "Somebody else changed this meeting" in answer.content.decode()


def test_papers_and_voices_are_taken_away(staff: Client, officer: User) -> None:
    meeting = make_meeting(officer)
    paper = meetings.add_paper(meeting, by=officer, title="Report", link="https://a.example")
    voice = agendas.add_voice(make_item(meeting, officer), by=officer, link="https://video.example")
    staff.post(f"/admin/meetings/{meeting.uuid}/papers/{paper.pk}/gone/")
    staff.post(f"/admin/meetings/{meeting.uuid}/voices/{voice.pk}/gone/")
    assert meeting.papers.count() + AgendaItem.objects.get().voices.count() == 0
    ours = AgendaItem.objects.get()
    assert step(staff, meeting, "take-off", ours).status_code == 302
    moved = {name: said for name, said in plan(held_on=str(in_days(30))).items() if name != "version"}
    assert step(staff, meeting, "change", **moved).status_code == 302
    assert step(staff, meeting, "call-off", words="Snow").status_code == 302
    assert "Nothing: it is over." in staff.get(f"/admin/meetings/{meeting.uuid}/").content.decode()


def test_nothing_unread_is_public_and_carried_items_say_so(officer: User, second: User) -> None:
    meeting, theirs = held(officer, second)
    make_item(meeting, officer, "Not read yet")
    following = make_meeting(officer, held_on=in_days(90))
    with time_machine.travel(meeting.ends_at + timedelta(hours=1), tick=False):
        agendas.hold(meeting, by=officer)
        page = Client().get(f"/meetings/{meeting.pk}/").content.decode()
        assert "Not read yet" not in page
        assert "There was no time for it." in page
        assert "Carried over from" in Client().get(f"/meetings/{following.pk}/").content.decode()
        assert theirs.is_public
    assert Client().get("/meetings/999/").status_code == 404
    assert str(following.held_on.year) in Client().get("/meetings/?after=zz").content.decode()


def test_an_action_on_screen(officer: User, second: User, manager: User) -> None:
    ask = make_public_ask(officer, second)
    one, owner = signed_in(officer), signed_in(manager)
    assert one.get(f"/admin/meetings/actions/of-ask/{ask.uuid}/").status_code == 200
    sent = {"version": 0, "wording": "A phone in each house", "owner": manager.pk, "due": str(in_days(3))}
    for wrong in ({"due": "2020-01-01"}, {"wording": ""}):
        assert one.post(f"/admin/meetings/actions/of-ask/{ask.uuid}/", {**sent, **wrong}).status_code == 422
    assert one.post(f"/admin/meetings/actions/of-ask/{ask.uuid}/", sent).status_code == 302
    action = Action.objects.get()
    here = f"/admin/meetings/actions/{action.uuid}/"
    assert Client().get(f"/actions/{action.pk}/").status_code == 404  # nobody has read it yet
    assert signed_in(second).post(f"{here}check/", {"version": 0}).status_code == 302
    assert "A phone in each house" in owner.get("/admin/meetings/actions/").content.decode()
    assert owner.get(here).status_code == 200
    assert owner.post(f"{here}done/", {"version": 1, "words": ""}).status_code == 422
    assert owner.post(f"{here}progress/", {"version": 1, "words": "One house done"}).status_code == 302
    assert owner.post(f"{here}move/", {"version": 2, "due": str(in_days(60)), "words": "Late firm"}).status_code == 302
    assert owner.post(f"{here}done/", {"version": 3, "words": "I rang from each"}).status_code == 302
    assert signed_in(second).post(f"{here}confirm/", {"version": 4}).status_code == 302
    public = Client().get(f"/actions/{action.pk}/").content.decode()
    for told in ("I rang from each", "Late firm", "The first day given was"):
        assert told in public
    other = make_user(Role.SERVICE_MANAGER, email="other@council.example")
    assert signed_in(other).get(here).status_code == 404
    assert signed_in(make_user(Role.EDITOR)).get(here).status_code in (302, 403)
    assert Client().get(here).status_code == 302
    assert one.post(f"{here}reopen/", {"version": 5, "words": "Gone", "due": str(in_days(9))}).status_code == 302


def test_a_board_member_answers_for_an_action_on_their_page(officer: User) -> None:
    member = make_user(Role.BOARD_MEMBER, email="member@council.example")
    action = make_action(officer, member, due=in_days(3))
    meeting = make_meeting(officer, link="https://meet.example/board")
    agendas.propose(meeting, make_member("plum-otter-lamp-kite"), theme=Theme.objects.first())
    client = signed_in(member)
    page = client.get("/board/").content.decode()
    for told in ("A phone in each house", "Due soon", "The next meeting", "https://meet.example/board"):
        assert told in page, told
    answer = client.post(f"/board/actions/{action.uuid}/done/", {"version": 0, "words": ""})
    assert answer.status_code == 422
    assert "A phone in each house" in answer.content.decode()
    answer = client.post(f"/board/actions/{action.uuid}/done/", {"version": 0, "words": "Look"})
    assert answer.status_code == 302
    assert "A phone in each house" not in client.get("/board/").content.decode()
    other = make_user(Role.BOARD_MEMBER, email="other@council.example")
    assert signed_in(other).post(f"/board/actions/{action.uuid}/done/", {"version": 1}).status_code == 404


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ("late", "Overdue"), ("due_soon", "Next week"), ("on_track", "Far off"), ("done", "Finished"),
        ("confirmed", "Looked at"), ("", "Far off"), ("nonsense", "Far off"),
    ],
)  # fmt: skip
def test_the_tracker_sorts_by_how_actions_stand(
    state: str, there: str, officer: User, second: User, manager: User, django_assert_max_num_queries: Any
) -> None:
    ask = make_ask(by=officer)
    for wording, days in (("Overdue", 1), ("Next week", 9), ("Far off", 60), ("Finished", 9), ("Looked at", 9)):
        one = actions.open_action(by=officer, wording=wording, owner=manager, due=in_days(days), ask=ask)
        actions.check(one, by=second)
        if wording in ("Finished", "Looked at"):
            actions.finish(one, by=manager, evidence="Look")
        if wording == "Looked at":
            actions.confirm(one, by=second)
    with time_machine.travel(f"{in_days(2)}T12:00:00Z", tick=False):
        with django_assert_max_num_queries(12):
            page = Client().get(f"/actions/?state={state}").content.decode()
        found = {wording for wording in ("Overdue", "Next week", "Far off", "Finished", "Looked at") if wording in page}
        assert found == {there} if state and state != "nonsense" else len(found) == 5
        assert "Late by 1 day" in Client().get("/actions/?state=late").content.decode()
        assert signed_in(officer).get(f"/admin/meetings/actions/?state={state}").status_code == 200


def test_calendars_hear_of_every_move_and_of_no_link(officer: User) -> None:
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False):
        meeting = make_meeting(officer, link="https://meet.example/board")
        gone = make_meeting(officer)
        meetings.call_off(gone, by=officer, why="Snow")
        meetings.change(
            meeting, by=officer, held_on=in_days(40), begins=meeting.begins, ends=meeting.ends, where="Online"
        )
        answer = Client().get("/meetings/calendar.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        assert b"meet.example" not in answer.content
        events = {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
        moved, called_off = events[f"{meeting.uuid}@meetings"], events[f"{gone.uuid}@meetings"]
        assert (moved["sequence"], str(moved["status"]), str(called_off["status"])) == (1, "CONFIRMED", "CANCELLED")
        # The clocks have gone forward by then: ten in London is nine in Greenwich.
        assert moved.decoded("dtstart").isoformat() == "2026-04-11T10:00:00+01:00"
        alone = Client().get(f"/meetings/{meeting.pk}/meeting.ics")
        assert len(Calendar.from_ical(alone.content).walk("VEVENT")) == 1
        assert "calendar" in Client().get("/meetings/").content.decode()
