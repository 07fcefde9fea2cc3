"""The pages of a survey without scripts: every way in, every way on, and kind words when something is wrong."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.models import User
from surveys import drafting, tickets
from surveys.models import Comment, Draft, Response, Ticket, Wave, WayIn
from tests.conftest import KEY
from tests.factories import CANARY, make_space
from tests.surveys.makers import LOCKDOWN, close, make_wave, the_response

pytestmark = pytest.mark.django_db
AT = "/surveys/how-was-lockdown/"
DATA: dict[str, Any] = {**LOCKDOWN, "faces": ["11-17", "8-11", "easy"], "languages": ["en", "ar"]}


@pytest.fixture
def wave(officer: User) -> Wave:
    return make_wave(officer, DATA)


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{32})"', html)
    assert found
    return found[1]


def post(client: Client, number: int, **fields: Any) -> Any:
    """Send a page as a browser would: with its token, after looking at it."""
    token = token_in(client.get(f"{AT}{number}/").content.decode())
    return client.post(f"{AT}{number}/", {"token": token, "do": "next", **fields})


def test_from_the_cover_to_thanks(wave: Wave, client: Client) -> None:
    cover = client.get(AT).content.decode()
    assert "How old are you?" in cover
    assert "Nobody sees who said what." in cover
    page = client.get(f"{AT}1/?face=11-17&language=en")
    html = page.content.decode()
    assert "How do you feel about the place you live?" in html
    assert "What would help you go?" not in html
    assert not Draft.objects.exists()  # looking costs nothing
    told = {"token": token_in(html), "face": "11-17", "feel": "good", "school": "no", "do": "next"}
    assert client.post(f"{AT}1/", told)["Location"] == f"{AT}2/"
    assert "What would help you go?" in client.get(f"{AT}2/").content.decode()
    assert post(client, 2, why=f"{CANARY} a lift")["Location"] == f"{AT}3/"
    last = client.get(f"{AT}3/").content.decode()
    assert "Send my answers" in last
    assert "Did anybody help you answer?" in last
    sent = post(client, 3, best=["friends", "games"], calls="3", helped_by="carer", do="send")
    assert sent["Location"] == f"{AT}sent/"
    thanks = client.get(f"{AT}sent/")
    assert thanks.status_code == 200
    response = the_response()
    assert response.answers == {
        "feel": "good", "school": "no", "why": "_words", "best": ["friends", "games"], "calls": 3,
    }  # fmt: skip
    assert (response.helped_by, response.day) == ("carer", timezone.localdate())
    assert Comment.objects.get().words == f"{CANARY} a lift"
    # The device forgets; the phrase is not shown again.
    assert not client.cookies[drafting_cookie()].value
    phrase = re.search(r'ticket__code" translate="no">([a-z-]+)<', thanks.content.decode())
    assert phrase
    assert phrase[1] not in client.get(f"{AT}sent/").content.decode()
    gone = client.post("/surveys/take-back/", {"words": phrase[1]})
    assert "Your answers are gone" in gone.content.decode()
    assert not Response.objects.exists()


def drafting_cookie() -> str:
    return "answers-how-was-lockdown"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    back = post(client, 2, best=["friends", "games", "worker"], calls="lots", do="send")
    html = back.content.decode()
    assert back.status_code == 422
    assert "2 things to fix" in html
    assert "Pick 2 at most." in html
    assert "Write a whole number, like 3." in html
    assert 'value="lots"' in html
    assert len(re.findall(r"name=\"best\"[^>]* checked", html)) == 3
    assert not Response.objects.exists()
    assert post(client, 2, best="friends", calls="٣", do="send").status_code == 302  # a three, in Arabic
    assert the_response().answers["calls"] == 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"school": "maybe"}, "not on this page any more"),
        ({"calls": "11"}, "from 0 to 10"),
        ({"calls": "1e9"}, "whole number"),
    ],
)
def test_answers_that_cannot_be(wave: Wave, client: Client, typed: dict[str, str], says: str) -> None:
    number = 2 if "calls" in typed else 1
    if number == 2:
        post(client, 1, feel="good", school="yes")
    response = post(client, number, **typed)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_back_and_forth_loses_nothing(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    assert post(client, 2, best="games", do="back")["Location"] == f"{AT}1/"
    assert re.search(r'value="good" checked', client.get(f"{AT}1/").content.decode())
    assert post(client, 1, feel="awful", school="yes")["Location"] == f"{AT}2/"
    assert re.search(r'value="games" checked', client.get(f"{AT}2/").content.decode())


def test_nobody_jumps_ahead(wave: Wave, client: Client) -> None:
    client.get(f"{AT}1/")
    assert client.get(f"{AT}2/")["Location"].startswith(f"{AT}1/")
    assert client.get(f"{AT}99/")["Location"].startswith(f"{AT}1/")


def test_easy_read_and_language_change_at_any_time(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    changed = post(client, 2, best="games", do="change", to_language="ar", to_easy="1")
    assert changed["Location"] == f"{AT}2/"
    html = client.get(f"{AT}2/").content.decode()
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html
    assert "أرسل إجاباتي" in html
    assert "survey__page--easy" in html
    assert re.search(r'value="games" checked', html)
    post(client, 2, best="games", do="send")
    assert (the_response().language, the_response().face) == ("ar", "easy")


def test_four_words_carry_on_elsewhere(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    page = post(client, 2, best="games", do="later")
    words = re.search(r'ticket__code" translate="no">([a-z-]+)<', page.content.decode())
    assert words
    until = timezone.localdate() + timedelta(days=drafting.KEPT_DAYS)
    assert f"kept, locked, until {until:%-d %B}." in page.content.decode()
    assert client.get(f"{AT}2/")["Location"].startswith(f"{AT}1/")  # this device has forgotten
    other = Client()
    wrong = other.post("/surveys/come-back/", {"words": "plum otter lamp river"})
    assert wrong.status_code == 422
    assert "kept for 28 days" in wrong.content.decode()
    there = other.post("/surveys/come-back/", {"words": words[1].replace("-", " ").title()})
    assert there["Location"] == f"{AT}2/"
    assert re.search(r'value="games" checked', other.get(f"{AT}2/").content.decode())


def test_a_code_opens_the_survey_once(officer: User, client: Client) -> None:
    wave = make_wave(officer, DATA, ways=(WayIn.TICKET,))
    closed_door = client.get(AT).content.decode()
    assert "You need a code" in closed_door
    assert client.get(f"{AT}1/")["Location"] == AT
    printed = tickets.print_sheet(wave, group="Elm House", face="easy", how_many=1, by=officer, age_band="12-15")
    assert client.post("/surveys/code/", {"words": "plum otter lamp river"}).status_code == 422
    assert client.post("/surveys/code/", {"words": printed.codes[0]})["Location"] == f"{AT}1/"
    second = Client()
    second.post("/surveys/code/", {"words": printed.codes[0]})
    for browser in (client, second):
        post(browser, 1, feel="good", school="yes")
    assert post(client, 2, do="send")["Location"] == f"{AT}sent/"
    used = post(second, 2, calls="3", do="send")
    assert used.status_code == 409
    assert "used before" in used.content.decode()
    assert not Ticket.objects.exists()
    assert the_response().age_band == "12-15"


def test_a_space_answers_once(officer: User, client: Client) -> None:
    make_wave(officer, DATA, ways=(WayIn.SPACE,))
    make_space(KEY, issued_by=officer)
    assert "Nothing is open right now" in client.get("/surveys/").content.decode()
    client.post("/sign-in/", {"key": KEY})
    assert "How was lockdown?" in client.get("/surveys/").content.decode()
    post(client, 1, feel="good", school="yes")
    assert post(client, 2, do="send")["Location"] == f"{AT}sent/"
    assert "You have answered this one" in client.get(AT).content.decode()
    assert "Nothing is open right now" in client.get("/surveys/").content.decode()
    assert client.get(f"{AT}1/")["Location"] == f"{AT}sent/"  # the page that says so had not come yet
    client.get(f"{AT}sent/")
    post(client, 1, feel="good", school="yes")
    assert post(client, 2, do="send").status_code == 409
    assert Response.objects.count() == 1


def test_a_form_from_elsewhere_is_refused(wave: Wave, client: Client) -> None:
    client.get(f"{AT}1/")
    for token in ("", "0" * 32, drafting.form_token(drafting.new_secret())):
        assert client.post(f"{AT}1/", {"token": token, "feel": "good"}).status_code == 403
    assert Client().post(f"{AT}1/", {"feel": "good"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_closed_survey_explains_itself(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    page = client.get(f"{AT}2/").content.decode()
    close(wave)
    html = Client().get(AT).content.decode()
    assert "This survey closed on" in html
    assert "Tell us now" in html
    late = client.post(f"{AT}2/", {"token": token_in(page), "do": "send"})
    assert late.status_code == 409
    assert "closed before you sent" in late.content.decode()
    assert client.get("/surveys/nothing-of-that-name/").status_code == 404


def test_something_picked_puts_help_first_and_says_nothing_of_it(wave: Wave) -> None:
    """Whoever looks over a shoulder reads the same words; only their order is another."""
    words, first = [], []
    for picked in ("nothing", "games"):
        client = Client()
        post(client, 1, feel="good", school="yes")
        post(client, 2, best=picked, do="send")
        html = client.get(f"{AT}sent/").content.decode()
        assert "0800 1111" in html
        first.append(html.index("Want to talk to someone?") < html.index("We count all answers"))
        main = re.sub(r'ticket__code" translate="no">[a-z-]+<|data-copy="[a-z-]+"', "", html.split("<main")[1])
        words.append(sorted(re.findall(r">\s*([^<>]*\w[^<>]*?)\s*<", main.split("</main")[0])))
    assert first == [True, False]
    assert words[0] == words[1]


def test_scripts_get_the_next_section_itself(wave: Wave, client: Client) -> None:
    token = token_in(client.get(f"{AT}1/").content.decode())
    told = {"token": token, "do": "next", "feel": "good", "school": "yes"}
    response = client.post(f"{AT}1/", told, headers={"X-Section": "1"})
    assert response.status_code == 200
    assert response["X-Section"] == f"{AT}2/"
    assert "What helped?" in response.content.decode()
    secret = client.cookies[drafting_cookie()].value
    done = client.post(f"{AT}2/", {"token": token, "do": "send"}, headers={"X-Section": "1"})
    assert (done.status_code, done["X-Section"]) == (200, f"{AT}sent/")
    assert "ticket__code" in done.content.decode()  # the words that take it back come with the answer
    assert not client.cookies[drafting_cookie()].value  # and the device forgets
    client.cookies[drafting_cookie()] = secret  # unless that page was lost on the way: then it comes again
    again = client.post(f"{AT}2/", {"token": token, "do": "send"}, headers={"X-Section": "1"})
    assert again["X-Section"] == f"{AT}sent/"
    assert again.content == done.content
    assert Response.objects.count() == 1


def test_leaving_forgets_everything_here(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    client.get("/leave/")
    assert not client.cookies[drafting_cookie()].value
    assert client.get(f"{AT}2/")["Location"].startswith(f"{AT}1/")


def test_beginning_anew_throws_away_what_was_there(wave: Wave, client: Client) -> None:
    post(client, 1, feel="good", school="yes")
    assert "You have begun already" in client.get(AT).content.decode()
    client.post(f"{AT}anew/")
    assert not Draft.objects.exists()
    assert "You have begun already" not in client.get(AT).content.decode()
