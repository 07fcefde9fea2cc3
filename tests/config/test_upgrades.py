"""A council's database of release 0.1 comes through every migration since: words readable, history as it was."""

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import DjangoDbBlocker

from config.archives import count_rows
from config.health import pending_migrations
from engagement.models import Ask, AskEvent, Note, Reply, Submission, SubmissionEvent, Voice
from engagement.tasks import climb_ladders
from people import sealing
from people.models import OutboxMessage, User, YoungPerson
from tests.factories import CANARY

LAST_RELEASE = {
    "people": "0001_staff_and_spaces",
    "engagement": "0003_first_themes_and_templates",
    "config": None,
    "surveys": None,
}
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SAID, PUBLISHED, NOTED, ANSWERED = (f"{CANARY} {word}" for word in ("said", "published", "noted", "answered"))


@pytest.fixture
def empty_database(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The connection leads to a new, empty database for the length of a test."""
    with django_db_blocker.unblock():
        yield from _elsewhere(tmp_path)
    # What was looked up there is wrong here.
    ContentType.objects.clear_cache()
    cache.clear()


def _elsewhere(tmp_path: Path) -> Iterator[None]:
    place = connection.settings_dict
    usual, name = place["NAME"], f"upgrade_{os.getpid()}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    ContentType.objects.clear_cache()
    place["NAME"] = name if connection.vendor == "postgresql" else str(tmp_path / f"{name}.sqlite3")
    try:
        yield
    finally:
        connection.close()
        place["NAME"] = usual
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name}")


def migrate_to_last_release() -> Any:
    """The models as they were."""
    executor = MigrationExecutor(connection)
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in LAST_RELEASE]
    ours = [(app, name) for app, name in LAST_RELEASE.items() if name]
    executor.migrate([*others, *ours])
    return MigrationExecutor(connection).loader.project_state([*others, *ours]).apps


def populate(then: Any) -> None:
    """One of each thing that a council had, as release 0.1 wrote it."""
    kind, _new = then.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="engagement", model="voice"
    )
    officer = then.get_model("people", "User").objects.create(email="marcia@fenbrook.example", first_name="Marcia")
    space = then.get_model("people", "YoungPerson").objects.create(key_hash=b"h" * 32)
    theme = then.get_model("engagement", "Theme").objects.all()[0]
    usual = {"content_type": kind, "received_at": AT, "received_on": AT.date(), "due_at": AT, "answer_by": AT}
    decided = {"state": "approved_redacted", "decided_by": officer, "decided_at": AT, "opened_at": AT, "version": 2}
    voices = then.get_model("engagement", "Voice").objects
    read = voices.create(words=SAID, public_words=PUBLISHED, space=space, theme=theme, **usual, **decided)
    voices.create(words=SAID, theme=theme, urgency=2, safety="waiting", token=uuid.uuid4(), **usual)
    events = then.get_model("engagement", "SubmissionEvent").objects
    for verb, note in (("opened", ""), ("passed_on", NOTED), ("approved", "")):
        events.create(submission=read, verb=verb, by=officer, at=AT, state="approved_redacted", version=2, note=note)
    then.get_model("engagement", "Reply").objects.create(submission=read, words=ANSWERED, by=officer, at=AT)
    ask = then.get_model("engagement", "Ask").objects.create(
        wording="Pizza on Fridays", theme=theme, worded_by=officer, raised_at=AT, changed_at=AT, version=1
    )
    then.get_model("engagement", "AskEvent").objects.create(ask=ask, verb="raised", by=officer, at=AT, version=1)
    then.get_model("engagement", "Contribution").objects.create(ask=ask, submission=read, added_by=officer, added_at=AT)


def rows_of(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  (our own table)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.usefixtures("empty_database")
def test_a_populated_database_of_the_last_release_comes_through() -> None:
    """One test: to come through all migrations takes a minute."""
    populate(migrate_to_last_release())
    tables = {"engagement_submission", "engagement_voice", "engagement_submissionevent", "engagement_askevent"}
    counts, events = count_rows(tables), rows_of("engagement_submissionevent")
    asked = rows_of("engagement_askevent")

    call_command("migrate", verbosity=0)

    assert pending_migrations() == 0
    assert count_rows(tables) == counts
    now = rows_of("engagement_submissionevent")
    assert [{name: row[name] for name in new} for row, new in zip(events, now, strict=True)] == now
    steps = rows_of("engagement_askevent")
    assert [{name: new[name] for name in row} for row, new in zip(asked, steps, strict=True)] == asked
    words_are_readable()
    history_is_kept_from_now_on(len(events) + len(asked))
    an_urgent_view_that_waited_is_told_to_somebody()
    pages_open_over_the_old_rows()


def words_are_readable() -> None:
    voice = Voice.objects.get(state="approved_redacted")
    assert (voice.words, voice.public_words, voice.received_at) == (SAID, PUBLISHED, AT)
    assert voice.space == YoungPerson.objects.get()
    assert [(note.event.verb, note.words) for note in Note.objects.all()] == [("passed_on", NOTED)]
    assert Reply.objects.get().words == ANSWERED
    ask = Ask.objects.get()
    assert (ask.wording, ask.contributions.get().submission_id) == ("Pizza on Fridays", voice.pk)


def history_is_kept_from_now_on(steps: int) -> None:
    """The old steps too."""
    assert sealing.verify() == []
    assert sum(head["up_to_id"] for head in sealing.heads().values()) >= steps
    for model in (SubmissionEvent, AskEvent):
        with pytest.raises(Exception, match="never changed"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET version = 9")  # noqa: S608  (our own table)


def an_urgent_view_that_waited_is_told_to_somebody() -> None:
    climb_ladders.delay()
    climb_ladders.delay()  # once
    waiting = Submission.objects.get(safety="waiting")
    assert waiting.concerns.get().state == "open"
    assert OutboxMessage.objects.waiting().exists()


def pages_open_over_the_old_rows() -> None:
    call_command("createcachetable", verbosity=0)
    assert Client().get("/readyz").status_code == 200
    assert User.objects.get().aliases == ""
    waiting = Submission.objects.get(safety="waiting")
    assert waiting.restricted is False
    assert waiting.received_on == date(2026, 11, 2)
