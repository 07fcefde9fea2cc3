"""The demo council in a browser: full screens are clean too. With PICTURES set they become the README's pictures."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.journeys.conftest import OpenVisit, Visit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def enter(visit: Visit, who: str) -> None:
    """Be somebody, with one press on the demo's door."""
    visit.go("/demo/")
    card = visit.page.locator("li, article, section").filter(
        has=visit.page.get_by_role("heading", name=who, exact=True)
    )
    card.last.get_by_role("button").first.click()


def look(visit: Visit, name: str, *, inside: str = "") -> None:
    assert axe(visit.page, inside=inside) == []
    if os.environ.get("PICTURES"):
        visit.page.screenshot(path=PICTURES / f"{name}.png")


def test_full_screens_are_clean_and_make_the_pictures(visit: OpenVisit) -> None:
    call_command("load_demo", seed=1, stage="reported", verbosity=0)
    everybody = visit(1280)
    everybody.go("/you-said-we-did/")
    look(everybody, "wall")

    young = visit(360)
    enter(young, "Fourteen, lives at Oak House")
    young.go("/my-space/")
    look(young, "my-space")

    marcia = visit(1280)
    enter(marcia, "Marcia Bellweather")
    marcia.go("/admin/voices/")
    marcia.page.locator(".dq__row > a").nth(3).click()
    expect(marcia.page.locator("[data-words]")).to_be_visible()
    look(marcia, "desk", inside=".dk")

    amina = visit(1280)
    enter(amina, "Amina Warrick")
    amina.go("/board/")
    look(amina, "board")
