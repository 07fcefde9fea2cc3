"""Did it happen: when it is asked, who may say, what a count leads to, and what of it is shown."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from engagement import asks, verdicts
from engagement.asks import AskError
from engagement.histories import stand
from engagement.models import Ask, AskState, AskVerb, Reply, Verdict, VerdictOutcome
from engagement.telling_back import sentence
from people import outbox
from people.models import User
from people.roles import Role
from tests.engagement import questioned
from tests.engagement.questioned import close, make_done, open_round, spaces, stored, tap
from tests.factories import in_days, make_approved_voice, make_ask, make_promised, make_user

pytestmark = pytest.mark.django_db
clock = questioned.clock

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 2, 10, tzinfo=LONDON)  # four weeks on, the clocks have changed
DAY = timedelta(days=1)


def test_it_is_asked_after_four_and_after_twelve_weeks(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    ask = make_done(officer, manager)
    opened = {}
    for days in range(100):
        clock.move_to(START + days * DAY)
        verdicts.close_due(timezone.localdate())
        for _twice in range(2):
            if verdicts.open_due(timezone.localdate()):
                opened[days] = timezone.localdate()
    assert opened == {28: date(2026, 3, 30), 84: date(2026, 5, 25)}
    first, second = ask.verdict_rounds.order_by("nth")
    assert (first.nth, first.closes_on, second.nth) == (1, date(2026, 4, 13), 2)
    assert (first.outcome, second.outcome) == (VerdictOutcome.UNDECIDED, VerdictOutcome.UNDECIDED)
    questioned = ask.events.filter(verb=AskVerb.QUESTIONED)
    assert [event.by for event in questioned] == [None, None]
    assert Reply.objects.filter(ask_event__in=questioned, by=None).count() == 6
    assert "Did it happen for you? Tell us before 13 April." in {sentence(event) for event in questioned}
    assert stored(ask).state == AskState.DONE
    assert stand(ask.events.order_by("version")).words == "There is pizza."


def test_the_day_counts_here_and_not_in_greenwich(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 6, 1, 0, 20, tzinfo=LONDON))  # still 31 May in UTC
    make_done(officer, manager)
    assert verdicts.open_due(date(2026, 6, 28)) == 0
    assert verdicts.open_due(date(2026, 6, 29)) == 1


def test_who_was_away_for_long_is_asked_once(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager)
    clock.move_to(START + timedelta(weeks=20))
    assert verdicts.open_due(timezone.localdate()) == 1
    assert [one.nth for one in ask.verdict_rounds.all()] == [2]
    close(ask.verdict_rounds.get(), clock)
    assert verdicts.open_due(timezone.localdate()) == 0


def test_a_second_round_waits_for_the_first(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager)
    clock.move_to(START + timedelta(weeks=11))  # late, because nobody was there
    verdicts.open_due(timezone.localdate())
    clock.move_to(START + timedelta(weeks=12))
    assert verdicts.open_due(timezone.localdate()) == 0
    close(ask.verdict_rounds.get(), clock)
    assert verdicts.open_due(timezone.localdate()) == 1


def test_what_is_not_done_is_not_asked_about(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    make_promised(by=officer, owner=manager)
    no = make_promised(by=officer, owner=manager)
    asks.refuse(no, by=manager, reason="law", words="No.")
    assert verdicts.open_due(timezone.localdate() + timedelta(weeks=30)) == 0
    make_done(officer, manager)
    assert verdicts.open_due(timezone.localdate() + timedelta(days=27)) == 0


def test_so_already_is_asked_about_too(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_ask(by=officer)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(5))
    asks.say_already_so(ask, by=manager, words="In the kitchen.")
    assert open_round(ask, clock).about.verb == AskVerb.ALREADY_SO


def test_most_of_those_who_asked_end_it_at_once(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager)
    one, (first, second, third) = open_round(ask, clock), spaces(ask)
    verdicts.say(one, happened=True, space=first)
    assert stored(ask).state == AskState.DONE
    verdicts.say(one, happened=False, space=second)
    verdicts.say(one, happened=True, space=second)  # thought again
    assert Verdict.objects.count() == 2
    one.refresh_from_db()
    assert (one.outcome, stored(ask).state) == (VerdictOutcome.CONFIRMED, AskState.CONFIRMED)
    verdicts.say(one, happened=True, space=second)  # the same again is no news
    for space in (second, third):
        with pytest.raises(AskError, match="This is over"):
            verdicts.say(one, happened=False, space=space)
    event = ask.events.latest("version")
    assert (event.verb, event.by) == (AskVerb.CONFIRMED, None)
    assert sentence(event) == "Young people say: yes, it happened."
    assert event.replies.count() == 3
    assert stored(ask).answer == stand(ask.events.order_by("version")).words == "There is pizza."


def test_two_views_of_one_space_are_one_answer(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager, voices=2)
    busy = spaces(ask)[0]
    asks.gather(ask, [make_approved_voice(by=officer, space=busy) for _n in range(3)], by=officer)
    one = open_round(ask, clock)
    verdicts.say(one, happened=False, space=busy)
    one.refresh_from_db()
    assert one.closed_at is None  # one of two
    verdicts.say(one, happened=False, space=spaces(ask)[1])
    one.refresh_from_db()
    assert one.outcome == VerdictOutcome.REOPENED


def test_more_noes_reopen_it_and_its_owner_owes_an_answer_again(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    ask = make_done(officer, manager)
    one = open_round(ask, clock)
    verdicts.say(one, happened=True, space=spaces(ask)[0])
    tap(one, officer, no=2)
    one = close(one, clock)
    assert one.outcome == VerdictOutcome.REOPENED
    ask = stored(ask)
    # 13 April 2026 is a Monday; ten working days later is the 27th.
    assert (ask.state, ask.owner) == ("reopened", manager)
    assert ask.answer_by == ask.due_on == date(2026, 4, 27)
    event = ask.events.latest("version")
    assert (event.by, event.owner, event.due_on) == (None, manager, date(2026, 4, 27))
    assert event.replies.count() == 3
    assert "did not happen" in sentence(event)
    assert "has to answer again by 27 April" in sentence(event)
    said = stand(ask.events.order_by("version"))
    assert (said.state, said.due_on, said.days_late(date(2026, 4, 29))) == (AskState.REOPENED, date(2026, 4, 27), 2)
    assert ask in Ask.objects.owed_by(manager)
    assert outbox.send_due() == 1
    assert mail.outbox[0].to == [manager.email]


def test_ten_working_days_step_over_holidays(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    clock.move_to(START - timedelta(days=10))  # 20 February; closes on 3 April, Good Friday
    ask = make_done(officer, manager, voices=1)
    clock.move_to(START - timedelta(days=10) + timedelta(weeks=4))
    verdicts.open_due(timezone.localdate())
    one = ask.verdict_rounds.get()
    tap(one, officer, no=1)
    close(one, clock)
    assert stored(ask).answer_by == date(2026, 4, 20)  # not Easter Monday, and not the ten days around it


def test_a_mail_goes_to_the_board_and_to_nobody_who_left(
    officer: User, manager: User, board_member: User, clock: time_machine.Traveller
) -> None:
    gone = make_user(Role.SERVICE_MANAGER)
    made = [make_done(officer, owner, voices=1) for owner in (board_member, gone)]
    clock.move_to(START + timedelta(weeks=4))
    gone.is_active = False
    gone.save()
    assert verdicts.open_due(timezone.localdate()) == 2
    for ask in made:
        verdicts.say(ask.verdict_rounds.get(), happened=False, space=spaces(ask)[0])
        assert stored(ask).state == AskState.REOPENED
    outbox.send_due()
    (sent,) = mail.outbox
    assert sent.to == [board_member.email]
    assert "/board/" in str(sent.body)


@pytest.mark.parametrize(("yes", "no"), [(0, 0), (2, 2)])
def test_no_clear_answer_changes_nothing(
    officer: User, manager: User, clock: time_machine.Traveller, yes: int, no: int
) -> None:
    ask = make_done(officer, manager)
    one = open_round(ask, clock)
    tap(one, officer, yes=yes, no=no)
    assert close(one, clock).outcome == VerdictOutcome.UNDECIDED
    assert stored(ask).state == AskState.DONE
    assert verdicts.close_due(timezone.localdate()) == 0


def test_what_was_confirmed_can_be_reopened_after_twelve_weeks(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    ask = make_done(officer, manager, voices=1)
    verdicts.say(open_round(ask, clock), happened=True, space=spaces(ask)[0])
    assert stored(ask).state == AskState.CONFIRMED
    clock.move_to(START + timedelta(weeks=12))
    assert verdicts.open_due(timezone.localdate()) == 1
    verdicts.say(ask.verdict_rounds.get(nth=2), happened=False, space=spaces(ask)[0])
    assert stored(ask).state == AskState.REOPENED


def test_confirming_twice_is_one_step(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager, voices=1)
    verdicts.say(open_round(ask, clock), happened=True, space=spaces(ask)[0])
    clock.move_to(START + timedelta(weeks=12))
    verdicts.open_due(timezone.localdate())
    verdicts.say(ask.verdict_rounds.get(nth=2), happened=True, space=spaces(ask)[0])
    assert ask.events.filter(verb=AskVerb.CONFIRMED).count() == 1
    assert set(ask.verdict_rounds.values_list("outcome", flat=True)) == {"confirmed"}


def test_a_second_done_has_rounds_of_its_own(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_done(officer, manager, voices=1)
    verdicts.say(open_round(ask, clock), happened=False, space=spaces(ask)[0])
    ask = stored(ask)
    asks.promise(ask, by=manager, what="Pizza, really.", due=in_days(10))
    asks.finish(ask, by=manager, words="Now there is.")
    assert verdicts.standing(ask) == verdicts.Standing(timezone.localdate())
    clock.shift(timedelta(weeks=4))
    assert verdicts.open_due(timezone.localdate()) == 1
    assert ask.verdict_rounds.filter(nth=1).count() == 2
