"""Whom a concern is told to, and when: the duty rota in staffed hours, the emergency duty team outside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from engagement.deadlines import staffed_hours
from engagement.models import Concern, ConcernKind, DutyTurn
from people.models import User
from people.roles import HANDLE_ALLEGATIONS, READ_ADVOCACY, roles_that_may

CLIMBS_AFTER = (timedelta(0), timedelta(minutes=15), timedelta(minutes=30))
REPEATS_EVERY = timedelta(minutes=30)  # from the last rung on, until somebody takes it on
REQUEST_CLIMBS_AFTER = (timedelta(0), timedelta(hours=4), timedelta(hours=8))  # staffed hours
DECIDED_WITHIN = timedelta(hours=2)  # staffed hours from being taken on to being handed over or ruled out
LAST = DutyTurn.LAST_RUNG


@dataclass(frozen=True)
class Contact:
    """Where one alert goes."""

    address: str
    phone: str = ""


def rung_due(concern: Concern, now: datetime) -> int:
    """The rung that has to have been told by `now`; beyond the last one the alert repeats."""
    if concern.kind == ConcernKind.ADVOCATE:
        hours = staffed_hours()
        return max(
            rung
            for rung, after in enumerate(REQUEST_CLIMBS_AFTER)
            if hours.add_hours(concern.opened_at, after) <= now or not rung
        )
    waited = now - concern.opened_at
    if waited < CLIMBS_AFTER[LAST]:
        return max(rung for rung, after in enumerate(CLIMBS_AFTER) if after <= max(waited, timedelta(0)))
    return LAST + (waited - CLIMBS_AFTER[LAST]) // REPEATS_EVERY


def contacts(concern: Concern, rung: int, now: datetime) -> list[Contact]:
    """Who is told on `rung` at `now`. Never nobody: the emergency duty team stands behind every empty place."""
    emergency = [Contact(settings.EMERGENCY_DUTY_ADDRESS, settings.EMERGENCY_DUTY_PHONE)]
    if concern.kind == ConcernKind.ADVOCATE:
        people = holders(READ_ADVOCACY)
        return _contacts(people) + (emergency if rung or not people else [])
    leads = [lead for lead in holders(HANDLE_ALLEGATIONS) if lead.pk not in _hidden_from(concern)]
    if concern.submission.restricted:
        # Outside the group nobody may know of it, so its members are told again and again.
        return _contacts(leads) + (emergency if rung or not leads or not staffed_hours().is_open(now) else [])
    turns = list(DutyTurn.objects.on(timezone.localdate(now)))
    if staffed_hours().is_open(now):
        told = _on_rung(turns, rung) or _contacts(leads)
    else:
        told = emergency + (_on_rung(turns, rung - 1) if rung else [])
    if rung >= LAST:
        told += _contacts(turn.person for turn in turns) + _contacts(leads)
    return list(dict.fromkeys(told)) or emergency


def holders(permission: str) -> list[User]:
    """Active members of staff in a role that holds `permission`, in the order they came."""
    names = [role.value for role in roles_that_may(permission)]
    return list(User.objects.filter(groups__name__in=names, is_active=True).distinct().order_by("pk"))


def rung_told(turns: list[DutyTurn], rung: int) -> int | None:
    """`rung`, or the nearest one after it that anybody is on, or else before it; None when nobody is on any."""
    return min({turn.rung for turn in turns}, key=lambda r: (r < rung, abs(r - rung)), default=None)


def _on_rung(turns: list[DutyTurn], rung: int) -> list[Contact]:
    told = rung_told(turns, rung)
    return _contacts(turn.person for turn in turns if turn.rung == told)


def _hidden_from(concern: Concern) -> set[int]:
    return set(concern.submission.hidden_from.values_list("pk", flat=True))


def _contacts(people: Iterable[User]) -> list[Contact]:
    return [Contact(person.email, person.alert_phone) for person in people]
