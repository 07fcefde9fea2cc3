"""Whatever is done to an Ask, in any order: its history says where it is, and everybody who asked hears of it once."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from engagement import asks
from engagement.asks import TOLD
from engagement.histories import stand
from engagement.models import OWNED_STATES, Ask, AskVerb, Reply
from people.models import User
from people.roles import Role
from tests.factories import in_days, make_approved_voice, make_ask, make_officer, make_space, make_user

STEPS = ("gather", "ask", "reword", "check", "promise", "refuse", "so", "progress", "move", "finish")


def take(step: str, ask: Ask, by: User, owner: User, days: int) -> None:
    """One step, by whoever tries it."""
    day = in_days(days)
    if step == "gather":
        asks.gather(ask, [make_approved_voice(by=make_officer(), space=make_space() if days % 2 else None)], by=by)
    elif step == "ask":
        asks.ask_owner(ask, by=by, owner=owner, answer_by=day)
    elif step == "reword":
        asks.reword(ask, by=by, wording=f"Pizza in {days} days")
    elif step == "check":
        asks.check(ask, by=by)
    elif step == "promise":
        asks.promise(ask, by=by, what="Pizza", due=day)
    elif step == "refuse":
        asks.refuse(ask, by=by, reason="money", words="No money", would_change="Money")
    elif step == "so":
        asks.say_already_so(ask, by=by, words="On Fridays")
    elif step == "progress":
        asks.report_progress(ask, by=by, words="Halfway")
    elif step == "move":
        asks.move_date(ask, by=by, due=day, why="Ill")
    else:
        asks.finish(ask, by=by, words="There is pizza")


class AnyOrder(TestCase):
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(2, 3), st.integers(-2, 30), st.booleans()),
            max_size=14,
        )
    )
    @settings(max_examples=60, deadline=None)
    def test_the_history_is_the_truth(self, steps: list[tuple[str, int, int, int, bool]]) -> None:
        people = [make_officer(), make_officer(), make_user(Role.SERVICE_MANAGER), make_user(Role.BOARD_MEMBER)]
        ask = make_ask(by=people[0], voices=2)
        stale = Ask.objects.get(pk=ask.pk)
        for step, by, owner, days, from_an_old_page in steps:
            seen = stale if from_an_old_page else Ask.objects.get(pk=ask.pk)
            with suppress(asks.AskError, PermissionDenied):
                take(step, seen, people[by], people[owner], days)
            self.check(ask.pk)

    def check(self, pk: int) -> None:
        ask = Ask.objects.get(pk=pk)
        events = list(ask.events.order_by("version"))
        assert [event.version for event in events] == list(range(ask.version + 1))
        assert ask.state == asks.replay(events)
        told_back = stand(events)
        assert (told_back.state, told_back.due_on if not ask.is_closed else None) == (ask.state, ask.due_on)
        if ask.state in OWNED_STATES:
            assert ask.owner == told_back.owner
            assert ask.owner is not None
            assert ask.answer_by is not None
            assert ask.is_closed or ask.due_on
        if ask.is_closed:
            assert ask.answer == told_back.words != ""
        assert ask.checked_by is None or ask.checked_by != ask.worded_by
        self.check_replies(ask)

    def check_replies(self, ask: Ask) -> None:
        heard = Reply.objects.filter(submission__contribution__ask=ask)
        assert not heard.filter(submission__space__isnull=True).exists()
        assert not heard.values("submission", "ask_event").annotate(n=Count("pk")).filter(n__gt=1).exists()
        for contribution in ask.contributions.filter(submission__space__isnull=False).select_related("submission"):
            joined = contribution.added_at
            missed = ask.events.filter(verb__in=TOLD - {AskVerb.GATHERED}, at__gt=joined).exclude(
                replies__submission=contribution.submission
            )
            assert not missed.exists()
            assert contribution.submission.replies.filter(ask_event__verb__in=TOLD).exists()
