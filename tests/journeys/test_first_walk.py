"""The first walk: a view goes from a phone to the Board and back, with scripts on and with scripts off.

The walk with scripts on leaves the README's first picture in docs/pictures/ when PICTURES is set.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from engagement import publishing
from engagement.models import Ask, Submission, Theme
from engagement.quarters import Quarter
from people.models import User
from tests.engagement.published import sealed
from tests.factories import in_days, make_approved_voice, make_space
from tests.journeys.conftest import OpenVisit, Visit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WORDS = "Can we ring our brothers and sisters without asking first? Mrs Kowalska says no. I am at Fenbrook Academy."


def picture(page: Page, name: str) -> None:
    if os.environ.get("PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png")


def tell(phone: Visit) -> str:
    """Send a view from a phone and choose a key; returns the key."""
    page = phone.page
    phone.go("/")
    page.get_by_role("link", name="Tell us something").click()

    def go_on() -> None:
        if phone.scripted:
            assert axe(page) == []
        page.get_by_role("button", name="Next").click()

    page.get_by_label("Share an idea").check()
    go_on()
    page.get_by_label("Not great", exact=True).check()
    go_on()
    page.get_by_label(re.compile("^Family and friends")).check()
    go_on()
    page.get_by_label("Say it your way").fill(WORDS)
    if phone.scripted:
        picture(page, "tell-us")
    go_on()
    page.get_by_label("Yes, write back").check()
    page.get_by_label("Yes", exact=True).check()
    go_on()
    expect(page.get_by_text("We will not keep it secret")).to_be_visible()
    expect(page.locator("main input[type=radio]:checked")).to_have_count(0)
    page.get_by_label(re.compile("^Give me a key")).check()
    go_on()
    expect(page.get_by_text("Mrs Kowalska says no")).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Got it. Thank you for saying it.")).to_be_visible()
    key = page.locator(".ticket__code").inner_text()
    assert re.fullmatch(r"([a-z]+-){3}[a-z]+", key)
    assert key not in page.url
    page.reload()
    assert page.locator(".ticket__code").inner_text() == key
    return key


def moderate_by_keyboard(desk: Visit) -> None:
    """Take two details out, approve and gather with two others, without touching the mouse."""
    page, keys = desk.page, desk.page.keyboard
    desk.go("/admin/voices/")
    expect(page.locator(".dq__row > a").first).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-words]")).to_contain_text("Mrs Kowalska")
    expect(page.get_by_role("button", name="Mark as opened")).to_be_hidden()
    keys.press("r")
    keys.press("r")
    expect(page.get_by_label("Public words")).to_have_value(re.compile(r"\[a name\].*\[a school\]"))
    keys.press("a")
    expect(page.get_by_text("Approved.")).to_be_visible()
    page.wait_for_load_state()  # the words are there a moment before the keys are
    keys.press("g")
    expect(page.get_by_role("heading", name="Gather views that want the same thing")).to_be_visible()
    for _ in range(60):  # Tab to each similar view and tick it
        keys.press("Tab")
        if page.evaluate("document.activeElement.name === 'views' && !document.activeElement.checked"):
            keys.press("Space")
        if page.evaluate("document.activeElement.name === 'wording'"):
            break
    keys.type("Ring our brothers and sisters without asking first")
    keys.press("Enter")
    expect(page.get_by_text("3 views gathered.")).to_be_visible()


def put_to_owner(desk: Visit, ask: Ask, owner: User) -> None:
    page = desk.page
    desk.go(f"/admin/asks/{ask.uuid}/")
    page.locator("summary", has_text="Put it to somebody").click()
    page.get_by_label("Who has to answer").select_option(str(owner.pk))
    page.get_by_label("Answer by").fill(str(in_days(10)))
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("They have been asked.")).to_be_visible()
    ask.refresh_from_db()
    assert ask.owner == owner


def answer(office: Visit, ask: Ask) -> None:
    """The owner promises, and later says that it is done."""
    page = office.page
    office.go("/admin/")
    expect(page.get_by_role("heading", name="You owe an answer")).to_be_visible()
    office.go(f"/admin/asks/{ask.uuid}/")
    page.locator("summary", has_text="Say yes: promise it").click()
    page.get_by_label("What you will do").fill("Every home gets a phone. You can use it in your own room.")
    page.get_by_label("Done by").fill(str(in_days(30)))
    page.get_by_role("button", name="Promise", exact=True).click()
    expect(page.get_by_text("It is promised.")).to_be_visible()
    page.locator("summary", has_text="It is done").click()
    page.get_by_label("What is different now").fill("Every home has a phone. You can use it in your own room.")
    page.get_by_role("button", name="Say that it is done").click()
    expect(page.get_by_text("Everybody who asked hears that it is done.")).to_be_visible()
    ask.refresh_from_db()
    assert ask.state == "done"
    assert ask.is_public


def look_back(phone: Visit, key: str) -> None:
    """Open the space with the key and find the answer there."""
    page = phone.page
    phone.go("/sign-in/")
    page.get_by_label("Your key").fill(key.replace("-", " ").upper())
    page.get_by_role("button", name="Open my space").click()
    expect(page.get_by_text("Done").first).to_be_visible()
    if phone.scripted:
        assert axe(page) == []
    page.get_by_role("link", name=re.compile("Can we ring")).first.click()
    expect(page.get_by_text("Every home has a phone").first).to_be_visible()


def read_as_board(tablet: Visit, officer: User) -> None:
    """The quarter ends, its report is sealed, and a member reads what became of the ask."""
    quarter = Quarter.of(timezone.localdate())
    with time_machine.travel(quarter.last_day + timedelta(days=3), tick=False):
        publishing.publish(sealed(officer, str(quarter)), "board", officer)
    page = tablet.page
    tablet.go("/board/")
    page.get_by_role("link", name="Read the report").click()
    expect(page.get_by_text("Ring our brothers and sisters without asking first").first).to_be_visible()
    expect(page.get_by_text("You can use it in your own room").first).to_be_visible()
    assert "Kowalska" not in page.content()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_view_travels_from_a_phone_to_the_board_and_back(
    visit: OpenVisit, officer: User, manager: User, board_member: User, scripts: bool
) -> None:
    family = Theme.objects.get(name="Family and friends")
    for words in ("Let us ring our brothers and sisters any time", "I want to ring my sisters without asking"):
        make_approved_voice(words, by=officer, space=make_space(), theme=family)
    phone = visit(360, scripts=scripts)
    key = tell(phone)
    if scripts:
        moderate_by_keyboard(visit(1280, staff=officer))
    else:
        moderate_without_scripts(visit(1280, staff=officer, scripts=False))
    ask = Ask.objects.get()
    assert ask.contributions.count() == 3
    put_to_owner(visit(1280, staff=officer, scripts=scripts), ask, manager)
    answer(visit(768, staff=manager, scripts=scripts), ask)
    look_back(phone, key)
    phone.go("/you-said-we-did/")
    expect(phone.page.get_by_text("Ring our brothers and sisters").first).to_be_visible()
    read_as_board(visit(1024, staff=board_member, scripts=scripts), officer)
    assert Submission.objects.get(voice__name_choice="key").words == WORDS


def moderate_without_scripts(desk: Visit) -> None:
    page = desk.page
    desk.go("/admin/voices/")
    page.locator(".dq__row > a").first.click()
    page.get_by_role("button", name="Mark as opened").click()
    page.get_by_label("Mrs Kowalska").check()
    page.get_by_label("Fenbrook Academy").check()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Gather it with similar views").click()
    for box in page.locator("input[name=views]").all():
        box.check()
    page.get_by_label("What young people asked").fill("Ring our brothers and sisters without asking first")
    page.get_by_role("button", name="Gather").click()
    expect(page.get_by_text("3 views gathered.")).to_be_visible()
