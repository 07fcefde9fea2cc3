"""Somebody does not feel safe: from one tap on a phone to a second person who closes it, by keyboard for staff."""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from engagement import concerns
from engagement.models import Concern, ConcernState, DutyTurn
from people.models import User
from people.outbox import LAST_ROUND
from people.roles import Role
from people.tasks import send_outbox
from tests.factories import make_user
from tests.journeys.conftest import OpenVisit, Visit, axe
from tests.worrying import ROOM, URGENT, make_concern

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PASSWORD = "a long enough password"
SAID = "he keeps trying my door"


@pytest.fixture
def grace(db: None) -> User:
    grace = make_user(Role.DUTY_WORKER, first_name="Grace", last_name="Tolliver")
    for rung in range(3):
        DutyTurn.objects.create(person=grace, rung=rung, first_day=date(2020, 1, 1), last_day=date(2099, 1, 1))
    return grace


def tab_to(page: Page, wanted: Locator) -> None:
    """Go there with the Tab key, as somebody without a mouse does."""
    wanted = wanted.first
    expect(wanted).to_be_visible()
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key never gets there")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def sign_in(one: Visit, user: User) -> None:
    """By the form, with the code of the app."""
    page = one.page
    page.get_by_label("E-mail").or_(page.get_by_label("Email")).first.fill(user.email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    page.locator("input[name=code]").fill(code)
    page.keyboard.press("Enter")


def tell_someone(phone: Visit) -> None:
    page = phone.page
    phone.go("/")
    page.get_by_role("link", name="I don’t feel safe").first.click()
    page.get_by_role("link", name="Tell someone now").first.click()
    assert axe(page) == []
    page.locator("textarea").first.fill(SAID)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading").first).to_be_visible()
    assert SAID not in page.url


def test_from_one_tap_to_a_second_person_who_closes_it(visit: OpenVisit, grace: User, live_server: Any) -> None:
    second = make_user(Role.SAFEGUARDING_LEAD, first_name="Joanna", last_name="Pike")
    tell_someone(visit(360))
    send_outbox()
    message = next(one for one in mail.outbox if one.to == [grace.email] or "duty@" in one.to[0])
    assert SAID not in str(message.message())
    path = next(word for word in str(message.body).split() if word.endswith(concerns.LINK)).split("//", 1)[1]
    one = visit(768)
    one.page.goto(f"{live_server.url}/{path.split('/', 1)[1]}")
    sign_in(one, grace)
    page = one.page
    page.wait_for_url(f"**{ROOM}")
    press(page, page.locator(".cn-line"))
    expect(page.get_by_text("ring 999 first")).to_be_visible()
    expect(page.locator("[data-words]")).to_have_text(SAID)
    assert axe(page, inside=".dk") == []
    press(page, page.get_by_role("button", name="Take it on"))
    expect(page.get_by_text("You are on it.")).to_be_visible()
    tab_to(page, page.get_by_label("Who you told, and how"))
    page.keyboard.type("Police on 999, and the house")
    press(page, page.get_by_role("button", name="It is handed over"))
    expect(page.get_by_text("Write down the number or name they gave you for it.")).to_be_visible()
    expect(page.get_by_label("Who you told, and how")).to_have_value("Police on 999, and the house")
    tab_to(page, page.get_by_label("Their reference"))
    page.keyboard.type("CAD 4411")
    press(page, page.get_by_role("button", name="It is handed over"))
    expect(page.get_by_text("It is handed over. A second person looks at it")).to_be_visible()
    expect(page.get_by_role("button", name="Close it")).to_have_count(0)
    two = visit(1280, staff=second)
    two.go(f"{ROOM}second/")
    press(two.page, two.page.locator(".cn-line"))
    expect(two.page.get_by_text("CAD 4411")).to_be_visible()
    press(two.page, two.page.get_by_role("button", name="Close it"))
    expect(two.page.get_by_text("Closed. Two people have looked at it.")).to_be_visible()
    concern = Concern.objects.get()
    assert (concern.state, concern.decided_by, concern.closed_by) == (ConcernState.CLOSED, grace, second)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_same_steps_with_and_without_scripts(visit: OpenVisit, grace: User, scripts: bool) -> None:
    concern = make_concern()
    one = visit(360, staff=grace, scripts=scripts)
    one.go(f"{ROOM}{concern.uuid}/")
    one.page.get_by_role("button", name="Take it on").click()
    one.page.get_by_text("Nobody is at risk", exact=True).first.click()
    one.page.get_by_label("Why nobody is at risk").fill("The words of a song")
    one.page.get_by_role("button", name="Nobody is at risk").click()
    concern.refresh_from_db()
    assert concern.state == ConcernState.NO_CONCERN


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_passes_axe_and_fits(visit: OpenVisit, officer: User, grace: User, width: int, dark: bool) -> None:
    opened, taken, handed = (make_concern(f"{URGENT}, i cant sleep. " * 20) for _ in range(3))
    concerns.acknowledge(taken, by=officer)
    concerns.refer(handed, by=grace, to="Duty", reference="1")
    DutyTurn.objects.filter(rung=1).delete()
    cache.delete(LAST_ROUND)  # nothing is sent in this test, so the banner shows
    one = visit(width, staff=officer, dark=dark)
    items = [f"{ROOM}{concern.uuid}/" for concern in (opened, taken, handed)]
    for path in ("/admin/", ROOM, f"{ROOM}second/", f"{ROOM}closed/", *items, "/admin/rota/", "/admin/rota/new/"):
        one.go(path)
        assert axe(one.page, inside=".dk") == [], path
        assert axe(one.page, inside=".cn-silence") == [], path
        wide = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
