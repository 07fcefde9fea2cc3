"""Notes leave the history, so that words can be erased and history stays.

The triggers of 0002 make way for those of `people.guarding`, which every room shares and which refuse deleting too.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from people.encryption import EncryptedTextField
from people.guarding import unguard

EVENTS, NOTES = "engagement_submissionevent", "engagement_note"
first_guard = import_module("engagement.migrations.0002_events_are_never_changed")


def move_out(apps: Any, schema_editor: Any) -> None:
    """Copies the encrypted text as it is: no key is needed, and no word is opened."""
    schema_editor.execute(f"INSERT INTO {NOTES} (event_id, words) SELECT id, note FROM {EVENTS} WHERE note <> ''")  # noqa: S608  (our own names)


def move_back(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection, EVENTS)
    schema_editor.execute(
        f"UPDATE {EVENTS} SET note = (SELECT words FROM {NOTES} WHERE event_id = {EVENTS}.id) "  # noqa: S608  (as above)
        f"WHERE id IN (SELECT event_id FROM {NOTES})"
    )
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the next change of a table is refused


class Migration(migrations.Migration):
    dependencies = [("engagement", "0005_rule_sets"), ("people", "0003_seals_and_read_audit")]

    operations = [
        migrations.RunPython(first_guard.unguard, first_guard.guard),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="kept_note",
                        serialize=False,
                        to="engagement.submissionevent",
                    ),
                ),
                ("words", EncryptedTextField()),
            ],
        ),
        migrations.RunPython(move_out, move_back),
        migrations.RemoveField(model_name="submissionevent", name="note"),
        migrations.AlterField(
            model_name="askevent",
            name="ask",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="engagement.ask"
            ),
        ),
        migrations.AlterField(
            model_name="submissionevent",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="engagement.submission"
            ),
        ),
    ]
