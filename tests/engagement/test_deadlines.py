"""By when a view is read and answered, in staffed time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engagement.deadlines import answer_by, due_at, staffed_hours
from engagement.models import Urgency

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("urgency", "received", "due"),
    [
        (Urgency.URGENT, "2026-11-24T10:00", "2026-11-24T10:15"),  # a Tuesday
        (Urgency.URGENT, "2026-11-24T16:50", "2026-11-25T09:05"),  # the last ten minutes count
        (Urgency.URGENT, "2026-11-28T22:00", "2026-11-30T09:15"),  # Saturday night to Monday
        (Urgency.URGENT, "2026-12-24T18:00", "2026-12-29T09:15"),  # over Christmas: the 28th is a bank holiday too
        (Urgency.SOON, "2026-11-24T10:00", "2026-11-24T14:00"),
        (Urgency.SOON, "2026-11-24T15:00", "2026-11-25T11:00"),
        (Urgency.NONE, "2026-11-24T10:00", "2026-11-26T17:00"),
        (Urgency.NONE, "2026-11-27T10:00", "2026-12-01T17:00"),  # Friday: Monday, Tuesday
    ],
)
def test_due(urgency: Urgency, received: str, due: str) -> None:
    assert due_at(urgency, at(received)) == at(due)


@pytest.mark.parametrize(
    ("received", "answered"),
    [
        ("2026-11-24T10:00", "2026-12-01T17:00"),
        ("2026-11-28T10:00", "2026-12-04T17:00"),  # Saturday counts as no day
        ("2026-03-27T10:00", "2026-04-07T17:00"),  # Good Friday and Easter Monday lie between, and the clocks change
    ],
)
def test_answer(received: str, answered: str) -> None:
    assert answer_by(at(received)) == at(answered)


def test_the_hours_come_from_the_settings() -> None:
    hours = staffed_hours()
    assert hours.is_open(at("2026-11-24T09:00"))
    assert not hours.is_open(at("2026-11-24T17:00"))
    assert not hours.is_open(at("2026-12-25T10:00"))
