"""A person's file at the desk: written down, gathered, checked piece by piece, handed over."""

import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import moderation, subject_requests
from engagement.models import (
    FilePart,
    Purpose,
    RequestState,
    SubjectRequest,
)
from people.models import ReadAudit, User, YoungPerson
from people.roles import Role
from tests.engagement.test_rights_desk import signed_in
from tests.engagement.test_subject_requests import make_checked
from tests.factories import CANARY, make_read_voice, make_user, make_voice
from tests.pages.rendered import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


@pytest.fixture
def officer(db: None) -> User:
    return make_user(Role.DATA_PROTECTION_OFFICER, first_name="Ola")


@pytest.fixture
def team(second_officer: User) -> Client:
    return signed_in(second_officer)


def test_somebody_asks_in_person(team: Client, space: YoungPerson) -> None:
    space.card = "FB-101"
    space.save()
    assert team.get("/admin/requests/files/new/").status_code == 200
    response = team.post("/admin/requests/files/new/", {"card": "FB-9"})
    assert response.status_code == 422
    assert "no open space with this card" in html_of(response)
    where = {team.post("/admin/requests/files/new/", {"card": " fb-101 "})["Location"] for _ in range(2)}
    asked = SubjectRequest.objects.get()
    assert where == {f"/admin/requests/files/{asked.uuid}/"}
    assert "written down by Dev Example" in html_of(team.get(where.pop()))


def test_the_whole_way_of_a_file(team: Client, lead: User, space: YoungPerson) -> None:
    make_voice(CANARY, space=space)
    asked = subject_requests.ask(space)
    address = f"/admin/requests/files/{asked.uuid}/"
    checker = signed_in(lead)
    assert checker.get(address).status_code == 404  # not theirs before it waits for the check
    assert team.post(f"{address}fetch/")["Location"] == address
    assert team.post(f"{address}hand-over/")["Location"] == address
    for _ in range(2):
        assert team.post(f"{address}gather/")["Location"] == address
    assert CANARY not in html_of(team.get(address))
    assert not ReadAudit.objects.exists()
    assert "Requests (1)" in html_of(checker.get("/admin/"))
    assert address in html_of(checker.get("/admin/requests/"))
    gate = html_of(checker.get(address))
    assert CANARY in gate
    assert list(ReadAudit.objects.values_list("by", "what", "about")) == [(lead.pk, "person_file", asked.uuid)]
    part = asked.parts.get()
    assert checker.post(f"{address}check/", {"version": 1}).status_code == 422
    assert checker.post(f"{address}check/", {"version": 7, f"handed-{part.pk}": "on"}).status_code == 422
    passed = checker.post(f"{address}check/", {"version": 1, f"handed-{part.pk}": "on"})
    assert passed["Location"] == "/admin/requests/"
    before = ReadAudit.objects.count()
    response = team.post(f"{address}fetch/")
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert CANARY in archive.read("read-me.html").decode()
    assert ReadAudit.objects.count() == before + 1
    assert team.post(f"{address}hand-over/")["Location"] == address
    asked.refresh_from_db()
    assert asked.state == RequestState.HANDED_OVER
    assert "Handed over" in html_of(team.get("/admin/requests/files/"))


def test_the_card_is_shown_only_when_the_file_is_handed_over(
    team: Client, second_officer: User, lead: User, officer: User, space: YoungPerson
) -> None:
    space.card = "FB-101"
    space.save()
    asked = make_checked(space, by=officer, checker=lead)
    address = f"/admin/requests/files/{asked.uuid}/"
    assert "card FB-101" not in html_of(signed_in(officer).get(address))
    assert not ReadAudit.objects.exists()
    assert "card FB-101" in html_of(team.get(address))
    assert list(ReadAudit.objects.values_list("by", "what")) == [(second_officer.pk, "identity_link")]
    subject_requests.hand_over(asked, by=officer)
    assert "card FB-101" not in html_of(team.get(address)) + html_of(team.get("/admin/requests/files/"))


def test_the_gate_is_not_for_who_gathered(lead: User, space: YoungPerson) -> None:
    asked = subject_requests.ask(space)
    SubjectRequest.objects.filter(pk=asked.pk).update(state=RequestState.GATHERED, gathered_by=lead, version=1)
    client = signed_in(lead)
    assert "waits for the safety check" in html_of(client.get(f"/admin/requests/files/{asked.uuid}/"))
    response = client.post(f"/admin/requests/files/{asked.uuid}/check/", {"version": 1})
    assert response.status_code == 422
    assert "Somebody else has to check it." in html_of(response)


def test_the_gate_shows_answers_notes_and_steps_with_the_same_queries_for_every_view(
    lead: User, second_officer: User, space: YoungPerson
) -> None:
    asked = subject_requests.ask(space)
    client = signed_in(lead)
    counted = []
    for more in (1, 2):
        for _ in range(more):
            voice = make_read_voice("I want to die tonight", by=second_officer, space=space)
            moderation.reply(voice, by=second_officer, words="We are with you.")
            moderation.note(voice, by=second_officer, words="His aunt rang.")
        SubjectRequest.objects.filter(pk=asked.pk).update(state=RequestState.ASKED, version=0)
        FilePart.objects.all().delete()
        asked.refresh_from_db()
        subject_requests.gather(asked, by=second_officer)
        with CaptureQueriesContext(connection) as queries:
            html = html_of(client.get(f"/admin/requests/files/{asked.uuid}/"))
        counted.append(len(queries))
    for part in ("We are with you.", "His aunt rang.", "Raised"):
        assert part in html
    assert counted[0] == counted[1]


def test_words_to_an_advocate_stay_closed_at_the_gate(lead: User, second_officer: User, space: YoungPerson) -> None:
    make_voice(CANARY, space=space, purpose=Purpose.ADVOCATE)
    asked = subject_requests.ask(space)
    subject_requests.gather(asked, by=second_officer)
    html = html_of(signed_in(lead).get(f"/admin/requests/files/{asked.uuid}/"))
    assert "Between them and the advocate." in html
    assert CANARY not in html
