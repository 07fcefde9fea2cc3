"""Backups: database and media in one encrypted file that says what it holds, and the way back.

A file is `MAGIC`, then chunks, each a 4-byte length and an AES-256-GCM box. The chunk's number and whether it is the
last are authenticated, so a cut, swapped or altered file does not open.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

MAGIC = b"said-and-done-backup-1\n"
CHUNK = 1024 * 1024  # bytes


class ArchiveError(Exception):
    """The file is not a whole backup of ours, or does not match what it says it holds."""


def table_counts() -> dict[str, int]:
    """Rows in every table of the models, by table name."""
    with connection.cursor() as cursor:
        counts = {}
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  (a table's own name)
            counts[table] = cursor.fetchone()[0]
    return counts


def write(target: Path) -> dict[str, Any]:
    """Back up everything to `target`; returns the manifest. A failure leaves no half file behind."""
    part = target.with_suffix(".part")
    manifest = {
        "made_at": timezone.now().isoformat(),
        "vendor": connection.vendor,
        "counts": table_counts(),
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
    }
    try:
        with tempfile.TemporaryDirectory() as folder, part.open("wb") as raw:
            dump = Path(folder) / "database.dump"
            _dump(dump)
            with _Sealer(raw) as sealed, tarfile.open(fileobj=sealed, mode="w|gz") as tar:
                _add(tar, "manifest.json", json.dumps(manifest).encode())
                tar.add(dump, "database.dump")
                if Path(settings.MEDIA_ROOT).exists():
                    tar.add(settings.MEDIA_ROOT, "media")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def restore(source: Path) -> dict[str, Any]:
    """Put everything back from `source`, replacing what is there, and compare the counts; returns the manifest.

    Raises ArchiveError before anything is touched when the file is not whole, and after it when the counts differ.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with source.open("rb") as raw, tarfile.open(fileobj=_Opener(raw), mode="r|gz") as tar:
            tar.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text())
        if manifest["vendor"] != connection.vendor:
            raise ArchiveError(f"This is a backup of {manifest['vendor']}; the database here is {connection.vendor}.")
        _load(place / "database.dump")
        if (place / "media").exists():
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            shutil.copytree(place / "media", settings.MEDIA_ROOT)
    found = table_counts()
    wrong = {
        table: (count, found.get(table)) for table, count in manifest["counts"].items() if found.get(table) != count
    }
    if wrong:
        raise ArchiveError(f"Restored, but these tables differ (backup, now): {wrong}")
    return manifest


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    else:
        _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _load(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
    else:
        connection.close()
        _postgresql(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source), to_db=True
        )


def _postgresql(tool: str, *arguments: str, to_db: bool = False) -> None:
    """Run PostgreSQL's own tool on this database; the password goes by environment and not on the command line."""
    place = connection.settings_dict
    named = {
        "PGHOST": place["HOST"],
        "PGPORT": str(place["PORT"]),
        "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"],
        "PGDATABASE": place["NAME"],
    }
    where = [f"--dbname={place['NAME']}"] if to_db else []
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own tools, found on the path)
        [tool, *where, *arguments],
        env={**os.environ, **{name: value for name, value in named.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveError(f"{tool} ended with {done.returncode}: {done.stderr.strip()[:500]}")


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _key() -> AESGCM:
    return AESGCM(urlsafe_b64decode(settings.FIELD_KEYS[0]))


def _keys() -> Iterator[AESGCM]:
    for key in settings.FIELD_KEYS:
        yield AESGCM(urlsafe_b64decode(key))


class _Sealer(io.RawIOBase):
    """Takes bytes and writes authenticated chunks."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.key, self.number, self.held = raw, _key(), 0, bytearray()
        raw.write(MAGIC)

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.held += content
        while len(self.held) > CHUNK:
            self._box(bytes(self.held[:CHUNK]), last=False)
            del self.held[:CHUNK]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._box(bytes(self.held), last=True)
            super().close()

    def _box(self, content: bytes, *, last: bool) -> None:
        nonce = os.urandom(12)
        box = nonce + self.key.encrypt(nonce, content, f"{self.number} {last}".encode())
        self.raw.write(len(box).to_bytes(4, "big") + box)
        self.number += 1


class _Opener(io.RawIOBase):
    """Gives back what a `_Sealer` wrote; raises ArchiveError for anything else."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.number, self.held, self.ended = raw, 0, b"", False
        if raw.read(len(MAGIC)) != MAGIC:
            raise ArchiveError("This is not a backup of ours.")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self.ended and (size < 0 or len(self.held) < size):
            self.held += self._unbox()
        given, self.held = (self.held, b"") if size < 0 else (self.held[:size], self.held[size:])
        return given

    def _unbox(self) -> bytes:
        length = int.from_bytes(self.raw.read(4), "big")
        box = self.raw.read(length)
        for last in (False, True):
            for key in _keys():
                try:
                    content = key.decrypt(box[:12], box[12:], f"{self.number} {last}".encode())
                except (InvalidTag, ValueError):
                    continue
                self.number += 1
                self.ended = last
                return content
        raise ArchiveError("The backup is cut short, altered, or made with a key that is not here.")
