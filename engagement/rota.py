"""Who is on duty: put somebody on the rota, take them off it, and see the days on which a place is empty."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from engagement.deadlines import staffed_hours
from engagement.duty import LAST, holders, rung_told
from engagement.hours import bank_holidays
from engagement.models import DutyTurn
from people.models import User
from people.roles import HANDLE_ALLEGATIONS, HANDLE_CONCERNS, MANAGE_ROTA

RUNGS = range(LAST + 1)


@dataclass(frozen=True)
class Place:
    """One rung on one day: whose turn it is, and who is told instead when it is nobody's."""

    rung: int
    turns: list[DutyTurn]
    instead: list[User]  # empty: the emergency duty team


@dataclass(frozen=True)
class Day:
    """One day of the calendar. Outside working days the emergency duty team is told first, whoever is on the rota."""

    date: date
    is_working: bool
    is_bank_holiday: bool
    places: list[Place]

    @property
    def gaps(self) -> list[Place]:
        return [place for place in self.places if self.is_working and not place.turns]


@dataclass(frozen=True)
class OnDuty:
    """Who is told first now. Nobody means the emergency duty team; `until` is when that changes."""

    people: list[User]
    until: datetime


def keep(turn: DutyTurn, *, by: User) -> DutyTurn:
    """Put somebody on the rota, or change when. Only who may handle a concern can be on it."""
    _may(by)
    if not turn.person.has_perm(HANDLE_CONCERNS):
        raise PermissionDenied
    is_new = turn.pk is None
    with transaction.atomic():
        turn.save()
        log(turn, "engagement.put_on_rota" if is_new else "engagement.change_rota", user=by)
    return turn


def remove(turn: DutyTurn, *, by: User) -> None:
    """Take a turn off the rota."""
    _may(by)
    with transaction.atomic():
        log(turn, "engagement.take_off_rota", user=by, deleted=True)
        turn.delete()


def calendar(first: date, days: int) -> list[Day]:
    """`days` days from `first` on, each with its three places. As many queries for a year as for a day."""
    hours, last = staffed_hours(), first + timedelta(days=days - 1)
    turns = DutyTurn.objects.between(first, last)
    by_day: dict[date, list[DutyTurn]] = defaultdict(list)
    for turn in turns:
        for offset in range(days):
            day = first + timedelta(days=offset)
            if turn.first_day <= day <= turn.last_day:
                by_day[day].append(turn)
    leads = holders(HANDLE_ALLEGATIONS)
    return [
        Day(
            date=day,
            is_working=hours.is_working_day(day),
            is_bank_holiday=day in bank_holidays(day.year),
            places=[_place(rung, by_day[day], leads) for rung in RUNGS],
        )
        for day in (first + timedelta(days=offset) for offset in range(days))
    ]


def on_duty(now: datetime | None = None) -> OnDuty:
    """Who is told first of a concern that comes in at `now`, and until when that is so."""
    now = now or timezone.now()
    hours = staffed_hours()
    if not hours.is_open(now):
        return OnDuty([], hours.next_opening(now))
    turns = list(DutyTurn.objects.on(timezone.localdate(now)))
    first = rung_told(turns, 0)
    people = [turn.person for turn in turns if turn.rung == first] or holders(HANDLE_ALLEGATIONS)
    return OnDuty(list(dict.fromkeys(people)), hours.add_days(now, 0))


def may_be_on() -> list[User]:
    """Those who can be put on the rota."""
    return holders(HANDLE_CONCERNS)


def _place(rung: int, turns: list[DutyTurn], leads: list[User]) -> Place:
    mine = [turn for turn in turns if turn.rung == rung]
    told = rung_told(turns, rung)
    return Place(rung, mine, [] if mine else [turn.person for turn in turns if turn.rung == told] or leads)


def _may(by: User) -> None:
    if not by.has_perm(MANAGE_ROTA):
        raise PermissionDenied
