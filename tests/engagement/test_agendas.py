"""Young people put and rank items first; what no meeting came to stands on the next; nobody is named by an agenda."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from engagement import agendas, asks, meetings
from engagement.meetings import MeetingError
from engagement.models import AgendaItem, AgendaRank, AgendaVoice, Meeting, Theme
from people.models import User
from tests.engagement.meeting_makers import make_item, make_meeting, make_member, make_public_ask
from tests.factories import in_days, make_approved_voice, make_ask, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def second() -> User:
    return make_officer(email="second@council.example")


@pytest.fixture
def meeting(officer: User) -> Meeting:
    return make_meeting(officer)


@pytest.fixture
def member() -> Any:
    return make_member("plum-otter-lamp-kite")


@pytest.fixture
def other() -> Any:
    return make_member("walnut-comet-teapot-drum")


def test_members_put_items_there_once_and_may_take_their_own_off(
    meeting: Any, member: Any, other: Any, officer: Any, second: Any
) -> None:
    ask, theme = make_public_ask(officer, second), Theme.objects.first()
    item = agendas.propose(meeting, member, ask=ask)
    assert agendas.propose(meeting, other, ask=ask) == item
    agendas.propose(meeting, other, theme=theme)
    with pytest.raises(MeetingError, match="Somebody else"):
        agendas.take_back(item, other)
    for _twice in range(2):
        agendas.take_back(item, member)
    assert [one.theme for one in agendas.young_peoples_order(meeting)] == [theme]
    assert not meeting.events.filter(verb="proposed").exclude(by=None).exists()
    assert str(item).startswith("Agenda item")


def test_only_what_is_open_and_public_can_be_picked(meeting: Any, member: Any, officer: Any, second: Any) -> None:
    with pytest.raises(MeetingError, match="Pick an ask or a theme"):
        agendas.propose(meeting, member)
    unread = make_ask(by=officer)
    with pytest.raises(MeetingError, match="not open any more"):
        agendas.propose(meeting, member, ask=unread)


def test_one_member_does_not_fill_the_list(meeting: Any, member: Any, officer: Any, second: Any) -> None:
    for number in range(agendas.MOST_PROPOSED):
        agendas.propose(meeting, member, ask=make_public_ask(officer, second, f"Ask {number}"))
    with pytest.raises(MeetingError, match="Take one off"):
        agendas.propose(meeting, member, theme=Theme.objects.first())


def test_the_order_is_where_members_put_items_on_average(
    meeting: Any, member: Any, other: Any, officer: Any, second: Any
) -> None:
    first, middle, last, unranked = (
        agendas.propose(meeting, who, ask=make_public_ask(officer, second, f"Ask {number}"))
        for number, who in enumerate((member, member, other, other))
    )
    agendas.rank(meeting, member, [last.pk, first.pk, middle.pk])
    agendas.rank(meeting, member, [first.pk, last.pk, middle.pk])  # changed their mind
    agendas.rank(meeting, other, [first.pk, middle.pk, last.pk])
    assert agendas.young_peoples_order(meeting) == [first, middle, last, unranked]  # 0, then two at 1.5, then nobody’s
    for wrong in ([first.pk, first.pk], [10**6]):
        with pytest.raises(MeetingError, match="has changed"):
            agendas.rank(meeting, member, wrong)
    assert str(AgendaRank.objects.first()).startswith("Rank")


def test_officers_come_after_and_only_when_young_people_are_done(
    meeting: Any, member: Any, officer: Any, second: Any
) -> None:
    with pytest.raises(MeetingError, match="Young people go first"):
        agendas.add(meeting, by=officer, title="Ours")
    theirs = agendas.propose(meeting, member, ask=make_public_ask(officer, second))
    ours = make_item(meeting, officer)
    agendas.close_proposals(meeting, by=officer)  # twice is once
    assert agendas.on_agenda(meeting) == [theirs, ours]
    with pytest.raises(MeetingError, match="closed"):
        agendas.propose(meeting, member, theme=Theme.objects.first())
    assert (theirs.is_public, ours.is_public) == (True, False)
    with pytest.raises(MeetingError, match="You wrote this"):
        agendas.check(ours, by=officer)
    for _twice in range(2):
        agendas.check(ours, by=second)
    agendas.check(theirs, by=second)
    assert ours.is_public
    with pytest.raises(MeetingError, match="Young people put this"):
        agendas.take_off(theirs, by=officer)
    agendas.take_off(ours, by=officer)
    assert agendas.on_agenda(meeting) == [theirs]
    with pytest.raises(MeetingError, match="what it is about"):
        agendas.add(meeting, by=officer, title=" ")


def test_what_no_meeting_came_to_stands_on_the_next(meeting: Any, member: Any, officer: Any, second: Any) -> None:
    reached = agendas.propose(meeting, member, ask=make_public_ask(officer, second, "Reached"))
    left = agendas.propose(meeting, member, ask=make_public_ask(officer, second, "Left"))
    agendas.rank(meeting, member, [left.pk, reached.pk])
    following = make_meeting(officer, held_on=in_days(90))
    later = agendas.propose(following, member, theme=Theme.objects.first())
    with time_machine.travel(meeting.ends_at + timedelta(hours=1), tick=False):
        agendas.hold(meeting, by=officer)
        reached.refresh_from_db()
        meetings.record(reached, meeting, by=officer, outcome="We talked.")
    meeting.refresh_from_db()
    assert [item.pk for item in agendas.on_agenda(meeting)] == [left.pk, reached.pk]  # as it stood on the day
    assert [item.pk for item in agendas.on_agenda(following)] == [left.pk, later.pk]


def test_what_a_meeting_came_to_stays(meeting: Any, officer: Any, second: Any) -> None:
    ours = make_item(meeting, officer)
    with time_machine.travel(meeting.ends_at + timedelta(hours=1), tick=False):
        agendas.hold(meeting, by=officer)
        meetings.record(ours, meeting, by=officer, outcome="We talked.")
    with pytest.raises(MeetingError, match="come to it already"):
        agendas.take_off(ours, by=officer)


def test_two_members_who_pick_at_the_same_moment_find_one_item(
    meeting: Any, member: Any, other: Any, officer: Any, second: Any
) -> None:
    ask = make_public_ask(officer, second)
    there = agendas.propose(meeting, member, ask=ask)
    agenda, looks = agendas.on_agenda, iter([True])
    with pytest.MonkeyPatch.context() as patch:  # the other one looks a moment before it is there
        patch.setattr(agendas, "on_agenda", lambda one: [] if next(looks, False) else agenda(one))
        assert agendas.propose(meeting, other, ask=ask) == there


def test_nobody_knows_afterwards_who_put_or_ranked_what(meeting: Any, member: Any, officer: Any, second: Any) -> None:
    item = agendas.propose(meeting, member, ask=make_public_ask(officer, second))
    agendas.rank(meeting, member, [item.pk])
    with time_machine.travel(meeting.ends_at + timedelta(hours=1), tick=False):
        agendas.hold(meeting, by=officer)
    assert not AgendaItem.objects.exclude(space=None).exists()
    assert not AgendaRank.objects.exists()


def test_young_people_are_heard_without_having_to_come(meeting: Any, officer: Any, second: Any) -> None:
    item = make_item(meeting, officer)
    yes = make_approved_voice("I wait outside for an hour", by=officer, may_quote=True)
    no = make_approved_voice("Do not quote me", by=officer, may_quote=False)
    quote = agendas.add_voice(item, by=second, submission=yes)
    assert agendas.add_voice(item, by=second, submission=yes) == quote
    assert (quote.kind, agendas.words_of(quote)) == ("quote", yes.public_words)
    other = make_item(meeting, officer, "Another")
    read_out = agendas.add_voice(other, by=second, submission=yes, reader="council")
    recording = agendas.add_voice(other, by=second, link="https://video.example/1")
    assert (read_out.kind, recording.kind, agendas.words_of(recording)) == ("reading", "recording", "")
    for wrong, why in (
        ({"submission": no}, "not be quoted"),
        ({"submission": yes, "reader": "mayor"}, "who reads"),
        ({"link": "http://a"}, "https"),
    ):
        with pytest.raises(MeetingError, match=why):
            agendas.add_voice(item, by=second, **wrong)
    yes.may_quote = False
    yes.save(update_fields=["may_quote"])
    assert agendas.words_of(AgendaVoice.objects.get(pk=quote.pk)) == ""
    agendas.take_voice_away(quote, by=second)
    assert item.voices.count() == 0
    assert str(recording).startswith("Voice at")


def test_an_ask_that_is_closed_cannot_be_put_there(
    meeting: Any, member: Any, officer: Any, second: Any, manager: Any
) -> None:
    ask = make_public_ask(officer, second)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(9))
    asks.say_already_so(ask, by=manager, words="You can.")
    with pytest.raises(MeetingError, match="not open any more"):
        agendas.propose(meeting, member, ask=ask)


def test_an_agenda_costs_the_same_queries_however_long(
    meeting: Any, member: Any, officer: Any, second: Any, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        agendas.propose(meeting, member, ask=make_public_ask(officer, second, f"Ask {number}"))
    with django_assert_num_queries(3):
        [item.ask and item.ask.wording for item in agendas.on_agenda(meeting)]
