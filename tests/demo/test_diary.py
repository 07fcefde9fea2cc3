"""The demo's year: what happens when, and what does not happen yet."""

from datetime import UTC, date, datetime, time
from functools import partial

from demo.clock import Clock
from demo.diary import Diary, Stage

EASTER_TUESDAY = date(2026, 4, 7)  # Good Friday was the third, Easter Monday the sixth


def make_diary(stage: Stage = Stage.REPORTED) -> Diary:
    return Diary(Clock(), EASTER_TUESDAY, stage)


def live(diary: Diary) -> None:
    ticks: list[int] = []
    diary.live(lambda: ticks.append(1))
    assert len(ticks) == diary.written


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=UTC)


def test_steps_are_lived_in_order_whatever_the_order_of_writing() -> None:
    diary, seen = make_diary(), list[str]()
    diary.write(at(2, 9), Stage.COLLECTING, lambda: seen.append("second"))
    diary.write(at(1, 9), Stage.COLLECTING, lambda: seen.append("first"))
    diary.write(at(2, 9), Stage.COLLECTING, lambda: seen.append("third"))
    live(diary)
    assert seen == ["first", "second", "third"]
    assert diary.clock.moment == at(2, 9)


def test_a_step_can_write_another_one() -> None:
    diary, seen = make_diary(), list[str]()
    diary.write(
        at(1, 9), Stage.COLLECTING, lambda: diary.write(at(1, 10), Stage.MODERATED, lambda: seen.append("later"))
    )
    live(diary)
    assert seen == ["later"]


def test_nothing_happens_today() -> None:
    diary, seen = make_diary(), list[str]()
    diary.write(at(7, 9), Stage.COLLECTING, lambda: seen.append("today"))
    live(diary)
    assert seen == []


def test_a_stage_includes_those_before_it_and_none_after() -> None:
    diary, seen = make_diary(Stage.MODERATED), list[str]()
    for stage in Stage:
        diary.write(at(1, 9), stage, partial(seen.append, stage))
    live(diary)
    assert seen == ["empty", "collecting", "moderated"]


def test_working_days_skip_weekends_and_easter() -> None:
    diary = make_diary()
    assert diary.day(1) == date(2026, 4, 6)
    assert diary.working_day(1) == date(2026, 4, 2)
    assert diary.working_days_before(1) == date(2026, 4, 2)
    assert diary.working_days_before(2) == date(2026, 4, 1)


def test_staffed_minutes_run_only_while_somebody_is_there() -> None:
    diary = make_diary()
    evening = diary.moment(date(2026, 4, 2), time(20))
    assert diary.staffed(evening, 30) == diary.moment(date(2026, 4, 7), time(9, 30))
