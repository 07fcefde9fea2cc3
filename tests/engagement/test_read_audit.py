"""Opening what is not for everybody's eyes leaves exactly one row; looking at anything else leaves none."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import moderation
from engagement.models import NameChoice, Purpose, Voice
from people.keys import open_space
from people.models import Opened, ReadAudit, Reason, User, YoungPerson
from people.reading import note_read
from people.roles import Role
from tests.factories import CANARY, make_user, make_voice

pytestmark = pytest.mark.django_db

DESK = "/admin/voices/"
URGENT = 2


def rows() -> list[tuple[int, str, object, str]]:
    return list(ReadAudit.objects.order_by("pk").values_list("by_id", "what", "about", "reason"))


@pytest.fixture
def urgent() -> Voice:
    return make_voice("I do not feel safe", urgency=URGENT)


def test_opening_an_urgent_item_leaves_exactly_one_row(officer_client: Client, officer: User, urgent: Voice) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert officer_client.get(f"{DESK}{urgent.uuid}/").status_code == 200
    assert rows() == [(officer.pk, "urgent_item", urgent.uuid, "")]
    assert [
        query["sql"].split()[:3] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == [["INSERT", "INTO", '"people_readaudit"']], "and a look changes nothing else"


def test_each_answer_that_shows_it_counts_once(officer_client: Client, urgent: Voice) -> None:
    """A reload, a prefetch, and a form that comes back with something to put right all show the words again."""
    officer_client.get(f"{DESK}{urgent.uuid}/")
    officer_client.get(f"{DESK}{urgent.uuid}/", headers={"Sec-Purpose": "prefetch"})
    response = officer_client.post(f"{DESK}{urgent.uuid}/rule-out/", {"version": urgent.version, "why": ""})
    assert response.status_code == 422
    assert [what for _by, what, _about, _reason in rows()] == ["urgent_item"] * 3


@pytest.mark.parametrize("purpose", [Purpose.IDEA, Purpose.GOOD])
def test_an_item_that_worries_nobody_leaves_no_row(officer_client: Client, purpose: str) -> None:
    item = make_voice(purpose=purpose)
    officer_client.get(f"{DESK}{item.uuid}/")
    assert rows() == []


def test_a_settled_urgent_item_still_counts(officer_client: Client, officer: User, urgent: Voice) -> None:
    moderation.open_for_review(urgent, by=officer)
    moderation.rule_out(urgent, by=officer, why="Words of a song")
    moderation.keep_private(urgent, by=officer)
    officer_client.get(f"{DESK}{urgent.uuid}/")
    assert len(rows()) == 1


def test_answers_that_show_nothing_leave_no_row(officer_client: Client, urgent: Voice) -> None:
    address = f"{DESK}{urgent.uuid}/"
    assert officer_client.head(address).status_code == 405
    assert Client().get(address).status_code == 302
    board = Client()
    board.force_login(make_user(Role.SERVICE_MANAGER))
    assert board.get(address).status_code == 302
    opened = {"version": urgent.version}
    assert officer_client.post(f"{address}opened/", opened, headers={"Accept": "application/json"}).status_code == 200
    officer_client.get(DESK)
    officer_client.get(f"{DESK}00000000-0000-4000-8000-000000000000/")
    assert rows() == []


def test_the_advocates_desk_counts_as_well() -> None:
    advocate = make_user(Role.ADVOCATE)
    request = make_voice("I want somebody to speak up for me", purpose=Purpose.ADVOCATE, urgency=URGENT)
    client = Client()
    client.force_login(advocate)
    assert client.get(f"/admin/advocacy/{request.uuid}/").status_code == 200
    assert rows() == [(advocate.pk, "urgent_item", request.uuid, "")]


def test_what_cannot_be_written_down_is_not_shown(officer: User, urgent: Voice) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_readaudit RENAME TO gone")
    response = client.get(f"{DESK}{urgent.uuid}/")
    assert response.status_code == 500
    assert b"do not feel safe" not in response.content


# Which key a view came with.


@pytest.fixture
def from_space(space: YoungPerson) -> Voice:
    space.card = "K7P-4XM"
    space.save()
    return make_voice(space=space, name_choice=NameChoice.MY_SPACE)


@pytest.fixture
def with_key() -> Voice:
    return make_voice(space=open_space("test-key-of-their-own"), name_choice=NameChoice.GIVE_ME_A_KEY)


def test_somebodys_own_space_is_shown_on_a_press_and_leaves_one_row(
    officer_client: Client, officer: User, from_space: Voice
) -> None:
    address = f"{DESK}{from_space.uuid}/key/"
    assert "K7P-4XM" not in officer_client.get(address).content.decode()
    assert rows() == [], "asking shows nothing"
    response = officer_client.post(address)
    assert "K7P-4XM" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert rows() == [(officer.pk, "identity_link", from_space.uuid, "")]


def test_a_key_taken_on_the_way_wants_a_reason(officer_client: Client, officer: User, with_key: Voice) -> None:
    address = f"{DESK}{with_key.uuid}/key/"
    assert "Why do you have to know?" in officer_client.get(address).content.decode()
    for reason in ("", "because I want to"):
        response = officer_client.post(address, {"reason": reason})
        assert response.status_code == 422
        assert "Nobody here handed it out" not in response.content.decode()
    assert rows() == []
    response = officer_client.post(address, {"reason": Reason.SAFETY})
    assert "Nobody here handed it out" in response.content.decode()
    assert rows() == [(officer.pk, "identity_link", with_key.uuid, "safety")]


def test_what_else_came_with_the_key_is_listed_without_its_words(officer_client: Client, from_space: Voice) -> None:
    address = f"{DESK}{from_space.uuid}/key/"
    assert "Nothing else came with this key" in officer_client.post(address).content.decode()
    other = make_voice(f"{CANARY} here", space=from_space.space)
    request = make_voice(f"{CANARY} there", space=from_space.space, purpose=Purpose.ADVOCATE)
    html = officer_client.post(address).content.decode()
    assert f"{DESK}{other.uuid}/" in html
    assert request.reference not in html, "that one lies on the advocate's desk"
    assert CANARY not in html


def test_a_view_without_a_key_has_none_to_show(officer_client: Client) -> None:
    item = make_voice()
    assert officer_client.post(f"{DESK}{item.uuid}/key/", {"reason": Reason.SAFETY}).status_code == 404
    assert "Which key?" not in officer_client.get(f"{DESK}{item.uuid}/").content.decode()
    assert rows() == []


def test_the_advocate_is_not_told_whose_key_it_is(from_space: Voice) -> None:
    request = make_voice(space=from_space.space, purpose=Purpose.ADVOCATE)
    client = Client()
    client.force_login(make_user(Role.ADVOCATE))
    assert "Which key?" not in client.get(f"/admin/advocacy/{request.uuid}/").content.decode()
    assert client.post(f"/admin/advocacy/{request.uuid}/key/").status_code == 404
    assert client.post(f"{DESK}{from_space.uuid}/key/").status_code == 302
    assert rows() == []


def test_who_may_read_and_not_see_the_space_is_refused(officer: User, from_space: Voice) -> None:
    group = officer.groups.get()
    group.permissions.remove(Permission.objects.get(codename="see_space"))
    client = Client()
    client.force_login(officer)
    assert "Which key?" not in client.get(f"{DESK}{from_space.uuid}/").content.decode()
    assert client.post(f"{DESK}{from_space.uuid}/key/").status_code == 302
    assert rows() == []


def test_a_typed_reason_is_refused(officer: User, from_space: Voice) -> None:
    with pytest.raises(ValueError, match="not a valid Reason"):
        note_read(officer, Opened.EXPORT, from_space.uuid, f"{CANARY} told me")
