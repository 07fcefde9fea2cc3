"""From the table to the Board and back: with scripts off, clean for axe, readable on a phone."""

from datetime import timedelta

import pytest
import time_machine

from engagement import actions, agendas, asks, meetings, publishing
from engagement.models import Action, BoardEdition, Meeting
from people.models import User
from people.roles import Role
from tests.engagement.meeting_makers import make_meeting, make_member, make_public_ask
from tests.engagement.published import AFTER, QUARTER, busy_quarter, sealed
from tests.factories import in_days, make_officer, make_user
from tests.journeys.conftest import OpenVisit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
KEY = "plum-otter-lamp-kite"


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """A quarter that was sealed, a meeting that was held and one to come, actions of each kind."""
    officer, second = make_officer(), make_officer(email="second@council.example")
    member = make_user(Role.BOARD_MEMBER, first_name="Amina", last_name="Warrick", job_title="Councillor")
    busy_quarter(officer, make_user(Role.SERVICE_MANAGER))
    with time_machine.travel(AFTER, tick=False):
        publishing.publish(sealed(officer, QUARTER, short="Late: {asks.late}."), "board", officer)
        publishing.publish(BoardEdition.objects.get(), "public", officer)
    ask = make_public_ask(officer, second, "Averylongwordwithoutaspace" * 4)
    asks.put_to_council(ask, by=officer)
    young = make_member(KEY)
    with time_machine.travel(in_days(-20), tick=False):
        past = make_meeting(officer)
        item = agendas.propose(past, young, ask=ask)
    with time_machine.travel(past.ends_at + timedelta(hours=1), tick=False):
        agendas.hold(past, by=officer, young_people=7)
        item.refresh_from_db()
        meetings.record(item, past, by=officer, outcome="We talked.", decision="Wifi on every floor.")
        for days in (3, 40, 90):
            action = actions.open_action(
                by=officer, wording=f"Wifi, part {days}", owner=member, due=in_days(days), item=item
            )
            actions.check(action, by=second)
        meetings.write_minutes(past, by=officer, words="We met.\n\nWe agreed.")
        meetings.publish_minutes(past, by=second)
    make_meeting(officer, link="https://meet.example/board")
    return {"officer": officer, "member": member}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_clean(visit: OpenVisit, people: dict[str, User], width: int, dark: bool) -> None:
    held, action = Meeting.objects.get(state="minuted"), Action.objects.first()
    assert action
    places = {
        None: [
            "/meetings/", f"/meetings/{held.pk}/", "/actions/", "/actions/?state=late", f"/actions/{action.pk}/",
            "/reports/", f"/reports/{QUARTER}/",
        ],
        "member": ["/board/", f"/board/{QUARTER}/"],
        "officer": [f"/admin/meetings/{held.uuid}/", f"/admin/meetings/actions/{action.uuid}/"],
    }  # fmt: skip
    for who, paths in places.items():
        one = visit(width, dark=dark, staff=people[who] if who else None)
        for path in paths:
            one.go(path)
            assert axe(one.page) == [], path
            assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    young = visit(width, dark=dark)
    young.go("/sign-in/")
    young.page.locator("input[name=key]").first.fill(KEY)
    young.page.locator("form:has(input[name=key]) button[type=submit]").first.click()
    for path in ("/table/", "/table/agenda/"):
        young.go(path)
        assert axe(young.page) == [], path
        assert young.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_ten_minutes_of_a_board_member_with_scripts_off(visit: OpenVisit, people: dict[str, User]) -> None:
    board = visit(768, scripts=False, staff=people["member"])
    board.go("/board/")
    board.page.get_by_role("button", name="I have read this").click()
    assert "1 of 1 have read this" in board.page.content() or "1 of 1 has read this" in board.page.content()
    late = board.page.locator("article", has_text="Wifi, part 3").first
    assert "Late by" in late.inner_text()
    late.get_by_text("Say that it is done").click()
    late.get_by_label("What shows that it is done").fill("I tried it on each floor.")
    late.get_by_role("button", name="It is done").click()
    assert "Wifi, part 3" not in board.page.content().replace("Wifi, part 40", "")
    anyone = visit(360, scripts=False)
    anyone.go("/actions/?state=done")
    anyone.page.get_by_role("link", name="Wifi, part 3").click()
    assert "I tried it on each floor." in anyone.page.content()


def test_the_council_says_and_leads_with_scripts_off(visit: OpenVisit, people: dict[str, User]) -> None:
    young = visit(360, scripts=False)
    young.go("/sign-in/")
    young.page.locator("input[name=key]").first.fill(KEY)
    young.page.locator("form:has(input[name=key]) button[type=submit]").first.click()
    young.go("/table/")
    young.page.locator("a[href*='/table/asks/']").first.click()
    young.page.get_by_role("button", name="Many of us").click()
    assert "You said: many" in young.page.content()
    young.page.get_by_role("link", name="Say what they talk about").click()
    young.page.get_by_role("button", name="Put it on the list").click()
    assert "Take mine off" in young.page.content()
    anyone = visit(1280, scripts=False)
    anyone.go(f"/meetings/{Meeting.objects.get(state='planned').pk}/")
    assert "Put here by young people" in anyone.page.content()
    assert "meet.example" not in anyone.page.content()
    assert people
