"""The Council: members say how many an ask matters to, alone or together; they see public words and no names."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from engagement import agendas, asks, council
from engagement.models import Ask, CouncilSay, Theme
from engagement.stepping import AskError
from people import issuing
from people.issuing import IssuingError
from people.models import User, YoungPerson
from people.roles import Role
from tests.engagement.meeting_makers import make_meeting, make_member, make_public_ask
from tests.factories import CANARY, in_days, make_approved_voice, make_officer, make_space, make_user, make_voice

pytestmark = pytest.mark.django_db
KEY, OTHER = "plum-otter-lamp-kite", "walnut-comet-teapot-drum"


@pytest.fixture
def second() -> User:
    return make_officer(email="second@council.example")


@pytest.fixture
def ask(officer: User, second: User) -> Ask:
    one: Ask = make_public_ask(officer, second)
    asks.put_to_council(one, by=officer)
    return one


@pytest.fixture
def member() -> YoungPerson:
    return make_member(KEY)


def at_the_table(key: str = KEY) -> Client:
    client = Client()
    client.post("/sign-in/", {"key": key})
    return client


def test_members_say_and_change_it_and_are_counted_once(ask: Ask, member: YoungPerson) -> None:
    other = make_member(OTHER)
    council.say(ask, "some", space=member)
    council.say(ask, "many", space=member)
    council.say(ask, "many", space=other)
    assert council.result(ask) == council.Result(many=2)
    assert council.result(ask).affects == "many"
    assert [put.said for put in council.waiting(member)] == ["many"]
    assert council.members() == 2
    assert str(CouncilSay.objects.first()).startswith("Say")
    with pytest.raises(AskError, match="many, or just some"):
        council.say(ask, "everybody", space=member)


def test_what_the_council_says_together_is_written_down(ask: Ask, member: YoungPerson) -> None:
    council.say(ask, "some", space=member)
    council.say(ask, "many")
    council.say(ask, "many")
    ask.refresh_from_db()
    assert ask.affects == "many"
    assert council.result(ask).affects == "many"
    assert [put.said for put in council.waiting()] == ["many"]
    assert council.Result(many=1, some=1).affects == ""
    assert council.Result(some=1).affects == "some"


def test_what_has_gone_on_is_over(ask: Ask, member: YoungPerson, officer: User, manager: User) -> None:
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(9))
    with pytest.raises(AskError, match="gone on"):
        council.say(ask, "many", space=member)
    assert council.waiting(member) == []
    client = at_the_table()
    assert client.get(f"/table/asks/{ask.uuid}/").status_code == 302
    client.post(f"/table/asks/{ask.uuid}/", {"affects": "many"})
    assert "gone on already" in client.get("/table/").content.decode()


@pytest.mark.usefixtures("member")
def test_members_see_public_words_and_no_names(ask: Ask, officer: User) -> None:
    approved = make_approved_voice("No wifi upstairs", by=officer)
    unread = make_voice(f"{CANARY} raw words")
    for number in range(5):
        asks.gather(ask, [make_approved_voice(f"Wifi {number}", by=officer)], by=officer)
    asks.gather(ask, [approved], by=officer)
    client = at_the_table()
    page = client.get(f"/table/asks/{ask.uuid}/").content.decode()
    # Six of the seven, in no order that means anything: ids are drawn at random.
    assert page.count('<blockquote class="say"') == council.MOST_WORDS
    assert "Wifi " in page
    assert CANARY not in page
    assert CANARY in unread.words
    assert "7 of you want this." in page
    assert "Waits for you" in client.get("/table/").content.decode()
    client.post(f"/table/asks/{ask.uuid}/", {"affects": "some"})
    assert "You said: some" in client.get("/table/").content.decode()
    assert "You can change it." in client.get(f"/table/asks/{ask.uuid}/").content.decode()


def test_nobody_else_sits_at_the_table(ask: Ask, officer: User) -> None:
    make_space(OTHER, issued_by=officer)
    staff = Client()
    staff.force_login(officer)
    for client in (Client(), at_the_table(OTHER), staff):
        for path in ("/table/", "/table/agenda/", f"/table/asks/{ask.uuid}/"):
            assert client.get(path)["Location"] == "/sign-in/"
            assert client.post(path).status_code in (302, 405)
    assert not CouncilSay.objects.exists()


def test_an_officer_makes_members_and_ends_it(officer: User, officer_client: Client) -> None:
    space = make_space(KEY, issued_by=officer)
    space.card = "K7P-4XM"
    space.save()
    for step, member in (("join", True), ("join", True), ("quit", False)):
        assert officer_client.get(f"/admin/keys/{space.pk}/{step}/").status_code == 200
        assert officer_client.post(f"/admin/keys/{space.pk}/{step}/").status_code == 302
        space.refresh_from_db()
        assert space.on_council == member
    issuing.join_council(space, by=officer)
    assert "Leave the Council" in officer_client.get("/admin/keys/").content.decode()
    issuing.close(space, by=officer)
    assert not space.on_council
    with pytest.raises(IssuingError):
        issuing.join_council(space, by=officer)
    officer_client.post(f"/admin/keys/{space.pk}/join/")
    space.refresh_from_db()
    assert not space.on_council
    client = Client()
    client.force_login(make_user(Role.SERVICE_MANAGER))
    for step in ("join", "quit"):
        assert client.post(f"/admin/keys/{space.pk}/{step}/").status_code in (302, 403)


@pytest.mark.usefixtures("member")
def test_members_lead_the_agenda(ask: Ask, officer: User, second: User) -> None:
    client = at_the_table()
    assert client.get("/table/agenda/").status_code == 302  # there is no meeting
    assert "No meeting is planned yet." in client.get("/table/").content.decode()
    meeting, theme = make_meeting(officer), Theme.objects.first()
    other = make_public_ask(officer, second, "Longer visits")
    assert theme
    for pick in (f"ask:{ask.pk}", f"ask:{other.pk}", f"theme:{theme.pk}"):
        client.post("/table/agenda/", {"pick": pick})
    first, second_item, third = agendas.young_peoples_order(meeting)
    client.post("/table/agenda/", {"pick": f"up:{third.pk}"})  # before the second
    client.post("/table/agenda/", {"pick": f"down:{first.pk}"})  # behind the third
    assert [item.pk for item in agendas.young_peoples_order(meeting)] == [third.pk, first.pk, second_item.pk]
    page = client.get("/table/agenda/").content.decode()
    assert page.index(theme.name) < page.index("Longer visits")
    for odd in ("", "up:", "up:999999", "sideways:1", "ask:x", "off:999999"):
        client.post("/table/agenda/", {"pick": odd})
    client.post("/table/agenda/", {"pick": f"off:{third.pk}"})
    assert len(agendas.young_peoples_order(meeting)) == 2
    assert "Say what they talk about" in client.get("/table/").content.decode()
    agendas.close_proposals(meeting, by=officer)
    client.post("/table/agenda/", {"pick": f"theme:{theme.pk}"})
    assert "closed" in client.get("/table/agenda/").content.decode()
    assert "The list for this meeting is closed." in client.get("/table/").content.decode()


def test_one_screen_for_all_of_them(ask: Ask, officer: User, second: User, officer_client: Client) -> None:
    other = make_public_ask(officer, second, "Longer visits")
    asks.put_to_council(other, by=officer)
    page = officer_client.get(f"/admin/asks/{ask.uuid}/").content.decode()
    assert "Their meeting on this screen" in page
    assert officer_client.post("/admin/asks/meeting/")["Location"] == "/table/meeting/"
    assert officer_client.get("/admin/asks/").status_code == 302  # signed out
    page = officer_client.get("/table/meeting/").content.decode()
    assert ask.wording in page
    assert "1 of 2" in page
    assert "Longer visits" in officer_client.get("/table/meeting/?at=7").content.decode()
    answer = officer_client.post("/table/meeting/", {"ask": ask.pk, "at": "0", "affects": "many"})
    assert answer["Location"] == "/table/meeting/?at=0"
    assert (
        "We said: many"
        in (
            officer_client.get("/table/meeting/?at=0").content + officer_client.get("/table/meeting/?at=1").content
        ).decode()
    )
    for odd in ({"ask": "x"}, {"ask": ask.pk, "affects": "all"}, {}):
        assert officer_client.post("/table/meeting/", odd).status_code == 302
    assert "many, or just some" in officer_client.get("/table/meeting/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert "This screen is closed" in officer_client.get("/table/meeting/").content.decode()
    assert "This screen is closed" in officer_client.post("/table/meeting/").content.decode()


def test_the_meeting_ends_with_one_press(officer_client: Client) -> None:
    officer_client.post("/admin/asks/meeting/")
    assert "up to date" in officer_client.get("/table/meeting/").content.decode()
    assert officer_client.post("/table/meeting/", {"end": "1"})["Location"] == "/you-said-we-did/"
    assert "This screen is closed" in officer_client.get("/table/meeting/").content.decode()
    stranger = Client()
    stranger.force_login(make_user(Role.SERVICE_MANAGER))
    assert stranger.post("/admin/asks/meeting/").status_code in (302, 403)


def test_the_officer_finds_what_members_said_filled_in(ask: Ask, member: YoungPerson, officer_client: Client) -> None:
    council.say(ask, "some", space=member)
    page = officer_client.get(f"/admin/asks/{ask.uuid}/").content.decode()
    assert "0 say many, 1 say just some" in page
    assert 'value="some"' in page.split(" checked")[0][-300:]


@pytest.mark.usefixtures("member")
def test_the_table_costs_the_same_however_much_waits(
    ask: Ask, officer: User, second: User, django_assert_num_queries: Any
) -> None:
    client = at_the_table()
    with django_assert_num_queries(6):
        client.get("/table/")
    for number in range(4):
        asks.put_to_council(make_public_ask(officer, second, f"Ask {number}"), by=officer)
    with django_assert_num_queries(6):
        client.get("/table/")
    assert ask.pk
