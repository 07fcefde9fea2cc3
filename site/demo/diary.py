"""What happens in the demo's year, in order: steps are written down with their moment and then lived through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count

from demo.clock import Clock
from engagement.deadlines import staffed_hours
from engagement.hours import StaffedHours


class Stage(StrEnum):
    """How far the demo goes; each stage includes those before it."""

    EMPTY = "empty"  # people and themes, no views
    COLLECTING = "collecting"  # views have come in, nobody has read them
    MODERATED = "moderated"  # read, decided, answered
    ASKED = "asked"  # gathered into asks and put to their owners
    REPORTED = "reported"  # answered, promised, done
    SEALED = "sealed"  # young people said whether it happened, the Board met, reports were sealed

    def includes(self, other: "Stage") -> bool:
        order = list(Stage)
        return order.index(other) <= order.index(self)


@dataclass
class Diary:
    """Steps still to come. Nothing happens on the last day itself: what is unread then waits on the desk."""

    clock: Clock
    today: date
    stage: Stage
    written: int = 0
    hours: StaffedHours = field(default_factory=staffed_hours)

    def __post_init__(self) -> None:
        self._steps: list[tuple[datetime, int, Callable[[], object]]] = []
        self._serial = count()
        self._until = self.moment(self.today, time())

    def write(self, at: datetime, stage: Stage, do: Callable[[], object]) -> None:
        """Let `do` happen at `at`, unless that is today or later, or belongs to a stage that is not wanted."""
        if at < self._until and self.stage.includes(stage):
            heappush(self._steps, (at, next(self._serial), do))
            self.written += 1

    def live(self, after_each: Callable[[], None]) -> None:
        """Take every step at its moment; a step may write further ones."""
        while self._steps:
            self.clock.moment, _serial, do = heappop(self._steps)
            do()
            after_each()

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def working_day(self, ago: int) -> date:
        """The working day that is `ago` days before today, or the last one before that."""
        day = self.day(ago)
        while not self.hours.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def working_days_before(self, number: int) -> date:
        """The `number`-th working day before today."""
        day = self.today
        while number:
            day -= timedelta(days=1)
            number -= self.hours.is_working_day(day)
        return day

    def moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.hours.zone)

    def staffed(self, after: datetime, minutes: int) -> datetime:
        """`after` plus so many minutes of staffed time."""
        return self.hours.add_hours(after, timedelta(minutes=minutes))
