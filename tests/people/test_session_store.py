"""A session's row says nothing without the browser's cookie."""

from datetime import UTC, datetime

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from people import issuing
from people.encryption import decrypt
from people.models import User, YoungPerson
from people.session_store import SessionStore, name_of, next_hour
from tests.conftest import KEY

pytestmark = pytest.mark.django_db


def test_what_is_kept_comes_back() -> None:
    session = SessionStore()
    session["word"] = "plum"
    session.save()
    assert SessionStore(session.session_key)["word"] == "plum"
    assert SessionStore().exists(str(session.session_key))


def test_the_row_holds_neither_the_cookie_nor_whose_it_is(young: Client, space: YoungPerson) -> None:
    young.post("/tell-us/", {"purpose": "idea"})
    cookie = young.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get()
    assert row.session_key == name_of(cookie)
    for secret in (cookie, str(space.uuid), space.uuid.hex, "space", "drafts"):
        assert secret not in row.session_key + row.session_data
    with pytest.raises(InvalidToken):  # the council's own keys do not open it
        decrypt(row.session_data)


def test_the_rows_name_is_no_cookie(young: Client) -> None:
    """Somebody who can read the table cannot sign in with what is there."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    assert thief.get("/my-space/").status_code == 302


def test_a_row_that_was_tampered_with_is_an_empty_session(young: Client) -> None:
    Session.objects.update(session_data="gAAAAnonsense")
    assert young.get("/my-space/").status_code == 302


def test_a_session_past_its_time_is_gone() -> None:
    session = SessionStore()
    with time_machine.travel(datetime(2026, 11, 17, 10, tzinfo=UTC), tick=False):
        session["word"] = "plum"
        session.set_expiry(60)
        session.save()
    with time_machine.travel(datetime(2026, 11, 17, 11, 0, 1, tzinfo=UTC), tick=False):
        again = SessionStore(session.session_key)
        assert again.get("word") is None
        assert again.session_key is None
        SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_its_end_says_the_hour_and_no_more(young: Client) -> None:
    end = Session.objects.get().expire_date
    assert (end.minute, end.second, end.microsecond) == (0, 0, 0)
    at = datetime(2026, 11, 17, 10, 59, 59, tzinfo=UTC)
    assert next_hour(at) == datetime(2026, 11, 17, 11, tzinfo=UTC)


def test_leaving_removes_the_row(young: Client) -> None:
    young.post("/lock/")
    assert not Session.objects.exists()
    SessionStore().delete()  # nothing there to remove
    SessionStore("never-was").delete()


def test_closing_a_space_ends_its_sessions(young: Client, space: YoungPerson, officer: User) -> None:
    assert young.get("/my-space/").status_code == 200
    issuing.close(space, by=officer)
    assert young.get("/my-space/").status_code == 302
    assert Client().post("/sign-in/", {"key": KEY}).status_code == 422
