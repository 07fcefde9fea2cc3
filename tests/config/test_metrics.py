"""Figures for operators: right, behind a token, and about nobody."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from config.models import Backup
from config.tasks import beat
from engagement import concerns
from engagement.models import Concern, Submission
from people import outbox, sealing
from people.models import User
from people.roles import Role
from people.tasks import send_outbox
from tests.factories import CANARY, make_read_voice, make_user, make_voice

pytestmark = pytest.mark.django_db
TOKEN = "t" * 40
URGENT = "I want to kill myself tonight"
WAITING_URGENT = 'open_items{urgency="urgent"}'
OPEN = 'concerns{state="open"}'


@pytest.fixture
def watcher(settings: Settings) -> Client:
    settings.METRICS_TOKEN = TOKEN
    cache.clear()
    return Client(headers={"authorization": f"Bearer {TOKEN}"})


def figures(watcher: Client) -> dict[str, float]:
    response = watcher.get("/metrics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = response.content.decode().splitlines()
    return {
        name.removeprefix("said_and_done_"): float(figure)
        for name, _space, figure in (line.rpartition(" ") for line in lines if not line.startswith("#"))
    }


def test_nothing_waits(watcher: Client) -> None:
    found = figures(watcher)
    assert found[WAITING_URGENT] == 0
    assert found["oldest_unopened_urgent_seconds"] == 0
    assert found[OPEN] == 0
    assert found["outbox_waiting"] == found["outbox_failing"] == found["migrations_pending"] == 0
    assert found["last_backup_age_seconds"] == found["worker_heartbeat_age_seconds"] == float("inf")


def test_every_figure_says_what_it_is(watcher: Client) -> None:
    lines = watcher.get("/metrics").content.decode().splitlines()
    said = {line.split()[2] for line in lines if line.startswith("# HELP")}
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    named = {line.split("{")[0].split()[0] for line in lines if not line.startswith("#")}
    assert said == typed == named
    assert len(named) == 11


def test_what_waits_and_how_long(watcher: Client, officer: User) -> None:
    with time_machine.travel("2026-11-24 10:00", tick=False) as clock:
        beat.delay()
        send_outbox.delay()
        Backup.objects.create(made_at=timezone.now(), rows=1, size=1)
        make_voice()
        make_voice(URGENT)
        make_read_voice(URGENT, by=officer)
        clock.shift(timedelta(minutes=2, seconds=1))
        found = figures(watcher)
    assert found['open_items{urgency="none"}'] == 1
    assert found[WAITING_URGENT] == 2
    assert found["oldest_unopened_urgent_seconds"] == 180  # whole minutes begun
    assert found[OPEN] == 2
    assert found["oldest_unacknowledged_concern_seconds"] == 180
    assert found["outbox_waiting"] >= 1
    assert found["outbox_oldest_waiting_seconds"] == 121
    assert found["worker_heartbeat_age_seconds"] == found["last_backup_age_seconds"] == 121


def test_a_concern_that_is_taken_on_moves_on(watcher: Client) -> None:
    make_voice(URGENT)
    concerns.acknowledge(Concern.objects.get(), by=make_user(Role.SAFEGUARDING_LEAD))
    found = figures(watcher)
    assert (found[OPEN], found['concerns{state="acknowledged"}']) == (0, 1)
    assert found["oldest_unacknowledged_concern_seconds"] == 0


def test_an_alert_that_fails_is_counted_until_it_is_sent(watcher: Client) -> None:
    outbox.put("no-such-template", "duty@fenbrook.example", key="one")
    send_outbox.delay()
    found = figures(watcher)
    assert (found["outbox_waiting"], found["outbox_failing"]) == (1, 1)


def test_an_allegation_is_in_no_figure(watcher: Client) -> None:
    make_voice(URGENT)
    before = figures(watcher)
    Submission.objects.update(restricted=True)
    after = figures(watcher)
    for name in (WAITING_URGENT, OPEN):
        assert (before[name], after[name]) == (1, 0)
    assert after["oldest_unopened_urgent_seconds"] == after["oldest_unacknowledged_concern_seconds"] == 0


def test_history_without_a_seal_is_counted(watcher: Client, officer: User) -> None:
    make_read_voice(by=officer)
    assert figures(watcher)["events_unsealed"] >= 1
    sealing.seal()
    assert figures(watcher)["events_unsealed"] == 0


def test_no_word_name_or_address_is_in_it(watcher: Client) -> None:
    make_voice(f"{CANARY} {URGENT}", purpose="help_now", contact=CANARY)
    outbox.put(CANARY, f"{CANARY}@fenbrook.example", key=CANARY)
    assert CANARY not in watcher.get("/metrics").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_stays(watcher: Client, rows: int) -> None:
    for _ in range(rows):
        make_voice(URGENT)
    watcher.get("/metrics")
    with assertNumQueries(7 + len(sealing.sealed())):
        watcher.get("/metrics")


def test_without_a_token_there_is_no_page(client: Client) -> None:
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("sent", ["", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN} ", "Bearer ü"])
def test_without_the_token_nothing_is_told(watcher: Client, sent: str) -> None:
    headers: dict[str, Any] = {"authorization": sent}
    response = watcher.get("/metrics", headers=headers)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert b"said_and_done" not in response.content


def test_guessing_ends_and_the_right_token_still_opens(watcher: Client) -> None:
    wrong = {"authorization": "Bearer wrong"}
    codes = [watcher.get("/metrics", headers=wrong).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    assert watcher.get("/metrics").status_code == 200


def test_it_takes_no_post(watcher: Client) -> None:
    assert watcher.post("/metrics").status_code == 405
