"""A number is given before its row is committed: no seal closes over one that may still come. Real connections."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from people import sealing
from people.models import EventSeal, Opened, ReadAudit, User
from people.reading import note_read
from tests.factories import make_officer, make_voice

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True)]

AUDIT = "people_readaudit"


@contextmanager
def writing_meanwhile(officer: User, *, rolls_back: bool = False) -> Iterator[Callable[[], None]]:
    """Another connection that has added a row and not committed; calling what is handed out lets it end."""
    added, go_on = threading.Event(), threading.Event()
    about = make_voice().uuid

    def write() -> None:
        try:
            with transaction.atomic():
                note_read(officer, Opened.EXPORT, about)
                added.set()
                go_on.wait(20)
                transaction.set_rollback(rolls_back)
        finally:
            connection.close()

    other = threading.Thread(target=write)
    other.start()
    assert added.wait(20)

    def end() -> None:
        go_on.set()
        other.join(20)

    try:
        yield end
    finally:
        end()


def seal_and_leave() -> None:
    sealing.seal()
    connection.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("rolls_back", [False, True])
def test_a_lower_number_that_commits_later_is_waited_for(rolls_back: bool) -> None:
    officer = make_officer()
    sealing.seal()
    with writing_meanwhile(officer, rolls_back=rolls_back) as end:
        later = note_read(officer, Opened.EXPORT, make_voice().uuid)
        sealing.seal()
        assert not EventSeal.objects.filter(table=AUDIT).exists(), "a lower number is still open"
        end()
        assert sealing.seal() == (1 if rolls_back else 2)
        (seal,) = EventSeal.objects.filter(table=AUDIT)
        assert seal.up_to_id == later.pk
    assert sealing.verify() == []


@pytest.mark.postgresql
def test_another_table_is_sealed_meanwhile() -> None:
    officer = make_officer()
    with writing_meanwhile(officer):
        make_voice(urgency=2)
        assert sealing.seal() >= 1
        assert not EventSeal.objects.filter(table=AUDIT).exists()


@pytest.mark.postgresql
def test_whoever_writes_is_never_held_up_for_long() -> None:
    """While one long transaction keeps the sealer waiting, others add their rows."""
    officer = make_officer()
    about = make_voice().uuid
    with writing_meanwhile(officer):
        sealer = threading.Thread(target=seal_and_leave)
        sealer.start()
        for _ in range(20):
            note_read(officer, Opened.EXPORT, about)
        sealer.join(20)
        assert ReadAudit.objects.count() == 20


def test_sealers_at_once_make_one_chain() -> None:
    officer, about = make_officer(), make_voice().uuid
    for _ in range(10):
        note_read(officer, Opened.EXPORT, about)
    together = threading.Barrier(4)
    sealed: list[int] = []

    def run() -> None:
        try:
            together.wait(20)
            sealed.append(sealing.seal())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(sealed) == 4
    sealing.seal()
    assert sum(EventSeal.objects.filter(table=AUDIT).values_list("count", flat=True)) == 10
    assert sealing.verify() == []


def test_writers_and_sealers_at_once_leave_nothing_unsealed() -> None:
    officer, about = make_officer(), make_voice().uuid
    done = threading.Event()

    def write() -> None:
        try:
            for number in range(25):
                with transaction.atomic():
                    note_read(officer, Opened.EXPORT, about)
                    transaction.set_rollback(number % 5 == 0)
        finally:
            connection.close()

    def keep_sealing() -> None:
        try:
            while not done.is_set():
                sealing.seal()
        finally:
            connection.close()

    sealer = threading.Thread(target=keep_sealing)
    writers = [threading.Thread(target=write) for _ in range(3)]
    for thread in (sealer, *writers):
        thread.start()
    for thread in writers:
        thread.join(60)
    done.set()
    sealer.join(60)
    assert ReadAudit.objects.count() == 60
    assert sealing.verify() == []
    assert sum(EventSeal.objects.filter(table=AUDIT).values_list("count", flat=True)) == 60
