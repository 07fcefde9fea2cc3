"""Whatever happens to Asks, in any order and on any day: nobody is forgotten, nothing is lost, late is late.

ASK_SEQUENCES says how many walks; tests/load/ask_sequences.py takes a hundred thousand.
"""

import os
from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from engagement.models import Ask, AskState, AskVerb
from tests.engagement.ask_cast import make_cast, ten_working_days_after
from tests.engagement.ask_walks import LONDON, Walk, walk

pytestmark = pytest.mark.django_db

SEQUENCES = int(os.environ.get("ASK_SEQUENCES", "120"))
START = datetime(2026, 1, 5, 12, tzinfo=LONDON)


def test_random_lives_of_asks() -> None:
    with time_machine.travel(START, tick=False) as clock:
        cast = make_cast()
        taken = sum(walk(seed, cast, clock) for seed in range(SEQUENCES))
    assert taken > SEQUENCES * 3  # most of what is tried can be done, else little is shown
    assert not Ask.objects.exists()


def test_walks_come_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk that never merged or reopened anything would show nothing about it."""
    verbs: set[str] = set()
    states: set[str] = set()
    look = Walk._look

    def note(self: Walk) -> None:
        look(self)
        verbs.update(Ask.objects.values_list("events__verb", flat=True))
        states.update(Ask.objects.values_list("state", flat=True))

    monkeypatch.setattr(Walk, "_look", note)
    with time_machine.travel(START, tick=False) as clock:
        cast = make_cast()
        for seed in range(1_000_000, 1_000_120):
            walk(seed, cast, clock)
    assert verbs == set(AskVerb)
    assert states == set(AskState)


@pytest.mark.parametrize(
    ("day", "tenth"),
    [
        (date(2026, 3, 27), date(2026, 4, 14)),  # Good Friday and Easter Monday do not count
        (date(2026, 10, 23), date(2026, 11, 6)),  # the clocks go back on the way
        (date(2026, 12, 18), date(2027, 1, 6)),  # 25 and 28 December, 1 January
    ],
)
def test_ten_working_days(day: date, tenth: date) -> None:
    assert ten_working_days_after(day) == tenth


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_late_is_right_to_the_day_when_the_clocks_change(day: date) -> None:
    ask = Ask(state=AskState.ASKED, answer_by=day)
    for hour, late in ((0, 0), (1, 0), (3, 0), (23, 0), (24, 1), (25, 1), (47, 1), (48, 2)):
        on = date.fromordinal(day.toordinal() + hour // 24)
        with time_machine.travel(datetime(on.year, on.month, on.day, hour % 24, 59, tzinfo=LONDON), tick=False):
            assert ask.days_late(timezone.localdate()) == late
