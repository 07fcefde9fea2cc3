"""An officer makes the lockdown survey in a browser, with what is on the screen alone, and clicks are counted."""

import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from people.models import User
from surveys.models import Response, Survey
from tests.factories import make_officer
from tests.journeys.conftest import OpenVisit, axe
from tests.surveys.makers import make_wave

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LANGUAGE = "العربية"


@pytest.fixture
def officer(db: None) -> User:
    return make_officer()


class Hand:
    """Presses and types as a person does, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def press(self, name: str, *, role: str = "button", within: Locator | None = None) -> None:
        where = within or self.page
        where.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]  # a role of ARIA
        self.clicks += 1

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()
        self.clicks += 1

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)
        self.fields += 1


def test_the_lockdown_survey_from_start_to_open(
    visit: OpenVisit, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    one = visit(1280, staff=officer)
    page, hand, began = one.page, Hand(one.page), time.monotonic()
    page.set_default_timeout(8_000)
    one.go("/admin/surveys/")
    hand.press("Make a survey", role="link")
    hand.write("Title", "Lockdown: how was it?")
    page.get_by_label("Lockdown: how was it for you?").check()
    hand.clicks += 1
    hand.press("Make it")
    expect(page.get_by_text("Not published yet.")).to_be_visible()
    assert axe(page, inside="#main") == []

    # One translated language.
    hand.press("Title, faces, languages", role="link")
    hand.tick(LANGUAGE)
    hand.press("Keep it")
    page.get_by_role("link", name="Age 11–17", exact=True).click()
    hand.clicks += 1
    expect(page.get_by_role("textbox").first).to_be_visible()
    for box in page.get_by_role("textbox").all():
        box.fill("كلمات")
        hand.fields += 1
    assert axe(page, inside="#main") == []
    hand.press("Keep it")

    # A question of one's own with two routes: who says no, and only for two ages.
    page.get_by_role("link", name="Add a question", exact=False).last.click()
    hand.clicks += 1
    for age in ("Age 4–7", "Age 8–11", "Age 11–17", "Age 16–25", "Easy read"):
        hand.write(f"{age}: question", "What should happen first?")
    page.get_by_label("Kind of answer").select_option(label="Many words")
    page.get_by_text("When it is asked", exact=True).click()
    hand.clicks += 2
    page.get_by_label("Only if one of these was picked").select_option(label="No way")
    page.get_by_label("Age 11–17", exact=True).last.check()
    hand.clicks += 2
    assert axe(page, inside="#main") == []
    hand.press("Keep it")
    expect(page.get_by_role("link", name="What should happen first?", exact=True)).to_be_visible()

    hand.press("Publish")
    expect(page.get_by_text("Version 1 is published. It never changes.")).to_be_visible()
    hand.press("Open it for answers", role="link")
    now = timezone.localtime()
    hand.write("Name", "Spring")
    hand.write("Opens", f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    hand.write("Closes", f"{now + timedelta(days=28):%Y-%m-%dT%H:%M}")
    hand.tick("Everybody with the link")
    hand.tick("A code for one person each")
    assert axe(page, inside="#main") == []
    hand.press("Keep it")
    expect(page.get_by_text("A reminder to send")).to_be_visible()
    assert axe(page, inside="#main") == []
    hand.press("Print codes", role="link")
    hand.write("Who they are for", "Elm House")
    hand.write("How many", "4")
    hand.press("Make the codes")
    expect(page.locator(".slip")).to_have_count(4)
    assert axe(page) == []
    took = time.monotonic() - began

    survey = Survey.objects.get()
    asked = survey.definition
    assert len(asked.questions) == 21
    assert asked.faces == ("4-7", "8-11", "11-17", "16-25", "easy")
    assert asked.languages == ("en", "ar")
    assert asked.questions["home_feeling"].wordings["11-17"]["ar"].text == "كلمات"
    assert sum(question.show_if is not None for question in asked.questions.values()) == 3
    young = visit(360)
    young.go(f"/surveys/{survey.slug}/")
    expect(young.page.get_by_text("How old are you?")).to_be_visible()
    assert hand.clicks < 40
    with capsys.disabled():
        sys.stdout.write(f"\nlockdown survey: {hand.clicks} clicks, {hand.fields} fields, {took:.0f} s by machine\n")


def test_a_sheet_of_paper_is_typed_twice_and_is_in(visit: OpenVisit, officer: User) -> None:
    wave = make_wave(officer)
    one = visit(1280, staff=officer)
    page = one.page
    page.set_default_timeout(8_000)
    one.go(f"/admin/surveys/waves/{wave.uuid}/")
    page.get_by_role("link", name="Write down a sheet").click()
    for feeling in ("good", "okay", "okay"):  # a slip the first time
        box = page.get_by_role("group", name="How do you feel about the place you live?")
        box.locator(f"input[value={feeling}]").check()
        assert axe(page, inside="#main") == []
        with page.expect_navigation():
            page.locator("form.sv-enter button[type=submit]").click()
        if feeling == "okay" and not Response.objects.exists():
            expect(page.get_by_text("The first time you typed something else.")).to_be_visible()
    expect(page.get_by_text("It is in.")).to_be_visible()
    assert Response.objects.get().answers == {"feel": "okay"}
