"""The drill: a whole council is backed up, somebody is erased, the backup comes back, and they do not."""

import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from config import archives
from config.models import Backup
from demo.diary import Stage
from demo.loading import load
from engagement import erasing
from engagement.models import Reply, Submission, SubmissionEvent
from people import sealing
from people.models import Tombstone, YoungPerson

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_nobody_who_was_erased_comes_back(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    load(seed=1, stage=Stage.REPORTED, today=timezone.localdate())
    space = next(
        space
        for space in YoungPerson.objects.order_by("pk")
        if space.submissions.exists() and not erasing.obstacle_for_space(space)
    )
    theirs = set(space.submissions.values_list("pk", flat=True))
    words = [submission.words for submission in space.submissions.all()]
    assert all(words)
    history = SubmissionEvent.objects.count()

    began = time.monotonic()
    call_command("backup", tmp_path / "drill.bin")
    backed_up = time.monotonic() - began
    heads, counts = sealing.heads(), archives.table_counts()

    erasing.erase_space(space, rule="asked")
    call_command("restore", tmp_path / "drill.bin", yes=True)
    took = time.monotonic() - began

    # Nobody erased is left: not the space, not a word, not an answer to them, and no way from their rows to them.
    assert not YoungPerson.objects.filter(uuid=space.uuid).exists()
    for submission in Submission.objects.filter(pk__in=theirs):
        assert (submission.words, submission.public_words, submission.board_words) == ("", "", "")
        assert (submission.space_id, submission.token) == (None, None)
    assert not Reply.objects.filter(submission__in=theirs, ask_event__isnull=True).exists()
    everything = {submission.words for submission in Submission.objects.all()}
    assert everything.isdisjoint(words)
    # Everything else is: by counts, and by the chain whose heads stand in the backup.
    now = archives.table_counts()
    less = {table for table, count in counts.items() if now[table] < count}
    of_words = {f"engagement_{name}" for name in ("reply", "finding", "note", "screeningopinion")}
    assert less <= {"people_youngperson", "django_session", *of_words}
    assert now["engagement_submission"] == counts["engagement_submission"]
    assert SubmissionEvent.objects.count() == history
    assert sealing.verify(heads) == []
    assert Tombstone.objects.filter(uuid=space.uuid).exists()
    assert Backup.objects.exists()
    with capsys.disabled():
        rows = sum(counts.values())
        sys.stdout.write(f"\ndrill: {rows:,} rows, backed up in {backed_up:.1f} s, all of it in {took:.1f} s\n")
