"""The sweep: months of the calendar, rules that rooms register, the command and the nightly task."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from engagement import purging, tasks
from engagement.models import Submission
from engagement.purging import Rule, months_ago
from people import sealing
from people.models import User
from tests.factories import CANARY, make_approved_voice

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def overdue(officer: User) -> Submission:
    voice = make_approved_voice(f"words {CANARY}", by=officer)
    Submission.objects.update(decided_at=timezone.now() - timedelta(days=800))
    return Submission.objects.get(pk=voice.pk)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 24), 24, date(2024, 11, 24)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 72, date(2020, 12, 31)),
    ],
)
def test_months_are_the_calendars(day: date, months: int, then: date) -> None:
    assert months_ago(day, months) == then


def test_months_end_at_midnight_here_also_in_summer() -> None:
    rule = Rule("x", "", "", "", "", "", months=1)
    now = datetime(2026, 7, 15, 23, 30, tzinfo=ZoneInfo("UTC"))  # the 16th, half past midnight, in London
    assert rule.before(now) == datetime(2026, 6, 16, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"months": 12}, "1 year"),
        ({"months": 24}, "2 years"),
        ({"months": 18}, "18 months"),
        ({"days": 90}, "90 days"),
        ({"due": Submission.objects.filter}, "At once"),
        ({}, "No fixed time"),
    ],
)
def test_lengths_in_words(facts: dict[str, object], said: str) -> None:
    assert Rule("x", "", "", "", "", "", **facts).length() == said  # type: ignore[arg-type]


def test_a_rule_without_a_sweep_ends_nothing() -> None:
    rule = Rule("x", "", "", "", "", "")
    assert rule.count(timezone.now()) == rule.run(timezone.now(), lambda _rows: None) == 0
    with pytest.raises(ValueError, match="ends with something else"):
        rule.waiting(timezone.now())


def test_two_rules_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="There is a rule words already"):
        purging.register(Rule("words", "", "", "", "", ""))


def test_another_room_adds_its_rule(overdue: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "_registered", {})

    @purging.rule(name="tickets", what="Tickets", since="the draw", erased="it", kept="nothing", source="us", days=14)
    def tickets(before: datetime) -> QuerySet[Submission]:
        return Submission.objects.filter(decided_at__lt=before)

    assert [(each.rule.name, each.count) for each in purging.purge(dry_run=True)] == [("tickets", 1)]


def test_the_command_says_what_is_due_and_then_does_it(overdue: Submission, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("purge", "--dry-run")
    said = capsys.readouterr().out
    assert "        1  words\n" in said
    assert said.endswith("Nothing was changed.\n")
    overdue.refresh_from_db()
    assert overdue.words

    call_command("purge", "--no-progress")
    done = capsys.readouterr().out
    assert done == said.replace("Nothing was changed.", "Done.")
    overdue.refresh_from_db()
    assert overdue.words == ""


def test_the_command_names_what_it_has_no_right_to(
    overdue: Submission, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "owns_history", lambda: False)
    monkeypatch.setattr(sealing, "prune", lambda _table, _before, dry_run: 7 if dry_run else pytest.fail("no right"))
    call_command("purge")
    assert "history  due; needs the rights of the database's owner" in capsys.readouterr().out


def test_the_night_task_sweeps_and_logs_counts_alone(overdue: Submission, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        tasks.purge()
    assert Submission.objects.get().words == ""
    assert CANARY not in caplog.text
    assert overdue.reference not in caplog.text
    assert str(overdue.uuid) not in caplog.text
    assert settings.CELERY_BEAT_SCHEDULE["purge"]["task"] == "engagement.tasks.purge"
