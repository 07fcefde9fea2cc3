"""Complaints: their own clock by the law, one answer, and words like any others."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from engagement import complaints, rights
from engagement.models import Complaint, Outcome, Purpose, Reply, Urgency, Voice
from engagement.tracking import track
from engagement.writing_to import RightsError
from people.models import User, YoungPerson
from people.roles import Role
from tests.factories import make_space, make_user

pytestmark = pytest.mark.django_db


def make_complaint(space: YoungPerson, words: str = "Nobody came to my meeting") -> Complaint:
    voice = Voice(words=words, space=space, name_choice="space", wants_reply=True)
    return complaints.lodge(voice, token=uuid4()).complaint


def test_a_complaint_is_one_view_with_a_clock(space: YoungPerson) -> None:
    token = uuid4()
    sent = [complaints.lodge(Voice(words="It was unfair", space=space), token=token) for _ in range(2)]
    assert sent[0] == sent[1]
    assert (Voice.objects.get().purpose, Complaint.objects.count()) == (Purpose.COMPLAINT, 1)


def test_it_is_screened_like_everything(space: YoungPerson) -> None:
    assert make_complaint(space, "Nobody helps. I want to die tonight").voice.urgency == Urgency.URGENT


def test_ten_working_days_leave_out_weekends_and_bank_holidays(space: YoungPerson) -> None:
    with time_machine.travel("2026-03-30 10:00Z", tick=False):  # a Monday; Good Friday and Easter Monday lie ahead
        assert make_complaint(space).answer_by == date(2026, 4, 15)


def test_more_time_is_given_once_with_a_reason(officer: User, space: YoungPerson) -> None:
    with time_machine.travel("2026-03-02 10:00Z", tick=False):
        complaint = make_complaint(space)
        with pytest.raises(RightsError, match="Write"):
            complaints.take_longer(complaint, by=officer, why=" ")
        complaints.take_longer(complaint, by=officer, why="We need to talk to your old school.")
        complaint.refresh_from_db()
        assert (complaint.answer_by, complaint.longer_since) == (date(2026, 3, 30), date(2026, 3, 2))
        assert Reply.objects.get().words == "We need to talk to your old school."
        with pytest.raises(RightsError, match="no more"):
            complaints.take_longer(complaint, by=officer, why="Again")


def test_a_late_one_gets_no_more_time(officer: User, space: YoungPerson) -> None:
    with time_machine.travel("2026-03-02 10:00Z", tick=False):
        complaint = make_complaint(space)
    with time_machine.travel("2026-03-17 10:00Z", tick=False), pytest.raises(RightsError, match="late already"):
        complaints.take_longer(complaint, by=officer, why="We forgot")


def test_the_answer_waits_in_the_space_and_ends_the_clock(officer: User, space: YoungPerson) -> None:
    complaint = make_complaint(space)
    complaints.answer(complaint, by=officer, outcome=Outcome.PARTLY, words="You are right about the meeting.")
    complaint.refresh_from_db()
    assert (complaint.outcome, complaint.answered_by, complaint.is_open) == (Outcome.PARTLY, officer, False)
    assert Reply.objects.get(submission=complaint.voice).words == "You are right about the meeting."
    with pytest.raises(RightsError, match="answered already"):
        complaints.answer(complaint, by=officer, outcome=Outcome.AGREED, words="Yes")
    with pytest.raises(RightsError, match="answered already"):
        complaints.take_longer(complaint, by=officer, why="Why")


def test_an_answer_says_what_was_decided_and_why(officer: User, space: YoungPerson) -> None:
    complaint = make_complaint(space)
    for outcome in ("", Outcome.TAKEN_BACK):
        with pytest.raises(RightsError, match="Pick"):
            complaints.answer(complaint, by=officer, outcome=outcome, words="No")
    with pytest.raises(RightsError, match="Write"):
        complaints.answer(complaint, by=officer, outcome=Outcome.AGREED, words="")
    complaint.refresh_from_db()
    assert complaint.is_open


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION_OFFICER, Role.SERVICE_MANAGER, Role.ADVOCATE])
def test_only_who_reads_it_answers_it(space: YoungPerson, role: Role) -> None:
    complaint, user = make_complaint(space), make_user(role)
    with pytest.raises(PermissionDenied):
        complaints.answer(complaint, by=user, outcome=Outcome.AGREED, words="Yes")
    with pytest.raises(PermissionDenied):
        complaints.take_longer(complaint, by=user, why="Why")


def test_taking_it_back_stops_the_clock(space: YoungPerson) -> None:
    complaint = make_complaint(space)
    rights.take_back(complaint.voice)
    complaint.refresh_from_db()
    assert (complaint.outcome, complaint.answered_by) == (Outcome.TAKEN_BACK, None)
    assert not Complaint.objects.open().exists()


def test_a_complaint_without_a_key_is_looked_into_as_well(officer: User) -> None:
    complaint = complaints.lodge(Voice(words="It was unfair"), token=uuid4()).complaint
    complaints.answer(complaint, by=officer, outcome=Outcome.AGREED, words="We changed it.")
    assert not Reply.objects.exists()


def test_the_young_person_sees_the_day_and_honest_lateness(officer: User) -> None:
    with time_machine.travel("2026-03-02 10:00Z", tick=False):
        voice = make_complaint(make_space()).voice
        assert track(voice, None)[-1].when == "By Monday 16 March"
    with time_machine.travel("2026-03-20 10:00Z", tick=False):
        step = track(Voice.objects.get(), None)[-1]
        assert (step.late, step.title) == (True, "We answer your complaint")
        assert "We’re sorry" in step.text
        complaints.answer(Complaint.objects.get(), by=officer, outcome=Outcome.AGREED, words="You are right.")
        assert track(Voice.objects.get(), None)[-1].title == "We answered your complaint"
    with time_machine.travel("2026-03-21 10:00Z", tick=False):
        other = make_complaint(make_space()).voice
        rights.take_back(other)
        assert track(Voice.objects.get(pk=other.pk), None)[-1].title == "You took your complaint back"
