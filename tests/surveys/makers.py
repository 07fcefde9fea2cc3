"""Surveys, waves and answers for tests."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from people.models import User
from surveys import answering, building, drafting, folding, showing, waves
from surveys.models import Response, Survey, Wave, WayIn
from surveys.questions import Definition
from surveys.writing import from_json

LOCKDOWN: dict[str, Any] = {
    "title": "How was lockdown?",
    "faces": ["11-17", "8-11"],
    "sections": [
        {
            "key": "home",
            "questions": [
                {"key": "feel", "kind": "feeling", "wordings": "How do you feel about the place you live?"},
                {
                    "key": "school",
                    "kind": "one",
                    "wordings": "Did you go to school?",
                    "options": [{"key": "yes", "wordings": "Yes"}, {"key": "no", "wordings": "No"}],
                    "dont_know": True,
                },
                {
                    "key": "why",
                    "kind": "long",
                    "wordings": "What would help you go?",
                    "show_if": {"q": "school", "is": ["no"]},
                },
            ],
        },
        {
            "key": "helped",
            "questions": [
                {
                    "key": "best",
                    "kind": "several",
                    "wordings": "What helped?",
                    "most": 2,
                    "options": [
                        {"key": "friends", "wordings": "Friends"},
                        {"key": "games", "wordings": "Games"},
                        {"key": "worker", "wordings": "My worker"},
                        {"key": "nothing", "wordings": "Nothing", "alone": True, "helps": True},
                    ],
                },
                {"key": "calls", "kind": "number", "wordings": "How many calls a week?", "least": 0, "most": 10},
            ],
        },
    ],
}


def definition(data: Mapping[str, Any] = LOCKDOWN) -> Definition:
    return from_json(data)


def make_survey(by: User, data: Mapping[str, Any] = LOCKDOWN, title: str = "How was lockdown?") -> Survey:
    """A published survey."""
    survey = building.make(title, by=by, definition=definition(data))
    building.publish(survey, by=by)
    return survey


def make_wave(
    by: User, data: Mapping[str, Any] = LOCKDOWN, ways: tuple[str, ...] = tuple(WayIn.values), **more: Any
) -> Wave:
    """A wave that is open now."""
    now = timezone.now()
    filled = waves.Plan("Spring", now - timedelta(days=1), now + timedelta(days=14), ways)
    return waves.plan(make_survey(by, data, **more), filled, by=by)


def close(wave: Wave) -> Wave:
    wave.closes_at = timezone.now() - answering.GRACE
    wave.save()
    return wave


def answer(wave: Wave, answers: Mapping[str, Any], face: str = "11-17", **known: Any) -> str:
    """One response, sent as a young person would; returns the receipt phrase."""
    secret = drafting.new_secret()
    sheet = drafting.begin(wave, face, answers=dict(answers), **known)
    drafting.keep(secret, wave, sheet)
    return answering.send(secret, sheet, wave).phrase


def the_response() -> Response:
    return Response.objects.get()


def show_results(by: User, data: Mapping[str, Any] = LOCKDOWN, answers: int = 12) -> Wave:
    """A wave that is over, with results that young people may read."""
    wave = make_wave(by, data, title="It is over")
    for number in range(answers):
        answer(wave, {"feel": "good" if number % 2 else "okay", "school": "yes"})
    folding.fold(close(wave))
    showing.work_out(showing.ask_for(wave, by=by, release=True).pk)
    wave.refresh_from_db()
    return wave
