"""An Ask that was done, and the round in which those who asked say whether it happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from engagement import asks, verdicts
from engagement.models import Ask, Theme, VerdictRound
from people.keys import make_key
from people.models import User, YoungPerson
from tests.factories import in_days, make_approved_voice, make_space

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 2, 10, tzinfo=LONDON)  # four weeks on, the clocks have changed
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def stored(ask: Ask) -> Ask:
    return Ask.objects.get(pk=ask.pk)


def make_done(officer: User, manager: User, voices: int = 3) -> Ask:
    """Done, and asked for by as many young people as there are `voices`."""
    views = [make_approved_voice(by=officer, space=somebody()) for _n in range(voices)]
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=views)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(10))
    asks.promise(ask, by=officer, what="Pizza every Friday.", due=in_days(30))
    asks.finish(ask, by=officer, words="There is pizza.")
    return stored(ask)


def somebody() -> YoungPerson:
    """Somebody else each time."""
    return make_space(make_key())


def spaces(ask: Ask) -> list[YoungPerson]:
    found = [c.submission.space for c in ask.contributions.order_by("pk").select_related("submission__space")]
    return [space for space in found if space]


def open_round(ask: Ask, clock: time_machine.Traveller) -> VerdictRound:
    """The first round of `ask`, on the day it is due."""
    clock.move_to(START + timedelta(weeks=4))
    assert verdicts.open_due(timezone.localdate()) == 1
    return ask.verdict_rounds.get()


def close(one: VerdictRound, clock: time_machine.Traveller) -> VerdictRound:
    clock.move_to(datetime.combine(one.closes_on, START.time(), LONDON))
    assert verdicts.close_due(timezone.localdate()) == 1
    return VerdictRound.objects.get(pk=one.pk)


def tap(one: VerdictRound, officer: User, *, yes: int = 0, no: int = 0) -> None:
    for happened in [True] * yes + [False] * no:
        verdicts.say(one, happened=happened, token=uuid4(), by=officer)
