"""Every public page and state is clean for axe and fits its screen: light and dark, narrow and wide, right to left."""

import pytest
from playwright.sync_api import Page

from engagement import moderation
from people.models import User
from tests.factories import make_promised, make_read_voice, make_space, make_voice
from tests.journeys.conftest import OpenVisit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

KEY = "plum-otter-lamp-river"
WIDTHS = (320, 768, 1280)
MOVES = "document.getAnimations().some(one => one.playState === 'running')"


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at every width, in both themes, and right to left."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(200)
            while page.evaluate(MOVES):  # colours that fade are not measured half-way
                page.wait_for_timeout(100)
            found += axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url}: scrolls sideways at {width}")
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.set_viewport_size({"width": 320, "height": 800})
    found += axe(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url}: scrolls sideways right to left")
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/", "/help-now/", "/tell-us/", "/tell-us/someone/", "/sign-in/", "/you-said-we-did/",
        "/you-said-we-did/?status=cant", "/how-we-keep-you-safe/", "/your-information/", "/accessibility/",
        "/accounts/login/", "/nothing-here/",
    ],
)  # fmt: skip
def test_pages(visit: OpenVisit, path: str, officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager)
    one = visit()
    one.page.goto(one.address + path)
    assert look(one.page) == []


def test_errors_keep_to_the_same_standard(visit: OpenVisit) -> None:
    one = visit()
    one.go("/tell-us/")
    one.page.get_by_role("button", name="Next").click()
    assert look(one.page) == []
    one.go("/sign-in/")
    one.page.get_by_label("Your key").fill("four words nobody has")
    one.page.get_by_role("button", name="Open my space").click()
    assert look(one.page) == []


def test_my_space_in_every_state(visit: OpenVisit, officer: User) -> None:
    space = make_space(KEY)
    make_voice("A very long word: " + "pizza" * 200, space=space)
    sent_back = make_read_voice("Tyler is rubbish", by=officer, space=space)
    moderation.decline(sent_back, by=officer, reason="names_someone", kind_words="Can you say it without the name?")
    answered = make_read_voice("Pizza on Fridays", by=officer, space=space)
    moderation.approve(answered, by=officer)
    moderation.reply(answered, by=officer, words="Thank you. We will ask.")
    one = visit()
    one.go("/sign-in/")
    one.page.get_by_label("Your key").fill(KEY)
    one.page.get_by_role("button", name="Open my space").click()
    assert look(one.page) == []
    for voice in (sent_back, answered):
        one.go(f"/my-space/{voice.uuid}/")
        assert look(one.page) == []
