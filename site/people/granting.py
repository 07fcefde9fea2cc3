"""What the application's database role may do on PostgreSQL: everything it needs, and nothing that undoes history."""

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from people.guarding import histories


class GrantingError(Exception):
    """A role that cannot be held to this; the message is for the operator."""


def grant(role: str) -> list[str]:
    """Give `role` its rights anew, and return the tables that it can only read and add to.

    Run by the tables' owner after every migrate, because new tables start with no rights for others. Safe to do
    twice. Raises GrantingError for a role that would not be held back by rights.
    """
    if connection.vendor != "postgresql":
        raise GrantingError("Roles are PostgreSQL's. On SQLite, whoever can write the file can write everything.")
    kept = sorted(model._meta.db_table for model in histories())
    read_only = MigrationRecorder.Migration._meta.db_table
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        _refuse_the_mighty(role)
        who = quote(role)
        cursor.execute("SELECT current_database(), current_schema()")
        database, schema = map(quote, cursor.fetchone())
        cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {who}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {who}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {who}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {who}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {who}")
        for table in (*kept, read_only):
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM PUBLIC, {who}")
            cursor.execute(f"GRANT SELECT{'' if table == read_only else ', INSERT'} ON {quote(table)} TO {who}")
    return kept


def make(role: str, password: str) -> None:
    """Make the role that web and worker sign in as, or give it this password; it has no rights yet."""
    if connection.vendor != "postgresql":
        raise GrantingError("Roles are PostgreSQL's.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        cursor.execute(f"{verb} ROLE {connection.ops.quote_name(role)} LOGIN PASSWORD %s", [password])


def _refuse_the_mighty(role: str) -> None:
    """A superuser, and whoever belongs to the owner, does as it likes with any table: rights would be for show."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR pg_has_role(rolname, current_user, 'MEMBER') "
            "OR pg_has_role(rolname, 'pg_write_all_data', 'MEMBER') FROM pg_roles WHERE rolname = %s",
            [role],
        )
        found = cursor.fetchone()
    if found is None:
        raise GrantingError(f"There is no role {role}. Make it first: CREATE ROLE {role} LOGIN PASSWORD '...'")
    if found[0]:
        raise GrantingError(f"{role} is the owner, a superuser, or may write everywhere: nothing holds it back.")
