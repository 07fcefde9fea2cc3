"""The demo's door: everyone who can be tried, and nobody else."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from demo.cast import find_colleague, find_youth
from demo.diary import Stage
from demo.loading import load
from demo.wordbook import wordbook
from people.middleware import SPACE_IN_SESSION
from people.roles import ENTER_ADMIN, ROLES, Role
from tests.factories import make_user

STAFF = [colleague for colleague in wordbook().staff if colleague.door]


@pytest.fixture
def people(db: None) -> None:
    load(seed=1, stage=Stage.EMPTY, today=date(2026, 11, 24))


def enter(client: Client, **who: str) -> int:
    return client.post("/demo/enter/", who).status_code


@pytest.mark.usefixtures("people")
def test_the_door_shows_everyone_and_the_keys_to_type(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    for colleague in STAFF:
        assert colleague.name in page
    for youth in wordbook().youths:
        assert youth.key in page
    assert page.count("csrfmiddlewaretoken") == page.count("<form")
    assert "load_demo" not in page


@pytest.mark.django_db
def test_an_empty_site_says_how_to_fill_it(client: Client) -> None:
    assert "load_demo" in client.get("/demo/").content.decode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("colleague", STAFF, ids=lambda colleague: colleague.key)
def test_one_press_signs_in_past_the_second_factor(client: Client, colleague: object) -> None:
    key, role = colleague.key, Role(colleague.role)  # type: ignore[attr-defined]  # a Colleague; pytest's ids want any object
    response = client.post("/demo/enter/", {"staff": key}, follow=True)
    assert response.status_code == 200
    assert response.context["request"].user == find_colleague(key)
    assert "mfa" not in response.request["PATH_INFO"]
    assert client.get("/admin/").status_code == (200 if ENTER_ADMIN in ROLES[role].permissions else 302)


@pytest.mark.usefixtures("people")
def test_signing_in_is_recorded_as_what_it_is(client: Client) -> None:
    enter(client, staff="ruth")
    assert client.session["account_authentication_methods"][0]["method"] == "demo"


@pytest.mark.usefixtures("people")
def test_one_press_opens_a_space_and_its_key_does_too(client: Client) -> None:
    youth = wordbook().youths[0]
    space = find_youth(youth.name)
    assert space is not None
    assert client.post("/demo/enter/", {"youth": youth.name})["Location"] == reverse("engagement:my-space")
    assert client.session[SPACE_IN_SESSION] == str(space.uuid)
    other = Client()
    other.post(reverse("people:sign-in"), {"key": youth.key})
    assert other.session[SPACE_IN_SESSION] == str(space.uuid)


@pytest.mark.usefixtures("people")
def test_a_browser_belongs_to_one_person(client: Client) -> None:
    youth = wordbook().youths[0]
    enter(client, youth=youth.name)
    enter(client, staff="marcia")
    assert SPACE_IN_SESSION not in client.session
    assert "_auth_user_id" in client.session
    enter(client, youth=youth.name)
    assert SPACE_IN_SESSION in client.session
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("who", [{"staff": "colm"}, {"staff": "nobody"}, {"youth": "nobody"}, {}])
def test_whoever_is_not_offered_cannot_be_become(client: Client, who: dict[str, str]) -> None:
    assert enter(client, **who) == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_an_account_with_the_same_address_that_the_loader_did_not_make_stays_shut(client: Client) -> None:
    make_user(Role.PARTICIPATION_OFFICER, email="marcia@fenbrook.example")
    assert enter(client, staff="marcia") == 404


@pytest.mark.usefixtures("people")
def test_an_account_that_was_switched_off_stays_shut(client: Client) -> None:
    marcia = find_colleague("marcia")
    assert marcia is not None
    marcia.is_active = False
    marcia.save()
    assert enter(client, staff="marcia") == 404


@pytest.mark.usefixtures("people")
def test_entering_needs_a_post_from_our_own_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/enter/", {"staff": "marcia"}).status_code == 403
    assert strict.get("/demo/enter/", {"staff": "marcia"}).status_code == 405
    page = strict.get("/demo/")
    token = page.cookies[settings.CSRF_COOKIE_NAME].value
    sent = strict.post("/demo/enter/", {"staff": "marcia", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302
