"""Every page of telling us: easy to read, discreet, strict, never without a way out or a number to call."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client

from engagement.plain_words import read
from tests.pages.rendered import html_of, title_of
from tests.pages.test_shell import CARE_WORDS
from tests.walking import Walker, fields

pytestmark = pytest.mark.django_db

OLDEST_READER = 9  # years
ANSWERS = {
    "feeling": "good", "theme": "unsure", "words": "Pizza", "wants_reply": "yes", "may_quote": "yes",
    "name_choice": "key", "contact_way": "drop_in", "contact_detail": "", "well": "My room",
    "meeting_role": "participation_officer",
}  # fmt: skip
BLOCKS = {"p", "h1", "h2", "h3", "li", "div", "label", "dt", "dd", "b", "small", "legend", "button", "summary", "span"}


class Visible(HTMLParser):
    """The words inside `main`, one block a line. Made-up keys and numbers are left out: they are no sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(" ".join(data.split()) + " ")


def visible(html: str) -> str:
    parser = Visible()
    parser.feed(html)
    return "".join(parser.words)


def walk(purpose: str, **changed: str) -> Iterator[tuple[str, str]]:
    """Every page on the way, and its address."""
    answers = {**ANSWERS, "purpose": purpose, **changed}
    walker = Walker()
    response = walker.get("/tell-us/")
    while True:
        yield walker.here, html_of(response)
        if walker.here.endswith(("/thanks/", "/paper/")):
            return
        response = walker.post(walker.here, {name: answers[name] for name in fields(response) if name in answers})


WAYS = {
    "idea": ("idea", {}),
    "question": ("question", {"name_choice": "idea"}),
    "meeting": ("meeting", {}),
    "paper": ("meeting", {"meeting_role": "paper"}),
    "advocate": ("advocate", {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_page_on_the_way_keeps_our_promises(way: str) -> None:
    purpose, changed = WAYS[way]
    pages = list(walk(purpose, **changed))
    assert len(pages) >= 4
    assert len({address for address, _html in pages}) == len(pages)
    for address, html in pages:
        keeps_promises(address, html)


@pytest.mark.parametrize("path", ["/tell-us/someone/", "/tell-us/0123456789ab/check/"])
def test_the_other_pages_keep_them_too(client: Client, path: str) -> None:
    keeps_promises(path, html_of(client.get(path)))


def keeps_promises(address: str, html: str) -> None:
    text = visible(html)
    reading = read(text)
    assert reading.age <= OLDEST_READER, (address, reading, text)
    assert reading.long_sentences == 0, (address, [s for s in re.split(r"[.!?]\s|\n", text) if len(s.split()) > 15])
    assert reading.jargon == (), (address, reading.jargon)
    assert not CARE_WORDS.search(title_of(html))
    assert not CARE_WORDS.search(address)
    assert "advocate" not in title_of(html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", html)
    assert 'href="/help-now/"' in html
    assert re.search(r'<a class="exit"\s+href="/leave/"', html)
    assert 'href="tel:08001111"' in html
    if not address.endswith("/paper/"):
        assert re.search(r"We read this|Nobody is reading right now", html), address


def test_pages_leave_no_copy(client: Client) -> None:
    for path in ("/tell-us/", "/tell-us/someone/"):
        assert "no-store" in client.get(path)["Cache-Control"]
    assert client.delete("/tell-us/").status_code == 405


def test_steps_are_counted_for_each_purpose() -> None:
    for purpose, steps in {"idea": 7, "question": 6, "meeting": 5, "advocate": 5}.items():
        counted = [re.search(r"Step (\d) of (\d)", html) for _address, html in walk(purpose)]
        numbers = [(int(found[1]), int(found[2])) for found in counted if found]
        assert [number for number, _last in numbers] == list(range(1, steps + 1))
        assert {last for _number, last in numbers[1:]} == {steps}


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T10:00:00Z", "We read this Monday to Friday, 9am to 5pm."),
        ("2026-11-20T20:00:00Z", "Nobody is reading right now. We read again on Monday at 9am."),
        ("2026-12-24T20:00:00Z", "We read again on Tuesday at 9am."),  # Christmas, Boxing Day moved to Monday
    ],
)
def test_it_says_when_somebody_reads(client: Client, moment: str, said: str) -> None:
    with time_machine.travel(moment, tick=False):
        for path in ("/tell-us/", "/tell-us/someone/"):
            assert said in " ".join(visible(html_of(client.get(path))).split())


def test_no_choice_about_the_name_is_picked_beforehand() -> None:
    html = next(html for address, html in walk("idea") if address.endswith("/name/"))
    assert "checked" not in html.split("<main")[1].split("</main>")[0]
    assert html.index("We will not keep it secret") < html.index("Just the idea")
    assert len(re.findall(r'<label class="tile"', html)) == 3
