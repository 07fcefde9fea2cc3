"""A backup comes back whole, on this run's database; a damaged one does not come back at all."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from config import archives
from engagement.models import Submission
from tests.factories import CANARY, make_approved_voice, make_officer, make_voice

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def archive(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "picture.txt").write_text(CANARY)
    make_approved_voice(CANARY, by=make_officer())
    call_command("backup", tmp_path / "backup.bin")
    return tmp_path / "backup.bin"


def test_a_restore_brings_back_every_row_and_file(archive: Path, settings: Settings) -> None:
    before = archives.table_counts()
    make_voice("after the backup")
    (settings.MEDIA_ROOT / "picture.txt").unlink()
    call_command("restore", archive, yes=True)
    assert archives.table_counts() == before
    assert Submission.objects.get().words == CANARY
    assert (settings.MEDIA_ROOT / "picture.txt").read_text() == CANARY


def test_the_file_shows_nothing(archive: Path) -> None:
    assert CANARY.encode() not in archive.read_bytes()


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


def test_another_councils_key_does_not_open_it(archive: Path, settings: Settings) -> None:
    settings.FIELD_KEYS = ["YW5vdGhlci1jb3VuY2lscy1rZXktMDEyMzQ1Njc4OWE="]
    with pytest.raises(CommandError, match="key"):
        call_command("restore", archive, yes=True)


def test_a_failed_backup_leaves_no_half_file(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    target = tmp_path / "no such folder" / "backup.bin"
    with pytest.raises(FileNotFoundError):
        archives.write(target)
    assert not target.exists()
