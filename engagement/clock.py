"""The clock beside an item: how much staffed time is left to open or answer it, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.deadlines import staffed_hours
from engagement.models import Safety, State, Submission

HOUR = 60  # minutes
LONG_LATE = timedelta(days=3)  # later than this is said in calendar days


@dataclass(frozen=True)
class Clock:
    """What to show: words, and how pressing it is (the words say it as well, so colour is never alone)."""

    words: str
    pressing: Literal["late", "near", "calm"]


def deadline(submission: Submission) -> datetime:
    """What runs now: the time to open it, or, once opened and nobody is at risk, the time to answer."""
    if submission.state == State.RECEIVED or submission.safety == Safety.WAITING:
        return submission.due_at
    return submission.answer_by


def clock(submission: Submission, now: datetime | None = None) -> Clock:
    """The clock of one open item at `now`."""
    now = now or timezone.now()
    due = deadline(submission)
    hours = staffed_hours()
    if due <= now:
        return Clock(_late(due, now), "late")
    if not hours.is_open(now) or timezone.localdate(due) != timezone.localdate(now):
        return Clock(_day(due, now), "calm")
    minutes = int(hours.between(now, due).total_seconds() // 60)
    if minutes < HOUR:
        words = ngettext("%(n)d min left", "%(n)d min left", minutes) % {"n": minutes}
        return Clock(words, "late" if minutes < 15 else "near")
    return Clock(_("%(n)d h left") % {"n": minutes // HOUR}, "near")


def _late(due: datetime, now: datetime) -> str:
    if now - due > LONG_LATE:
        days = (now - due).days
        return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
    minutes = int(staffed_hours().between(due, now).total_seconds() // 60)
    if minutes < 1:
        return _("Late now")
    if minutes < HOUR:
        return ngettext("%(n)d min late", "%(n)d min late", minutes) % {"n": minutes}
    return _("%(n)d h late") % {"n": minutes // HOUR}


def _day(due: datetime, now: datetime) -> str:
    local = timezone.localtime(due)
    days = (local.date() - timezone.localdate(now)).days
    time = date_format(local, "TIME_FORMAT")
    if days == 0:
        return _("Today %(time)s") % {"time": time}
    if days == 1:
        return _("Tomorrow %(time)s") % {"time": time}
    return f"{date_format(local, 'D j M')}, {time}"
