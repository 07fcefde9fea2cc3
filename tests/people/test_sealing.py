"""The chain over history: what it covers, and what breaks it, whoever did it and with whatever rights."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people import sealing
from people.guarding import lifted
from people.models import EventSeal, Opened, ReadAudit, User
from people.reading import note_read
from tests.factories import make_ask, make_voice

pytestmark = pytest.mark.django_db

AUDIT = "people_readaudit"
SEALS = "people_eventseal"


def as_owner(*statements: str, of: str = AUDIT) -> None:
    """What somebody who owns the database does: the triggers go, rows change, the triggers come back."""
    with lifted(connection, of), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def read_something(by: User, times: int = 1) -> None:
    for _ in range(times):
        note_read(by, Opened.EXPORT, uuid4())


@pytest.fixture
def history(officer: User) -> list[int]:
    """Six rows in three seals; their numbers."""
    for _ in range(3):
        read_something(officer, 2)
        sealing.seal()
    return list(ReadAudit.objects.order_by("pk").values_list("pk", flat=True))


def broken() -> list[tuple[str, int | None, str]]:
    return [(problem.table, problem.row, problem.what) for problem in sealing.verify()]


def test_every_history_is_sealed_and_whole(officer: User) -> None:
    make_ask(by=officer)
    note_read(officer, Opened.EXPORT, make_voice().uuid)
    assert sealing.verify() == []
    assert sealing.seal() == 0, "verifying seals first"
    assert {model.__name__ for model in sealing.sealed()} >= {"SubmissionEvent", "AskEvent", "ReadAudit"}
    for model in sealing.sealed():
        covered = sum(EventSeal.objects.filter(table=model._meta.db_table).values_list("count", flat=True))
        assert covered == model._base_manager.count()


def test_nothing_to_seal_makes_no_seal() -> None:
    assert sealing.seal() == 0
    assert sealing.heads() == {}
    assert sealing.verify() == []


def test_a_long_history_is_sealed_in_pieces(history: list[int], officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_A_SEAL", 2)
    read_something(officer, 5)
    assert sealing.seal() == 5
    assert list(EventSeal.objects.values_list("count", flat=True)) == [2, 2, 2, 2, 2, 1]
    assert sealing.verify() == []


def test_progress_is_told_row_by_row(history: list[int]) -> None:
    told: list[int] = []
    sealing.verify(tell=told.append)
    assert sum(told) == len(history)


@pytest.mark.usefixtures("history")
def test_a_longer_chain_asks_no_more_questions(officer: User) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert sealing.verify() == []
        counts.append(len(queries))
        for _ in range(3):
            read_something(officer)
            sealing.seal()
    assert counts[0] == counts[1]


def test_an_edited_row_is_named(history: list[int]) -> None:
    as_owner(f"UPDATE {AUDIT} SET what = 'concern' WHERE id = {history[3]}")
    assert broken() == [(AUDIT, history[3], "was changed")]


@pytest.mark.parametrize(
    "change",
    ["what = 'concern'", "by_id = {other}", "at = '2020-01-01T00:00:00Z'", "reason = 'law'", "about = '{about}'"],
)
def test_every_column_counts(history: list[int], second_officer: User, change: str) -> None:
    about = uuid4().hex
    as_owner(f"UPDATE {AUDIT} SET {change.format(other=second_officer.pk, about=about)} WHERE id = {history[3]}")
    assert broken() == [(AUDIT, history[3], "was changed")]


def test_a_removed_row_is_named(history: list[int]) -> None:
    as_owner(f"DELETE FROM {AUDIT} WHERE id = {history[2]}")
    assert broken() == [(AUDIT, history[2], "is missing")]


def test_a_row_moved_to_another_number_is_named(history: list[int]) -> None:
    first, second = history[:2]
    as_owner(
        f"UPDATE {AUDIT} SET id = -1 WHERE id = {first}",
        f"UPDATE {AUDIT} SET id = {first} WHERE id = {second}",
        f"UPDATE {AUDIT} SET id = {second} WHERE id = -1",
    )
    assert broken() == [(AUDIT, first, "was changed"), (AUDIT, second, "was changed")]


def copy_row(number: int, to: int) -> str:
    columns = "by_id, what, about, reason, at"
    return f"INSERT INTO {AUDIT} (id, {columns}) SELECT {to}, {columns} FROM {AUDIT} WHERE id = {number}"


def test_a_row_put_in_the_place_of_another_is_named(history: list[int]) -> None:
    as_owner(f"DELETE FROM {AUDIT} WHERE id = {history[2]}", copy_row(history[0], history[2]))
    assert broken() == [(AUDIT, history[2], "was changed")]


def test_a_row_where_there_was_none_is_named(history: list[int]) -> None:
    """A number that was skipped, as after a transaction that was rolled back; and one before the beginning."""
    last, gap = history[-1] + 9, history[-1] + 3
    as_owner(copy_row(history[0], last))  # numbered further on, and sealed as it is
    assert sealing.verify() == []
    as_owner(copy_row(history[0], gap), copy_row(history[0], -3))
    assert broken() == [(AUDIT, -3, "was put in between"), (AUDIT, gap, "was put in between")]


def test_a_tail_that_was_cut_off_is_named(history: list[int]) -> None:
    as_owner(f"DELETE FROM {AUDIT} WHERE id >= {history[4]}")
    assert broken() == [(AUDIT, number, "is missing") for number in history[4:]]


def test_a_tail_cut_off_with_its_seals_shows_against_heads_kept_elsewhere(history: list[int]) -> None:
    kept = sealing.heads()
    assert sealing.verify(kept) == []
    as_owner(f"DELETE FROM {AUDIT} WHERE id >= {history[4]}")
    as_owner(f"DELETE FROM {SEALS} WHERE up_to_id >= {history[4]}", of=SEALS)
    assert sealing.verify() == [], "inside the database nothing shows it"
    assert [str(problem) for problem in sealing.verify(kept)] == [
        f"{AUDIT} {history[5]}: this is not the chain whose head was kept elsewhere"
    ]


def test_a_chain_made_wholly_anew_shows_against_heads_kept_elsewhere(history: list[int]) -> None:
    kept = sealing.heads()
    as_owner(f"UPDATE {AUDIT} SET what = 'concern' WHERE id = {history[0]}")
    as_owner(f"DELETE FROM {SEALS}", of=SEALS)
    assert sealing.verify() == []
    assert len(sealing.verify(kept)) == 1


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("rows = 'x'", "the seal was changed"),
        ("count = 7", "the seal was changed"),
        ("at = '2020-01-01T00:00:00Z'", "the seal was changed"),
        ("previous = ''", "the seal was changed"),
        ("digest = 'x'", "the seal was changed"),
        ("columns = 'id'", "the seal was changed"),
    ],
)
def test_an_edited_seal_is_named(history: list[int], change: str, what: str) -> None:
    second = EventSeal.objects.filter(table=AUDIT)[1]
    as_owner(f"UPDATE {SEALS} SET {change} WHERE id = {second.pk}", of=SEALS)
    assert (AUDIT, second.from_id, what) in broken()


def test_a_seal_made_anew_over_changed_rows_does_not_fit_the_next(history: list[int]) -> None:
    first, second = EventSeal.objects.filter(table=AUDIT)[:2]
    as_owner(f"UPDATE {AUDIT} SET what = 'concern' WHERE id = {history[0]}")
    row = ReadAudit.objects.filter(pk=history[0]).values("pk", *first.columns.split(","))[0]
    rest = first.rows.splitlines()[1:]
    first.rows = "\n".join([f"{history[0]}:{sealing._row_digest(row, first.columns.split(','))}", *rest])
    as_owner(
        f"UPDATE {SEALS} SET rows = '{first.rows}', digest = '{sealing._digest(first)}' WHERE id = {first.pk}", of=SEALS
    )
    assert broken() == [(AUDIT, second.from_id, "the seal does not follow the one before")]


def test_a_seal_that_was_removed_is_noticed(history: list[int]) -> None:
    first, second, third = EventSeal.objects.filter(table=AUDIT)
    as_owner(f"DELETE FROM {SEALS} WHERE id = {second.pk}", of=SEALS)
    assert (AUDIT, third.from_id, "the seal does not follow the one before") in broken()
    as_owner(f"DELETE FROM {SEALS} WHERE id = {first.pk}", of=SEALS)
    assert (AUDIT, third.from_id, "the chain before it is missing") in broken()


def test_many_broken_rows_are_named_up_to_a_number(history: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_NAMED", 2)
    as_owner(f"UPDATE {AUDIT} SET what = 'concern'")
    assert [row for _table, row, _what in broken()] == history[:2]


def test_a_problem_without_a_row_says_so() -> None:
    assert str(sealing.Problem("a_table", None, "was changed")) == "a_table: was changed"
