"""The page of the read audit: who may open it, what it shows, how it is narrowed and paged, and never a word."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Opened, Reason, User
from people.reading import note_read
from people.roles import Role
from tests.factories import CANARY, make_user, make_voice

pytestmark = pytest.mark.django_db

PAGE = "/admin/who-read-what/"
QUERIES = 13


@pytest.fixture
def checker() -> Client:
    client = Client()
    client.force_login(make_user(Role.DATA_PROTECTION_OFFICER))
    return client


def html(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_when_who_what_and_why(checker: Client, officer: User) -> None:
    voice = make_voice(f"{CANARY} wrote this", urgency=2)
    note_read(officer, Opened.IDENTITY_LINK, voice.uuid, Reason.SAFETY)
    page = html(checker)
    for words in ("Marcia Example", "Which key a view came with", "Somebody may not be safe", str(voice.uuid)[:8]):
        assert words in page
    assert CANARY not in page
    assert voice.reference not in page


def test_an_empty_audit_says_so(checker: Client) -> None:
    assert "Nobody has opened anything yet." in html(checker)
    assert "Nothing fits" in html(checker, f"{PAGE}?what=export")


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD])
def test_those_who_check_may_open_it(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role))
    assert "Who read what" in html(client, "/admin/")
    html(client)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD}))
def test_nobody_else_may(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role))
    assert client.get(PAGE).status_code in (302, 403)
    assert client.post(PAGE).status_code in (302, 403, 405)


def test_it_is_narrowed_by_person_kind_and_item(checker: Client, officer: User, second_officer: User) -> None:
    first, second = make_voice(), make_voice()
    note_read(officer, Opened.EXPORT, first.uuid)
    note_read(second_officer, Opened.URGENT_ITEM, second.uuid)
    for query, seen, unseen in (
        (f"by={officer.pk}", first, second),
        ("what=urgent_item", second, first),
        (f"about={first.uuid}", first, second),
        (f"by={second_officer.pk}&what=urgent_item", second, first),
    ):
        page = html(checker, f"{PAGE}?{query}")
        assert str(seen.uuid)[:8] in page
        assert str(unseen.uuid)[:8] not in page


@pytest.mark.parametrize("query", ["by=9999", "by=x", "what=words", "about=x"])
def test_a_filter_that_makes_no_sense_shows_nothing(checker: Client, officer: User, query: str) -> None:
    voice = make_voice()
    note_read(officer, Opened.EXPORT, voice.uuid)
    assert str(voice.uuid)[:8] not in html(checker, f"{PAGE}?{query}")


def test_pages_are_reached_by_key_and_keep_the_filter(checker: Client, officer: User) -> None:
    about = make_voice().uuid
    for _ in range(51):
        note_read(officer, Opened.EXPORT, about)
    note_read(officer, Opened.URGENT_ITEM, about)
    first = checker.get(PAGE, {"what": "export"})
    assert len(first.context["rows"]) == 50
    second = checker.get(f"{PAGE}?{first.context['next']}")
    assert len(second.context["rows"]) == 1
    assert second.context["rows"][0].what == "export"
    assert second.context["next"] == ""
    for after in ("x", "²", "9" * 30):
        assert len(checker.get(PAGE, {"after": after}).context["rows"]) == 50


def test_it_asks_the_same_few_questions_for_one_row_and_three(checker: Client) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            note_read(make_user(Role.PARTICIPATION_OFFICER), Opened.EXPORT, make_voice().uuid)
        html(checker)
        with CaptureQueriesContext(connection) as queries:
            html(checker)
        counts.append(len(queries))
    assert counts == [QUERIES, QUERIES]


def test_nobody_learns_here_that_an_allegation_names_them(officer: User) -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD)
    voice = make_voice(f"{CANARY} about somebody here", urgency=2)
    voice.hidden_from.add(lead)
    concern = voice.concerns.get()
    about = (voice.uuid, concern.uuid)
    for what, uuid in zip((Opened.URGENT_ITEM, Opened.CONCERN), about, strict=True):
        note_read(officer, what, uuid)
    named, other = Client(), Client()
    named.force_login(lead)
    other.force_login(make_user(Role.SAFEGUARDING_LEAD))
    assert all(str(uuid)[:8] in html(other) for uuid in about)
    assert not any(str(uuid)[:8] in html(named) for uuid in about)
    assert str(voice.uuid)[:8] not in html(named, f"{PAGE}?what=urgent_item")


def test_a_row_says_what_and_when(officer: User) -> None:
    assert str(note_read(officer, Opened.EXPORT, make_voice().uuid)).startswith("A file of rows, ")
