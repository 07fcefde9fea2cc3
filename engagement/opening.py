"""When somebody reads what is sent, in words for everybody: the usual hours, and when again while nobody is there."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from engagement.deadlines import staffed_hours


@dataclass(frozen=True)
class Opening:
    """`again` says when somebody reads next; it is empty while somebody does."""

    usual: str
    again: str

    @property
    def is_open(self) -> bool:
        return not self.again


def opening(now: datetime | None = None) -> Opening:
    """What stands at `now` on every page that takes words in."""
    now = now or timezone.now()
    hours = staffed_hours()
    usual = _("%(days)s, %(opens)s to %(closes)s") % {
        "days": _days(sorted(hours.days)),
        "opens": clock_time(hours.opens),
        "closes": clock_time(hours.closes),
    }
    return Opening(usual, "" if hours.is_open(now) else moment(hours.next_opening(now), now))


def moment(at: datetime, now: datetime) -> str:
    """A day and time as one says them: "tomorrow at 9am", "on Monday at 9am", with the date from a week ahead on."""
    local = timezone.localtime(at)
    ahead = (local.date() - timezone.localdate(now)).days
    if ahead < 2:
        day = _("tomorrow") if ahead else _("today")
    else:
        day = _("on %(day)s") % {"day": date_format(local, "l" if ahead < 7 else "l j F")}
    return _("%(day)s at %(time)s") % {"day": day, "time": clock_time(local.time())}


def clock_time(at: time) -> str:
    """9am, 5:30pm."""
    minutes = f":{at:%M}" if at.minute else ""
    return f"{time_format(at, 'g')}{minutes}{time_format(at, 'A').lower()}"


def _days(days: list[int]) -> str:
    names = [str(WEEKDAYS[day]) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)
