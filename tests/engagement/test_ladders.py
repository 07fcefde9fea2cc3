"""A concern's ladder in words: how long, who was told, who is next."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engagement import concerns, ladders
from engagement.models import Concern, Purpose
from people.roles import Role
from tests.factories import make_user, make_voice
from tests.worrying import make_concern

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 3, 9, 10, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (0.9, "just now"), (1, "1 min"), (59, "59 min"), (60, "1 h 0 min"), (1439, "23 h 59 min"),
     (1440, "1 day"), (5000, "3 days"), (-3, "just now")],
)  # fmt: skip
def test_how_long(minutes: float, words: str) -> None:
    assert ladders.how_long(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("level", "minutes", "told", "then", "pressing"),
    [
        (-1, 0, "Nobody has been told yet", "The next people are being told now", "near"),
        (0, 5, "The first people have been told", "The next people are told at 10:15", "near"),
        (1, 20, "The second people have been told", "The next people are told at 10:30", "late"),
        (2, 31, "Everybody has been told", "Everybody is told again at 11:00", "late"),
        (3, 61, "Everybody has been told, more than once", "Everybody is told again at 11:30", "late"),
        (1, 40, "The second people have been told", "The next people are being told now", "late"),
        (28, 825, "Everybody has been told, more than once", "Everybody is told again at Tue 10 Mar, 00:00", "late"),
    ],
)  # fmt: skip
def test_while_nobody_is_on_it(level: int, minutes: float, told: str, then: str, pressing: str) -> None:
    with time_machine.travel(TEN, tick=False):
        concern = make_concern()
    concern.told_level = level
    shown = ladders.ladder(concern, TEN + timedelta(minutes=minutes))
    assert (shown.told, shown.then, shown.pressing, shown.since) == (told, then, pressing, TEN)


def test_once_somebody_is_on_it_nobody_else_is_told() -> None:
    worker, second = make_user(Role.DUTY_WORKER), make_user(Role.DUTY_WORKER)
    concern = make_concern()
    concerns.acknowledge(concern, by=worker)
    shown = ladders.ladder(concern)
    assert (shown.told, shown.then, shown.pressing) == ("", "", "near")
    concerns.refer(concern, by=worker, to="Duty", reference="1")
    assert ladders.ladder(concern).pressing == "calm"
    concerns.close(concern, by=second)
    assert ladders.ladder(Concern.objects.get()).then == ""


def test_a_request_climbs_in_staffed_hours_and_ends() -> None:
    make_user(Role.ADVOCATE)
    with time_machine.travel(TEN.replace(hour=16), tick=False):
        concern = make_voice("", purpose=Purpose.ADVOCATE).concerns.get()
    shown = ladders.ladder(concern, TEN.replace(hour=18))
    assert (shown.then, shown.pressing) == ("The next people are told at Tue 10 Mar, 12:00", "near")
    concern.told_level = 2
    assert ladders.ladder(concern).then == ""
