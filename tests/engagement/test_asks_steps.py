"""The steps of an Ask in the admin: what was typed is kept, and who comes second is told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement import asks
from engagement.models import Ask, AskState
from people import outbox
from people.models import User
from people.roles import Role
from tests.factories import (
    CANARY,
    in_days,
    make_ask,
    make_asked,
    make_user,
)
from tests.pages.rendered import html_of

pytestmark = pytest.mark.django_db

INDEX = "/admin/asks/"
HARD = "Accommodation arrangements are determined following consideration of availability."


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


def test_an_officer_puts_an_ask_to_somebody_who_hears_of_it(
    officer_client: Client,
    officer: User,
    manager: User,
) -> None:
    ask = make_ask(by=officer, wording=f"Pizza {CANARY}")
    response = take(officer_client, ask, "ask-owner", owner=manager.pk, answer_by=in_days(9))
    assert outbox.send_due() == 1
    assert response.status_code == 302
    ask.refresh_from_db()
    assert (ask.state, ask.owner, ask.answer_by) == ("asked", manager, in_days(9))
    (sent,) = mail.outbox
    assert sent.to == [manager.email]
    assert sent.subject == "1 question waits for your answer"
    assert address(ask) in sent.body
    assert CANARY not in sent.subject + str(sent.body)


def test_a_mail_goes_once_and_leads_to_a_page_that_its_owner_may_open(
    officer_client: Client, officer: User, manager: User, board_member: User
) -> None:
    gone = make_user(Role.SERVICE_MANAGER)
    for owner in (manager, board_member):
        ask = make_ask(by=officer)
        for _ in range(2):  # pressed twice
            take(officer_client, ask, "ask-owner", owner=owner.pk, answer_by=in_days(9))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    take(officer_client, make_ask(by=officer), "ask-owner", owner=gone.pk, answer_by=in_days(9))
    assert outbox.send_due() == 2
    assert [message.to for message in mail.outbox] == [[manager.email], [board_member.email]]
    assert "/board/" in str(mail.outbox[1].body)  # the Board does not enter the admin
    assert "/admin/" not in str(mail.outbox[1].body)


def test_the_owner_answers_on_their_own_page(manager_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    assert "You owe an answer" in html_of(manager_client.get(INDEX))
    assert take(manager_client, ask, "promise", what="You get pizza.", due=in_days(20)).status_code == 302
    ask.refresh_from_db()
    take(manager_client, ask, "progress", words="The oven is here.")
    ask.refresh_from_db()
    take(manager_client, ask, "move-date", due=in_days(40), why="The cook is ill.")
    ask.refresh_from_db()
    take(manager_client, ask, "done", words="You get pizza on Fridays.")
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("done", "You get pizza on Fridays.")
    assert "Nothing: it is closed" in html_of(manager_client.get(address(ask)))


def test_a_no_is_given_with_its_reason(manager_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    response = take(manager_client, ask, "refuse", words="The money ran out.", would_change="If we find more.")
    assert response.status_code == 422
    assert "The money ran out." in html_of(response)
    take(manager_client, ask, "refuse", reason="money", words="The money ran out.", would_change="If we find more.")
    ask.refresh_from_db()
    assert (ask.refusal_reason, ask.would_change) == ("money", "If we find more.")


def test_it_can_be_so_already(manager_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    assert take(manager_client, ask, "already-so", words="You can. Ask in the hall.").status_code == 302
    assert Ask.objects.get(pk=ask.pk).state == AskState.ALREADY_SO


def test_a_second_person_reads_the_wording(officer_client: Client, officer: User, second_officer: User) -> None:
    ask = make_ask(by=officer)
    assert "Make it public" not in html_of(officer_client.get(address(ask)))
    refused = take(officer_client, ask, "check")
    assert refused.status_code == 409
    assert "You wrote this wording" in html_of(refused)
    other = signed_in(second_officer)
    assert "Make it public" in html_of(other.get(address(ask)))
    assert take(other, ask, "check").status_code == 302
    ask.refresh_from_db()
    assert ask.is_public
    take(other, ask, "reword", wording="Pizza for all")
    ask.refresh_from_db()
    assert (ask.wording, ask.is_public) == ("Pizza for all", False)


def test_hard_words_ask_for_a_second_press(manager_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    response = take(manager_client, ask, "promise", what=HARD, due=in_days(20))
    html = html_of(response)
    assert response.status_code == 422
    assert HARD in html
    assert "Send anyway" in html
    assert f'value="{in_days(20)}"' in html
    assert take(manager_client, ask, "promise", what="We fix contact.", due=in_days(20)).status_code == 422
    assert take(manager_client, ask, "promise", what=HARD, due=in_days(20), anyway=1).status_code == 302
    assert Ask.objects.get(pk=ask.pk).promise == HARD


def test_anyway_is_not_offered_while_something_else_is_wrong(
    manager_client: Client, officer: User, manager: User
) -> None:
    html = html_of(take(manager_client, make_asked(by=officer, owner=manager), "promise", what=HARD))
    assert "Send anyway" not in html


@pytest.mark.parametrize(
    "due", ["", "soon", str(timezone.localdate() - timedelta(days=1))], ids=["none", "no day", "yesterday"]
)
def test_what_was_typed_comes_back(manager_client: Client, officer: User, manager: User, due: str) -> None:
    ask = make_asked(by=officer, owner=manager)
    response = take(manager_client, ask, "promise", what="You get pizza.", due=due)
    assert response.status_code == 422
    assert "You get pizza." in html_of(response)
    assert f'value="{due}"' in html_of(response) or not due
    assert "Put right:" in html_of(response)
    assert Ask.objects.get(pk=ask.pk).state == AskState.ASKED


def test_who_comes_second_is_told_and_loses_nothing(
    manager_client: Client, officer_client: Client, officer: User, manager: User
) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.reword(Ask.objects.get(pk=ask.pk), by=officer, wording="Pizza for all")
    response = take(manager_client, ask, "promise", what="You get pizza.", due=in_days(20))
    html = html_of(response)
    assert response.status_code == 409
    assert "Somebody else changed this ask" in html
    assert "Pizza for all" in html
    assert re.search(r"<textarea[^>]*>\s*You get pizza\.</textarea>", html)  # ready to be sent again
    again = re.findall(r'name="version" value="(\d+)"', html)
    assert set(again) == {"2"}
    assert take(manager_client, ask, "promise", what="You get pizza.", due=in_days(20), version=2).status_code == 302


def test_who_comes_too_late_still_has_their_words(manager_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.say_already_so(Ask.objects.get(pk=ask.pk), by=officer, words="It is")
    response = take(manager_client, ask, "promise", what="You get pizza.", due=in_days(20))
    assert response.status_code == 409
    assert "You get pizza." in html_of(response)
    fresh = Ask.objects.get(pk=ask.pk)
    response = take(manager_client, fresh, "promise", what="You get pizza.", due=in_days(20))
    assert response.status_code == 409
    assert "does not fit" in html_of(response)


def test_a_button_pressed_twice_counts_once(manager_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    for _press in range(2):
        assert take(manager_client, ask, "promise", what="You get pizza.", due=in_days(20)).status_code == 302
    assert ask.events.filter(verb="promised").count() == 1
    ask.refresh_from_db()
    assert take(manager_client, ask, "progress", words="The oven is here.").status_code == 302
    response = take(manager_client, ask, "progress", words="The cook is here.")  # from the page before, other words
    assert response.status_code == 409
    assert "The cook is here." in html_of(response)
