"""Backups: database and media in one encrypted file that says what it holds, and the way back.

What was erased after a backup stays erased: tombstones are carried over a restore and what they name is erased again.
"""

import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import dumps
from config.boxes import ArchiveError, Opener, Sealer
from config.models import Backup
from engagement import erasing
from people import sealing
from people.models import Tombstone

Tell = Callable[[str], object]  # hears what is being done now


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    manifest: dict[str, Any]
    erased: int  # rows that the backup brought back and that were erased again

    @property
    def rows(self) -> int:
        return sum(self.manifest["counts"].values())


@dataclass(frozen=True)
class Kept:
    """What a restore takes over from the database that it replaces."""

    tombstones: list[dict[str, str]] = field(default_factory=list)
    backups: list[dict[str, Any]] = field(default_factory=list)


def table_counts() -> dict[str, int]:
    """Rows in every table of the models, by table name."""
    return count_rows({model._meta.db_table for model in apps.get_models(include_auto_created=True)})


def count_rows(tables: set[str]) -> dict[str, int]:
    """Rows in those of `tables` that exist."""
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(tables & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  (a table's own name)
            counts[table] = cursor.fetchone()[0]
    return counts


def write(target: Path, tell: Tell = lambda _what: None) -> dict[str, Any]:
    """Back up everything to `target`, as it was in one moment, and remember that; returns the manifest.

    A failure leaves no half file behind.
    """
    part = target.with_suffix(".part")
    try:
        with tempfile.TemporaryDirectory() as folder, part.open("wb") as raw:
            dump = Path(folder) / "database.dump"
            tell("history is sealed")
            sealing.seal()
            tell("database")
            with dumps.one_moment() as snapshot:
                manifest = {
                    "made_at": timezone.now().isoformat(),
                    "vendor": connection.vendor,
                    "counts": table_counts(),
                    "heads": sealing.heads(),
                    "migrations": sorted(f"{app}.{name}" for app, name in _applied()),
                }
                dumps.dump(dump, snapshot)
            with Sealer(raw) as sealed, tarfile.open(fileobj=sealed, mode="w|gz") as tar:
                _add(tar, "manifest.json", json.dumps(manifest).encode())
                tar.add(dump, "database.dump")
                for name in files(default_storage):
                    tell(name)
                    _add_file(tar, name)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _remember(manifest, target.stat().st_size)
    return manifest


def restore(source: Path, tombstones: list[dict[str, str]], tell: Tell = lambda _what: None) -> Restored:
    """Put everything back from `source`, replacing what is there, and erase again what was erased since.

    `tombstones` come on top of those in the database that is replaced. Raises ArchiveError when the file is not
    whole, when a table's count differs or when its history was changed; the database is then as it was before.
    Nobody may use the service meanwhile.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tell("file is opened")
        manifest = _unpack(source, place)
        kept = _keep()
        tell("database as it is now is set aside")
        dumps.dump(place / "before.dump")
        try:
            tell("database")
            dumps.load(place / "database.dump")
            _compare(manifest)
            tell("migrations")
            call_command("migrate", verbosity=0, interactive=False)
            tell("history is verified")
            if changed := sealing.verify(manifest.get("heads")):
                raise ArchiveError(f"The history in this backup was changed: {'; '.join(map(str, changed[:5]))}")
            tell("what was erased since is erased again")
            erasing.import_tombstones([*kept.tombstones, *tombstones])
            erased = erasing.replay_tombstones()
            Session.objects.all().delete()  # whoever was signed out since stays signed out
        except BaseException as trouble:
            tell("database as it was comes back")
            dumps.load(place / "before.dump")
            if isinstance(trouble, (ArchiveError, DatabaseError, ValueError)):
                raise ArchiveError(f"Nothing was changed. {trouble}") from trouble
            raise
        tell("media")
        put_media(place / "media")
    Backup.objects.bulk_create([Backup(**row) for row in kept.backups], ignore_conflicts=True)
    _remember(manifest, source.stat().st_size)
    return Restored(manifest, erased)


def _unpack(source: Path, place: Path) -> dict[str, Any]:
    with source.open("rb") as raw, tarfile.open(fileobj=Opener(raw), mode="r|gz") as tar:
        tar.extractall(place, filter="data")
    manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text())
    if manifest["vendor"] != connection.vendor:
        raise ArchiveError(f"This is a backup of {manifest['vendor']}; the database here is {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {label.split(".")[0] for label in known}
    if newer := [name for name in manifest["migrations"] if name.split(".")[0] in ours and name not in known]:
        raise ArchiveError(f"This backup was made by a newer version, which had: {', '.join(newer)}")
    return manifest


def _keep() -> Kept:
    """Also where the database is empty, or was never one of ours."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    return Kept(
        erasing.export_tombstones() if Tombstone._meta.db_table in there else [],
        [dict(row) for row in Backup.objects.values("made_at", "rows", "size")]
        if Backup._meta.db_table in there
        else [],
    )


def _compare(manifest: dict[str, Any]) -> None:
    found = count_rows(set(manifest["counts"]))
    wrong = {
        table: (count, found.get(table)) for table, count in manifest["counts"].items() if found.get(table) != count
    }
    if wrong:
        raise ArchiveError(f"These tables differ (backup, now): {wrong}")


def _remember(manifest: dict[str, Any], size: int) -> None:
    Backup.objects.update_or_create(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        defaults={"rows": sum(manifest["counts"].values()), "size": size},
    )


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def files(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of `storage`, on disk or in a bucket."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    for inner in sorted(folders):
        yield from files(storage, f"{folder}{inner}/")


def put_media(place: Path) -> None:
    """Make the storage hold exactly what `place` holds; a file is replaced before another is removed."""
    names = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}
    for name in sorted(names):
        default_storage.delete(name)
        with (place / name).open("rb") as content:
            default_storage.save(name, content)
    for name in set(files(default_storage)) - names:
        default_storage.delete(name)


def _add_file(tar: tarfile.TarFile, name: str) -> None:
    entry = tarfile.TarInfo(f"media/{name}")
    entry.size = default_storage.size(name)
    with default_storage.open(name) as content:
        tar.addfile(entry, content)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))
