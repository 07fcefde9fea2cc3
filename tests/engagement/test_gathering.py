"""Gathering from the desk: similar views into a new Ask or one that is there, and everybody hears."""

import pytest
from django.test import Client

from engagement import asks
from engagement.models import Ask, Submission, Theme, Voice
from people.models import User
from people.roles import Role
from tests.factories import make_approved_voice, make_ask, make_space, make_user, make_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def views(officer: User) -> list[Voice]:
    return [make_approved_voice(f"pizza on fridays {n}", by=officer, space=make_space()) for n in range(3)]


def address(item: Voice) -> str:
    return f"/admin/voices/{item.uuid}/gather/"


def chosen(*views: Voice) -> list[str]:
    return [str(view.uuid) for view in views]


def test_three_views_become_one_ask_and_all_hear_of_it(officer_client: Client, views: list[Voice]) -> None:
    html = officer_client.get(address(views[0])).content.decode()
    assert html.count("pizza on fridays") == 3
    data = {"views": chosen(*views), "ask": "", "wording": "Pizza on Fridays", "theme": Theme.objects.all()[0].pk}
    following = make_voice("next")
    response = officer_client.post(address(views[0]), data)
    assert response["Location"] == f"/admin/voices/{following.uuid}/"
    ask = Ask.objects.get()
    assert ask.wording == "Pizza on Fridays"
    assert Submission.objects.filter(contribution__ask=ask).count() == 3
    assert all(view.replies.count() == 1 for view in views)
    again = officer_client.post(address(views[0]), data)  # a second press
    assert again["Location"] == f"/admin/voices/{views[0].uuid}/"
    assert Ask.objects.count() == 1
    assert "Pizza on Fridays" in officer_client.get(again["Location"]).content.decode()


def test_views_join_an_ask_that_is_there(officer_client: Client, officer: User, views: list[Voice]) -> None:
    ask = make_ask(by=officer)
    data = {"views": chosen(views[0], views[2]), "ask": str(ask.uuid)}
    assert officer_client.post(address(views[0]), data)["Location"] == "/admin/voices/"
    assert ask.contributions.count() == 3
    assert Ask.objects.count() == 1


@pytest.mark.parametrize("missing", ["views", "wording", "theme"])
def test_what_is_missing_is_said_and_the_rest_kept(officer_client: Client, views: list[Voice], missing: str) -> None:
    data = {"views": chosen(*views), "ask": "", "wording": "Pizza, please", "theme": Theme.objects.all()[0].pk}
    del data[missing]
    response = officer_client.post(address(views[0]), data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Put right:" in html
    assert missing == "wording" or "Pizza, please" in html
    assert not Ask.objects.exists()


def test_only_views_that_were_offered_can_be_sent(officer_client: Client, officer: User, views: list[Voice]) -> None:
    waiting = make_voice("pizza on fridays too")
    data = {"views": chosen(waiting), "ask": "", "wording": "Pizza", "theme": Theme.objects.all()[0].pk}
    assert officer_client.post(address(views[0]), data).status_code == 422
    assert not Ask.objects.exists()


def test_an_ask_that_refuses_says_why(
    officer_client: Client, officer: User, views: list[Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody gathers one of the views between the page and the press."""
    real = asks.raise_ask

    def meanwhile(**facts: object) -> Ask:
        real(by=officer, wording="First", theme=Theme.objects.all()[1], submissions=[views[1]])
        return real(**facts)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(asks, "raise_ask", meanwhile)
    data = {"views": chosen(*views), "ask": "", "wording": "Pizza", "theme": Theme.objects.all()[0].pk}
    response = officer_client.post(address(views[0]), data)
    assert response.status_code == 422
    assert "One of these is in an ask already." in response.content.decode()


def test_what_is_not_decided_is_not_gathered(officer_client: Client) -> None:
    item = make_voice()
    assert officer_client.get(address(item))["Location"] == f"/admin/voices/{item.uuid}/"
    assert "/gather/" not in officer_client.get(f"/admin/voices/{item.uuid}/").content.decode()


def test_a_safeguarding_lead_reads_but_gathers_nothing(views: list[Voice]) -> None:
    client = Client()
    client.force_login(make_user(Role.SAFEGUARDING_LEAD))
    assert "/gather/" not in client.get(f"/admin/voices/{views[0].uuid}/").content.decode()
    assert client.get(address(views[0])).status_code == 302
    assert client.post(address(views[0]), {"views": chosen(*views)}).status_code == 302
    assert not Ask.objects.exists()
