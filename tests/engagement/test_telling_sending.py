"""Sending once, however often it is pressed; the same thanks for every text; and words that stay where they belong."""

import threading
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session as SessionRow
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from engagement import moderation, telling
from engagement.drafts import Draft, find, keep, seal
from engagement.models import NameChoice, Urgency, Voice
from people.limits import LIMITS
from people.models import YoungPerson
from tests.factories import CANARY
from tests.pages.rendered import html_of
from tests.walking import Walker

pytestmark = pytest.mark.django_db

ANSWERS = {"feeling": "good", "theme": "unsure", "wants_reply": "yes", "may_quote": "no", "name_choice": "key"}


def draft_at_the_end(client: Client, **answers: str) -> Draft:
    """A draft with every answer given, in the session of `client`."""
    draft = Draft(answers={"purpose": "idea", "words": "Pizza", **ANSWERS, **answers})
    client.get("/tell-us/")
    session = client.session
    keep(session, draft)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return draft


def check(draft: Draft) -> str:
    return f"/tell-us/{draft.id}/check/"


def thanks(draft: Draft) -> str:
    return f"/tell-us/{draft.id}/thanks/"


def test_pressing_twice_sends_once_and_shows_the_same_page(client: Client) -> None:
    draft = draft_at_the_end(client)
    first = html_of(client.post(check(draft), follow=True))
    second = html_of(client.post(check(draft), follow=True))
    assert first == second
    assert telling.key_for(draft) in first
    assert Voice.objects.count() == YoungPerson.objects.count() == 1
    assert html_of(client.get(thanks(draft))) == first


def test_a_lost_answer_sent_again_is_the_same_view_and_the_same_key(client: Client) -> None:
    draft = draft_at_the_end(client)
    first = html_of(client.post(check(draft), follow=True))
    # What the browser would send had it never heard that the first try arrived.
    session = client.session
    keep(session, draft)
    session.save()
    second = html_of(client.post(check(draft), follow=True))
    assert first == second
    assert Voice.objects.count() == 1


def test_back_after_sending_leads_to_thanks_and_never_to_a_second_view(client: Client) -> None:
    draft = draft_at_the_end(client)
    client.post(check(draft))
    for step in ("purpose", "words", "name", "check"):
        assert client.get(f"/tell-us/{draft.id}/{step}/")["Location"] == thanks(draft)
        assert client.post(f"/tell-us/{draft.id}/{step}/", {"words": "other"})["Location"] == thanks(draft)
    assert Voice.objects.count() == 1


def test_two_tabs_keep_their_own_words(client: Client) -> None:
    one, two = draft_at_the_end(client, words="Pizza"), draft_at_the_end(client, words="Wifi")
    client.post(check(two))
    client.post(check(one))
    assert {voice.words for voice in Voice.objects.all()} == {"Pizza", "Wifi"}
    assert Voice.objects.values("space").distinct().count() == 2


def test_one_answer_can_be_changed_and_leads_back_to_the_last_page(client: Client) -> None:
    draft = draft_at_the_end(client)
    html = html_of(client.get(check(draft)))
    assert f"/tell-us/{draft.id}/reply/?change" in html
    assert "Pizza" in html_of(client.get(f"/tell-us/{draft.id}/words/"))
    assert client.post(f"/tell-us/{draft.id}/words/?change", {"words": "Wifi"})["Location"] == check(draft)
    client.post(check(draft))
    assert Voice.objects.get().words == "Wifi"


def test_another_purpose_asks_what_is_still_missing(client: Client) -> None:
    draft = draft_at_the_end(client, words="")
    response = client.post(f"/tell-us/{draft.id}/purpose/?change", {"purpose": "question"})
    assert response["Location"] == f"/tell-us/{draft.id}/words/"


def test_without_a_key_we_say_that_we_cannot_write_back(client: Client) -> None:
    draft = draft_at_the_end(client, name_choice="idea")
    assert "We can’t, without a key" in html_of(client.get(check(draft)))
    assert "We write back" not in html_of(client.post(check(draft), follow=True))
    assert Voice.objects.get().wants_reply is False


@time_machine.travel("2026-11-20T20:00:00Z", tick=False)  # a Friday evening
def test_thanks_is_the_same_for_an_urgent_and_an_ordinary_text() -> None:
    pages = []
    for words in ("i want to kill myself tonight", "Can we have pizza on Fridays"):
        client = Client()
        draft = draft_at_the_end(client, words=words)
        html = html_of(client.post(check(draft), follow=True))
        voice = Voice.objects.latest("pk")
        pages.append(html.replace(voice.reference, "").replace(telling.key_for(draft), ""))
    urgent, ordinary = Voice.objects.order_by("pk")
    assert (urgent.urgency, ordinary.urgency) == (Urgency.URGENT, Urgency.NONE)
    assert urgent.due_at < ordinary.due_at
    assert pages[0].encode() == pages[1].encode()
    assert "By Tuesday 24 November, 5pm" in pages[0]
    assert "By Friday 27 November" in pages[0]


