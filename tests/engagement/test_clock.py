"""The clock beside an item, in staffed time. All days are of one week in June: Monday the 8th to Friday the 12th."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagement.clock import clock, deadline
from engagement.models import Safety, State, Submission, Urgency

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=LONDON)


def item(due: datetime, **fields: object) -> Submission:
    facts: dict[str, object] = {"content_type_id": 1, "state": State.RECEIVED, "urgency": Urgency.NONE}
    return Submission(due_at=due, answer_by=at(30, 17), **(facts | fields))


@pytest.mark.parametrize(
    ("now", "due", "words", "pressing"),
    [
        (at(8, 10), at(8, 10, 12), "12 min left", "late"),
        (at(8, 10), at(8, 10, 38), "38 min left", "near"),
        (at(8, 10), at(8, 13, 30), "3 h left", "near"),
        (at(8, 16), at(9, 10), "Tomorrow 10 a.m.", "calm"),
        (at(8, 10), at(11, 17), "Thu 11 Jun, 5 p.m.", "calm"),
        (at(8, 7), at(8, 9, 15), "Today 9:15 a.m.", "calm"),
        (at(8, 20), at(9, 9, 15), "Tomorrow 9:15 a.m.", "calm"),
        (at(8, 10, 20), at(8, 10), "20 min late", "late"),
        (at(9, 10), at(8, 16), "2 h late", "late"),
        (at(8, 20), at(8, 17), "Late now", "late"),
        (at(12, 17), at(8, 10), "4 days late", "late"),
    ],
)
def test_what_the_clock_says(now: datetime, due: datetime, words: str, pressing: str) -> None:
    shown = clock(item(due), now)
    assert (shown.words, shown.pressing) == (words, pressing)


def test_once_opened_the_time_to_answer_runs_unless_somebody_may_be_at_risk() -> None:
    assert deadline(item(at(8, 10))) == at(8, 10)
    assert deadline(item(at(8, 10), state=State.IN_REVIEW)) == at(30, 17)
    assert deadline(item(at(8, 10), state=State.IN_REVIEW, safety=Safety.WAITING)) == at(8, 10)


def test_without_a_moment_given_it_is_now() -> None:
    assert clock(item(datetime.now(LONDON) - timedelta(days=9))).words == "9 days late"
