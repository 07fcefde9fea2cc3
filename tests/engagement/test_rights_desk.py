"""Requests at the desk: clocks, answers and the log, each for those who may."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement import rights, subject_requests
from engagement.models import (
    Complaint,
    ErasureDecision,
    Objection,
    Reply,
    RequestState,
    SubjectRequest,
    TakenBack,
    Use,
)
from people.models import User, YoungPerson
from people.roles import Role
from tests.engagement.test_complaints import make_complaint
from tests.engagement.test_subject_requests import make_checked
from tests.factories import CANARY, in_days, make_approved_voice, make_space, make_user, make_voice
from tests.pages.rendered import html_of

pytestmark = pytest.mark.django_db

LISTS = ("", "complaints/", "objections/", "files/", "erasures/")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


@pytest.fixture
def officer(db: None) -> User:
    return make_user(Role.DATA_PROTECTION_OFFICER, first_name="Ola")


@pytest.fixture
def team(second_officer: User) -> Client:
    return signed_in(second_officer)


def one_of_each(space: YoungPerson) -> None:
    make_complaint(space, CANARY)
    rights.object_to(make_voice(CANARY, space=space), Use.QUOTING, token=uuid4())
    rights.take_back(make_voice(CANARY, space=space))
    subject_requests.ask(space)


def test_what_is_open_stands_on_one_page_with_its_clock_and_no_words(team: Client, space: YoungPerson) -> None:
    one_of_each(space)
    Complaint.objects.update(answer_by=in_days(-2))
    Objection.objects.update(answer_by=in_days(0))
    SubjectRequest.objects.update(due_on=in_days(1))
    html = html_of(team.get("/admin/requests/"))
    for part in ("2 days late", "Today", "1 day left", "Showing my words to others", "Hidden at once"):
        assert part in html
    assert CANARY not in html
    assert "Requests (3)" in html_of(team.get("/admin/"))


@pytest.mark.parametrize("address", LISTS)
def test_lists_take_the_same_queries_for_one_row_and_three(team: Client, address: str) -> None:
    team.get(f"/admin/requests/{address}")
    counted = []
    for more in (1, 2):
        for n in range(more):
            one_of_each(make_space(f"key number {'abc'[n]}{'xyz'[more]}"))
        with CaptureQueriesContext(connection) as queries:
            assert team.get(f"/admin/requests/{address}").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_empty_lists_say_so(team: Client) -> None:
    assert "Nothing is open." in html_of(team.get("/admin/requests/"))
    for address in LISTS[1:]:
        assert "None yet." in html_of(team.get(f"/admin/requests/{address}"))


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.SERVICE_MANAGER, Role.EDITOR, Role.ADMINISTRATOR])
def test_nobody_else_gets_in(role: Role, space: YoungPerson) -> None:
    one_of_each(space)
    client = signed_in(make_user(role))
    complaint, asked = Complaint.objects.get(), SubjectRequest.objects.get()
    addresses = [*LISTS, f"complaints/{complaint.uuid}/", f"files/{asked.uuid}/", "files/new/"]
    for address in addresses:
        assert client.get(f"/admin/requests/{address}").status_code in (302, 403), address
    assert "Requests" not in html_of(client.get("/admin/"))
    for step in ("gather", "check", "fetch", "hand-over"):
        assert client.post(f"/admin/requests/files/{asked.uuid}/{step}/").status_code in (302, 403)
    asked.refresh_from_db()
    assert asked.state == RequestState.ASKED


def test_a_complaint_is_answered_at_the_desk(team: Client, space: YoungPerson) -> None:
    complaint = make_complaint(space, CANARY)
    address = f"/admin/requests/complaints/{complaint.uuid}/"
    html = html_of(team.get(address))
    assert f"/admin/voices/{complaint.voice.uuid}/" in html
    assert CANARY not in html
    typed = {"outcome": "", "words": "We are sorry."}
    response = team.post(address, typed)
    assert response.status_code == 422
    assert "Pick what we decided." in html_of(response)
    assert "We are sorry.</textarea>" in html_of(response)
    assert team.post(address, typed | {"outcome": "agreed"})["Location"] == address
    assert Reply.objects.get().words == "We are sorry."
    assert "We agree" in html_of(team.get(address))
    response = team.post(address, typed | {"outcome": "partly"})
    assert response.status_code == 422
    assert "answered already" in html_of(response)


def test_more_time_for_a_complaint(team: Client, space: YoungPerson) -> None:
    complaint = make_complaint(space)
    address = f"/admin/requests/complaints/{complaint.uuid}/"
    response = team.post(address, {"longer": "1", "longer-words": ""})
    assert response.status_code == 422
    assert '<details class="di__more" open>' in html_of(response)
    assert team.post(address, {"longer": "1", "longer-words": "It takes time."}).status_code == 302
    html = html_of(team.get(address))
    assert "Twenty working days" in html
    assert "It takes longer" not in html


def test_the_data_protection_officer_sees_clocks_and_no_words(officer: User, space: YoungPerson) -> None:
    complaint = make_complaint(space, CANARY)
    client = signed_in(officer)
    html = html_of(client.get(f"/admin/requests/complaints/{complaint.uuid}/"))
    assert "The participation team reads the words." in html
    assert f"/admin/voices/{complaint.voice.uuid}/" not in html
    answer = {"outcome": "agreed", "words": "Yes"}
    assert client.post(f"/admin/requests/complaints/{complaint.uuid}/", answer).status_code in (302, 403)
    assert Complaint.objects.open().exists()


def test_an_objection_is_answered_at_the_desk(team: Client, space: YoungPerson) -> None:
    objection = rights.object_to(make_voice(space=space), Use.FIGURES, words="I want to", token=uuid4())
    address = f"/admin/requests/objections/{objection.uuid}/"
    assert objection.said
    assert f"/admin/voices/{objection.said.uuid}/" in html_of(team.get(address))
    assert team.post(address, {"agreed": "no"}).status_code == 422
    assert team.post(address, {"agreed": "no", "words": "We have to count."})["Location"] == address
    assert "we go on counting it" in html_of(team.get(address))
    assert "answered already" in html_of(team.post(address, {"agreed": "yes", "words": "Yes"}))


def test_a_no_to_being_shown_offers_one_answer(team: Client, space: YoungPerson) -> None:
    objection = rights.object_to(make_voice(space=space), Use.QUOTING, token=uuid4())
    address = f"/admin/requests/objections/{objection.uuid}/"
    assert "We go on counting it" not in html_of(team.get(address))
    assert team.post(address, {"agreed": "no", "words": "No"}).status_code == 422
    assert team.post(address, {"agreed": "yes", "words": "We stopped."}).status_code == 302


def test_words_that_wait_to_be_erased_can_be_kept_with_a_reason(team: Client, space: YoungPerson) -> None:
    voice = make_voice(CANARY, space=space)
    rights.take_back(voice)
    address = f"/admin/requests/erasures/{voice.uuid}/"
    html = html_of(team.get(address))
    assert "No person has read it to the end yet" in html
    assert CANARY not in html
    assert team.post(address, {"reason": "duty"}).status_code == 422
    assert team.post(address, {"reason": "duty", "words": "We keep it."})["Location"] == "/admin/requests/"
    log = html_of(team.get("/admin/requests/erasures/"))
    for part in (voice.reference, "Asked for", "The young person", "Has to wait", "By rule", "Kept", "Dev Example"):
        assert part in log
    assert team.get(address).status_code == 404


def test_the_desk_says_that_something_was_taken_back(team: Client, space: YoungPerson) -> None:
    voice = make_voice(CANARY, space=space)
    rights.take_back(voice)
    html = html_of(team.get(f"/admin/voices/{voice.uuid}/"))
    assert "They took this back." in html
    for button in ("approve", "decline", "draft", "reply"):
        assert f"/admin/voices/{voice.uuid}/{button}/" not in html


def test_the_log_of_erasures_pages_by_key(team: Client) -> None:
    for _ in range(52):
        ErasureDecision.objects.create(reference="ABCDEFGH", step="asked", reason="own_wish", at=timezone.now())
    html = html_of(team.get("/admin/requests/erasures/"))
    assert html.count("ABCDEFGH") == 50
    address = html.split('href="?after=')[1].split('"')[0]
    assert html_of(team.get(f"/admin/requests/erasures/?after={address}")).count("ABCDEFGH") == 2


def test_who_is_named_finds_nothing_anywhere(second_officer: User, lead: User, space: YoungPerson) -> None:
    complaint = make_complaint(space)
    objection = rights.object_to(complaint.voice, Use.QUOTING, token=uuid4())
    taken = rights.take_back(make_voice(space=space))
    taken.submission.hidden_from.add(second_officer)
    complaint.voice.hidden_from.add(second_officer)
    asked = make_checked(space, by=make_user(Role.PARTICIPATION_OFFICER), checker=lead)
    client = signed_in(second_officer)
    for address in (
        f"complaints/{complaint.uuid}/",
        f"objections/{objection.uuid}/",
        f"erasures/{taken.submission.uuid}/",
        f"files/{asked.uuid}/",
    ):
        assert client.get(f"/admin/requests/{address}").status_code == 404, address
    for step in ("gather", "check", "fetch", "hand-over"):
        assert client.post(f"/admin/requests/files/{asked.uuid}/{step}/").status_code == 404
    assert "Nothing is open." in html_of(client.get("/admin/requests/"))
    assert "Requests (" not in html_of(client.get("/admin/"))
    assert taken.submission.reference not in html_of(client.get("/admin/requests/erasures/"))
    assert TakenBack.objects.count() == 1


def test_taking_back_a_published_view_is_in_the_log_with_nothing_of_its_words(
    team: Client, second_officer: User, space: YoungPerson
) -> None:
    voice = make_approved_voice(CANARY, by=second_officer, space=space, may_quote=True)
    rights.take_back(voice)
    html = html_of(team.get("/admin/requests/erasures/"))
    assert voice.reference in html
    assert "Erased" in html
    assert CANARY not in html
