"""The database itself refuses to change an event, whatever the code does."""

from typing import Any

from django.db import migrations

TABLES = ("engagement_submissionevent", "engagement_askevent")


def guard(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {table}_is_history() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'events are never changed' USING ERRCODE = 'integrity_constraint_violation'; "
                "END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_is_history BEFORE UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_is_history()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_is_history BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
            )


def unguard(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_history ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_is_history()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_history")


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_submissions_and_asks")]

    operations = [migrations.RunPython(guard, unguard)]
