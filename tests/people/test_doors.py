"""The ways in and out: a key opens its space and no other, staff and spaces never mix, leaving leaves nothing."""

import hashlib
import re
import time
from datetime import timedelta
from typing import Any, cast

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.issuing import close
from people.keys import find_space
from people.middleware import ONWARDS_IN_SESSION
from people.models import User, YoungPerson
from people.roles import Role
from people.sessions import IDLE, SEEN_IN_SESSION, SPACE_IN_SESSION
from tests.factories import make_officer, make_space, make_user

KEY = "plum-otter-lamp-river"
SIGN_IN = "/sign-in/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> YoungPerson:
    return make_space(KEY)


def sign_in(client: Client, key: str = KEY) -> HttpResponse:
    return cast("HttpResponse", client.post(SIGN_IN, {"key": key}))


@pytest.mark.parametrize("typed", [KEY, "Plum Otter Lamp River", "  PLUM-otter_lamp.river ", "plum\totter lamp  river"])
def test_a_key_opens_its_space(client: Client, space: YoungPerson, typed: str) -> None:
    response = client.post(SIGN_IN, {"key": typed})
    assert response.status_code == 302
    assert response["Location"] == reverse("engagement:my-space")
    assert client.session[SPACE_IN_SESSION] == str(space.uuid)


def test_a_space_is_no_account(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    assert SESSION_KEY not in client.session
    assert not User.objects.exists()
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_opening_a_space_changes_the_session_id_and_keeps_what_is_being_written(
    client: Client, space: YoungPerson
) -> None:
    session = client.session
    session["drafts"] = "sealed"
    session.save()
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert client.session["drafts"] == "sealed"


@pytest.mark.parametrize("wrong", ["moon-kite-drum-peat", "moon-kite-drum", "nothing", "moon kite drum pear boat"])
def test_a_wrong_key_opens_nothing_and_suggests_nothing(client: Client, wrong: str) -> None:
    make_space("moon-kite-drum-pear")
    response = client.post(SIGN_IN, {"key": wrong})
    assert response.status_code == 422
    page = response.content.decode()
    assert "doesn’t open a space" in page
    assert "pear" not in page.replace(wrong, "")
    assert SPACE_IN_SESSION not in client.session


def answer_to(typed: str) -> str:
    page = Client().post(SIGN_IN, {"key": typed}).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(typed, "")


def test_unknown_closed_and_mistyped_keys_get_the_same_answer(space: YoungPerson) -> None:
    officer = make_officer()
    close(make_space("moon-kite-drum-pear", issued_by=officer), by=officer)
    assert (
        len({answer_to(typed) for typed in ("lion-goat-milk-sofa", "moon-kite-drum-pear", "plum-otter-lamp-rivr")}) == 1
    )


def test_every_key_costs_one_hash_and_one_query(
    space: YoungPerson, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hashed: list[bytes] = []
    scrypt = hashlib.scrypt

    def counted(password: bytes, **cost: Any) -> bytes:
        hashed.append(password)
        return scrypt(password, **cost)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    for typed in (KEY, "lion-goat-milk-sofa", "plum-otter-lamp-rivr", "x"):
        hashed.clear()
        with django_assert_num_queries(1):
            find_space(typed)
        assert len(hashed) == 1


def test_an_empty_box_is_answered_kindly(client: Client) -> None:
    response = sign_in(client, "")
    assert response.status_code == 422
    assert "Type your key first." in response.content.decode()


def test_a_key_stays_out_of_addresses_and_logs(
    client: Client, space: YoungPerson, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    wrong = sign_in(client, "lion-goat-milk-sofa")
    right = sign_in(client)
    client.get(right["Location"])
    client.post("/lock/")
    client.get("/leave/")
    for word in ("plum", "otter", "lion", "sofa"):
        assert word not in caplog.text
        assert word not in right["Location"]
    assert "Location" not in wrong.headers


def test_the_page_is_kept_by_no_cache(client: Client) -> None:
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]


def test_staff_who_open_a_space_are_signed_out(officer_client: Client, space: YoungPerson) -> None:
    sign_in(officer_client)
    assert SESSION_KEY not in officer_client.session
    assert officer_client.session[SPACE_IN_SESSION] == str(space.uuid)
    assert officer_client.get("/admin/").status_code == 302


def test_a_space_is_closed_when_staff_sign_in(client: Client, space: YoungPerson, officer: User) -> None:
    session = client.session
    session["drafts"] = "sealed"
    session.save()
    sign_in(client)
    client.force_login(officer)
    assert client.session[SESSION_KEY] == str(officer.pk)
    assert SPACE_IN_SESSION not in client.session
    assert SEEN_IN_SESSION not in client.session
    assert "drafts" not in client.session


def test_another_space_takes_nothing_over_from_the_first(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    session = client.session
    session["drafts"] = "sealed"
    session.save()
    other = make_space("moon-kite-drum-pear")
    sign_in(client, "moon-kite-drum-pear")
    assert client.session[SPACE_IN_SESSION] == str(other.uuid)
    assert "drafts" not in client.session


def test_a_space_locks_itself_after_half_an_hour(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    session = client.session
    session[SEEN_IN_SESSION] = int(time.time()) - IDLE - 1
    session.save()
    client.get("/help-now/")
    assert SPACE_IN_SESSION not in client.session


def test_a_space_in_use_stays_open(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    session = client.session
    long_ago = int(time.time()) - IDLE + 60
    session[SEEN_IN_SESSION] = long_ago
    session.save()
    client.get("/help-now/")
    assert client.session[SEEN_IN_SESSION] > long_ago


def test_lock_closes_the_space(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    response = client.post("/lock/")
    assert response["Location"] == "/"
    assert SPACE_IN_SESSION not in client.session


def test_lock_wants_a_post(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    assert client.get("/lock/").status_code == 405
    assert SPACE_IN_SESSION in client.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_leave_ends_a_space_and_its_draft(client: Client, space: YoungPerson, method: str) -> None:
    sign_in(client)
    response = getattr(client, method)("/leave/")
    assert response["Location"] == settings.EXIT_URL
    assert "no-store" in response["Cache-Control"]
    assert client.session.is_empty()


def test_leave_signs_staff_out_too(officer_client: Client) -> None:
    officer_client.get("/leave/")
    assert SESSION_KEY not in officer_client.session


@pytest.mark.parametrize("role", [Role.PARTICIPATION_OFFICER, Role.SERVICE_MANAGER, Role.EDITOR, Role.ADMINISTRATOR])
def test_staff_go_to_the_admin(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get("/staff/")["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.INSPECTOR])
def test_the_board_goes_to_its_page(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get("/staff/")["Location"] == "/board/"


def test_staff_without_a_role_go_to_the_front_page(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/staff/")["Location"] == "/"


def test_the_staff_door_is_closed_to_others(client: Client, space: YoungPerson) -> None:
    sign_in(client)
    assert client.get("/staff/")["Location"].startswith(reverse("account_login"))


def test_staff_go_on_where_they_were_going(officer_client: Client) -> None:
    session = officer_client.session
    session[ONWARDS_IN_SESSION] = "/admin/keys/"
    session.save()
    assert officer_client.get("/staff/")["Location"] == "/admin/keys/"
    assert officer_client.get("/staff/")["Location"] == reverse("wagtailadmin_home")


def test_a_closed_space_stops_at_once(client: Client) -> None:
    space = make_space(KEY, issued_by=make_officer())
    sign_in(client)
    space.closed_on = timezone.localdate() - timedelta(days=1)
    space.save()
    request: Any = client.get("/help-now/").wsgi_request
    assert not request.young_person
