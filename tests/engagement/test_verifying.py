"""A sealed edition is still what was sealed, or the check says what is not; rebuilt, it is the same to the byte."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from engagement import editions, formats, payloads, publishing, reports, rights, verifying
from engagement.editions import Quote, Section, Span
from engagement.models import BoardEdition, Submission, Voice
from people.guarding import lifted
from people.models import User
from tests.engagement.published import AFTER, LATER, NEXT, SAID, busy_quarter, sealed
from tests.factories import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_quarter(officer: User, manager: User) -> Iterator[None]:
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        yield


def quoted(_span: Span) -> Iterable[Section]:
    """A section that quotes by the number of the view."""
    rows = Submission.objects.quotable().values_list("public_words", "reference")
    yield Section("said", "Said", "In their words", quotes=tuple(Quote(words, ref=ref) for words, ref in rows))


@pytest.fixture(autouse=True)
def _sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "_registered", {reports.asks: 1, quoted: 2})
    monkeypatch.setattr(editions, "_counted", [])


@pytest.fixture
def edition(officer: User) -> BoardEdition:
    return sealed(officer, short="Late: {asks.late}.")


def forge(table: str, change: str) -> None:
    """Change what was sealed, as somebody with the database's own password could."""
    with lifted(connection, table), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608  (texts of this test)


def test_all_is_well(edition: BoardEdition) -> None:
    assert publishing.verify(edition) == []
    assert verifying.notes(edition) == []


def test_a_draft_has_nothing_to_verify(officer: User) -> None:
    draft = publishing.open_draft("2026-q1", officer)
    assert publishing.verify(draft) == verifying.notes(draft) == []


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        (
            "engagement_storedfigure",
            "value = '99' WHERE key = 'asks.late'",
            "The figure asks.late is not what",
        ),
        ("engagement_storedfigure", "query = 'other' WHERE key = 'asks.all'", "The figure asks.all"),
        ("engagement_sealededition", "payload = replace(payload, 'Every ask', 'Every axe')", "digest differs"),
        ("engagement_sealededition", "payload = replace(payload, 'Late: 2', 'Late: 3')", "not bound"),
        ("engagement_sealededition", "before = 'abc'", "chain is broken"),
        ("engagement_boardedition", "note = 'another'", "digest differs"),
        ("engagement_boardedition", "as_of = '2026-06-29'", "digest differs"),
    ],
)
def test_what_was_altered_is_found(edition: BoardEdition, table: str, change: str, said: str) -> None:
    if table == "engagement_boardedition":
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608  (texts of this test)
    else:
        forge(table, change)
    problems = " ".join(publishing.verify(BoardEdition.objects.get(pk=edition.pk)))
    assert said in problems
    with pytest.raises(CommandError):
        call_command("verify_editions", stdout=StringIO())


def test_a_seal_that_was_removed_is_missed(officer: User, edition: BoardEdition) -> None:
    with time_machine.travel(LATER, tick=False):
        second = sealed(officer, NEXT)
    with lifted(connection, "engagement_sealededition"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM engagement_sealededition WHERE nth = 1")
    assert publishing.verify(BoardEdition.objects.get(pk=edition.pk)) == ["What was sealed is not there any more."]
    assert "chain is broken" in publishing.verify(second)[0]


def test_the_command_says_that_all_is_well(edition: BoardEdition) -> None:
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert out.getvalue() == f"{edition}: as sealed\n"


def test_what_is_kept_has_no_words_of_a_young_person(edition: BoardEdition) -> None:
    assert CANARY not in edition.sealed.payload
    assert payloads.FINGERPRINT in edition.sealed.payload


def test_a_yes_taken_back_takes_the_words_out_of_every_format(edition: BoardEdition) -> None:
    report = publishing.read(edition)
    assert SAID in {quote.words for section in report.sections for quote in section.quotes}
    rights.take_back(Submission.objects.get(pk=Voice.objects.get(may_quote=True).pk))
    after = publishing.read(edition)
    told = {quote.words for section in after.sections for quote in section.quotes}
    assert SAID not in told
    assert payloads.taken_back() in told
    for kind in formats.kinds():
        assert CANARY.encode() not in formats.make(kind, after)
    assert publishing.verify(edition) == []
    assert "taken back" in verifying.notes(edition)[0]
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert "taken back" in out.getvalue()


FRESH = """
import pickle, sys, django
django.setup()
from engagement import formats
edition = pickle.load(open(sys.argv[1], "rb"))
print(*(f"{kind}={formats.digest(formats.make(kind, edition))}" for kind in formats.kinds()))
"""


def test_made_again_anywhere_it_is_the_same_to_the_byte(edition: BoardEdition, tmp_path: Path) -> None:
    kept = dict(edition.papers.values_list("kind", "digest"))
    assert len(kept) == 5
    file = tmp_path / "edition"
    file.write_bytes(pickle.dumps(publishing.read(edition)))
    for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Lima")):
        where = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": f"{settings.BASE_DIR}:{settings.BASE_DIR / 'site'}",
        }
        done = subprocess.run(
            [sys.executable, "-c", FRESH, str(file)], env=where, capture_output=True, text=True, check=True
        )
        assert dict(pair.split("=") for pair in done.stdout.split()) == kept
