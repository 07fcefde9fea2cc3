"""The council's quarters: every day is in exactly one, and April starts the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.quarters import Quarter

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 3, 31), "2025-q4"),
        (date(2026, 4, 1), "2026-q1"),
        (date(2026, 6, 30), "2026-q1"),
        (date(2026, 7, 1), "2026-q2"),
        (date(2026, 12, 31), "2026-q3"),
        (date(2027, 1, 1), "2026-q4"),
    ],
)
def test_a_day_is_in_its_quarter(day: date, written: str) -> None:
    quarter = Quarter.of(day)
    assert str(quarter) == written
    assert Quarter.parse(written) == quarter


@given(DAYS)
def test_a_quarter_holds_its_days_and_no_other(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.of(quarter.first_day) == Quarter.of(quarter.last_day) == quarter
    assert Quarter.of(quarter.last_day + timedelta(days=1)) == quarter.next
    assert 90 <= (quarter.last_day - quarter.first_day).days + 1 <= 92


@given(DAYS)
def test_next_and_previous_lead_back(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.next.previous == quarter.previous.next == quarter
    assert quarter.previous < quarter < quarter.next


@pytest.mark.parametrize("text", ["", "2026", "2026-q0", "2026-q5", "2026q1", "26-q1", "2026-Q1", "2026-q1 "])
def test_anything_else_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        Quarter.parse(text)
