"""How long a concern waits, who has been told and who is told next: its ladder, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.deadlines import staffed_hours
from engagement.duty import CLIMBS_AFTER, LAST, REPEATS_EVERY, REQUEST_CLIMBS_AFTER
from engagement.models import Concern, ConcernKind, ConcernState

HOUR, DAY = 60, 24 * 60  # minutes
AT_ONCE = 15  # minutes after which nobody may still be waiting


@dataclass(frozen=True)
class Ladder:
    """What to show beside a concern; `since` lets a script count on, and the words are whole without one."""

    since: datetime
    waited: str
    told: str
    then: str
    pressing: Literal["late", "near", "calm"]


def ladder(concern: Concern, now: datetime | None = None) -> Ladder:
    """How things stand with `concern` at `now`."""
    now = now or timezone.now()
    is_open = concern.state == ConcernState.OPEN
    return Ladder(
        since=concern.opened_at,
        waited=how_long(now - concern.opened_at),
        told=who_was_told(concern.told_level) if is_open else "",
        then=_who_is_next(concern, now) if is_open else "",
        pressing=_pressing(concern, now),
    )


def how_long(waited: timedelta) -> str:
    """Just now, 12 min, 3 h 20 min, 2 days."""
    minutes = int(waited.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < HOUR:
        return _("%(n)d min") % {"n": minutes}
    if minutes < DAY:
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // HOUR, "minutes": minutes % HOUR}
    days = minutes // DAY
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def who_was_told(level: int) -> str:
    """Which people of the ladder have been told so far."""
    if level < 0:
        return _("Nobody has been told yet")
    if level > LAST:
        return _("Everybody has been told, more than once")
    return [_("The first people have been told"), _("The second people have been told"), _("Everybody has been told")][
        level
    ]


def next_at(concern: Concern) -> datetime | None:
    """When the next people are told unless somebody takes it on; None when there is nobody further."""
    rung = concern.told_level + 1
    if concern.kind == ConcernKind.ADVOCATE:
        return staffed_hours().add_hours(concern.opened_at, REQUEST_CLIMBS_AFTER[rung]) if rung <= LAST else None
    if rung <= LAST:
        return concern.opened_at + CLIMBS_AFTER[rung]
    return concern.opened_at + CLIMBS_AFTER[LAST] + (rung - LAST) * REPEATS_EVERY


def _who_is_next(concern: Concern, now: datetime) -> str:
    at = next_at(concern)
    if at is None:
        return ""
    if at <= now:
        return _("The next people are being told now")
    local = timezone.localtime(at)
    here = local.date() == timezone.localdate(now)
    when = date_format(local, "H:i") if here else date_format(local, "D j M, H:i")
    if concern.told_level < LAST:
        return _("The next people are told at %(time)s") % {"time": when}
    return _("Everybody is told again at %(time)s") % {"time": when}


def _pressing(concern: Concern, now: datetime) -> Literal["late", "near", "calm"]:
    if not concern.is_undecided:
        return "calm"
    if concern.state != ConcernState.OPEN or concern.kind == ConcernKind.ADVOCATE:
        return "near"
    return "late" if now - concern.opened_at >= timedelta(minutes=AT_ONCE) else "near"
