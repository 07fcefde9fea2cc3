"""When somebody reads: staffed hours, working days and English bank holidays. Plain rules over aware datetimes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

import holidays


@dataclass(frozen=True)
class StaffedHours:
    """A week's opening hours in local time; bank holidays in England are closed."""

    days: frozenset[int]  # Monday is 0
    opens: time
    closes: time
    zone: ZoneInfo

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.days and day not in bank_holidays(day.year)

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return self.is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def next_opening(self, after: datetime) -> datetime:
        """The moment somebody reads next: `after` itself while open."""
        return after if self.is_open(after) else next(self._openings(after))[0]

    def add_hours(self, start: datetime, duration: timedelta) -> datetime:
        """`start` plus `duration` counted in staffed time only."""
        left = duration
        for opens, closes in self._openings(start):
            if opens + left <= closes:
                return opens + left
            left -= closes - opens
        raise AssertionError("openings never end")  # pragma: no cover

    def add_days(self, start: datetime, days: int) -> datetime:
        """Closing time on the `days`-th working day after the day of `start`."""
        day = start.astimezone(self.zone).date()
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return datetime.combine(day, self.closes, self.zone)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The staffed time from `start` to `end`; none when `end` is not later."""
        begun = takewhile(lambda opening: opening[0] < end, self._openings(start))
        return sum((min(closes, end) - opens for opens, closes in begun), timedelta())

    def _openings(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The staffed stretches from `start` on, the first one cut short if it has begun.

        In UTC: local times subtract as the clock on the wall shows them, which is an hour out when it changes.
        """
        day = start.astimezone(self.zone).date()
        while True:
            if self.is_working_day(day):
                opens = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
                closes = datetime.combine(day, self.closes, self.zone).astimezone(UTC)
                if start < closes:
                    yield max(opens, start), closes
            day += timedelta(days=1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England in `year`."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
