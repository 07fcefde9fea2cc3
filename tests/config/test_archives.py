"""A backup comes back whole, on this run's database; a damaged one does not come back at all."""

import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from config import archives
from config.boxes import Opener, Sealer
from config.models import Backup
from engagement import erasing
from engagement.models import Submission, SubmissionEvent
from people import sealing
from people.models import Tombstone
from tests.factories import CANARY, make_approved_voice, make_officer, make_space, make_voice

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def archive(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "picture.txt").write_text(CANARY)
    make_approved_voice(CANARY, by=make_officer(), space=make_space())
    call_command("backup", tmp_path / "backup.bin")
    return tmp_path / "backup.bin"


def counts() -> dict[str, int]:
    """Without what a backup remembers of itself."""
    return {table: count for table, count in archives.table_counts().items() if table != Backup._meta.db_table}


def rewrite(archive: Path, change: dict[str, object]) -> None:
    """Put something else into the file, under the council's own key, as somebody with that key could."""
    place = archive.parent / "rewritten"
    with archive.open("rb") as raw, tarfile.open(fileobj=Opener(raw), mode="r|gz") as tar:
        tar.extractall(place, filter="data")
    file = place / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with archive.open("wb") as target, Sealer(target) as sealed, tarfile.open(fileobj=sealed, mode="w|gz") as tar:
        for path in sorted(place.iterdir()):
            tar.add(path, path.name)


def test_a_restore_brings_back_every_row_and_file(archive: Path, settings: Settings) -> None:
    before = counts()
    make_voice("after the backup")
    (settings.MEDIA_ROOT / "images" / "picture.txt").unlink()
    (settings.MEDIA_ROOT / "later.txt").write_text("after the backup")
    call_command("restore", archive, yes=True)
    assert counts() == before
    assert Submission.objects.get().words == CANARY
    assert (settings.MEDIA_ROOT / "images" / "picture.txt").read_text() == CANARY
    assert not (settings.MEDIA_ROOT / "later.txt").exists()
    assert sealing.verify() == []


def test_the_file_shows_nothing(archive: Path) -> None:
    assert CANARY.encode() not in archive.read_bytes()


def test_what_was_erased_since_stays_erased(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    voice = Submission.objects.get()
    assert voice.space
    erasing.erase_space(voice.space, rule="asked")
    call_command("restore", archive, yes=True)
    again = Submission.objects.get()
    assert (again.uuid, again.words, again.public_words, again.space) == (voice.uuid, "", "", None)
    assert "Erased again since then: 2" in capsys.readouterr().out


def test_a_list_of_tombstones_does_where_the_old_database_is_gone(archive: Path, tmp_path: Path) -> None:
    voice = Submission.objects.get()
    erasing.erase_submission(voice, rule="asked")
    listed = tmp_path / "tombstones.json"
    listed.write_text(json.dumps(erasing.export_tombstones()))
    Tombstone.objects.all().delete()  # as in a new database
    call_command("restore", archive, yes=True, tombstones=listed)
    assert Submission.objects.get().words == ""


@pytest.mark.parametrize("content", ["{}", "no list", '[{"kind": "submission"}]'])
def test_what_is_no_list_of_tombstones_changes_nothing(archive: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "list.json").write_text(content)
    make_voice("still here")
    before = counts()
    with pytest.raises(CommandError):
        call_command("restore", archive, yes=True, tombstones=tmp_path / "list.json")
    assert counts() == before


def test_nobody_is_signed_in_again(archive: Path, tmp_path: Path) -> None:
    SessionStore().save(must_create=True)
    call_command("backup", tmp_path / "second.bin")
    Session.objects.all().delete()  # they sign out
    call_command("restore", tmp_path / "second.bin", yes=True)
    assert not Session.objects.exists()


def test_a_backup_is_remembered_by_the_database_and_outlives_a_restore(archive: Path, tmp_path: Path) -> None:
    first = Backup.objects.get()
    assert first.size == archive.stat().st_size
    call_command("backup", tmp_path / "second.bin")
    call_command("restore", archive, yes=True)
    assert Backup.objects.count() == 2  # neither stands in the first file


@pytest.mark.parametrize("damage", ["cut", "altered", "not ours", "empty"])
def test_a_damaged_backup_changes_nothing(archive: Path, damage: str) -> None:
    whole = archive.read_bytes()
    middle = len(whole) // 2
    archive.write_bytes(
        {
            "cut": whole[:middle],
            "altered": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "not ours": b"PK\x03\x04" + whole,
            "empty": b"",
        }[damage]
    )
    make_voice("still here")
    before = archives.table_counts()
    with pytest.raises(CommandError):
        call_command("restore", archive, yes=True)
    assert archives.table_counts() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vendor": "oracle"}, "oracle"),
        ({"migrations": ["engagement.9999_from_the_future"]}, "newer version"),
        ({"counts": {"engagement_submission": 7}}, "differ"),
        ({"heads": {"engagement_submissionevent": {"up_to_id": 1, "digest": "0" * 64}}}, "history"),
    ],
)
def test_a_backup_that_is_not_what_it_says_changes_nothing(
    archive: Path, change: dict[str, object], message: str
) -> None:
    rewrite(archive, change)
    make_voice("still here")
    before = archives.table_counts()
    with pytest.raises(CommandError, match=message):
        call_command("restore", archive, yes=True)
    assert archives.table_counts() == before
    assert Submission.objects.count() == 2


def test_history_that_was_changed_before_the_backup_is_not_restored(archive: Path, tmp_path: Path) -> None:
    """Somebody who owns the database edits a sealed event, and then makes a backup."""
    table = SubmissionEvent._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER {table}_update_is_refused")
        cursor.execute(f"UPDATE {table} SET at = %s", [datetime(2020, 1, 1, tzinfo=UTC)])  # noqa: S608  (our own table)
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    call_command("backup", tmp_path / "edited.bin")
    with pytest.raises(CommandError, match=r"Nothing was changed.*history"):
        call_command("restore", tmp_path / "edited.bin", yes=True)


def test_another_councils_key_does_not_open_it(archive: Path, settings: Settings) -> None:
    settings.FIELD_KEYS = ["YW5vdGhlci1jb3VuY2lscy1rZXktMDEyMzQ1Njc4OWE="]
    with pytest.raises(CommandError, match="key"):
        call_command("restore", archive, yes=True)


def test_a_failed_backup_leaves_no_half_file_and_is_not_remembered(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    target = tmp_path / "no such folder" / "backup.bin"
    with pytest.raises(CommandError, match="no such folder"):
        call_command("backup", target)
    assert not target.exists()
    assert not Backup.objects.exists()


def test_a_restore_asks_first(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    make_voice("still here")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", archive)
    assert Submission.objects.count() == 2
