"""What somebody will do: who, by when, late to the day, done only with evidence, confirmed by another."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from engagement import actions, agendas, meetings
from engagement.actions import ActionError, ActionState, OvertakenError
from engagement.models import Action, ActionEvent, ActionVerb
from people.models import OutboxMessage, User
from people.roles import Role
from tests.engagement.meeting_makers import make_action, make_item, make_meeting
from tests.factories import in_days, make_ask, make_officer, make_user

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 2, 9, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def second() -> User:
    return make_officer(email="second@council.example")


@pytest.fixture
def member() -> User:
    return make_user(Role.BOARD_MEMBER, email="member@council.example")


def mirrors(action: Action) -> bool:
    """Whether the columns say what the events say."""
    said = actions.replay(action.events.all())
    now = Action.objects.get(pk=action.pk)
    return (said.stage, said.owner, said.due) == (now.stage, now.owner, now.due)


def test_it_comes_from_a_decision_or_an_ask_and_belongs_to_somebody(officer: Any, manager: Any) -> None:
    ask, item = make_ask(by=officer), make_item(make_meeting(officer), officer)
    for wrong, why in (
        ({"owner": manager, "due": in_days(3)}, "decision or ask"),
        ({"owner": manager, "due": in_days(-1), "ask": ask}, "past"),
        ({"owner": officer, "due": in_days(3), "ask": ask}, "can answer"),
        ({"owner": manager, "due": in_days(3), "ask": ask, "wording": " "}, "what will be done"),
    ):
        with pytest.raises(ActionError, match=why):
            actions.open_action(**{"by": officer, "wording": "A phone", **wrong})
    with pytest.raises(PermissionDenied):
        actions.open_action(by=manager, wording="A phone", owner=manager, due=in_days(3), ask=ask)
    action = actions.open_action(by=officer, wording="A phone", owner=manager, due=in_days(30), item=item)
    assert (action.first_due, action.owner_role, str(action)) == (in_days(30), manager.job_title, f"Action {action.pk}")
    assert OutboxMessage.objects.filter(kind="action_owed", address=manager.email).count() == 1
    assert mirrors(action)
    assert "Opened" in str(action.events.get())


def test_an_action_of_an_items_ask_is_the_asks_too(officer: Any, manager: Any) -> None:
    meeting, ask = make_meeting(officer), make_ask(by=officer)
    agendas.close_proposals(meeting, by=officer)
    item = agendas.add(meeting, by=officer, title="Wifi", ask=ask)
    assert make_action(officer, manager, item=item).ask == ask


def test_it_is_late_from_the_day_after_across_the_change_of_the_clocks(officer: Any, manager: Any, clock: Any) -> None:
    action = make_action(officer, manager, due=datetime(2026, 3, 29, tzinfo=LONDON).date())  # the clocks go forward
    states = {}
    for day in (14, 15, 28, 29, 30):
        today = datetime(2026, 3, day, 23, 59, tzinfo=LONDON)
        states[day] = (actions.state(action, today.date()), action.days_late(today.date()))
    assert states == {
        14: (ActionState.ON_TRACK, 0),
        15: (ActionState.DUE_SOON, 0),
        28: (ActionState.DUE_SOON, 0),
        29: (ActionState.DUE_SOON, 0),
        30: (ActionState.LATE, 1),
    }
    assert list(Action.objects.late(datetime(2026, 3, 30, tzinfo=LONDON).date())) == [action]


def test_a_whole_life(officer: Any, second: Any, manager: Any, member: Any) -> None:
    action = make_action(officer, manager)
    assert actions.possible(action, manager) == {ActionVerb.PROGRESS, ActionVerb.MOVED, ActionVerb.DONE}
    with pytest.raises(ActionError, match="Somebody else has to read"):
        actions.check(action, by=officer)
    for _twice in range(2):
        actions.check(action, by=second)
    actions.report_progress(action, by=manager, words="One house done.")
    actions.move_date(action, by=manager, due=in_days(60), why="The firm pulled out.")
    with pytest.raises(ActionError, match="not done yet"):
        actions.confirm(action, by=member)
    with pytest.raises(ActionError, match="what shows"):
        actions.finish(action, by=manager, evidence=" ")
    actions.finish(action, by=manager, evidence="I rang from each room.")
    assert actions.state(action, in_days(100)) == ActionState.DONE
    assert actions.possible(action, member) == {ActionVerb.CONFIRMED}
    with pytest.raises(ActionError, match="done already"):
        actions.report_progress(action, by=manager, words="More")
    with pytest.raises(PermissionDenied):
        actions.confirm(action, by=manager)
    actions.confirm(action, by=member)
    assert actions.state(action, in_days(100)) == ActionState.CONFIRMED
    assert (action.first_due, action.due, action.due_on) == (in_days(30), in_days(60), None)
    assert mirrors(action)
    assert [event.verb for event in action.events.all()] == [
        "opened", "checked", "progress", "moved", "done", "confirmed",
    ]  # fmt: skip


def test_a_board_member_who_owns_it_does_not_confirm_it(officer: Any, member: Any) -> None:
    action = make_action(officer, member)
    actions.finish(action, by=member, evidence="Look")
    with pytest.raises(ActionError, match="You own this"):
        actions.confirm(action, by=member)
    assert actions.possible(action, member) == set()


def test_it_is_opened_again_when_it_was_not_so(officer: Any, manager: Any, member: Any) -> None:
    action = make_action(officer, manager)
    with pytest.raises(ActionError, match="It is open"):
        actions.reopen(action, by=officer, why="No", due=in_days(9))
    actions.finish(action, by=manager, evidence="Look")
    actions.confirm(action, by=member)
    assert ActionVerb.REOPENED in actions.possible(action, officer)
    actions.reopen(action, by=officer, why="The phone is gone.", due=in_days(9))
    assert (action.stage, action.evidence, action.confirmed_by, action.done_on) == ("open", "", None, None)
    assert mirrors(action)


def test_it_goes_to_somebody_else_with_its_day(officer: Any, manager: Any, member: Any) -> None:
    action = make_action(officer, manager)
    for _twice in range(2):
        actions.hand_over(action, by=officer, owner=member)
    assert (action.owner, action.due) == (member, in_days(30))
    assert OutboxMessage.objects.filter(kind="action_owed", address=member.email).count() == 1
    assert actions.owed_by(member) == [action]
    assert actions.owed_by(manager) == []
    with pytest.raises(PermissionDenied):
        actions.report_progress(action, by=manager, words="Mine no more")
    assert mirrors(action)


def test_other_words_are_read_again(officer: Any, second: Any, manager: Any) -> None:
    action = make_action(officer, manager)
    actions.check(action, by=second)
    for _twice in range(2):
        actions.reword(action, by=officer, wording="A phone with a door")
    assert not action.is_public
    assert ActionVerb.CHECKED in actions.possible(action, second)
    assert list(Action.objects.unchecked()) == [action]


def test_two_at_once_do_not_overwrite_each_other(officer: Any, manager: Any) -> None:
    action = make_action(officer, manager)
    old = Action.objects.get()
    actions.report_progress(action, by=manager, words="One house done.")
    with pytest.raises(OvertakenError):
        actions.report_progress(old, by=manager, words="Two houses done.")


def test_open_actions_stand_on_the_next_meeting_by_themselves(officer: Any, manager: Any, clock: Any) -> None:
    first = make_meeting(officer)
    action, done_early = make_action(officer, manager), make_action(officer, manager)
    actions.finish(done_early, by=manager, evidence="Look")
    assert actions.carried_to(first) == [action, done_early]
    following = make_meeting(officer, held_on=in_days(90))
    clock.shift(timedelta(days=8))
    first.refresh_from_db()
    agendas.hold(first, by=officer)
    assert actions.carried_to(following) == [action]
    clock.shift(timedelta(days=1))
    actions.finish(action, by=manager, evidence="Look")
    assert actions.carried_to(following) == [action]
    assert meetings.young_people_came(first) == ""


def test_owners_are_reminded_once_before_and_once_after(officer: Any, manager: Any, clock: Any) -> None:
    make_action(officer, manager, due=in_days(7))
    actions.finish(make_action(officer, manager, due=in_days(7)), by=manager, evidence="Look")

    def sent() -> int:
        return OutboxMessage.objects.filter(kind="action_owed").count()

    given = sent()
    for _twice in range(2):
        assert actions.remind(in_days(0)) == 1
    assert sent() == given + 1
    clock.shift(timedelta(days=8))
    for _day in range(3):
        actions.remind(in_days(0))
        clock.shift(timedelta(days=1))
    assert sent() == given + 2
    User.objects.filter(pk=manager.pk).update(is_active=False)
    OutboxMessage.objects.all().delete()
    actions.remind(in_days(0))
    assert sent() == 0


def test_a_history_that_does_not_begin_with_an_opening_is_no_history() -> None:
    with pytest.raises(ValueError, match="opened for somebody"):
        actions.replay([ActionEvent(verb=ActionVerb.OPENED)])


def test_nobody_is_called_by_their_address(officer: Any, manager: Any) -> None:
    action = make_action(officer, manager)
    assert "@" not in action.owner_name
    action.owner.first_name = action.owner.last_name = ""
    assert action.owner_name == "somebody here"
