"""The short way to pages of answers: the same pages and headers as the whole way, and nothing else goes through it."""

from io import BytesIO
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from config.answering import PAGES, Lanes
from people.models import User
from tests.surveys.makers import make_wave

AT = "/surveys/how-was-lockdown/1/"
# What differs from request to request.
OWN = {"X-Request-ID", "Set-Cookie", "Content-Length", "Vary", "Cache-Control", "Content-Language"}


@pytest.fixture
def lanes() -> Lanes:
    return Lanes(get_wsgi_application())


def ask(lanes: Any, path: str, cookie: str = "") -> tuple[str, dict[str, str], bytes]:
    came: dict[str, Any] = {}
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "face=11-17", "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
        "HTTP_COOKIE": cookie,
    }  # fmt: skip

    def start(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        came.update(status=status, headers=dict(headers))

    body = b"".join(lanes(environ, start))
    return came["status"], came["headers"], body


@pytest.mark.parametrize(
    ("path", "short"),
    [
        (AT, True), ("/surveys/x/sent/", True), ("/surveys/", False), ("/surveys/code/", False),
        ("/surveys/x/results/1/", False), ("/admin/surveys/1/", False), ("/surveys/x/1/../../admin/", False),
    ],
)  # fmt: skip
def test_only_pages_of_answers_go_the_short_way(path: str, short: bool) -> None:
    assert bool(PAGES.fullmatch(path)) is short


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_both_ways_give_the_same_page(lanes: Lanes, officer: User) -> None:
    make_wave(officer)
    whole = Client().get(AT, {"face": "11-17"})
    for cookie in ("", "session=somebodys"):
        status, headers, body = ask(lanes, AT, cookie)
        assert status == "200 OK"
        assert b"How do you feel about the place you live?" in body
        for name, value in whole.headers.items():
            if name not in OWN:
                assert headers.get(name) == value, name
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "no-store" in headers["Cache-Control"]
        assert "no-store" in whole["Cache-Control"]
        assert cookie or "HttpOnly" in headers["Set-Cookie"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_connection_that_died_is_made_anew(lanes: Lanes, officer: User) -> None:
    make_wave(officer)
    assert ask(lanes, AT)[0] == "200 OK"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
        connection.connection.close()  # as when the server went away
        assert ask(lanes, AT)[0] == "200 OK"


@pytest.mark.django_db
def test_what_is_remembered_is_the_same_for_everybody(officer: User, settings: Settings) -> None:
    settings.ANSWERING_MEMORY = 60
    make_wave(officer)
    one, other = Client(), Client()
    first, second = (client.get(AT, {"face": "11-17"}) for client in (one, other))
    cookies = [client.cookies["answers-how-was-lockdown"].value for client in (one, other)]
    assert cookies[0] != cookies[1]
    tokens = [page.content.decode().split('name="token" value="')[1][:32] for page in (first, second)]
    assert tokens[0] != tokens[1]
    assert first.content.replace(tokens[0].encode(), b"") == second.content.replace(tokens[1].encode(), b"")
    for client, token, value in zip((one, other), tokens, ("good", "awful"), strict=True):
        assert client.post(AT, {"token": token, "feel": value, "do": "next"}).status_code == 302
        assert f'value="{value}" checked' in client.get(AT).content.decode()
