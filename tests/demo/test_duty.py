"""Concerns and the rota of the demo: one in each state, a gap next week, and no alert that waits."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from demo.diary import Stage
from demo.duty import worry_now
from demo.loading import load
from engagement import rota
from engagement.models import Concern, ConcernKind, ConcernState
from engagement.models.concerns import DECIDED
from people.models import OutboxMessage

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(seed=1, stage=Stage.REPORTED, today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded", "db")
def test_a_concern_in_each_state_and_one_that_is_minutes_old() -> None:
    counts = {
        state: Concern.objects.exclude(kind=ConcernKind.ADVOCATE).filter(state=state).count() for state in ConcernState
    }
    assert counts[ConcernState.OPEN] >= 1
    assert counts[ConcernState.ACKNOWLEDGED] >= 1
    assert 1 <= counts[ConcernState.REFERRED] + counts[ConcernState.NO_CONCERN] <= 12
    assert counts[ConcernState.CLOSED] >= 10
    assert not [
        one
        for one in Concern.objects.filter(state="closed").exclude(kind="advocate")
        if one.closed_by_id == one.decided_by_id
    ]
    worry_now()
    assert Concern.objects.filter(state=ConcernState.OPEN).order_by("-opened_at")[0].told_level == 0
    assert Concern.objects.filter(state__in=DECIDED).exists()


@pytest.mark.usefixtures("loaded", "db")
def test_no_alert_waits_and_none_goes_to_anybody_real() -> None:
    assert not OutboxMessage.objects.waiting().exists()
    addresses = OutboxMessage.objects.values_list("address", flat=True).distinct()
    assert addresses
    assert all(address.endswith("@fenbrook.example") for address in addresses)


@pytest.mark.usefixtures("loaded", "db")
def test_next_week_has_one_gap() -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    gaps = [(day.date, place.rung) for day in rota.calendar(monday, 14) for place in day.gaps]
    assert gaps == [(monday + timedelta(days=8), 1)]
