"""The application's database role: everything it needs, and no way to undo history. On a real server."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from people import granting, sealing
from people.guarding import histories
from people.models import EventSeal, Opened, ReadAudit
from people.reading import note_read
from tests.factories import make_ask, make_officer, make_voice

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TABLES = sorted(model._meta.db_table for model in histories())


@pytest.fixture
def role() -> Iterator[str]:
    """A role of this database's own, because roles are one for all databases and test processes run side by side."""
    name = f"app_of_{connection.settings_dict['NAME']}"

    def drop() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            if cursor.fetchone():
                for what in ("ALL TABLES IN SCHEMA public", "ALL SEQUENCES IN SCHEMA public", "SCHEMA public"):
                    cursor.execute(f"REVOKE ALL ON {what} FROM {name}")
                cursor.execute(f"REVOKE ALL ON DATABASE {connection.settings_dict['NAME']} FROM {name}")
                cursor.execute(f"DROP ROLE {name}")

    drop()
    connection.cursor().execute(f"CREATE ROLE {name} LOGIN PASSWORD 'only for this test'")
    yield name
    drop()


@contextmanager
def the_application(user: str) -> Iterator[None]:
    """Django's own connection signs in as the application does, until the end."""
    before = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict |= {"USER": user, "PASSWORD": "only for this test"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.mark.postgresql
def test_the_application_works_and_cannot_undo_history(role: str) -> None:
    officer, owner = make_officer(), who_am_i()
    out = StringIO()
    for _twice in range(2):
        call_command("grant_roles", app=role, stdout=out)
    assert "people_readaudit" in out.getvalue()
    with the_application(role):
        assert who_am_i() == role
        assert not sealing.owns_history()
        # Its daily work: views come in, are read, gathered, audited and sealed.
        make_ask(by=officer)
        note_read(officer, Opened.EXPORT, make_voice().uuid)
        assert sealing.seal()
        assert sealing.verify() == []
        assert ReadAudit.objects.exists()
        assert EventSeal.objects.exists()
        for table in TABLES:
            for attempt in (
                f"UPDATE {table} SET id = id",
                f"DELETE FROM {table}",
                f"TRUNCATE {table} CASCADE",
                f"ALTER TABLE {table} ADD COLUMN more int",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"ALTER TABLE {table} DISABLE TRIGGER history_is_kept",
                f"DROP TRIGGER history_is_kept ON {table}",
                f"CREATE TRIGGER another BEFORE INSERT ON {table} EXECUTE FUNCTION history_is_kept()",
                f"DROP TABLE {table} CASCADE",
                f"GRANT UPDATE ON {table} TO {role}",
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1)",
            ):
                assert is_refused(attempt), attempt
        for attempt in (
            "SET session_replication_role = replica",
            "DROP FUNCTION history_is_kept() CASCADE",
            "CREATE OR REPLACE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TABLE one_of_its_own (id int)",
            "DELETE FROM django_migrations",
            f"SET ROLE {owner}",
        ):
            assert is_refused(attempt), attempt


def who_am_i() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def is_refused(attempt: str) -> bool:
    """Whether the database says that this role may not; any other trouble is no proof."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(attempt)
    except Exception as trouble:  # noqa: BLE001  (looked at in the next line)
        return isinstance(trouble.__cause__, psycopg.errors.InsufficientPrivilege)
    return "GRANT" in attempt and not may_update(attempt)


def may_update(attempt: str) -> bool:
    """GRANT without the right to grant is a warning only: look at what came of it."""
    table, role = attempt.split()[3], attempt.split()[5]
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, 'UPDATE')", [role, table])
        return bool(cursor.fetchone()[0])


@pytest.mark.postgresql
def test_a_right_given_by_mistake_is_taken_back(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON people_readaudit TO {role}")
        cursor.execute("GRANT UPDATE ON people_eventseal TO PUBLIC")
    call_command("grant_roles", app=role, stdout=StringIO())
    with the_application(role):
        assert is_refused("UPDATE people_readaudit SET id = id")
        assert is_refused("UPDATE people_eventseal SET id = id")


@pytest.mark.postgresql
def test_a_role_that_no_right_holds_back_is_refused() -> None:
    for mighty in (who_am_i(), "postgres"):
        with pytest.raises(CommandError, match="nothing holds it back"):
            call_command("grant_roles", app=mighty)


@pytest.mark.postgresql
def test_the_role_is_made_with_a_password_from_the_environment(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.cursor().execute(f"DROP ROLE {role}")
    with pytest.raises(CommandError, match="APP_DATABASE_PASSWORD"):
        call_command("grant_roles", app=role, make=True)
    monkeypatch.setenv("APP_DATABASE_PASSWORD", "only for this test")
    for _made_and_there in range(2):
        call_command("grant_roles", app=role, make=True, stdout=StringIO())
    with the_application(role):
        assert who_am_i() == role


@pytest.mark.postgresql
def test_a_role_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(CommandError, match="There is no role"):
        call_command("grant_roles", app="nobody_here")


def test_sqlite_has_no_roles() -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="PostgreSQL"):
            call_command("grant_roles", app="anybody")
        with pytest.raises(granting.GrantingError, match="PostgreSQL"):
            granting.make("anybody", "a password")
