"""The two pages that watchers ask."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from config.tasks import beat


def test_healthz_touches_nothing(client: Client) -> None:
    response = client.get("/healthz")  # no database mark: a query would fail this test
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_says_which_part_is_not_well(client: Client) -> None:
    cache.clear()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": True, "cache": True, "worker": False, "migrations": True}


@pytest.mark.django_db
def test_readyz_is_well_while_the_worker_beats_and_no_longer(client: Client) -> None:
    with time_machine.travel("2026-11-24 10:00", tick=False) as clock:
        beat.delay()
        assert client.get("/readyz").status_code == 200
        clock.shift(timedelta(minutes=5, seconds=1))
        assert client.get("/readyz").json()["worker"] is False


def test_neither_takes_a_post(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
