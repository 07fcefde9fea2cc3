"""The whole database into one file and back, by the database's own tools, as it was in one moment."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction

from config.boxes import ArchiveError

# Everything of ours goes before anything comes: a table that is newer than the backup would keep an older one from
# being replaced. Extensions stay, and so do the rights that the schema itself gives.
EMPTY = """
DO $$ DECLARE it record; BEGIN
  FOR it IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', it.name);
  END LOOP;
  FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE %s CASCADE', it.name);
  END LOOP;
END $$
"""


@contextmanager
def one_moment() -> Iterator[str]:
    """Everything read inside, and `dump` with the snapshot that this gives, shows one moment, whatever is written.

    On SQLite writers wait meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        snapshot = ""
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        yield snapshot


def dump(target: Path, snapshot: str = "") -> None:
    if connection.vendor == "sqlite":
        # A connection of its own: one that holds the write lock cannot be copied from.
        name = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    moment = [f"--snapshot={snapshot}"] if snapshot else []
    _run("pg_dump", "--format=custom", "--no-owner", *moment, f"--file={target}")


def load(source: Path) -> None:
    """Replace the whole database by what `source` holds: all of it or, when that fails, nothing (PostgreSQL)."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        return
    connection.close()
    script = source.with_suffix(".sql")
    _run("pg_restore", "--no-owner", f"--file={script}", str(source))
    psql = ("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    _run(*psql, "--output=/dev/null", f"--command={EMPTY}", f"--file={script}")
    script.unlink()


def _run(tool: str, *arguments: str) -> None:
    """Run PostgreSQL's own tool on this database; where it is and the password go by environment."""
    place = connection.settings_dict
    named = {
        "PGHOST": place["HOST"],
        "PGPORT": str(place["PORT"]),
        "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"],
        "PGDATABASE": place["NAME"],
        "PGSSLMODE": place.get("OPTIONS", {}).get("sslmode", ""),
        "PGSSLROOTCERT": place.get("OPTIONS", {}).get("sslrootcert", ""),
    }
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own tools, found on the path)
        [tool, *arguments],
        env={**os.environ, **{name: value for name, value in named.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveError(f"{tool} ended with {done.returncode}: {done.stderr.strip()[:500]}")
