"""Rights from my space: each a press or two away, for one's own views only, and gone words appear nowhere."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement import asks, complaints, moderation, rights, subject_requests
from engagement.models import Complaint, Objection, RequestState, SubjectRequest, TakenBack, Theme, Use, Voice
from engagement.plain_words import read
from people.models import ReadAudit, User, YoungPerson
from people.roles import Role
from tests.engagement.test_subject_requests import make_checked
from tests.engagement.test_telling_pages import OLDEST_READER, visible
from tests.factories import CANARY, in_days, make_approved_voice, make_space, make_user, make_voice
from tests.pages.rendered import html_of
from tests.walking import Walker

pytestmark = pytest.mark.django_db

EXTRA = ("take-back/", "object/")


def sealed(client: Client, address: str) -> str:
    return html_of(client.get(address)).split('name="sending" value="')[1].split('"')[0]


def test_taking_back_asks_first_and_then_says_that_the_words_are_gone(
    young: Client, space: YoungPerson, officer: User
) -> None:
    voice = make_approved_voice(CANARY, by=officer, space=space)
    address = f"/my-space/{voice.uuid}/take-back/"
    asked = html_of(young.get(address))
    assert "This can’t be undone." in asked
    assert not TakenBack.objects.exists()
    for _ in range(2):
        assert young.post(address)["Location"] == f"/my-space/{voice.uuid}/"
    page = html_of(young.get(f"/my-space/{voice.uuid}/"))
    assert "The words are gone." in page
    for html in (page, html_of(young.get("/my-space/")), young.get("/my-space/download/").content.decode()):
        assert "You took this back" in html
        assert CANARY not in html
    for again in (address, f"/my-space/{voice.uuid}/object/"):
        assert young.get(again)["Location"] == f"/my-space/{voice.uuid}/"
    assert "We write back" not in page
    assert "Take this back" not in page


def test_words_that_have_to_wait_are_not_shown_and_the_page_says_why(
    young: Client, space: YoungPerson, officer: User
) -> None:
    voice = make_voice(CANARY, space=space)
    young.post(f"/my-space/{voice.uuid}/take-back/")
    page = html_of(young.get(f"/my-space/{voice.uuid}/"))
    assert "We are making sure you are safe first." in page
    assert CANARY not in page
    rights.keep(TakenBack.objects.get(), by=officer, reason="duty", words="It keeps you safe.")
    page = html_of(young.get(f"/my-space/{voice.uuid}/"))
    assert "the law makes us keep the words" in page
    assert "It keeps you safe." in page
    assert "Kept, not shown" in html_of(young.get("/my-space/"))


def test_what_is_said_while_it_waits_never_tells_what_screening_found(young: Client, space: YoungPerson) -> None:
    said = []
    for words in ("Pizza on Fridays", "I want to die tonight"):
        voice = make_voice(words, space=space)
        young.post(f"/my-space/{voice.uuid}/take-back/")
        page = html_of(young.get(f"/my-space/{voice.uuid}/"))
        said.append(page.split('class="notice notice--mind"')[-1].split("</div>")[0])
    assert said[0] == said[1]


def test_what_was_sent_back_and_taken_back_cannot_be_sent_again(
    young: Client, space: YoungPerson, officer: User
) -> None:
    voice = make_voice("Dave is mean", space=space)
    moderation.open_for_review(voice, by=officer)
    moderation.decline(voice, by=officer, reason="hurtful", kind_words="Say it kindly")
    rights.take_back(voice)
    assert young.post(f"/my-space/{voice.uuid}/again/").status_code == 404
    assert "Change it and send it again" not in html_of(young.get(f"/my-space/{voice.uuid}/"))


def test_gone_words_appear_on_no_page_of_anybody(
    young: Client, space: YoungPerson, officer: User, second_officer: User, manager: User, client: Client
) -> None:
    voice = make_approved_voice(CANARY, by=officer, space=space, may_quote=True)
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=[voice])
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(9))
    asks.promise(ask, by=manager, what="Pizza.", due=in_days(20))
    wall = ["/", "/you-said-we-did/", "/you-said-we-did/poster/", ask.get_absolute_url()]
    desk = ["/admin/", "/admin/voices/", "/admin/voices/decided/", f"/admin/voices/{voice.uuid}/", "/admin/requests/"]
    desk += [f"/admin/asks/{ask.uuid}/", "/admin/requests/erasures/", "/board/", "/admin/reports/site-history/"]
    staff = Client()
    staff.force_login(second_officer)
    assert CANARY in html_of(client.get(ask.get_absolute_url()))
    assert CANARY in html_of(staff.get(f"/admin/voices/{voice.uuid}/"))
    young.post(f"/my-space/{voice.uuid}/take-back/")
    for someone, addresses in ((client, wall), (staff, wall + desk), (young, ["/my-space/", *wall])):
        for address in addresses:
            response = someone.get(address, follow=True)
            assert response.status_code in (200, 403, 404), address
            assert CANARY not in html_of(response), address
    assert CANARY not in html_of(staff.post("/admin/voices/search/", {"q": CANARY})).replace(f'value="{CANARY}"', "")
    assert ask.contributions.count() == 1


def test_saying_no_is_a_pick_and_some_words(young: Client, space: YoungPerson, officer: User) -> None:
    voice = make_approved_voice("Pizza", by=officer, space=space, may_quote=True)
    address = f"/my-space/{voice.uuid}/object/"
    empty = young.post(address, {"words": "Because"})
    assert empty.status_code == 422
    assert "Pick what we should stop." in html_of(empty)
    assert "Because</textarea>" in html_of(empty)
    typed = {"use": "quoting", "words": "Because", "sending": sealed(young, address)}
    for _ in range(2):
        assert young.post(address, typed)["Location"] == f"/my-space/{voice.uuid}/"
    assert Voice.objects.count() == 2
    page = html_of(young.get(f"/my-space/{voice.uuid}/"))
    assert "Showing my words to others" in page
    assert "We write to you by" in page
    rights.answer_objection(Objection.objects.get(), by=officer, agreed=True, words="We stopped.")
    assert "We stopped, for good." in html_of(young.get(f"/my-space/{voice.uuid}/"))


def test_our_answers_to_a_no_are_told_honestly(young: Client, space: YoungPerson, officer: User) -> None:
    voice = make_voice(space=space)
    objection = rights.object_to(voice, Use.FIGURES, token=uuid4())
    Objection.objects.update(answer_by=in_days(-2))
    assert "That day has passed. We’re sorry." in html_of(young.get(f"/my-space/{voice.uuid}/"))
    rights.answer_objection(objection, by=officer, agreed=False, words="The law wants us to.")
    assert "We go on counting it" in html_of(young.get(f"/my-space/{voice.uuid}/"))


def test_a_complaint_is_sent_from_my_space_and_shows_its_day(young: Client, space: YoungPerson) -> None:
    address = "/my-space/complain/"
    page = html_of(young.get(address))
    assert "/tell-us/?purpose=advocate" in page
    assert "Ombudsman" in page
    empty = young.post(address, {"words": "  "})
    assert empty.status_code == 422
    assert "Write a few words about what went wrong." in html_of(empty)
    typed = {"words": "Nobody came", "sending": sealed(young, address)}
    where = {young.post(address, typed)["Location"] for _ in range(2)}
    complaint = Complaint.objects.get()
    assert where == {f"/my-space/{complaint.voice.uuid}/"}
    assert complaint.voice.space == space
    page = html_of(young.get(where.pop()))
    assert "We answer your complaint" in page
    assert "Nobody came" in young.get("/my-space/download/").content.decode()
    assert "Complaint, answer by" in young.get("/my-space/download/").content.decode()


def test_a_complaint_can_be_made_without_a_space(officer: User) -> None:
    walker = Walker()
    walker.tell(purpose="complaint", words="It was unfair", name_choice="key")
    assert Complaint.objects.get().voice.words == "It was unfair"
    assert 'href="/tell-us/?purpose=complaint"' in html_of(walker.get("/help-now/"))


def test_everything_is_asked_for_once_and_fetched_for_a_month(young: Client, space: YoungPerson, officer: User) -> None:
    make_voice(CANARY, space=space)
    address = "/my-space/everything/"
    assert "Ask for everything" in html_of(young.get(address))
    for _ in range(2):
        assert young.post(address)["Location"] == address
    request = SubjectRequest.objects.get()
    assert "It will be here by" in html_of(young.get(address))
    assert young.post(f"{address}file/").status_code == 404
    SubjectRequest.objects.update(due_on=in_days(-1))
    assert "That day has passed. We’re sorry." in html_of(young.get(address))
    SubjectRequest.objects.filter(pk=request.pk).update(due_on=in_days(9))
    subject_requests.gather(request_now(), by=officer)
    asked = request_now()
    parts = list(asked.parts.all())
    lead = make_user(Role.SAFEGUARDING_LEAD)
    subject_requests.check(asked, by=lead, handed={part.pk: True for part in parts}, why={})
    assert "Get the file" in html_of(young.get(address))
    response = young.post(f"{address}file/")
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    assert response.getvalue()[:2] == b"PK"
    assert request_now().state == RequestState.HANDED_OVER
    again = young.post(f"{address}file/")  # the first one may have been lost on its way
    assert again.getvalue()[:2] == b"PK"
    assert list(request_now().events.values_list("step", flat=True)).count("handed_over") == 1
    SubjectRequest.objects.update(checked_at=timezone.now() - subject_requests.FETCHED_WITHIN)
    assert young.post(f"{address}file/").status_code == 404
    assert "You have it now." in html_of(young.get(address))
    assert not ReadAudit.objects.exists()
    assert "You asked for everything" in young.get("/my-space/download/").content.decode()


def request_now() -> SubjectRequest:
    return SubjectRequest.objects.get()


def test_nobody_touches_what_is_not_theirs(young: Client, client: Client, officer_client: Client) -> None:
    theirs = make_voice(CANARY, space=make_space("another key of ours"))
    for extra in EXTRA:
        address = f"/my-space/{theirs.uuid}/{extra}"
        assert young.get(address).status_code == 404
        assert young.post(address, {"use": "quoting"}).status_code == 404
        assert young.get(f"/my-space/{uuid4()}/{extra}").status_code == 404
        for someone in (client, officer_client):
            assert someone.post(address)["Location"] == "/sign-in/"
    for address in ("/my-space/complain/", "/my-space/everything/", "/my-space/everything/file/"):
        assert client.post(address)["Location"] == "/sign-in/"
    assert not TakenBack.objects.exists()
    assert not Objection.objects.exists()


def test_the_file_of_another_space_is_never_handed_out(young: Client, officer: User) -> None:
    other = make_space("another key of ours")
    make_checked(other, by=officer, checker=make_user(Role.SAFEGUARDING_LEAD))
    assert young.post("/my-space/everything/file/").status_code == 404
    assert "Ask for everything" in html_of(young.get("/my-space/everything/"))


def test_every_right_is_within_two_presses(young: Client, space: YoungPerson, officer: User) -> None:
    voice = make_approved_voice(by=officer, space=space)
    walker = Walker()
    walker.client = young
    reached = set()
    for first in links(html_of(walker.get("/my-space/"))):
        reached |= {
            first,
            *(links(html_of(walker.get(first))) if first.startswith(("/my-space/", "/tell-us/")) else ()),
        }
    for wanted in (
        f"/my-space/{voice.uuid}/take-back/",
        f"/my-space/{voice.uuid}/object/",
        "/my-space/complain/",
        "/my-space/everything/",
        "/my-space/download/",
        "/tell-us/?purpose=advocate",
    ):
        assert wanted in reached
    assert 'name="words"' in html_of(walker.get(f"/my-space/{voice.uuid}/"))  # answer a question


def links(html: str) -> set[str]:
    return {link for link in re.findall(r'href="(/[^"#]*)"', html) if not link.startswith("/static/")}


def test_the_pages_are_easy_to_read_and_leave_no_copy(young: Client, space: YoungPerson, officer: User) -> None:
    voice = make_approved_voice("Pizza", by=officer, space=space)
    complaints.lodge(Voice(words="Unfair", space=space), token=uuid4())
    addresses = [f"/my-space/{voice.uuid}/{extra}" for extra in EXTRA] + [
        "/my-space/complain/",
        "/my-space/everything/",
    ]
    for address in addresses:
        response = young.get(address)
        reading = read(visible(html_of(response)))
        assert reading.age <= OLDEST_READER, address
        assert (reading.long_sentences, reading.jargon) == (0, ()), address
        assert "no-store" in response["Cache-Control"]
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", html_of(response))


def test_one_view_takes_the_same_queries_however_much_was_said_no_to(young: Client, space: YoungPerson) -> None:
    voice = make_voice(space=space)
    young.get(f"/my-space/{voice.uuid}/")
    counted = []
    for use in (Use.QUOTING, Use.FIGURES):
        rights.object_to(voice, use, token=uuid4())
        with CaptureQueriesContext(connection) as queries:
            young.get(f"/my-space/{voice.uuid}/")
        counted.append(len(queries))
    assert counted[0] == counted[1]
