"""Notes leave the history and come back, on a database that is in use, with the triggers in place."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from engagement import moderation
from engagement.models import Note
from people.encryption import decrypt
from people.guarding import histories, unguarded
from people.models import User
from tests.factories import CANARY, make_officer, make_read_voice

BEFORE, AFTER = ("engagement", "0005_rule_sets"), ("engagement", "0006_notes_apart")
EVENTS = "engagement_submissionevent"


@pytest.mark.django_db
def test_a_note_can_be_erased_while_the_step_stays(officer: User) -> None:
    voice = make_read_voice(by=officer)
    moderation.note(voice, by=officer, words=f" {CANARY} ")
    step = voice.events.get(verb="noted")
    assert step.note == CANARY
    Note.objects.filter(event__submission=voice).delete()
    assert voice.events.get(verb="noted").note == ""


@pytest.mark.django_db
def test_a_step_without_words_has_no_note(officer: User) -> None:
    voice = make_read_voice(by=officer)
    assert voice.events.get(verb="opened").note == ""
    assert not Note.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_notes_move_back_and_out_again_with_every_word() -> None:
    officer = make_officer()
    voice = make_read_voice(by=officer)
    moderation.note(voice, by=officer, words=CANARY)
    step = voice.events.get(verb="noted").pk
    tables = [model._meta.db_table for model in histories()]
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, note FROM {EVENTS} WHERE note <> ''")  # noqa: S608  (our own name)
            ((number, words),) = cursor.fetchall()
        assert (number, decrypt(words)) == (step, CANARY)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {EVENTS} SET note = ''")  # noqa: S608  (our own name)
    finally:
        call_command("migrate", verbosity=0)
    assert voice.events.get(pk=step).note == CANARY
    assert unguarded(connection, tables) == []
