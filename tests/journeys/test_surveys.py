"""Young people answer surveys in a real browser: each age, each way in, with a slow network or none."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from people.models import User
from surveys import building, tickets, waves
from surveys.models import Draft, Response, Wave, WayIn
from surveys.shelf import templates
from tests.factories import make_officer
from tests.journeys.conftest import OpenVisit, Visit, axe
from tests.surveys.makers import LOCKDOWN, make_wave, show_results

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
AT = "/surveys/how-was-lockdown/"
AR = {
    "feel": "ما شعورك تجاه المكان الذي تعيش فيه؟", "school": "هل ذهبت إلى المدرسة؟", "best": "ما الذي ساعدك؟",
    "calls": "كم مكالمة في الأسبوع؟",
}  # fmt: skip


def with_everything() -> dict[str, Any]:
    """Every kind of question, in two wordings and two languages."""
    sections = [dict(section) for section in LOCKDOWN["sections"]]
    for section in sections:
        section["questions"] = [
            {**one, "wordings": _worded(one["wordings"], AR.get(one["key"], ""))} for one in section["questions"]
        ]
    sections.append(
        {
            "key": "more",
            "questions": [
                {"key": "read", "kind": "information", "wordings": "Nearly done"},
                {
                    "key": "order", "kind": "ranking", "wordings": "What matters most?",
                    "options": [{"key": key, "wordings": key.title()} for key in ("home", "school", "friends")],
                },
                {
                    "key": "lines", "kind": "matrix", "wordings": "How is your worker?",
                    "lines": [{"key": "kind", "wordings": "Kind"}, {"key": "quick", "wordings": "Quick"}],
                    "options": [{"key": "yes", "wordings": "Yes"}, {"key": "no", "wordings": "No"}],
                },
                {"key": "since", "kind": "date", "wordings": "Since when do you live there?"},
            ],
        }
    )  # fmt: skip
    return {**LOCKDOWN, "faces": ["8-11", "11-17", "easy"], "languages": ["en", "ar"], "sections": sections}


def _worded(text: str, arabic: str) -> dict[str, Any]:
    spoken = {"en": text} | ({"ar": arabic} if arabic else {})
    return {"11-17": spoken, "8-11": {**spoken, "en": text.replace("the place you live", "your home")}, "easy": spoken}


@pytest.fixture
def officer(db: None) -> User:
    return make_officer()


@pytest.fixture
def wave(officer: User) -> Wave:
    return make_wave(officer, with_everything())


def begin(one: Visit, ages: str = "11–17") -> Page:
    one.go(AT)
    one.page.get_by_label(f"{ages} years").check()
    one.page.get_by_role("button", name="Start").click()
    one.page.set_default_timeout(8_000)
    expect(one.page.get_by_role("progressbar")).to_be_visible()
    return one.page


def press(page: Page, name: str = "Next") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def clean(page: Page) -> None:
    assert axe(page) == []


def test_a_nine_year_old_picks_faces_one_question_at_a_time(visit: OpenVisit, wave: Wave) -> None:
    page = begin(visit(360), "8–11")
    expect(page.get_by_text("How do you feel about your home?")).to_be_visible()
    expect(page.get_by_text("Did you go to school?")).to_be_hidden()
    clean(page)
    page.get_by_label("Good", exact=True).check()
    press(page)
    expect(page.locator("legend:focus")).to_have_text("Did you go to school?")
    clean(page)
    page.get_by_text("Yes", exact=True).click()
    press(page)
    expect(page.get_by_text("What helped?")).to_be_visible()
    assert page.url.endswith(f"{AT}2/")
    page.get_by_text("Games").click()
    page.get_by_text("Nothing").click()  # stands alone: the other tick goes
    expect(page.get_by_label("Games")).not_to_be_checked()
    press(page)
    page.get_by_label("How many calls a week?").fill("3")
    press(page)
    expect(page.get_by_role("heading", name="Nearly done")).to_be_visible()
    press(page)
    page.get_by_role("button", name="Friends").click()
    page.get_by_role("button", name="Home").click()
    clean(page)
    press(page)
    for line in page.get_by_role("radiogroup").all():
        line.get_by_text("Yes").click()
    clean(page)
    press(page)
    page.get_by_label("Year").fill("2019")
    press(page)
    page.get_by_text("The people I live with").click()
    clean(page)
    press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you. Your answers are in.")).to_be_visible()
    expect(page.get_by_role("heading", name="Want to talk to someone?")).to_be_visible()
    clean(page)
    told = Response.objects.get()
    assert told.answers == {
        "feel": "good", "school": "yes", "best": ["nothing"], "calls": 3, "order": ["friends", "home"],
        "lines": {"kind": "yes", "quick": "yes"}, "since": "2019",
    }  # fmt: skip
    assert (told.face, told.helped_by) == ("8-11", "carer")
    assert page.context.cookies() == [one for one in page.context.cookies() if "answers-" not in one["name"]]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_network_goes_and_comes_back(visit: OpenVisit, wave: Wave) -> None:
    page = begin(visit(360))
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    session.send("Network.emulateNetworkConditions", slow)
    page.get_by_label("Good", exact=True).check()
    press(page)
    page.get_by_text("Yes", exact=True).click()
    session.send("Network.emulateNetworkConditions", {**slow, "offline": True})
    press(page)
    expect(page.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()
    assert not Draft.objects.exists()
    session.send("Network.emulateNetworkConditions", slow)
    expect(page.get_by_text("What helped?")).to_be_visible(timeout=15_000)
    page.reload()
    page.go_back()
    expect(page.get_by_label("Good", exact=True)).to_be_checked()
    assert Draft.objects.count() == 1


def test_a_care_leaver_finishes_on_another_device(visit: OpenVisit, wave: Wave) -> None:
    page = begin(visit(1280))
    page.get_by_label("Good", exact=True).check()
    press(page)
    page.get_by_text("No", exact=True).click()
    press(page)
    page.get_by_label("What would help you go?").fill("A lift in the morning")
    press(page, "Stop and come back later")
    words = page.locator(".ticket__code").inner_text()
    clean(page)
    other = visit(360)
    other.go("/surveys/")
    clean(other.page)
    other.page.get_by_label("The four words").nth(1).fill(words.replace("-", " "))
    press(other.page, "Carry on")
    expect(other.page.get_by_text("What would help you go?")).to_be_visible()
    expect(other.page.get_by_label("What would help you go?")).to_have_value("A lift in the morning")


def test_arabic_runs_from_right_to_left_and_back(visit: OpenVisit, wave: Wave) -> None:
    page = begin(visit(360))
    page.get_by_label("Good", exact=True).check()
    page.get_by_label("Language").select_option("ar")
    expect(page.get_by_text(AR["feel"])).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    expect(page.locator("input[value=good]")).to_be_checked()
    clean(page)
    press(page, "التالي")
    expect(page.get_by_text(AR["school"])).to_be_visible()
    page.get_by_label("قراءة سهلة").check()
    expect(page.locator(".survey__page--easy")).to_be_visible()
    clean(page)
    page.get_by_label("اللغة").select_option("en")
    expect(page.get_by_text("How do you feel about the place you live?")).to_be_visible()


def test_without_scripts_everything_is_there(visit: OpenVisit, wave: Wave) -> None:
    page = begin(visit(320, scripts=False))
    page.get_by_label("Good", exact=True).check(force=True)
    page.get_by_label("Yes", exact=True).check(force=True)
    press(page)
    page.get_by_label("How many calls a week?").fill("lots")
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("One thing to fix")
    expect(page.get_by_label("How many calls a week?")).to_have_value("lots")
    page.get_by_label("How many calls a week?").fill("2")
    press(page)
    page.get_by_label("Home (Place)").select_option("1")
    press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you. Your answers are in.")).to_be_visible()
    assert Response.objects.get().answers == {"feel": "good", "school": "yes", "calls": 2, "order": ["home"]}


def test_the_keyboard_alone_is_enough(visit: OpenVisit, wave: Wave) -> None:
    one = visit(1280)
    one.go(f"{AT}1/?face=11-17")
    page = one.page
    page.get_by_label("Really good").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Good", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("legend:focus")).to_have_text("Did you go to school?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What helped?")).to_be_visible()
    tree = page.locator("#main").aria_snapshot()
    assert re.search(r'group "What helped\?', tree)
    assert 'progressbar "Part 2 of' in tree


def test_a_code_from_paper_opens_it_and_a_tablet_goes_on_to_the_next(
    visit: OpenVisit, wave: Wave, officer: User
) -> None:
    code = tickets.print_sheet(wave, group="Elm House", face="8-11", how_many=1, by=officer).codes[0]
    one = visit(360)
    one.go(f"/surveys/code/#{code}")
    expect(one.page.get_by_label("The four words").first).to_have_value(code.replace("-", " "))
    assert code not in one.page.url
    press(one.page, "Open it")
    expect(one.page.get_by_text("How do you feel about your home?")).to_be_visible()

    tablet = visit(1024, scripts=False)
    tablet.go(f"{AT}?kiosk=1")
    tablet.page.get_by_label("8–11 years").check()
    tablet.page.get_by_role("button", name="Start").click()
    for _page in range(2):
        press(tablet.page)
    press(tablet.page, "Send my answers")
    tablet.page.get_by_role("link", name="Next person").click()
    expect(tablet.page.get_by_text("You have begun already")).to_be_hidden()
    assert Response.objects.get().mode == "kiosk"


@pytest.mark.parametrize("dark", [False, True])
def test_pages_around_a_survey_are_clean(visit: OpenVisit, officer: User, dark: bool) -> None:
    wave, found = make_wave(officer, with_everything()), show_results(officer)
    closed = building.make("Not yet", by=officer, definition=templates()["pulse"].definition)
    building.publish(closed, by=officer)
    only_codes = make_wave(officer, with_everything(), ways=(WayIn.TICKET,), title="With a code")
    for width in (320, 1280):
        one = visit(width, dark=dark)
        for path in (
            "/surveys/", AT, f"{AT}1/?face=8-11", f"{AT}1/?face=11-17&easy=1&language=ar", "/surveys/take-back/",
            f"/surveys/{closed.slug}/", f"/surveys/{only_codes.survey.slug}/",
            f"/surveys/{found.survey.slug}/results/{found.uuid}/",
        ):  # fmt: skip
            one.go(path)
            assert axe(one.page) == [], path
            wide = one.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide"
    assert wave.is_open()
    assert waves.reminder(wave, "https://council.example/x").startswith("How was lockdown?")
