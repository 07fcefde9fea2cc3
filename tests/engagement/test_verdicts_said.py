"""Did it happen: when it is asked, who may say, what a count leads to, and what of it is shown."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from engagement import asks, verdicts
from engagement.asks import AskError
from engagement.models import AskState, Verdict, VerdictOutcome
from engagement.tasks import ask_whether_it_happened
from people.models import User
from tests.engagement import questioned
from tests.engagement.questioned import close, make_done, open_round, somebody, spaces, stored, tap
from tests.factories import make_approved_voice, make_promised

pytestmark = pytest.mark.django_db
clock = questioned.clock

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 2, 10, tzinfo=LONDON)  # four weeks on, the clocks have changed
DAY = timedelta(days=1)


def test_only_those_who_asked_have_a_say_by_name(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    one = open_round(make_done(officer, manager), clock)
    with pytest.raises(AskError, match="those who asked"):
        verdicts.say(one, happened=True, space=somebody())
    assert not Verdict.objects.exists()


def test_staff_pass_on_what_somebody_without_a_space_says(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    ask = make_done(officer, manager, voices=1)
    without = make_approved_voice(by=officer)
    asks.gather(ask, [without], by=officer)
    one = open_round(ask, clock)
    view, theirs = without.contribution, ask.contributions.exclude(submission=without).get()
    verdicts.say(one, happened=False, contribution=view, by=officer)
    verdicts.say(one, happened=True, contribution=view, by=officer)
    answer = Verdict.objects.get()
    assert (answer.happened, answer.by, answer.space) == (True, officer, None)
    other = make_done(officer, manager)
    for wrong in (theirs, other.contributions.all()[0]):
        with pytest.raises(AskError, match="their own space"):
            verdicts.say(one, happened=True, contribution=wrong, by=officer)
    with pytest.raises(PermissionDenied):
        verdicts.say(one, happened=True, contribution=view, by=manager)
    with pytest.raises(AskError, match="who passes it on"):
        verdicts.say(one, happened=True, contribution=view)


def test_a_tap_counts_once_and_ends_nothing_early(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager, voices=1)
    one, token = open_round(ask, clock), uuid4()
    for happened in (False, False, True):  # a second press of the same page is no second thought
        verdicts.say(one, happened=happened, token=token, by=officer)
    tap(one, officer, no=4)
    assert verdicts.tally(one) == (0, 5)
    assert stored(ask).state == AskState.DONE
    assert close(one, clock).outcome == VerdictOutcome.REOPENED
    verdicts.say(one, happened=False, token=token, by=officer)  # a late second press is not told off
    with pytest.raises(AskError, match="This is over"):
        tap(one, officer, yes=1)


@pytest.mark.parametrize(
    ("yes", "no", "shown"),
    [(0, 1, ("nobody", "a few")), (5, 6, ("a few", "6")), (12, 0, ("12", "nobody")), (6, 5, ("6", "a few"))],
)
def test_small_numbers_are_words(
    officer: User, manager: User, clock: time_machine.Traveller, yes: int, no: int, shown: tuple[str, str]
) -> None:
    ask = make_done(officer, manager)
    one = open_round(ask, clock)
    tap(one, officer, yes=yes, no=no)
    while_it_runs = verdicts.standing(ask)
    assert while_it_runs == verdicts.Standing(START.date(), one)  # not a word of it while it runs
    close(one, clock)
    after = verdicts.standing(ask)
    assert after
    assert (after.yes, after.no) == shown
    assert (after.running, after.asked_on, after.disagree) == (None, one.closes_on, no > yes)


def test_nothing_is_said_of_what_was_never_done(officer: User, manager: User) -> None:
    assert verdicts.standing(make_promised(by=officer, owner=manager)) is None


def test_a_space_finds_its_round(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager)
    assert verdicts.running_for(spaces(ask)[0], ask) is None
    one = open_round(ask, clock)
    assert verdicts.running_for(spaces(ask)[0], ask) == one
    assert verdicts.running_for(somebody(), ask) is None


def test_the_task_closes_and_opens_and_is_safe_to_run_twice(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    ask = make_done(officer, manager)
    for weeks, rounds in ((3, 0), (4, 1), (5, 1), (6, 1), (12, 2), (14, 2)):
        clock.move_to(START + timedelta(weeks=weeks))
        for _twice in range(2):
            ask_whether_it_happened()
        assert ask.verdict_rounds.count() == rounds
    assert not ask.verdict_rounds.running().exists()
