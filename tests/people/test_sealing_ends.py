"""After six years the oldest part of a chain is ended, and what is left still holds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement import moderation
from engagement.models import AskEvent, Note
from people import sealing
from people.models import EventSeal, Opened, ReadAudit, User
from people.reading import note_read
from tests.factories import make_ask, make_read_voice, make_voice
from tests.people.test_sealing import AUDIT, SEALS, as_owner

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2018, 3, 1, 12, tzinfo=UTC)
TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
END = datetime(2020, 11, 24, tzinfo=UTC)


@pytest.fixture
def years(officer: User) -> Iterator[None]:
    """Two openings in each of 2018, 2019 and 2026, sealed year by year. Today is a day in 2026."""
    about = make_voice().uuid
    for year in (2018, 2019, 2026):
        with time_machine.travel(LONG_AGO.replace(year=year), tick=False):
            note_read(officer, Opened.EXPORT, about)
            note_read(officer, Opened.EXPORT, about)
            sealing.seal()
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.mark.usefixtures("years")
def test_what_is_older_than_six_years_goes_and_the_chain_holds() -> None:
    kept = sealing.heads()
    assert sealing.prune(AUDIT, END, dry_run=True) == 4
    assert ReadAudit.objects.count() == 6
    assert sealing.prune(AUDIT, END) == 4
    assert {audit.at.year for audit in ReadAudit.objects.all()} == {2026}
    assert EventSeal.objects.filter(table=AUDIT).count() == 2, "the last of the old ones is the new beginning"
    assert sealing.verify(kept) == []


@pytest.mark.usefixtures("years")
def test_a_second_time_removes_nothing() -> None:
    sealing.prune(AUDIT, END)
    assert sealing.prune(AUDIT, END) == 0
    assert sealing.verify() == []


@pytest.mark.usefixtures("years")
def test_year_after_year(officer: User) -> None:
    """Also when the first seal of all is the one that stays, and when a later one takes its place."""
    with time_machine.travel(datetime(2024, 4, 1, tzinfo=UTC), tick=False):
        heads = sealing.heads()
        # The last seals are of 2026 here, so only the first two years are looked at.
        assert sealing.prune(AUDIT, LONG_AGO + timedelta(days=2)) == 2
    assert sealing.verify(heads) == []
    assert sealing.prune(AUDIT, END) == 2
    assert sealing.verify(heads) == []
    note_read(officer, Opened.EXPORT, make_voice().uuid)
    assert sealing.verify(heads) == []


@pytest.mark.usefixtures("years")
def test_heads_of_the_part_that_is_gone_are_no_alarm() -> None:
    first = EventSeal.objects.filter(table=AUDIT)[0]
    old = {AUDIT: {"up_to_id": first.up_to_id, "digest": first.digest}}
    assert sealing.verify(old) == []
    sealing.prune(AUDIT, END)
    assert sealing.verify(old) == []


@pytest.mark.usefixtures("years")
def test_nothing_younger_than_six_years_is_ended() -> None:
    with pytest.raises(ValueError, match="six years"):
        sealing.prune(AUDIT, timezone.now() - timedelta(days=365))
    assert ReadAudit.objects.count() == 6


@pytest.mark.usefixtures("years")
def test_an_attacker_cannot_pass_a_cut_off_for_an_end() -> None:
    """Rows that are too young to go are missed, with their seals and without."""
    last = EventSeal.objects.filter(table=AUDIT).order_by("-from_id")[0]
    as_owner(f"DELETE FROM {AUDIT} WHERE id <= {last.up_to_id}", of=AUDIT)
    as_owner(f"""DELETE FROM {SEALS} WHERE "table" = '{AUDIT}' AND id < {last.pk}""", of=SEALS)
    said = [problem.what for problem in sealing.verify()]
    assert said == ["the chain before it is missing", "is missing", "is missing"]


@pytest.mark.usefixtures("years")
def test_a_row_put_back_before_the_beginning_is_noticed() -> None:
    sealing.prune(AUDIT, END)
    as_owner(
        f"INSERT INTO {AUDIT} (id, by_id, what, about, reason, at) "
        f"SELECT 1, by_id, what, about, reason, at FROM {AUDIT} LIMIT 1",
        of=AUDIT,
    )
    assert "the chain before it is missing" in [problem.what for problem in sealing.verify()]


def test_a_step_goes_once_nothing_points_to_it(officer: User) -> None:
    """Such as a note that a legal hold keeps: the chain waits for it, whole."""
    with time_machine.travel(LONG_AGO, tick=False):
        voice = make_read_voice(by=officer)
        moderation.note(voice, by=officer, words="Spoke to Dev")
        sealing.seal()
    steps = voice.events.count()
    with time_machine.travel(TODAY, tick=False):
        assert sealing.prune("engagement_submissionevent", END) == 0
        assert voice.events.count() == steps
        Note.objects.all().delete()
        assert sealing.prune("engagement_submissionevent", END, dry_run=True) == steps
        assert sealing.prune("engagement_submissionevent", END) == steps
        assert sealing.verify() == []


def test_an_ask_keeps_its_steps_for_ever(officer: User) -> None:
    with time_machine.travel(LONG_AGO, tick=False):
        make_ask(by=officer)
        sealing.seal()
    with time_machine.travel(TODAY, tick=False):
        assert sealing.prune("engagement_askevent", END) == 0
    assert AskEvent.objects.exists()


def test_whoever_owns_the_tables_may_end_a_chain() -> None:
    assert sealing.owns_history()
