"""The life of an Ask, step by step, and each refusal."""

import pytest

from engagement import asks, moderation
from engagement.asks import AskError
from engagement.models import Ask, AskState, AskVerb, RefusalReason, Reply, Theme
from people.models import User
from people.roles import Role
from tests.factories import (
    in_days,
    make_approved_voice,
    make_ask,
    make_asked,
    make_space,
    make_user,
    make_voice,
)

pytestmark = pytest.mark.django_db


def told(ask: Ask) -> list[list[str]]:
    """The steps that each contributor has a reply about, in order."""
    replies = Reply.objects.filter(submission__contribution__ask=ask).order_by("submission", "at", "pk")
    heard: dict[int, list[str]] = {c.submission_id: [] for c in ask.contributions.order_by("pk")}
    for reply in replies.select_related("ask_event"):
        assert reply.ask_event is not None
        heard[reply.submission_id].append(reply.ask_event.verb)
    return list(heard.values())


def stored(ask: Ask) -> Ask:
    return Ask.objects.get(pk=ask.pk)


def test_a_promise_has_an_owner_a_day_and_reaches_every_contributor(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager, voices=3)
    asks.promise(ask, by=manager, what="Pizza every Friday", due=in_days(30))
    ask = stored(ask)
    assert (ask.state, ask.owner, ask.promise, ask.due_on) == ("promised", manager, "Pizza every Friday", in_days(30))
    assert ask.is_public  # the owner has read the wording
    assert told(ask) == [["raised", "asked", "promised"]] * 3


def test_a_promise_is_kept_in_the_open(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.promise(ask, by=manager, what="Pizza every Friday", due=in_days(30))
    asks.report_progress(ask, by=manager, words="The oven is here.")
    assert stored(ask).state == AskState.DOING
    asks.move_date(ask, by=manager, due=in_days(40), why="The cook is ill.")
    assert (stored(ask).state, stored(ask).due_on) == (AskState.DOING, in_days(40))
    asks.finish(ask, by=manager, words="There is pizza on Fridays.")
    ask = stored(ask)
    assert (ask.state, ask.answer, ask.due_on, ask.is_closed) == ("done", "There is pizza on Fridays.", None, True)
    assert told(ask) == [["raised", "asked", "promised", "progress", "moved", "done"]]
    days = [event.due_on for event in ask.events.all() if event.due_on]
    assert days == [in_days(10), in_days(30), in_days(40)]  # the old day stays in the history


@pytest.mark.parametrize("reason", RefusalReason)
def test_a_refusal_says_why_and_what_would_change_it(officer: User, manager: User, reason: str) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.refuse(ask, by=manager, reason=reason, words="There is no oven.", would_change="If we get one.")
    ask = stored(ask)
    assert (ask.state, ask.refusal_reason, ask.answer) == ("refused", reason, "There is no oven.")
    assert ask.would_change == "If we get one."
    assert told(ask) == [["raised", "asked", "refused"]]


def test_a_promise_can_be_broken_only_in_the_open(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.promise(ask, by=manager, what="Pizza", due=in_days(3))
    asks.refuse(ask, by=manager, reason="money", words="The money went.")
    assert stored(ask).state == AskState.REFUSED


def test_it_can_be_so_already(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.say_already_so(ask, by=manager, words="Ask in the kitchen on Fridays.")
    assert (stored(ask).state, stored(ask).answer) == ("already_so", "Ask in the kitchen on Fridays.")


def test_a_refused_ask_can_be_put_to_somebody_again(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.refuse(ask, by=manager, reason="not_ours", words="Schools decide.", would_change="Ask them.")
    other = make_user(Role.SERVICE_MANAGER, job_title="Lead Member")
    asks.ask_owner(ask, by=officer, owner=other, answer_by=in_days(7))
    ask = stored(ask)
    assert (ask.state, ask.owner, ask.owner_role, ask.answer_by) == ("asked", other, "Lead Member", in_days(7))
    assert (ask.refusal_reason, ask.answer, ask.would_change) == ("", "", "")


def test_the_team_may_write_down_what_the_owner_said(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.promise(ask, by=officer, what="Pizza", due=in_days(3))
    event = ask.events.get(verb=AskVerb.PROMISED)
    assert (event.by, event.owner) == (officer, manager)
    assert not stored(ask).is_public  # who wrote the wording is no second reader


def test_a_second_person_makes_it_public(officer: User, second_officer: User) -> None:
    ask = make_ask(by=officer)
    with pytest.raises(AskError, match="Somebody else"):
        asks.check(ask, by=officer)
    asks.check(ask, by=second_officer)
    assert stored(ask).checked_by == second_officer
    asks.check(ask, by=second_officer)  # twice is once
    assert ask.events.filter(verb=AskVerb.CHECKED).count() == 1


def test_new_words_have_to_be_read_again(officer: User, second_officer: User) -> None:
    ask = make_ask(by=officer)
    asks.check(ask, by=second_officer)
    asks.reword(ask, by=second_officer, wording=" Pizza twice a week ")
    assert (stored(ask).wording, stored(ask).is_public) == ("Pizza twice a week", False)
    with pytest.raises(AskError, match="Somebody else"):
        asks.check(ask, by=second_officer)
    asks.check(ask, by=officer)
    assert stored(ask).is_public
    assert told(ask) == [["raised"]]  # neither step is news


def test_a_late_joiner_hears_where_it_stands(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    joined = make_approved_voice(by=officer, space=make_space())
    asks.gather(ask, [joined], by=officer)
    first, second = told(ask)
    assert first == ["raised", "asked"]
    assert sorted(second) == ["asked", "gathered"]
    assert stored(ask).version == ask.version == 2


def test_who_left_no_key_gets_no_reply(officer: User) -> None:
    voice = make_approved_voice(by=officer)
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=[voice])
    assert told(ask) == [[]]


def test_a_view_kept_private_counts_all_the_same(officer: User) -> None:
    voice = make_voice(space=make_space())
    moderation.open_for_review(voice, by=officer)
    moderation.keep_private(voice, by=officer)
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=[voice])
    assert told(ask) == [["raised"]]
    assert voice.events.filter(verb="gathered", by=officer).exists()
