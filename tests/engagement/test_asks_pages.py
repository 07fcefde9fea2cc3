"""Asks in the admin: who may open what, what they see there, and what it costs."""

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from engagement import asks, moderation
from engagement.models import Ask, Theme
from engagement.views.ask_steps import STEPS
from people.models import User
from people.roles import Role
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_ask,
    make_asked,
    make_promised,
    make_space,
    make_user,
    make_voice,
)
from tests.pages.rendered import html_of

pytestmark = pytest.mark.django_db

INDEX = "/admin/asks/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager_client(manager: User) -> Client:
    return signed_in(manager)


def address(ask: Ask, step: str = "item") -> str:
    return reverse(f"asks:{step}", args=[ask.uuid])


def take(client: Client, ask: Ask, step: str, **data: object) -> HttpResponse:
    """Press the button of `step` with what the screen showed."""
    version = data.pop("version", ask.version)
    response = client.post(address(ask, step), {"version": version, **data})
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("step", [step.name for step in STEPS.values()])
def test_every_step_is_a_post_and_open_to_few(officer: User, manager: User, step: str) -> None:
    ask = make_asked(by=officer, owner=manager)
    assert signed_in(officer).get(address(ask, step)).status_code == 405
    assert Client().post(address(ask, step)).status_code == 302  # to sign in
    other = make_user(Role.SERVICE_MANAGER)
    assert signed_in(other).post(address(ask, step), {"version": ask.version}).status_code == 404
    for role in (Role.EDITOR, Role.SAFEGUARDING_LEAD, Role.ADVOCATE, Role.ADMINISTRATOR):
        assert signed_in(make_user(role)).post(address(ask, step)).status_code in (302, 403)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    assert strict.post(address(ask, step), {"version": ask.version}).status_code == 403
    assert Ask.objects.get(pk=ask.pk).version == ask.version


@pytest.mark.parametrize("step", ["check", "reword", "ask-owner"])
def test_an_owner_does_not_manage(manager_client: Client, officer: User, manager: User, step: str) -> None:
    ask = make_asked(by=officer, owner=manager)
    data = {"wording": "Other words", "owner": manager.pk, "answer_by": in_days(9)}
    assert take(manager_client, ask, step, **data).status_code in (302, 403)
    assert Ask.objects.get(pk=ask.pk).version == ask.version


def test_an_owner_sees_their_asks_and_the_public_words_only(
    manager_client: Client, officer: User, manager: User
) -> None:
    ask = make_asked(by=officer, owner=manager)
    space = make_space(issued_by=officer)
    voice = make_voice(f"{CANARY} I am Kim", space=space)
    moderation.open_for_review(voice, by=officer)
    moderation.approve(voice, by=officer, public_words="I like pizza")
    private = make_voice(f"{CANARY} private", space=space)
    moderation.open_for_review(private, by=officer)
    moderation.keep_private(private, by=officer)
    asks.gather(ask, [voice, private], by=officer)
    other = make_asked(by=officer, owner=make_user(Role.SERVICE_MANAGER), wording="Not theirs")
    html = html_of(manager_client.get(address(ask)))
    assert "I like pizza" in html
    for secret in (CANARY, voice.reference, str(voice.uuid), str(space), str(space.uuid), "Views in it"):
        assert secret not in html
    assert "Not theirs" not in html_of(manager_client.get(INDEX))
    assert manager_client.get(address(other)).status_code == 404
    assert manager_client.get(reverse("asks:item", args=[uuid4()])).status_code == 404


def test_an_officer_sees_how_many_and_never_who(officer_client: Client, officer: User, manager: User) -> None:
    ask = make_ask(by=officer, voices=3)
    html = html_of(officer_client.get(address(ask)))
    assert f'<option value="{manager.pk}">Ruth Example, Head of residential homes</option>' in html
    assert re.search(r"Views in it</dt><dd>3</dd>", html)
    for contribution in ask.contributions.select_related("submission__space"):
        assert contribution.submission.reference not in html
        assert str(contribution.submission.space) not in html


def test_the_list_is_narrowed(officer_client: Client, officer: User, second_officer: User, manager: User) -> None:
    made = {
        "Raised one": make_ask(by=officer, wording="Raised one"),
        "Asked one": make_asked(by=officer, owner=manager, wording="Asked one", theme=Theme.objects.all()[1]),
        "Promised one": make_promised(by=officer, owner=manager, wording="Promised one"),
    }

    def shown(query: str) -> set[str]:
        html = html_of(officer_client.get(INDEX + query))
        return {wording for wording in made if wording in html}

    assert shown("") == set(made)
    assert shown("?state=asked") == {"Asked one"}
    assert shown(f"?theme={Theme.objects.all()[1].pk}") == {"Asked one"}
    assert shown("?only=unchecked") == {"Raised one", "Asked one"}
    assert shown("?only=late") == set()
    assert shown("?state=x&theme=y&only=z") == set(made)
    assert "No asks like that" in html_of(officer_client.get(f"{INDEX}?state=done"))


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("page", "queries"), [("index", 18), ("item", 22), ("owner index", 13), ("owner item", 13)])
def test_pages_cost_the_same_however_many_rows(
    officer: User,
    manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    page: str,
    queries: int,
) -> None:
    made = [make_promised(by=officer, owner=manager) for _n in range(rows)]
    ask = made[0]
    for n in range(rows):
        asks.report_progress(ask, by=manager, words=f"Step {n}")
        asks.gather(ask, [make_approved_voice(by=officer)], by=officer)
    client = signed_in(manager if page.startswith("owner") else officer)
    where = INDEX if page.endswith("index") else address(ask)
    client.get(where)  # fills Wagtail's own caches
    with django_assert_num_queries(queries):
        client.get(where)


def test_pages_go_on_by_key(officer_client: Client, officer: User) -> None:
    for n in range(55):
        make_ask(by=officer, wording=f"Ask number {n:02}")
    first = html_of(officer_client.get(f"{INDEX}?state=raised"))
    following = re.search(r'href="(\?state=raised&amp;after=[^"]+)" rel="next"', first)
    assert following
    second = html_of(officer_client.get(INDEX + following[1].replace("&amp;", "&")))
    shown = [re.findall(r"Ask number \d\d", html) for html in (first, second)]
    assert [len(set(some)) for some in shown] == [50, 5]


def test_what_is_owed_comes_first(manager_client: Client, officer: User, manager: User, second_officer: User) -> None:
    assert "Nothing waits for you" in html_of(manager_client.get("/admin/"))
    make_promised(by=officer, owner=manager, wording="Later one")
    make_asked(by=officer, owner=manager, wording="Sooner one")
    home = html_of(manager_client.get("/admin/"))
    assert home.index("You owe an answer") < home.index("Sooner one") < home.index("Later one")
    assert "Asks (1)" in home
    theirs = html_of(signed_in(second_officer).get("/admin/"))
    assert "1 wording waits for a second reader" in theirs
    assert "Asks (1)" in theirs
    assert "Sooner one" not in theirs
    assert "asks" not in html_of(signed_in(make_user(Role.EDITOR)).get("/admin/")).lower().split("<main")[1]


def test_the_board_and_young_people_do_not_come_here(client: Client, board_member: User, officer: User) -> None:
    ask = make_asked(by=officer, owner=board_member)
    for page in (INDEX, address(ask)):
        assert client.get(page).status_code == 302
        assert signed_in(board_member).get(page).status_code in (302, 403)
