"""Saying whether it happened: in a space, and on a screen that stands for everybody."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement import asks, drafts, verdicts
from engagement.models import Ask, Theme, Verdict, VerdictRound
from people.models import User, YoungPerson
from tests.conftest import KEY
from tests.factories import in_days, make_approved_voice, make_space
from tests.pages.rendered import get, html_of

pytestmark = pytest.mark.django_db

KIOSK = "/you-said-we-did/kiosk/"
START = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def running(officer: User, manager: User, space: YoungPerson, clock: time_machine.Traveller) -> VerdictRound:
    """A round about an ask of two: `space`, and somebody who left no key."""
    views = [make_approved_voice(by=officer, space=space), make_approved_voice(by=officer)]
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=views)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(10))
    asks.promise(ask, by=manager, what="Pizza every Friday.", due=in_days(30))
    asks.finish(ask, by=manager, words="There is pizza.")
    clock.shift(timedelta(weeks=4))
    verdicts.open_due(timezone.localdate())
    return VerdictRound.objects.get()


def view_of(space: YoungPerson) -> str:
    return reverse("engagement:my-view", args=[space.submissions.get().uuid])


def entered(key: str = KEY) -> Client:
    client = Client()
    assert client.post("/sign-in/", {"key": key}).status_code == 302
    return client


def test_it_is_one_tap_in_my_space(running: VerdictRound, space: YoungPerson) -> None:
    young = entered()
    html = html_of(young.get(view_of(space)))
    assert "Did it happen for you?" in html
    assert "You said" not in html.split("Did it happen for you?")[-1].split("</form>")[0]
    address = view_of(space) + "happened/"
    for answer, said in (("no", "You said no."), ("yes", "You said yes."), ("yes", "You said yes.")):
        response = young.post(address, {"round": running.uuid, "happened": answer}, follow=True)
        assert said in html_of(response)
    assert [(one.happened, one.space) for one in Verdict.objects.all()] == [(True, space)]
    assert Verdict.objects.get().on == timezone.localdate()


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 404), ({"round": "x", "happened": "yes"}, 404), ({"happened": "yes"}, 404), ({"happened": "perhaps"}, 404)],
)
def test_what_makes_no_sense_counts_nothing(
    running: VerdictRound, space: YoungPerson, sent: dict[str, str], status: int
) -> None:
    assert entered().post(view_of(space) + "happened/", sent).status_code == status
    assert entered().post(view_of(space) + "happened/", {"round": running.uuid, "happened": "x"}).status_code == 302
    assert not Verdict.objects.exists()


def test_nobody_answers_for_another(running: VerdictRound, space: YoungPerson, officer: User) -> None:
    other = make_space("apple-river-stone-bird")
    make_approved_voice(by=officer, space=other)
    address, sent = view_of(space) + "happened/", {"round": str(running.uuid), "happened": "no"}
    stranger = entered("apple-river-stone-bird")
    assert stranger.post(address, sent).status_code == 404
    assert stranger.post(view_of(other) + "happened/", sent).status_code == 404  # not in an ask
    assert Client().post(address, sent)["Location"] == reverse("people:sign-in")
    assert entered().get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = entered().cookies
    assert strict.post(address, sent).status_code == 403
    assert not Verdict.objects.exists()


def test_a_round_that_is_over_is_no_error(running: VerdictRound, space: YoungPerson) -> None:
    verdicts.close_due(running.closes_on)
    young = entered()
    response = young.post(view_of(space) + "happened/", {"round": running.uuid, "happened": "no"}, follow=True)
    assert response.status_code == 200
    assert "Did it happen for you?</h2>" not in html_of(response)
    assert not Verdict.objects.exists()


def put_up(by: User, ask: Ask) -> Client:
    """A browser that `by` has turned into a kiosk."""
    client = Client()
    client.force_login(by)
    assert client.post(reverse("asks:kiosk", args=[ask.uuid]))["Location"] == KIOSK
    return client


def token_on(html: str) -> str:
    found = re.search(r'name="token"\s+value="([^"]+)"', html)
    assert found
    return found[1]


def test_a_kiosk_takes_one_answer_a_tap(running: VerdictRound, officer: User) -> None:
    screen = put_up(officer, running.ask)
    for answer in ("yes", "no", "yes"):
        sent = {"token": token_on(get(screen, KIOSK)), "happened": answer}
        for _twice in range(2):
            response = screen.post(KIOSK, sent)
            assert response["Location"] == f"{KIOSK}?thanks=1"
    assert "Thank you. It counts." in get(screen, f"{KIOSK}?thanks=1")
    said: list[tuple[bool, int | None, int | None]] = sorted(Verdict.objects.values_list("happened", "space", "by"))
    assert said == [
        (False, None, officer.pk),
        (True, None, officer.pk),
        (True, None, officer.pk),
    ]


def test_a_kiosk_is_signed_in_as_nobody(running: VerdictRound, officer: User) -> None:
    screen = put_up(officer, running.ask)
    assert "_auth_user_id" not in screen.session
    assert screen.get("/admin/").status_code == 302
    assert officer.email not in get(screen, KIOSK)
    assert "no-store" in screen.get(KIOSK)["Cache-Control"]


def test_only_the_team_puts_one_up(running: VerdictRound, officer: User, manager: User, board_member: User) -> None:
    address = reverse("asks:kiosk", args=[running.ask.uuid])
    for user in (manager, board_member):
        client = Client()
        client.force_login(user)
        assert client.post(address).status_code in (302, 403)
        assert "This is over" in get(client, KIOSK)
    client = Client()
    client.force_login(officer)
    assert client.get(address).status_code == 405
    item = reverse("asks:item", args=[running.ask.uuid])
    assert "Put it on this screen" in html_of(client.get(item))
    verdicts.close_due(running.closes_on)
    assert "Put it on this screen" not in html_of(client.get(item))
    assert client.post(address)["Location"] == item
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("end", ["round", "hours", "officer", "left"])
def test_a_kiosk_comes_down(running: VerdictRound, officer: User, clock: time_machine.Traveller, end: str) -> None:
    screen = put_up(officer, running.ask)
    sent = {"token": token_on(get(screen, KIOSK)), "happened": "no"}
    if end == "round":
        verdicts.close_due(running.closes_on)
    elif end == "hours":
        clock.shift(timedelta(hours=5))
    elif end == "officer":
        User.objects.filter(pk=officer.pk).update(is_active=False)
    else:
        screen.cookies.clear()
    assert "This is over" in html_of(screen.post(KIOSK, sent))
    assert "This is over" in get(screen, KIOSK)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("sent", [{"happened": "yes"}, {"token": "x", "happened": "yes"}, {"token": str(uuid4())}])
def test_a_tap_needs_a_token_of_ours(running: VerdictRound, officer: User, sent: dict[str, str]) -> None:
    screen = put_up(officer, running.ask)
    assert screen.post(KIOSK, sent)["Location"] == KIOSK
    assert screen.post(KIOSK, {"token": drafts.seal(str(uuid4())), "happened": "maybe"})["Location"] == KIOSK
    assert not Verdict.objects.exists()


def test_the_public_page_keeps_both_sides_apart(client: Client, running: VerdictRound, officer: User) -> None:
    page = running.ask.get_absolute_url()
    asked = get(client, page)
    assert "We are asking you now." in asked
    assert "You said no" not in asked
    for n in range(9):
        verdicts.say(running, happened=n < 2, token=uuid4(), by=officer)
    assert "You said no" not in get(client, page)  # no count while it runs
    verdicts.close_due(running.closes_on)
    html = get(client, page)
    assert "Young people disagree." in html
    assert re.search(r"You said yes</dt>\s*<dd>a few</dd>", html)
    assert re.search(r"You said no</dt>\s*<dd>7</dd>", html)
    assert "Back open" in html
    assert 'data-st="back"' in get(client, "/you-said-we-did/")
    assert "Pizza" in get(client, "/you-said-we-did/?status=back")


def test_done_and_you_agree(client: Client, running: VerdictRound, space: YoungPerson, officer: User) -> None:
    verdicts.say(running, happened=True, space=space)
    verdicts.say(running, happened=True, token=uuid4(), by=officer)
    verdicts.close_due(running.closes_on)
    for page in ("/you-said-we-did/", running.ask.get_absolute_url(), "/"):
        assert "Done, you agree" in get(client, page)
    assert "Done, you agree" in html_of(entered().get(view_of(space)))
