"""The desk as a moderator sees it: the queue, one item, search, the live lint; and who does not see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import moderation
from engagement.models import Finding, Purpose, Session, State, Submission, Theme
from people.models import User
from people.roles import Role
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_read_voice,
    make_space,
    make_user,
    make_voice,
)

pytestmark = pytest.mark.django_db

DESK = "/admin/voices/"
QUERIES_OF_A_LIST = 18
QUERIES_OF_AN_ITEM = 26
URGENT = 2


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, path)
    return len(queries)


def test_the_queue_shows_risk_clock_theme_and_the_first_line(officer_client: Client) -> None:
    make_voice("\n\nFirst line here\nsecond line", theme=Theme.objects.get(name="Where I live"))
    make_voice("Help me please", urgency=URGENT, space=make_space())
    html = page(officer_client, DESK)
    assert html.index("Help me please") < html.index("First line here")
    assert "second line" not in html
    for words in ("<b>2</b> to read", "about <b>2</b> min", "Where I live", "Wants a reply", "urg--now", "urg--usual"):
        assert words in html
    assert "clock clock--" in html


def test_a_face_alone_and_nothing_at_all_are_said_in_words(officer_client: Client) -> None:
    make_voice("", feeling="great")
    make_voice("", theme=None)
    html = page(officer_client, DESK)
    assert "Face only: Great" in html
    assert "No words" in html
    assert "No theme" in html


def test_an_empty_queue_says_so(officer_client: Client) -> None:
    assert "All read. Nothing waits." in page(officer_client, DESK)
    assert "Nothing was decided" in page(officer_client, f"{DESK}decided/")


def test_pages_are_reached_by_key(officer_client: Client) -> None:
    for number in range(51):
        make_voice(f"view number {number:03d}")
    first = officer_client.get(DESK)
    assert len(first.context["rows"]) == 50
    second = officer_client.get(DESK, {"after": first.context["next"]})
    # Of one day, in any order: which one is left over does not matter, only that none is missing.
    shown = {row.line for page in (first, second) for row in page.context["rows"]}
    assert shown == {f"view number {number:03d}" for number in range(51)}
    assert second.context["next"] == ""
    assert "after=" in second.context["rows"][0].url


@pytest.mark.parametrize("path", [DESK, f"{DESK}decided/"])
def test_the_lists_ask_the_same_few_questions_for_one_row_and_three(
    officer_client: Client, officer: User, path: str
) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_voice(space=make_space())
            make_approved_voice(by=officer, space=make_space())
        page(officer_client, path)
        counts.append(queries_of(officer_client, path))
    assert counts == [QUERIES_OF_A_LIST, QUERIES_OF_A_LIST]


def test_an_item_asks_the_same_few_questions_however_much_happened(officer_client: Client, officer: User) -> None:
    item = make_read_voice(by=officer, space=make_space())
    page(officer_client, f"{DESK}{item.uuid}/")
    first = queries_of(officer_client, f"{DESK}{item.uuid}/")
    for number in range(3):
        make_voice()
        moderation.note(item, by=officer, words=f"note {number}")
        moderation.reply(item, by=officer, words=f"reply {number}")
    assert [first, queries_of(officer_client, f"{DESK}{item.uuid}/")] == [QUERIES_OF_AN_ITEM, QUERIES_OF_AN_ITEM]


def test_looking_changes_nothing(officer_client: Client) -> None:
    item = make_voice()
    page(officer_client, f"{DESK}{item.uuid}/")
    item.refresh_from_db()
    assert (item.state, item.version) == (State.RECEIVED, 0)


def test_an_item_shows_words_facts_texts_and_history(officer_client: Client, officer: User) -> None:
    space = make_space(issued_by=officer)
    space.card = "FEN-12"
    space.save()
    item = make_read_voice("Mrs Kowalska <b>said</b> no", by=officer, space=space, may_quote=True, feeling="awful")
    Finding.objects.create(submission=item, rule="pii_full_name", category="pii_full_name", start=0, end=12)
    html = page(officer_client, f"{DESK}{item.uuid}/")
    for words in (
        '<mark class="fl fl--name" data-k="Name">Mrs Kowalska</mark> &lt;b&gt;said&lt;/b&gt; no',
        "Which key?",
        "Awful",
        "[a name]",
        "What the public would see",
        "Words for the Board",
        "Opened, Marcia Example",
        "Thank you, and what happens now",
    ):
        assert words in html
    assert "<b>said</b>" not in html
    assert "FEN-12" not in html, "which key it came with is asked for on purpose"


def test_an_urgent_item_says_what_has_to_be_done_first(officer_client: Client) -> None:
    item = make_voice("I do not feel safe", urgency=URGENT, purpose=Purpose.HELP_NOW, contact="07700 900123")
    html = page(officer_client, f"{DESK}{item.uuid}/")
    assert "Someone may not be safe. Escalate, or say why not." in html
    assert "07700 900123" in html
    assert f"{item.uuid}/approve/" not in html
    assert f"{item.uuid}/keep/" not in html
    assert f"{item.uuid}/pass-on/" in html


def test_what_screening_could_not_read_is_said(officer_client: Client) -> None:
    item = make_voice("nie chcę tam wracać bo boję się go bardzo każdej nocy")
    Submission.objects.filter(pk=item.pk).update(language="pl", screening_failed="timeout")
    html = page(officer_client, f"{DESK}{item.uuid}/")
    assert "Needs a reader of Polish." in html
    assert "Screening did not read this to the end" in html


def test_what_one_wrote_down_oneself_offers_no_decision(officer_client: Client, officer: User) -> None:
    session = Session.objects.create(kind="group", held_on=in_days(-1), how="Said it out loud", entered_by=officer)
    item = make_voice(author=officer, session=session)
    html = page(officer_client, f"{DESK}{item.uuid}/")
    assert "Somebody else has to decide about it." in html
    assert "Said it out loud" in html
    assert "/approve/" not in html
    assert "You wrote this down" in page(officer_client, DESK)


def test_twenty_thousand_characters_are_shown_whole(officer_client: Client) -> None:
    item = make_voice("word " * 3_999 + "last")
    html = page(officer_client, f"{DESK}{item.uuid}/")
    assert html.count("word word") > 1_000
    assert "last</div>" in html


def test_search_finds_waiting_and_decided_and_puts_no_word_into_an_address(
    officer_client: Client, officer: User
) -> None:
    make_voice(f"the {CANARY} waits")
    make_approved_voice(f"the {CANARY} is done", by=officer)
    make_voice("something else")
    response = officer_client.post(f"{DESK}search/", {"q": f"{CANARY.upper()} the"})
    assert {row.line for row in response.context["rows"]} == {f"the {CANARY} waits", f"the {CANARY} is done"}
    assert CANARY not in "".join(row.url for row in response.context["rows"])
    assert response["Cache-Control"] == "no-store, private"
    assert "Nothing found" in officer_client.post(f"{DESK}search/", {"q": "nowhere"}).content.decode()
    assert "Nothing found" in page(officer_client, f"{DESK}search/?q={CANARY}")


def test_the_lint_answers_while_somebody_types(officer_client: Client) -> None:
    answer = officer_client.post(f"{DESK}plain-words/", {"words": "Your placement is safe."}).json()
    assert answer["plain"] is False
    assert "where you live" in answer["advice"]
    assert officer_client.post(f"{DESK}plain-words/", {"words": "We will ask."}).json() == {
        "age": 5,
        "plain": True,
        "advice": "",
    }


def test_requests_for_an_advocate_are_the_advocates_alone(officer_client: Client) -> None:
    request = make_voice(f"{CANARY} speak up for me", purpose=Purpose.ADVOCATE, contact="Ring my nan")
    assert CANARY not in page(officer_client, DESK)
    assert officer_client.get(f"{DESK}{request.uuid}/").status_code == 404
    assert CANARY not in officer_client.post(f"{DESK}search/", {"q": "speak"}).content.decode()
    assert officer_client.get("/admin/advocacy/").status_code == 302
    client = Client()
    client.force_login(make_user(Role.ADVOCATE))
    assert CANARY in page(client, "/admin/advocacy/")
    html = page(client, f"/admin/advocacy/{request.uuid}/")
    assert "Ring my nan" in html
    assert "/approve/" not in html
    assert client.get(DESK).status_code == 302
    assert client.post(f"/admin/advocacy/{request.uuid}/opened/", {"version": 0}).status_code == 302
    request.refresh_from_db()
    assert request.state == State.IN_REVIEW


@pytest.mark.parametrize("role", [None, *(r for r in Role if r not in ("participation_officer", "safeguarding_lead"))])
def test_everybody_else_is_sent_away(role: Role | None) -> None:
    item = make_voice()
    client = Client()
    client.force_login(make_user(role))
    for path in ("", "decided/", "search/", f"{item.uuid}/", f"{item.uuid}/approve/", f"{item.uuid}/gather/"):
        assert client.get(DESK + path).status_code == 302
    assert client.post(f"{DESK}{item.uuid}/approve/", {"version": 0}).status_code == 302
    item.refresh_from_db()
    assert item.state == State.RECEIVED


def test_menu_and_home_page_say_what_waits_without_its_words(officer_client: Client) -> None:
    make_voice(f"{CANARY} help", urgency=URGENT)
    html = page(officer_client, "/admin/")
    assert "Voices (1)" in html
    assert "Voices: 1 to read" in html
    assert "urg--now" in html
    assert CANARY not in html
    assert "Advocate requests" not in html


def test_the_dashboard_of_others_shows_no_desk() -> None:
    make_voice()
    client = Client()
    client.force_login(make_user(Role.EDITOR))
    assert "Voices" not in page(client, "/admin/")
