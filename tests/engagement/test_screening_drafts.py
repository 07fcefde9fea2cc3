"""A draft of rules before and after it comes into force: the second reader, runs, versions and the way back."""

from typing import Any

import pytest
from django.test import Client

from engagement import moderation, rulesets, screening
from engagement.models import RuleSet, RuleSetState, ScreeningRun, Urgency
from people.models import User
from tests.engagement.ruled import OWN, draft_with, publish_rule
from tests.factories import make_read_voice, make_voice

pytestmark = pytest.mark.django_db
HOME = "/admin/screening/"
ZEBRA = "the zebra painted our wall"
SHIPPED = next(iter(screening.shipped_tables().values()))


@pytest.fixture
def second_client(second_officer: User) -> Client:
    client = Client()
    client.force_login(second_officer)
    return client


def read(client: Client, page: str) -> str:
    response = client.get(HOME + page)
    assert response.status_code == 200, page
    return response.content.decode()


def test_the_draft_shows_each_phrase_that_comes_and_goes(second_client: Client, officer: User) -> None:
    reworded = {**SHIPPED, "unless": [*SHIPPED["unless"][:-1], "zebra"]}
    draft_with(OWN, reworded, by=officer)
    html = read(second_client, "draft/")
    assert "A zebra paints the house" in html
    assert "</span> zebra</ins>" in html
    assert f"</span> {SHIPPED['unless'][-1]}</del>" in html
    assert "I agree: put it into force" in html


def test_a_second_person_puts_it_into_force(second_client: Client, officer_client: Client, officer: User) -> None:
    waiting = make_voice(ZEBRA)
    draft_with(OWN, by=officer)
    assert "Somebody else has to read it" in read(officer_client, "draft/")
    officer_client.post(HOME + "draft/publish/", {"seen": 1})
    assert rulesets.in_force() is None
    second_client.post(HOME + "draft/publish/", {"seen": 0})
    assert rulesets.in_force() is None
    response = second_client.post(HOME + "draft/publish/", {"seen": 1})
    run = ScreeningRun.objects.get()
    assert response["Location"] == f"{HOME}runs/{run.pk}/"
    assert rulesets.in_force()
    waiting.refresh_from_db()
    assert waiting.urgency == Urgency.NONE  # the worker has not come yet


def test_the_worker_finishes_the_run(
    second_client: Client, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    waiting = make_voice(ZEBRA)
    draft_with(OWN, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        response = second_client.post(HOME + "draft/publish/", {"seen": 1})
    waiting.refresh_from_db()
    assert waiting.urgency == Urgency.URGENT
    html = second_client.get(response["Location"]).content.decode()
    assert "1 item read." in html
    assert ZEBRA in html
    assert "data-reading" not in html


def test_a_shadow_run_shows_its_progress_and_then_what_would_change(
    officer_client: Client, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    voice = make_read_voice(ZEBRA, by=officer)
    moderation.keep_private(voice, by=officer)
    draft = draft_with(OWN, by=officer)
    response = officer_client.post(HOME + "draft/shadow/")
    assert "data-reading" in officer_client.get(response["Location"]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = officer_client.post(HOME + "draft/shadow/")
    html = officer_client.get(response["Location"]).content.decode()
    assert ZEBRA in html
    assert "1 more urgent" in html
    assert "See what it would have changed" in read(officer_client, "draft/")
    rulesets.switch_off(draft, by=officer, rule=OWN["id"], seen=1)
    assert "changed after this" in officer_client.get(response["Location"]).content.decode()


def test_items_that_one_may_not_see_are_counted_out(
    officer_client: Client, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    voice = make_read_voice(ZEBRA, by=officer)
    moderation.keep_private(voice, by=officer)
    draft_with(OWN, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        page = officer_client.post(HOME + "draft/shadow/")["Location"]
    voice.hidden_from.add(officer)
    html = officer_client.get(page).content.decode()
    assert ZEBRA not in html
    assert "more urgent" not in html
    assert str(voice.uuid) not in html


def test_versions_and_going_back(officer_client: Client, officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    html = read(officer_client, "versions/")
    assert "Version 1" in html
    assert "In force" in html
    assert "In force now." in read(officer_client, "versions/1/")
    assert officer_client.post(HOME + "versions/0/", {"why": ""}).status_code == 422
    assert officer_client.post(HOME + "versions/1/", {"why": "Again"}).status_code == 409
    assert officer_client.post(HOME + "versions/0/", {"why": "Too many alarms"}).status_code == 302
    assert rulesets.in_force() is None
    assert "Too many alarms" in read(officer_client, "versions/")
    assert officer_client.get(HOME + "versions/9/").status_code == 404
    rulesets.start(by=officer)
    assert officer_client.get(HOME + "versions/2/").status_code == 404


def test_a_draft_is_started_and_put_away(officer_client: Client) -> None:
    officer_client.post(HOME + "draft/start/")
    officer_client.post(HOME + "draft/drop/")
    officer_client.post(HOME + "draft/drop/")
    assert RuleSet.objects.get().state == RuleSetState.RETIRED
    for step in ("shadow/", "publish/"):
        assert officer_client.post(HOME + "draft/" + step)["Location"] == HOME + "draft/"
