"""When somebody reads, as people say it."""

from datetime import UTC, datetime, time

import pytest
from pytest_django import Settings

from engagement.opening import clock_time, opening

FRIDAY_EVENING = datetime(2026, 11, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "again"),
    [
        (datetime(2026, 11, 20, 10, tzinfo=UTC), ""),
        (datetime(2026, 11, 20, 8, tzinfo=UTC), "today at 9am"),
        (datetime(2026, 11, 19, 18, tzinfo=UTC), "tomorrow at 9am"),
        (FRIDAY_EVENING, "on Monday at 9am"),
    ],
)
def test_it_says_when_again(at: datetime, again: str) -> None:
    now = opening(at)
    assert now.again == again
    assert now.is_open is (again == "")
    assert now.usual == "Monday to Friday, 9am to 5pm"


def test_a_week_away_needs_a_date(settings: Settings) -> None:
    settings.STAFFED_DAYS = [4]
    assert opening(FRIDAY_EVENING).again == "on Friday 27 November at 9am"
    assert opening(FRIDAY_EVENING).usual == "Friday, 9am to 5pm"


def test_days_with_gaps_are_listed(settings: Settings) -> None:
    settings.STAFFED_DAYS = [4, 0, 2]
    assert opening(FRIDAY_EVENING).usual == "Monday, Wednesday, Friday, 9am to 5pm"


@pytest.mark.parametrize(
    ("at", "said"), [(time(9), "9am"), (time(12), "12pm"), (time(17, 30), "5:30pm"), (time(0), "12am")]
)
def test_times_are_short(at: time, said: str) -> None:
    assert clock_time(at) == said
