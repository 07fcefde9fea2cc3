"""Triggers by which the database itself keeps history, whatever the code does; put there after every migrate.

On PostgreSQL a third trigger lets every transaction that adds history hold a shared lock until it ends, so that
`people.sealing` can tell when no row with a lower number can appear any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from people.models.append_only import AppendOnly

LOCK = 5_0331  # one number for all our advisory locks; the table's own number is the second half

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'events are never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION history_is_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock_shared({lock}, TG_RELID::int);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER history_is_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION history_is_kept();
CREATE OR REPLACE TRIGGER history_is_added BEFORE INSERT ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_added();
"""
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {bare}_update_is_refused BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER IF NOT EXISTS {bare}_delete_is_refused BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
)


def histories() -> list[type[Model]]:
    """Every table of every room that is never changed."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """From now on the database refuses to change or remove a row of `table`. Safe to do twice."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL.format(table=connection.ops.quote_name(table), lock=LOCK))
        else:
            for statement in _SQLITE:
                cursor.execute(statement.format(table=connection.ops.quote_name(table), bare=table))


def unguard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Let rows of `table` be changed again: for migrations, and for the end of the six years. Needs the owner."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"DROP TRIGGER IF EXISTS history_is_kept ON {quoted}")
            cursor.execute(f"DROP TRIGGER IF EXISTS history_is_added ON {quoted}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_update_is_refused")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_delete_is_refused")


def unguarded(connection: BaseDatabaseWrapper, tables: list[str]) -> list[str]:
    """Which of `tables` exist and are not guarded whole."""
    with connection.cursor() as cursor:
        there = set(tables) & set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname IN ('history_is_kept', 'history_is_added') AND t.tgenabled <> 'D' "
                "AND pg_table_is_visible(c.oid) GROUP BY c.relname HAVING count(*) = 2"
            )
        else:
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name IN "
                "(tbl_name || '_update_is_refused', tbl_name || '_delete_is_refused') "
                "GROUP BY tbl_name HAVING count(*) = 2"
            )
        guarded = {row[0] for row in cursor.fetchall()}
    return sorted(there - guarded)


@contextmanager
def lifted(connection: BaseDatabaseWrapper, *tables: str) -> Iterator[None]:
    """Without the guard for a moment, in one transaction: either it is back or nothing happened."""
    with transaction.atomic(using=connection.alias):
        for table in tables:
            unguard(connection, table)
        yield
        for table in tables:
            guard(connection, table)


def guard_histories(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Guard what `sender`'s room added; runs after every migrate.

    Not in each room's migrations: SQLite makes a table anew for many changes, and its triggers are gone then.
    """
    tables = [
        model._meta.db_table
        for model in sender.get_models()
        if issubclass(model, AppendOnly) and router.allow_migrate_model(using, model)
    ]
    if not tables:
        return
    connection = connections[using]
    for table in unguarded(connection, tables):
        guard(connection, table)
