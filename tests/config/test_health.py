"""The three pages that watchers ask."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.models import Backup
from config.tasks import beat
from people import outbox
from people.tasks import send_outbox


def test_healthz_touches_nothing(client: Client) -> None:
    response = client.get("/healthz")  # no database mark: a query would fail this test
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_takes_views_while_worker_and_alerts_are_away_and_says_so(client: Client) -> None:
    cache.clear()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "database": True,
        "migrations": True,
        "cache": True,
        "worker": False,
        "outbox": False,
        "backup": True,
    }
    assert response["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_wellz_is_well_while_worker_and_sender_beat_and_no_longer(client: Client) -> None:
    with time_machine.travel("2026-11-24 10:00", tick=False) as clock:
        cache.clear()
        beat.delay()
        assert client.get("/wellz").status_code == 503
        send_outbox.delay()
        assert client.get("/wellz").status_code == 200
        clock.shift(timedelta(minutes=5, seconds=1))
        response = client.get("/wellz")
    assert response.status_code == 503
    assert (response.json()["worker"], response.json()["outbox"], response.json()["database"]) == (False, False, True)


@pytest.mark.django_db
def test_an_alert_that_waits_shows_after_five_minutes(client: Client) -> None:
    with time_machine.travel("2026-11-24 10:00", tick=False) as clock:
        beat.delay()
        send_outbox.delay()
        outbox.put("no-such-template", "duty@fenbrook.example", key="one")
        clock.shift(timedelta(minutes=4, seconds=59))
        beat.delay()
        send_outbox.delay()  # in vain
        assert client.get("/readyz").json()["outbox"] is True
        clock.shift(timedelta(seconds=2))
        assert client.get("/readyz").json()["outbox"] is False


@pytest.mark.django_db
def test_a_backup_is_late_an_hour_after_its_time(client: Client, settings: Settings) -> None:
    settings.BACKUP_EVERY_HOURS = 24
    with time_machine.travel("2026-11-24 10:00", tick=False) as clock:
        assert client.get("/readyz").json()["backup"] is False  # there never was one
        Backup.objects.create(made_at=timezone.now(), rows=1, size=1)
        clock.shift(timedelta(hours=25))
        assert client.get("/readyz").json()["backup"] is True
        clock.shift(timedelta(seconds=1))
        assert client.get("/readyz").json()["backup"] is False
        assert client.get("/readyz").status_code == 200
        settings.BACKUP_EVERY_HOURS = 0
        assert client.get("/readyz").json()["backup"] is True


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_migration_that_has_not_run_takes_the_process_out(client: Client) -> None:
    call_command("migrate", "config", "zero", verbosity=0)
    try:
        response = client.get("/readyz")
    finally:
        call_command("migrate", "config", verbosity=0)
    assert response.status_code == 503
    assert (response.json()["migrations"], response.json()["database"]) == (False, True)


@pytest.mark.django_db
def test_without_a_database_it_says_so_and_does_not_break(client: Client) -> None:
    def gone(*_args: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert {name for name, well in response.json().items() if not well} >= {"database", "migrations", "outbox"}


@pytest.mark.parametrize("page", ["/healthz", "/readyz", "/wellz"])
def test_none_takes_a_post(client: Client, page: str) -> None:
    assert client.post(page).status_code == 405
