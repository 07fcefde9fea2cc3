"""Every rule of the retention table, just before and just after its moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement import concerns, moderation, purging
from engagement.models import ConcernKind, Submission, Voice
from people.models import Tombstone, User, YoungPerson
from people.roles import Role
from tests.engagement.overdue import CASES, SECOND, at, clock, due, ended, lead
from tests.factories import make_approved_voice, make_officer, make_read_voice, make_space, make_user, make_voice

pytestmark = pytest.mark.django_db

__all__ = ["clock", "lead"]  # fixtures


@pytest.mark.parametrize(("name", "make", "moment"), CASES, ids=[case[0] for case in CASES])
def test_nothing_goes_a_second_too_early(
    clock: time_machine.Traveller, db: None, name: str, make: Callable[[User], None], moment: datetime
) -> None:
    officer = make_officer()
    make(officer)
    clock.move_to(moment - SECOND)
    assert due(name) == 0
    assert ended(name) == 0
    clock.move_to(moment + SECOND)
    waiting = due(name)
    assert waiting > 0
    assert ended(name) == waiting


def test_every_rule_with_an_end_is_proven() -> None:
    swept = [each.name for each in purging.rules() if each.due or isinstance(each, purging.HistoryRule)]
    assert sorted(swept) == sorted(name for name, _make, _moment in CASES)


def test_words_go_and_the_row_stays(clock: time_machine.Traveller, officer: User) -> None:
    voice = make_approved_voice(by=officer)
    clock.move_to(at(2029, 1, 2))
    assert ended("words") == 1
    row = Voice.objects.get(pk=voice.pk)
    assert (row.words, row.public_words, row.received_on) == ("", "", voice.received_on)
    assert Tombstone.objects.get().rule == "words"


def test_an_open_view_is_never_taken(clock: time_machine.Traveller, officer: User) -> None:
    make_voice("not read yet")
    make_read_voice("read and not decided", by=officer)
    clock.move_to(at(2040, 1, 1))
    assert due("words") == due("exact_times") == 0


def test_an_open_concern_is_never_taken_and_its_end_counts(
    clock: time_machine.Traveller, officer: User, lead: User
) -> None:
    voice = make_approved_voice(by=officer)
    concern = concerns.open_concern(voice.submission_ptr, ConcernKind.DISCLOSURE, by=officer)
    clock.move_to(at(2027, 6, 1))
    assert due("exact_times") == 0
    concerns.acknowledge(concern, by=lead)
    concerns.refer(concern, by=lead, to="Children’s services", reference="CS-1")
    clock.move_to(at(2029, 1, 1))
    assert due("words") == due("exact_times") == 0  # nobody has closed it
    concerns.close(concern, by=make_user(Role.SAFEGUARDING_LEAD))
    clock.move_to(at(2031, 1, 1) - SECOND)
    assert due("words") == 0
    clock.move_to(at(2031, 1, 2) + SECOND)
    assert ended("words") == 1


def test_times_become_days_and_say_whether_it_was_opened_in_time(clock: time_machine.Traveller, officer: User) -> None:
    prompt = make_voice("I want to die", space=make_space())
    late = make_voice("I want to die, please help")
    clock.shift(timedelta(minutes=5))
    _read_and_settle(prompt, officer)
    clock.shift(timedelta(hours=3))
    _read_and_settle(late, officer)
    clock.move_to(at(2026, 11, 25) + SECOND)

    assert ended("exact_times") == 2
    for voice, in_time in ((prompt, True), (late, False)):
        row = Submission.objects.get(pk=voice.pk)
        times = [row.received_at, row.opened_at, row.decided_at, row.due_at]
        assert {timezone.localtime(t).strftime("%H:%M:%S.%f") for t in times if t} == {"00:00:00.000000"}
        assert row.received_on == timezone.localdate(row.received_at)
        assert row.opened_at is not None
        assert (row.opened_at <= row.due_at) is in_time


def _read_and_settle(voice: Voice, by: User) -> None:
    voice.refresh_from_db()
    moderation.open_for_review(voice, by=by)
    for concern in voice.concerns.all():
        concerns.acknowledge(concern, by=by)
        concerns.no_concern(concern, by=by, why="a test")
        concerns.close(concern, by=make_user(Role.SAFEGUARDING_LEAD))
    voice.refresh_from_db()
    moderation.keep_private(voice, by=by)


def test_coarse_times_survive_the_day_the_clocks_change(clock: time_machine.Traveller, officer: User) -> None:
    clock.move_to(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))  # 01:30 in summer time; an hour later it is 01:00 again
    voice = make_approved_voice(by=officer, author=make_officer())
    clock.move_to(datetime(2026, 10, 26, 12, tzinfo=UTC))
    assert ended("exact_times") == 1
    row = Submission.objects.get(pk=voice.pk)
    assert row.received_at == datetime(2026, 10, 24, 23, tzinfo=UTC)


def test_a_space_with_words_left_stays(clock: time_machine.Traveller, officer: User) -> None:
    used, unread, closed_lately = make_space("one"), make_space("two"), make_space("three")
    old = make_approved_voice(by=officer, space=used)
    make_voice("nobody has read this", space=unread)
    later = make_voice("read a year later", space=closed_lately)
    clock.move_to(at(2027, 11, 24))
    moderation.open_for_review(later, by=officer)
    moderation.keep_private(later, by=officer)

    clock.move_to(at(2028, 12, 1))
    outcomes = {each.rule.name: each.count for each in purging.purge(dry_run=True)}
    assert outcomes["spaces"] == outcomes["words"] == 1
    purging.purge()
    assert set(YoungPerson.objects.all()) == {unread, closed_lately}
    assert Submission.objects.get(pk=old.pk).space is None
    assert set(Tombstone.objects.values_list("kind", flat=True)) == {"submission", "space"}


def test_a_space_that_is_used_stays(clock: time_machine.Traveller, officer: User) -> None:
    space = make_space()
    clock.move_to(at(2028, 11, 24))
    make_approved_voice(by=officer, space=space)
    clock.move_to(at(2030, 11, 24))
    assert due("spaces") == 0
