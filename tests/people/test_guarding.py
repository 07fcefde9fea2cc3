"""The database keeps history by itself, in every room: no update and no delete, also after a table is made anew."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from engagement.models import Ask, Submission
from people import sealing
from people.encryption import EncryptedTextField
from people.guarding import guard_histories, histories, lifted, unguard, unguarded
from people.models import AppendOnlyError, EventSeal, Opened, ReadAudit, User
from people.reading import note_read
from tests.factories import make_ask, make_voice

pytestmark = pytest.mark.django_db

TABLES = sorted(model._meta.db_table for model in histories())


def test_every_history_of_every_room_is_guarded() -> None:
    assert {"engagement_submissionevent", "engagement_askevent", "people_readaudit", "people_eventseal"} <= set(TABLES)
    assert unguarded(connection, TABLES) == []


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize(
    "table", ["engagement_submissionevent", "engagement_askevent", "people_readaudit", "people_eventseal"]
)
def test_the_database_refuses(officer: User, table: str, change: str) -> None:
    make_ask(by=officer)
    note_read(officer, Opened.EXPORT, make_voice().uuid)
    sealing.seal()
    with pytest.raises(DatabaseError, match="events are never changed"), transaction.atomic():
        connection.cursor().execute(change.format(table))


def test_the_models_refuse(officer: User) -> None:
    audit = note_read(officer, Opened.EXPORT, make_voice().uuid)
    everything = ReadAudit.objects.all()
    for attempt in (audit.save, audit.delete, everything.delete, lambda: everything.update(what="x")):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_nothing_takes_history_along_when_it_goes(officer: User) -> None:
    make_ask(by=officer)
    for thing in (Submission.objects.get(), Ask.objects.get()):
        with pytest.raises(ProtectedError), transaction.atomic():
            thing.delete()


def test_a_guard_that_was_lost_comes_back_with_the_next_migrate() -> None:
    unguard(connection, "people_readaudit")
    assert unguarded(connection, TABLES) == ["people_readaudit"]
    for room in ("people", "engagement", "pages"):
        guard_histories(apps.get_app_config(room))
    assert unguarded(connection, TABLES) == []


def test_a_table_that_is_not_there_yet_is_left_alone() -> None:
    assert unguarded(connection, ["people_of_tomorrow"]) == []


def test_the_guard_is_back_after_it_was_lifted_and_after_a_failure(officer: User) -> None:
    with lifted(connection, "people_readaudit"):
        assert unguarded(connection, TABLES) == ["people_readaudit"]
    assert unguarded(connection, TABLES) == []
    with pytest.raises(RuntimeError), lifted(connection, "people_readaudit"):
        raise RuntimeError
    assert unguarded(connection, TABLES) == []


def test_history_holds_no_words_that_may_have_to_be_erased() -> None:
    """What is encrypted has to be erasable, and written anew with a new key: it stands in a table of its own."""
    words = [
        f"{model.__name__}.{field.name}"
        for model in histories()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    assert words == []


def test_a_seal_says_where_it_stands() -> None:
    assert str(EventSeal(table="people_readaudit", from_id=1, up_to_id=3)) == "people_readaudit 1–3"
