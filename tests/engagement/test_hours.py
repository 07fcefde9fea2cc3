"""Staffed time: nights, weekends and bank holidays are closed, and the clocks change twice a year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.hours import StaffedHours, bank_holidays

LONDON = ZoneInfo("Europe/London")
OFFICE = StaffedHours(frozenset(range(5)), time(9), time(17), LONDON)
NIGHTS = StaffedHours(frozenset(range(7)), time(0), time(23, 59), LONDON)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (hypothesis wants bounds without a zone)
HOURS = st.timedeltas(timedelta(minutes=1), timedelta(hours=60))


def at(text: str) -> datetime:
    """A local time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 09:00", True),
        ("2026-11-24 08:59", False),
        ("2026-11-24 16:59", True),
        ("2026-11-24 17:00", False),
        ("2026-11-28 12:00", False),  # a Saturday
        ("2026-12-25 12:00", False),
        ("2026-12-28 12:00", False),  # Boxing Day fell on a Saturday
        ("2026-08-31 12:00", False),  # a bank holiday in England, not in Scotland
        ("2026-08-03 12:00", True),  # a bank holiday in Scotland, not in England
        ("2022-09-19 12:00", False),  # the late Queen's funeral, a one-off
    ],
)
def test_when_somebody_reads(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        ("2026-11-24 15:00", 4, "2026-11-25 11:00"),
        ("2026-11-24 06:00", 4, "2026-11-24 13:00"),
        ("2026-11-27 16:00", 4, "2026-11-30 12:00"),  # over a weekend
        ("2026-12-24 16:00", 4, "2026-12-29 12:00"),  # over Christmas
        ("2026-03-27 16:00", 4, "2026-03-30 12:00"),  # the clocks go forward on the 29th
        ("2026-10-23 16:00", 4, "2026-10-26 12:00"),  # and back on the 25th
        ("2026-11-24 09:00", 8, "2026-11-24 17:00"),
    ],
)
def test_staffed_hours_add_up(start: str, hours: int, end: str) -> None:
    assert OFFICE.add_hours(at(start), timedelta(hours=hours)) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-24 10:00", 2, "2026-11-26 17:00"),
        ("2026-11-26 23:30", 2, "2026-11-30 17:00"),
        ("2026-12-24 10:00", 2, "2026-12-30 17:00"),
        ("2026-03-27 10:00", 1, "2026-03-30 17:00"),
        ("2026-10-23 10:00", 1, "2026-10-26 17:00"),
    ],
)
def test_working_days_add_up(start: str, days: int, end: str) -> None:
    assert OFFICE.add_days(at(start), days) == at(end)


def test_a_moment_in_utc_belongs_to_the_local_day() -> None:
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight on Tuesday in London
    assert OFFICE.add_days(late, 1) == at("2026-06-03 17:00")


@given(MOMENTS)
def test_the_next_opening_is_open_and_never_before(moment: datetime) -> None:
    opening = OFFICE.next_opening(moment)
    assert opening >= moment
    assert OFFICE.is_open(opening)
    assert OFFICE.between(moment, opening) == timedelta()


@given(MOMENTS, HOURS)
def test_what_is_added_can_be_counted_again(moment: datetime, duration: timedelta) -> None:
    assert OFFICE.between(moment, OFFICE.add_hours(moment, duration)) == duration


@given(MOMENTS, MOMENTS)
def test_time_between_is_never_negative_and_no_longer_than_the_clock_says(one: datetime, other: datetime) -> None:
    assert timedelta() <= OFFICE.between(one, other) <= max(timedelta(), other - one)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_the_day_the_clocks_change_is_shorter_or_longer(day: str, hours: int) -> None:
    """A day that is staffed from midnight to midnight but for a minute, in real time."""
    start = datetime.combine(date.fromisoformat(day), time(), LONDON)
    end = start + timedelta(days=1)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
    assert NIGHTS.between(start.astimezone(UTC), end.astimezone(UTC)) == timedelta(hours=hours, minutes=-1)


def test_bank_holidays_are_englands() -> None:
    assert date(2026, 4, 6) in bank_holidays(2026)  # Easter Monday
    assert date(2026, 1, 2) not in bank_holidays(2026)  # Scotland's
    assert date(2026, 3, 17) not in bank_holidays(2026)  # Northern Ireland's
