"""The whole sweep: dry run and sweep say the same, again ends nothing, a hold wins, history needs its owner."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from engagement import purging
from engagement.models import Reply, Submission, SubmissionEvent
from people import holds, outbox, sealing
from people.models import EventSeal, LegalHold, User, YoungPerson
from tests.engagement.overdue import (
    CASES,
    SECOND,
    START,
    admin_step,
    answer_read,
    at,
    clock,
    due,
    ended,
    lead,
    page_step,
    rule,
)
from tests.factories import make_approved_voice, make_space

pytestmark = pytest.mark.django_db

__all__ = ["clock", "lead"]  # fixtures


@pytest.fixture
def full(clock: time_machine.Traveller, officer: User) -> User:
    """Something for every rule, all long due."""
    for _name, make, _moment in CASES:
        make(officer)
    for key in ("one", "two", "three"):
        make_approved_voice(by=officer, space=make_space(key))
    sealing.seal()
    clock.move_to(at(2036, 1, 1))
    return officer


def counts(*, dry_run: bool) -> dict[str, int]:
    return {each.rule.name: each.count for each in purging.purge(dry_run=dry_run)}


def test_a_dry_run_says_what_the_sweep_does(full: User) -> None:
    before = Submission.objects.exclude(words="").count()
    said = counts(dry_run=True)
    assert Submission.objects.exclude(words="").count() == before
    assert all(said[name] for name, _make, _moment in CASES)
    assert counts(dry_run=False) == said
    assert sum(counts(dry_run=True).values()) == sum(counts(dry_run=False).values()) == 0


def test_small_batches_do_the_same(full: User, monkeypatch: pytest.MonkeyPatch) -> None:
    said = counts(dry_run=True)
    monkeypatch.setattr(purging, "BATCH", 1)
    assert counts(dry_run=False) == said


def test_a_run_that_is_stopped_is_gone_on_with(full: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    said = due("words")

    class PowerCutError(Exception):
        pass

    def cut(_rows: int) -> None:
        raise PowerCutError

    with pytest.raises(PowerCutError):
        rule("words").run(timezone.now(), cut)
    assert due("words") == said - 2  # the batch that was done stays done
    assert ended("words") == said - 2


def test_a_hold_on_everything_stops_every_rule(full: User, lead: User) -> None:
    hold = holds.place(by=lead, scope="period", why="inquiry", first=at(2020, 1, 1).date())
    said = counts(dry_run=True)
    assert {name for name, count in said.items() if count} == {"holds"}
    holds.lift(hold, by=lead)
    assert all(counts(dry_run=True)[name] for name, _make, _moment in CASES)


def test_a_hold_on_other_days_stops_nothing(full: User, lead: User) -> None:
    said = counts(dry_run=True)
    holds.place(by=lead, scope="period", why="inquiry", first=at(2034, 1, 1).date(), last=at(2034, 2, 1).date())
    assert counts(dry_run=True) == said


@pytest.mark.parametrize("scope", ["submission", "space"])
def test_a_hold_on_one_keeps_that_one(clock: time_machine.Traveller, officer: User, lead: User, scope: str) -> None:
    space = make_space()
    kept = make_approved_voice(by=officer, space=space)
    make_approved_voice(by=officer)
    holds.place(by=lead, scope=scope, why="claim", about=kept.uuid if scope == "submission" else space.uuid)
    clock.move_to(at(2030, 1, 1))
    purging.purge()
    assert list(Submission.objects.exclude(words="").values_list("pk", flat=True)) == [kept.pk]
    assert YoungPerson.objects.get() == space


def test_history_ends_where_the_owner_runs_it_and_the_chain_still_holds(full: User) -> None:
    events = SubmissionEvent.objects.count()
    assert events > 0
    assert ended("history") >= events
    assert EventSeal.objects.exists()
    assert sealing.verify() == []


def test_without_the_owners_rights_history_is_named_and_left(full: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "owns_history", lambda: False)
    events = SubmissionEvent.objects.count()
    outcome = next(each for each in purging.purge() if each.rule.name == "history")
    assert outcome.left
    assert outcome.count >= events == SubmissionEvent.objects.count()


def test_reading_times_become_days(clock: time_machine.Traveller, officer: User) -> None:
    answer_read(officer)
    clock.move_to(at(2026, 11, 25) + SECOND)
    ended("reading_times")
    assert Reply.objects.get().read_at == at(2026, 11, 24)


def test_alerts_that_wait_are_never_taken(clock: time_machine.Traveller, officer: User) -> None:
    outbox.put("concern", officer.email, key="waits")
    clock.move_to(at(2036, 1, 1))
    assert due("alerts") == 0


def test_nothing_stays_due_by_a_lift_in_the_future(clock: time_machine.Traveller, lead: User) -> None:
    holds.place(by=lead, scope="period", why="court", first=timezone.localdate())
    clock.move_to(at(2050, 1, 1))
    assert due("holds") == 0  # in force still
    assert LegalHold.objects.in_force().exists()


def test_log_entries_are_gone_and_others_stay(clock: time_machine.Traveller, officer: User) -> None:
    admin_step(officer)
    page_step(officer)
    clock.move_to(START + timedelta(days=91))
    admin_step(officer)
    purging.purge()
    assert ModelLogEntry.objects.count() == 1
    assert PageLogEntry.objects.filter(action="wagtail.edit").exists()


def test_the_table_says_everything_about_every_rule() -> None:
    for each in purging.rules():
        for words in (each.what, each.since, each.erased, each.kept, each.source):
            assert str(words).strip(), each.name
        assert each.length()
