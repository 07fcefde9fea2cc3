"""The desk by keyboard alone: read, take two details out, approve, gather; and the same desk with scripts off."""

import pytest
from playwright.sync_api import expect

from engagement.models import Ask, Finding, State, Submission, Voice
from people.models import User
from tests.factories import make_approved_voice, make_space, make_voice
from tests.journeys.conftest import OpenVisit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WORDS = "Can Mrs Kowalska stop the early bell\nAsk Tyler, he is tired too"


@pytest.fixture
def item(db: None) -> Voice:
    voice = make_voice(WORDS, space=make_space())
    voice.findings.all().delete()
    for part in ("Mrs Kowalska", "Tyler"):
        start = WORDS.index(part)
        Finding.objects.create(
            submission=voice, rule="pii_full_name", category="pii_full_name", start=start, end=start + len(part)
        )
    return voice


def test_an_officer_approves_with_two_redactions_and_gathers_by_keyboard_alone(
    visit: OpenVisit, officer: User, item: Voice
) -> None:
    make_approved_voice("Please stop the early bell", by=officer, space=make_space(), theme=item.theme)
    one = visit(1280, staff=officer)
    one.go("/admin/voices/")
    keys = one.page.keyboard
    expect(one.page.locator(".dq__row > a").first).to_be_focused()
    keys.press("Enter")
    expect(one.page.locator("[data-words]")).to_contain_text("Mrs Kowalska")
    expect(one.page.get_by_role("button", name="Mark as opened")).to_be_hidden()  # opened by the script's own POST
    assert Submission.objects.get(pk=item.pk).state == State.IN_REVIEW
    keys.press("r")
    keys.press("Space")
    keys.press("2")
    public = one.page.get_by_label("Public words")
    expect(public).to_have_value("Can [a name] stop the early bell\nAsk [a name], he is tired too")
    keys.press("2")
    expect(public).to_have_value("Can [a name] stop the early bell\nAsk Tyler, he is tired too")
    keys.press("r")  # pressed again among the details, it hides them all
    keys.press("a")
    expect(one.page.get_by_text("Approved.")).to_be_visible()
    decided = Submission.objects.get(pk=item.pk)
    assert decided.state == State.APPROVED_REDACTED
    assert decided.public_words == "Can [a name] stop the early bell\nAsk [a name], he is tired too"
    one.page.wait_for_load_state()
    keys.press("g")
    expect(one.page.get_by_text("Please stop the early bell")).to_be_visible()
    assert axe(one.page, inside=".dk") == []
    one.page.get_by_label("Please stop the early bell").check()
    one.page.get_by_label("What young people asked").fill("No early bell")
    keys.press("Enter")
    expect(one.page.get_by_text("2 views gathered.")).to_be_visible()
    assert Ask.objects.get().contributions.count() == 2


def test_shortcuts_rest_while_typing_and_can_be_switched_off(visit: OpenVisit, officer: User, item: Voice) -> None:
    one = visit(1280, staff=officer)
    one.go(f"/admin/voices/{item.uuid}/")
    keys = one.page.keyboard
    keys.press("y")
    box = one.page.get_by_label("Your reply")
    expect(box).to_be_focused()
    keys.type("a placement")
    expect(box).to_have_value("a placement")
    expect(one.page.locator("[data-meter]")).to_contain_text("say “where you live”")
    box.blur()
    keys.press("?")
    expect(one.page.get_by_role("heading", name="Keyboard shortcuts").first).to_be_visible()
    keys.press("Escape")
    keys.press("e")
    expect(one.page.get_by_label("Why", exact=True)).to_be_focused()
    keys.press("Escape")
    one.page.get_by_label("Shortcuts", exact=True).uncheck()
    keys.press("a")
    keys.press("p")
    one.page.reload()
    expect(one.page.get_by_label("Shortcuts", exact=True)).not_to_be_checked()
    assert Submission.objects.get(pk=item.pk).is_open


def test_an_urgent_item_is_passed_on_in_its_dialog(visit: OpenVisit, officer: User) -> None:
    urgent = make_voice("I do not feel safe", urgency=2)
    one = visit(360, staff=officer, dark=True)
    one.go(f"/admin/voices/{urgent.uuid}/")
    one.page.keyboard.press("a")  # blocked, and says why
    one.page.keyboard.press("e")
    one.page.get_by_label("Who you told, and how").fill("Duty worker, by phone")
    one.page.get_by_label("Their reference").fill("FD-1")
    assert axe(one.page, inside=".dk") == []
    one.page.get_by_role("button", name="It is passed on").click()
    expect(one.page.get_by_text("Passed on. You can decide")).to_be_visible()
    assert Submission.objects.get(pk=urgent.pk).safety == "passed_on"


def test_with_scripts_off_everything_is_a_form(visit: OpenVisit, officer: User, item: Voice) -> None:
    one = visit(768, staff=officer, scripts=False)
    one.go("/admin/voices/")
    one.page.locator(".dq__row > a").first.click()
    one.page.get_by_role("button", name="Mark as opened").click()
    one.page.get_by_label("Mrs Kowalska").check()
    one.page.get_by_role("button", name="Hide what is ticked").click()
    expect(one.page.get_by_label("Public words")).to_have_value(WORDS.replace("Mrs Kowalska", "[a name]"))
    one.page.get_by_label("Tyler").check()
    one.page.get_by_role("button", name="Approve").click()
    assert Submission.objects.get(pk=item.pk).public_words.count("[a name]") == 2


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_every_state_passes_axe(visit: OpenVisit, officer: User, item: Voice, width: int, dark: bool) -> None:
    make_voice("لا أريد أن أذهب إلى هناك يوم الجمعة", theme=None)
    urgent = make_voice("help " * 4_000, urgency=2)
    approved = make_approved_voice(by=officer, space=make_space())
    one = visit(width, staff=officer, dark=dark)
    paths = ["voices/", "voices/decided/", f"voices/{item.uuid}/", f"voices/{urgent.uuid}/", f"voices/{approved.uuid}/"]
    for path in [*paths, f"voices/{approved.uuid}/gather/", "sessions/", "sessions/new/"]:
        one.go(f"/admin/{path}")
        assert axe(one.page, inside=".dk") == []
        wide = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
