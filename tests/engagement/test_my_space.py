"""My space: everything sent with one key, seen by nobody else, and what can be done about it."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import asks, moderation
from engagement.models import Purpose, Reply, State, Urgency, Voice
from engagement.plain_words import read
from people.models import User, YoungPerson
from tests.engagement.test_telling_pages import OLDEST_READER, visible
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_asked,
    make_read_voice,
    make_space,
    make_voice,
)
from tests.pages.rendered import html_of, title_of
from tests.walking import Walker

pytestmark = pytest.mark.django_db


def page_of(client: Client, voice: Voice) -> str:
    return html_of(client.get(f"/my-space/{voice.uuid}/"))


def declined(officer: User, space: YoungPerson, words: str = "Dave is mean") -> Voice:
    voice = make_read_voice(words, by=officer, space=space)
    moderation.decline(voice, by=officer, reason="names_someone", kind_words="Can you say it without the name?")
    return voice


def test_everything_sent_is_listed_with_where_it_is(young: Client, space: YoungPerson, officer: User) -> None:
    make_voice("First thing", space=space)
    make_voice("", space=space, feeling="good")
    declined(officer, space)
    html = html_of(young.get("/my-space/"))
    for part in ("First thing", "A face: Good", "Sent back to you", "Where I live"):
        assert part in html
    assert title_of(html).startswith("My space")


def test_an_empty_space_says_so(young: Client) -> None:
    assert "Nothing yet." in html_of(young.get("/my-space/"))


def test_a_space_shows_nothing_of_another(young: Client, officer: User) -> None:
    theirs = make_voice(CANARY, space=make_space("another key of ours"))
    sent_back = declined(officer, make_space("a third key of ours"))
    assert CANARY not in html_of(young.get("/my-space/"))
    assert CANARY not in young.get("/my-space/download/").content.decode()
    for address in (f"/my-space/{theirs.uuid}/", f"/my-space/{uuid4()}/"):
        assert young.get(address).status_code == 404
        assert young.post(address, {"words": "hi"}).status_code == 404
    assert young.post(f"/my-space/{sent_back.uuid}/again/").status_code == 404
    assert Voice.objects.count() == 2


def test_without_a_key_the_way_leads_to_the_door(client: Client, officer_client: Client) -> None:
    voice = make_voice(space=make_space("another key of ours"))
    addresses = ("/my-space/", "/my-space/download/", f"/my-space/{voice.uuid}/")
    for someone in (client, officer_client):
        for address in addresses:
            assert someone.get(address)["Location"] == "/sign-in/"
        assert someone.post(f"/my-space/{voice.uuid}/again/")["Location"] == "/sign-in/"


def test_a_reply_is_new_until_it_is_read(young: Client, space: YoungPerson, officer: User) -> None:
    voice = make_read_voice(by=officer, space=space)
    moderation.reply(voice, by=officer, words="We will ask about it.")
    html = html_of(young.get("/my-space/"))
    assert "Marcia wrote back" in html
    assert "1 new reply" in html
    assert Reply.objects.get().read_at is None
    first, second = page_of(young, voice), page_of(young, voice)
    assert "We will ask about it." in first
    assert "thread__new" in first
    assert "thread__new" not in second
    assert Reply.objects.get().read_at
    assert "Marcia wrote back" not in html_of(young.get("/my-space/"))


def test_steps_of_an_ask_are_told_in_sentences(young: Client, space: YoungPerson, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    voice = make_approved_voice("Pizza please", by=officer, space=space)
    asks.gather(ask, [voice], by=officer)
    asks.promise(ask, by=manager, what="Pizza every Friday", due=in_days(20))
    html = page_of(young, voice)
    assert re.search(r"Ruth[^<]*promised: Pizza every Friday\. By ", html)
    assert ask.get_absolute_url() in html
    assert "changed something" not in html_of(young.get("/my-space/"))
    asks.report_progress(ask, by=manager, words="The oven is here")
    html = html_of(young.get("/my-space/"))
    assert "1 of your ideas changed something." in html
    assert "News about what you sent" in html


def test_writing_back_sends_a_new_view_to_the_same_people(young: Client, space: YoungPerson) -> None:
    for purpose in (Purpose.IDEA, Purpose.ADVOCATE, Purpose.HELP_NOW):
        voice = make_voice(space=space, purpose=purpose)
        form = page_of(young, voice)
        sealed = form.split('name="sending" value="')[1].split('"')[0]
        typed = {"words": "Thank you", "sending": sealed}
        before = list(Voice.objects.values_list("pk", flat=True))
        where = {young.post(f"/my-space/{voice.uuid}/", typed)["Location"] for _ in range(2)}
        answer = Voice.objects.exclude(pk__in=before).get()  # numbers do not say which is newer
        assert where == {f"/my-space/{answer.uuid}/"}
        assert (answer.words, answer.space, answer.theme) == ("Thank you", space, voice.theme)
        assert (answer.purpose, answer.may_quote, answer.wants_reply) == (purpose, False, True)
        assert (answer.urgency == Urgency.URGENT) is (purpose == Purpose.HELP_NOW)
    assert Voice.objects.count() == 6


def test_writing_nothing_is_said_kindly_and_keeps_the_page(young: Client, space: YoungPerson) -> None:
    voice = make_voice("Pizza", space=space)
    response = young.post(f"/my-space/{voice.uuid}/", {"words": " "})
    assert response.status_code == 422
    assert "Write something first." in html_of(response)
    assert "Pizza" in html_of(response)


def test_what_was_sent_back_says_why_and_can_be_sent_again(young: Client, space: YoungPerson, officer: User) -> None:
    voice = declined(officer, space)
    html = page_of(young, voice)
    assert "It names or blames somebody" in html
    assert "Can you say it without the name?" in html
    walker = Walker()
    walker.client = young
    assert "Dave is mean</textarea>" in html_of(walker.post(f"/my-space/{voice.uuid}/again/", {}))
    walker.post(walker.here, {"words": "Somebody is mean"})
    while not walker.here.endswith("/check/"):
        walker.post(walker.here, {"wants_reply": "yes", "may_quote": "no", "name_choice": "space"})
    walker.post(walker.here, {})
    again = Voice.objects.get(state=State.RECEIVED)
    assert (again.words, again.space, again.instead_of) == ("Somebody is mean", space, voice)
    html = page_of(young, voice)
    assert "You sent it again." in html
    assert "Change it and send it again" not in html


def test_sending_again_twice_links_the_first_only(young: Client, space: YoungPerson, officer: User) -> None:
    voice = declined(officer, space)
    checks = []
    for _ in range(2):
        address = young.post(f"/my-space/{voice.uuid}/again/")["Location"]
        checks.append(address.replace("/words/", "/check/"))
    for check in checks:
        assert young.post(check)["Location"].endswith("/thanks/")
        assert Voice.objects.filter(instead_of=voice).count() == 1
    assert {again.instead_of for again in Voice.objects.filter(state=State.RECEIVED)} == {voice, None}


def test_a_page_for_a_meeting_that_was_sent_back_starts_at_its_boxes(
    young: Client, space: YoungPerson, officer: User
) -> None:
    voice = make_read_voice("Words", by=officer, space=space, purpose=Purpose.MEETING, meeting_role="safeguarding_lead")
    moderation.decline(voice, by=officer, reason="hurtful", kind_words="Say it another way")
    response = young.post(f"/my-space/{voice.uuid}/again/", follow=True)
    assert response.redirect_chain[-1][0].endswith("/meeting/")
    assert "Words</textarea>" in html_of(response)


def test_what_was_not_sent_back_cannot_be_sent_again(young: Client, space: YoungPerson) -> None:
    voice = make_voice(space=space)
    assert young.post(f"/my-space/{voice.uuid}/again/").status_code == 404
    assert young.get(f"/my-space/{voice.uuid}/again/").status_code == 405


def test_everything_can_be_taken_along(young: Client, space: YoungPerson, officer: User) -> None:
    voice = make_read_voice("It's <b>not</b> fair & I'm sad", by=officer, space=space, feeling="awful")
    moderation.reply(voice, by=officer, words="We're sorry.")
    make_voice("help", space=space, purpose=Purpose.ADVOCATE, contact="Call me: 07700 900123")
    response = young.get("/my-space/download/")
    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="my-space.txt"'
    assert "no-store" in response["Cache-Control"]
    for part in (voice.reference, "It's <b>not</b> fair & I'm sad", "We're sorry.", "Awful", "07700 900123"):
        assert part in text
    assert Reply.objects.get().read_at is None


def test_an_advocate_a_complaint_and_the_lock_are_one_press_away(young: Client) -> None:
    html = html_of(young.get("/my-space/"))
    for link in ("/tell-us/?purpose=advocate", "/my-space/complain/", "/my-space/download/", 'action="/lock/"'):
        assert link in html
    assert 'value="advocate" id="id_purpose_5"' in html_of(young.get("/tell-us/?purpose=advocate"))
    assert re.search(r'value="advocate"[^>]*checked', html_of(young.get("/tell-us/?purpose=advocate")))
    young.post("/lock/")
    assert young.get("/my-space/")["Location"] == "/sign-in/"


def test_the_list_takes_eight_queries_however_long_it_is(young: Client, space: YoungPerson, officer: User) -> None:
    young.get("/my-space/")
    counted = []
    for more in (1, 29):
        for _ in range(more):
            voice = make_approved_voice(by=officer, space=space)
            moderation.reply(voice, by=officer, words="Hi")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            young.get("/my-space/")
        counted.append(len(queries))
    assert counted == [8, 8]


def test_older_ones_are_a_press_away(young: Client, space: YoungPerson) -> None:
    for n in range(25):
        make_voice(f"view number {n}.", space=space)
    first = html_of(young.get("/my-space/"))
    address = first.split('href="?after=')[1].split('"')[0]
    html = html_of(young.get(f"/my-space/?after={address}"))
    # Of one day, in any order; each on one of the two pages.
    shown = [[n for n in range(25) if f"view number {n}." in page] for page in (first, html)]
    assert [len(page) for page in shown] == [20, 5]
    assert sorted(shown[0] + shown[1]) == list(range(25))
    assert "Show older ones" not in html
    assert young.get("/my-space/?after=nonsense").status_code == 200


def test_words_are_shown_as_written_and_never_as_markup(young: Client, space: YoungPerson) -> None:
    voice = make_voice("<script>alert(1)</script>", space=space)
    assert "<script>alert(1)" not in page_of(young, voice) + html_of(young.get("/my-space/"))


def test_the_pages_are_easy_to_read_and_leave_no_copy(young: Client, space: YoungPerson, officer: User) -> None:
    voice = declined(officer, space, "Pizza")
    for address in ("/my-space/", f"/my-space/{voice.uuid}/"):
        response = young.get(address)
        reading = read(visible(html_of(response)))
        assert reading.age <= OLDEST_READER
        assert (reading.long_sentences, reading.jargon) == (0, ())
        assert "no-store" in response["Cache-Control"]
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", html_of(response))
