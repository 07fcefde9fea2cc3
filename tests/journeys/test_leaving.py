"""Leaving fast: by press and by keys, with nothing to go back to; and without scripts, by the plain link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import OpenVisit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def press(page: Page, key: str, times: int) -> None:
    for _ in range(times):
        page.keyboard.press(key)


WAYS: dict[str, Callable[[Page], None]] = {
    "the link": lambda page: page.click(".exit"),
    "Escape": lambda page: press(page, "Escape", 3),
    "Shift": lambda page: press(page, "Shift", 3),
}


def stand_in_for_elsewhere(page: Page) -> None:
    """The address that ends the session; where it sends people next is not ours to fetch."""
    page.route("**/leave/", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))


@pytest.mark.parametrize("way", WAYS)
def test_leaving_swaps_the_page_out_of_the_history(visit: OpenVisit, way: str) -> None:
    one = visit()
    stand_in_for_elsewhere(one.page)
    one.go("/accessibility/")
    one.go("/help-now/")
    WAYS[way](one.page)
    one.page.wait_for_url("**/leave/")
    assert one.page.title() == "Weather"
    one.page.go_back()
    assert one.page.url.endswith("/accessibility/")


@pytest.mark.parametrize("keys", [["Escape", "Escape"], ["Shift", "Escape", "Shift"], ["Shift", "a", "Shift", "Shift"]])
def test_a_key_pressed_by_chance_does_not_leave(visit: OpenVisit, keys: list[str]) -> None:
    one = visit()
    stand_in_for_elsewhere(one.page)
    one.go("/help-now/")
    for key in keys:
        one.page.keyboard.press(key)
    assert one.page.url.endswith("/help-now/")
    assert one.page.locator("h1").is_visible()


def test_leaving_works_without_scripts(visit: OpenVisit) -> None:
    one = visit(scripts=False)
    stand_in_for_elsewhere(one.page)
    one.go("/help-now/")
    one.page.click(".exit")
    assert one.page.title() == "Weather"


def test_the_way_out_and_help_stay_in_sight(visit: OpenVisit) -> None:
    for width in (320, 1280):
        one = visit(width)
        one.go("/your-information/")
        one.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        for control in (".exit", ".safe__help"):
            box = one.page.locator(control).bounding_box()
            assert box
            assert 0 <= box["y"] < 100
            assert box["height"] >= 44


def test_a_choice_of_colours_is_remembered(visit: OpenVisit) -> None:
    one = visit()
    one.go("/help-now/")
    one.page.locator('[name="look"][value="dark"]').check()
    one.go("/")
    assert one.page.locator("html").get_attribute("data-theme") == "dark"
    one.page.locator('[name="look"][value="auto"]').check()
    assert one.page.locator("html").get_attribute("data-theme") is None


def test_the_menu_opens_without_scripts_and_closes_on_escape_with_them(visit: OpenVisit) -> None:
    one = visit(scripts=False)
    one.go("/help-now/")
    one.page.click(".menu > summary")
    assert one.page.locator(".menu__panel").is_visible()
    two = visit()
    two.go("/help-now/")
    two.page.click(".menu > summary")
    two.page.keyboard.press("Escape")
    assert not two.page.locator(".menu__panel").is_visible()