@time_machine.travel("2026-11-20T20:00:00Z", tick=False)
def test_whoever_asks_for_help_now_hears_the_target_for_that(client: Client) -> None:
    html = html_of(client.post("/tell-us/someone/", {"words": "hi"}, follow=True))
    assert "By Monday 23 November, 9:15am" in html
    assert "We sort it" not in html


def test_a_draft_that_is_gone_is_explained_and_never_an_error(client: Client) -> None:
    for path in ("check", "thanks", "paper", "words"):
        response = client.get(f"/tell-us/0123456789ab/{path}/")
        assert response.status_code == 410
        assert "It was not sent." in html_of(response)
    assert "It was not sent." in html_of(client.post("/tell-us/0123456789ab/check/"))
    assert Voice.objects.count() == 0


def test_words_that_come_too_late_begin_a_new_draft(client: Client) -> None:
    html = html_of(client.post("/tell-us/0123456789ab/words/", {"words": "Pizza"}))
    address = html.split('<a class="btn" href="')[1].split('"')[0]
    response = client.post(address, {"purpose": "question"}, follow=True)
    response = client.post(response.redirect_chain[-1][0], {"theme": "unsure"}, follow=True)
    assert "Pizza</textarea>" in html_of(response)


def test_thanks_before_sending_leads_to_the_last_page(client: Client) -> None:
    draft = draft_at_the_end(client)
    assert client.get(thanks(draft))["Location"] == check(draft)


def test_a_space_that_was_locked_meanwhile_is_asked_for_again(client: Client) -> None:
    draft = draft_at_the_end(client, name_choice="space")
    assert client.post(check(draft))["Location"] == f"/tell-us/{draft.id}/name/"


def test_far_too_much_from_one_place_waits_and_keeps_every_word(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setitem(LIMITS, "telling", type(LIMITS["telling"])(by_address=1, by_everybody=99))
    client.post(check(draft_at_the_end(client)))
    draft = draft_at_the_end(client, words="Wifi")
    html = html_of(client.post(check(draft)))
    assert "Your words are still here. Try again in" in html
    assert "Wifi" in html
    assert Voice.objects.count() == 1
    assert client.post("/tell-us/someone/", {"words": "help"}).status_code == 302
    cache.clear()


def test_too_many_wrong_keys_wait_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setitem(LIMITS, "key", type(LIMITS["key"])(by_address=1, by_everybody=99))
    draft = draft_at_the_end(client, name_choice="space")
    name = f"/tell-us/{draft.id}/name/"
    assert "We don’t know that key" in html_of(client.post(name, {"name_choice": "space", "key": "a b c d"}))
    assert "Try again in" in html_of(client.post(name, {"name_choice": "space", "key": "a b c d"}))
    cache.clear()


def test_words_and_keys_are_in_no_address_session_row_or_log(caplog: pytest.LogCaptureFixture) -> None:
    walker = Walker()
    html = html_of(walker.tell(words=f"I said {CANARY}", **ANSWERS))
    key = html.split('translate="no">')[1].split("<")[0]
    rows = [row.session_data + str(row.get_decoded()) for row in SessionRow.objects.all()]
    assert rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM engagement_submission")
        rows.append(str(cursor.fetchall()))
    for place in (*walker.addresses, *rows, caplog.text):
        assert CANARY not in place
        assert key not in place
    assert CANARY not in html


def test_the_words_leave_the_session_once_they_are_sent(client: Client) -> None:
    draft = draft_at_the_end(client)
    client.post(check(draft))
    kept = find(client.session, draft.id)
    assert kept
    assert kept.answers == {"purpose": "idea", "name_choice": "key", "wants_reply": "yes"}


def test_a_sending_that_somebody_made_up_is_replaced_by_a_new_one(client: Client) -> None:
    token = uuid4()
    moderation.receive(Voice(words="Mine"), token=token)
    client.post("/tell-us/someone/", {"words": "help", "sending": str(token)})
    assert Voice.objects.count() == 2


def test_telling_someone_twice_with_one_page_is_one_view(client: Client) -> None:
    sealed = {"words": "help", "sending": seal(str(uuid4()))}
    first, second = (html_of(client.post("/tell-us/someone/", sealed, follow=True)) for _ in range(2))
    assert first == second
    assert Voice.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sendings_at_the_same_moment_are_one_view() -> None:
    draft = Draft(answers={"purpose": "idea", "words": "Pizza", **ANSWERS})
    begin = threading.Barrier(2)
    references: list[str] = []

    def send() -> None:
        copy = Draft(token=draft.token, answers=dict(draft.answers))
        begin.wait(10)
        references.append(telling.send(copy, None).reference)
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(references) == 2
    assert len(set(references)) == 1
    assert Voice.objects.count() == YoungPerson.objects.count() == 1
    assert Voice.objects.get().name_choice == NameChoice.GIVE_ME_A_KEY
