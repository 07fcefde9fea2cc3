"""How late an Ask is, to the day: at midnight in London, over the nights the clocks change, in plain words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from engagement import asks
from engagement.models import Ask
from engagement.standing import say_due
from people.models import User
from tests.factories import in_days, make_ask, make_asked, make_promised
from tests.pages.rendered import get

pytestmark = pytest.mark.django_db

WALL = "/you-said-we-did/"


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2026-10-23T12:00", "By 24 October."),
        ("2026-10-24T22:59", "By 24 October."),  # a minute to midnight in London
        ("2026-10-24T23:01", "We said 24 October. It is late by 1 day."),
        ("2026-10-25T23:59", "We said 24 October. It is late by 1 day."),  # the clocks went back: 25 hours
        ("2026-10-26T00:01", "We said 24 October. It is late by 2 days."),
        ("2027-01-02T12:00", "We said 24 October 2026. It is late by 70 days."),
    ],
)
def test_lateness_is_counted_in_calendar_days(
    client: Client, officer: User, manager: User, now: str, says: str
) -> None:
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=UTC)):
        ask = make_asked(by=officer, owner=manager)
        asks.promise(ask, by=manager, what="Pizza", due=date(2026, 10, 24))
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=UTC), tick=False):
        assert says in get(client, WALL)
        assert says in get(client, ask.get_absolute_url())


@pytest.mark.parametrize(("now", "late"), [("2026-03-28T23:59", 0), ("2026-03-29T00:01", 1), ("2026-03-29T23:01", 2)])
def test_a_short_day_is_a_day(officer: User, manager: User, now: str, late: int) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        ask = make_ask(by=officer)
        asks.ask_owner(ask, by=officer, owner=manager, answer_by=date(2026, 3, 28))
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=UTC), tick=False):
        assert ask.days_late(timezone.localdate()) == late
        assert bool(Ask.objects.late(timezone.localdate())) is bool(late)


def test_a_closed_ask_is_late_for_nothing(officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager)
    asks.finish(ask, by=manager, words="It came.")
    assert say_due(ask, in_days(365)) == ""
    assert ask.days_late(in_days(365)) == 0
