"""Where something is: every step with its day, and honest words when a day has passed."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement import asks, moderation
from engagement.models import AskState, Contribution, State, Voice
from engagement.tracking import TrackStep, place, track
from people.models import User, YoungPerson
from tests.factories import in_days, make_approved_voice, make_asked, make_read_voice, make_voice

pytestmark = pytest.mark.django_db

MONDAY = "2026-11-09T10:00:00Z"
SORRY = "That day has passed. We’re sorry."


def titles(voice: Voice, answered: datetime | None = None) -> list[str]:
    return [step.title for step in track(Voice.objects.get(pk=voice.pk), answered)]


def last(voice: Voice) -> TrackStep:
    return track(Voice.objects.get(pk=voice.pk), None)[-1]


@time_machine.travel(MONDAY, tick=False)
def test_what_was_just_sent_has_days_to_come(space: YoungPerson) -> None:
    sent, read, answer = track(make_voice(space=space), None)
    assert (sent.state, sent.date) == ("past", date(2026, 11, 9))
    assert (read.state, read.title, read.when) == ("now", "A person reads it", "By Wednesday 11 November")
    assert (answer.state, answer.title, answer.when) == ("next", "We write back", "By Monday 16 November")


@time_machine.travel(MONDAY, tick=False)
def test_an_urgent_text_shows_the_usual_day_and_nothing_of_what_screening_found(space: YoungPerson) -> None:
    urgent = track(make_voice("i want to kill myself tonight", space=space), None)
    assert urgent == track(make_voice("pizza", space=space), None)


def test_a_day_that_has_passed_is_said_with_sorry(space: YoungPerson) -> None:
    with time_machine.travel(MONDAY, tick=False):
        voice = make_voice(space=space)
    with time_machine.travel("2026-11-17T10:00:00Z", tick=False):
        _sent, read, answer = track(voice, None)
    assert (read.late, read.when) == (True, "Late")
    assert read.text == f"We said by Wednesday 11 November. {SORRY}"
    assert (answer.late, answer.text) == (True, f"We said by Monday 16 November. {SORRY}")


def test_no_answer_is_promised_to_somebody_who_wants_none() -> None:
    assert titles(make_voice(wants_reply=False)) == ["You sent it", "A person reads it"]


def test_reading_hearing_and_answering_are_told(officer: User, space: YoungPerson) -> None:
    voice = make_read_voice(by=officer, space=space)
    assert titles(voice)[1] == "A person is reading it"
    moderation.keep_private(voice, by=officer)
    assert titles(voice, timezone.now())[1:] == ["We heard it", "We answered"]
    assert "It is not on the wall." in track(voice, None)[1].text


def test_what_was_sent_back_says_so(officer: User, space: YoungPerson) -> None:
    voice = make_read_voice(by=officer, space=space)
    moderation.decline(voice, by=officer, reason="hurtful", kind_words="Say it another way")
    assert titles(voice)[1] == "We sent it back to you"


def test_places_in_two_words(officer: User, space: YoungPerson) -> None:
    voice = make_voice(space=space)
    seen = [place(voice)]
    moderation.open_for_review(voice, by=officer)
    seen.append(place(voice))
    moderation.decline(voice, by=officer, reason="hurtful", kind_words="Say it another way")
    seen.append(place(voice))
    assert seen == ["Sent", "Being read", "Sent back to you"]
    assert place(make_approved_voice(by=officer, space=space)) == "Heard"


def test_an_ask_is_told_step_by_step(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    voice = Voice.objects.get(contribution__ask=ask)
    assert titles(voice)[-2:] == ["It is part of an ask", "We asked for an answer"]
    asks.promise(ask, by=manager, what="Pizza every Friday", due=in_days(20))
    assert (last(voice).title, last(voice).text) == ("Promised", "Pizza every Friday")
    asks.report_progress(ask, by=manager, words="The oven is here")
    assert last(voice).title == "They are doing it"
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        assert last(voice).late
        assert last(voice).text.startswith("Pizza every Friday We said by ")
    asks.finish(ask, by=manager, words="There was pizza")
    assert (last(voice).title, last(voice).text) == ("Done", "There was pizza")


def test_no_and_already_so_are_ends_too(officer: User, manager: User) -> None:
    refused, so = (make_asked(by=officer, owner=manager) for _ in range(2))
    asks.refuse(refused, by=manager, reason="money", words="It costs too much")
    asks.say_already_so(so, by=manager, words="It is on the menu")
    ends = [last(Voice.objects.get(contribution__ask=ask)) for ask in (refused, so)]
    assert [(end.state, end.title, end.text) for end in ends] == [
        ("past", "We can’t do it", "It costs too much"),
        ("past", "It is so already", "It is on the menu"),
    ]


def test_before_anybody_was_asked_it_says_what_comes(officer: User, space: YoungPerson) -> None:
    voice = make_approved_voice(by=officer, space=space)
    assert voice.theme
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=voice.theme, submissions=[voice])
    assert ask.state == AskState.RAISED
    assert Contribution.objects.get().submission_id == voice.pk
    assert last(voice).title == "We ask the person who can change it"
    assert Voice.objects.get().state == State.APPROVED
