"""Walks through the lives of Asks at random, and after every step compares with what was kept count of beside them.

A walk is one seed: the same seed is the same walk. It runs inside a savepoint that is rolled back, so that a hundred
thousand of them fit into one transaction.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from engagement import asks, merging, verdicts
from engagement.asks import TOLD, AskError
from engagement.histories import stand
from engagement.models import (
    FITS,
    OWNED_STATES,
    OWNERLESS_STATES,
    Ask,
    AskEvent,
    AskState,
    AskVerb,
    Contribution,
    Reply,
    Submission,
    VerdictRound,
)
from people.models import User
from tests.engagement.ask_cast import Cast, ten_working_days_after

LONDON = ZoneInfo("Europe/London")
STEPS = 12
# Walks begin in the weeks before the clocks change, and most of them are under way when they do.
BEGINNINGS = tuple(date(year, month, 1) for year in (2025, 2026, 2027) for month in (2, 3, 9, 10))
# Midnight to both sides, the hour that does not exist in March and the one that comes twice in October.
HOURS = (time(0, 0), time(0, 30), time(1, 30), time(9), time(12), time(23, 30), time(23, 59, 59))
CLOSING = (AskVerb.REFUSED, AskVerb.ALREADY_SO, AskVerb.DONE, AskVerb.MERGED)
ONWARDS = {AskVerb.ASKED: 4, AskVerb.PROMISED: 6, AskVerb.PROGRESS: 3, AskVerb.DONE: 6, AskVerb.WITH_COUNCIL: 2}
HAND_MADE = tuple(verb for verb in AskVerb if verb not in (AskVerb.RAISED, *asks.BY_COUNTING))


class Walk:
    """One walk. `due` and `asked` are kept by hand from what was done, apart from what the platform says."""

    def __init__(self, seed: int, cast: Cast, clock: time_machine.Traveller) -> None:
        self.rng = Random(seed)
        self.cast = cast
        self.clock = clock
        self.day = self.rng.choice(BEGINNINGS) + timedelta(days=self.rng.randrange(31))
        self.due: dict[int, date | None] = {}
        self.asked: set[int] = set()
        self.seen: dict[int, int] = {}  # the latest version that was looked at
        self.there: dict[int, Ask] = {}
        self.members: dict[int, set[int]] = {}
        self.taken = 0

    def go(self) -> int:
        """Walk to the end; how many steps were taken. Whatever is found wrong is an AssertionError."""
        self._move(0)
        first = asks.raise_ask(
            by=self._colleague(),
            wording="Pizza",
            theme=self.cast.theme,
            submissions=self.rng.sample(self.cast.views, self.rng.randrange(1, 5)),
        )
        self._look()
        if self.rng.random() < 0.5:
            left = [view for view in self.cast.views if not self._is_in(view)]
            asks.raise_ask(by=first.worded_by, wording="Salad", theme=self.cast.theme, submissions=left[:2])
            self._look()
        for _n in range(STEPS):
            self._move(self.rng.choice((0, 0, 1, 3, 7, 14, 28, 30)))
            self._one_step()
            self._look()
        return self.taken

    def _is_in(self, view: Submission) -> bool:
        return any(view.pk in its for its in self.members.values())

    def _colleague(self) -> User:
        return self.rng.choice(self.cast.team)

    def _move(self, days: int) -> None:
        """On to another day, at an hour of it; what runs by itself every hour runs now and then."""
        self.day += timedelta(days=days)
        self.clock.move_to(datetime.combine(self.day, self.rng.choice(HOURS), LONDON))
        assert timezone.localdate() == self.day
        if days and self.rng.random() < 0.8:
            verdicts.close_due(self.day)
            verdicts.open_due(self.day)
            self._look()

    def _one_step(self) -> None:
        ask = Ask.objects.select_related("owner").get(pk=self.rng.choice(list(self.members)))
        running = VerdictRound.objects.running().filter(ask=ask).first()
        if running and self.rng.random() < 0.7:
            self._try(lambda: self._answer(running))
            return
        fits = [verb for verb in HAND_MADE if ask.state in FITS[verb]]
        verb = self._pick(fits) if fits and self.rng.random() < 0.9 else self.rng.choice(HAND_MADE)
        before = ask.version
        if self._try(lambda: self._take(verb, ask)):
            self._keep_count(verb, ask)
        else:
            assert Ask.objects.get(pk=ask.pk).version == before  # a step that is not taken leaves nothing behind

    def _pick(self, fits: list[AskVerb]) -> AskVerb:
        """Mostly on towards "done", where the rest begins."""
        return self.rng.choices(fits, [ONWARDS.get(verb, 1) for verb in fits])[0]

    def _try(self, step: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                step()
        except (AskError, PermissionDenied):
            return False
        self.taken += 1
        return True

    def _take(self, verb: AskVerb, ask: Ask) -> None:
        by = self.rng.choice([*self.cast.team * 3, *self.cast.owners])
        self.until = self.day + timedelta(days=self.rng.randrange(-2, 60))
        others = [pk for pk in self.members if pk != ask.pk]
        if verb == AskVerb.GATHERED:
            left = [view for view in self.cast.views if not self._is_in(view)]
            asks.gather(ask, left[:1] or self.cast.views[:1], by=by)
        elif verb == AskVerb.ASKED:
            owner = self.rng.choice(self.cast.owners)
            asks.ask_owner(ask, by=by, owner=owner, answer_by=self.until)
        elif verb == AskVerb.MERGED:
            merging.merge(ask, Ask.objects.get(pk=self.rng.choice(others or [ask.pk])), by=by)
        elif verb == AskVerb.SPLIT:
            going = Contribution.objects.filter(ask=ask).order_by("pk")[: self.rng.randrange(1, 3)]
            merging.split(ask, list(going), wording="A part", by=by)
        else:
            {
                AskVerb.REWORDED: lambda: asks.reword(ask, by=by, wording=f"Pizza at {self.day}"),
                AskVerb.CHECKED: lambda: asks.check(ask, by=by),
                AskVerb.PROMISED: lambda: asks.promise(ask, by=by, what="Pizza", due=self.until),
                AskVerb.REFUSED: lambda: asks.refuse(ask, by=by, reason="money", words="No money"),
                AskVerb.ALREADY_SO: lambda: asks.say_already_so(ask, by=by, words="In the kitchen"),
                AskVerb.PROGRESS: lambda: asks.report_progress(ask, by=by, words="Halfway"),
                AskVerb.MOVED: lambda: asks.move_date(ask, by=by, due=self.until, why="Ill"),
                AskVerb.DONE: lambda: asks.finish(ask, by=by, words="There is pizza"),
                AskVerb.WITH_COUNCIL: lambda: asks.put_to_council(ask, by=by),
                AskVerb.COUNCIL_SAID: lambda: asks.record_council(ask, self.rng.choice(("many", "some"))),
            }[verb]()

    def _answer(self, running: VerdictRound) -> None:
        happened = self.rng.random() < 0.5
        space = self.rng.choice([view.space for view in self.cast.views])
        if space:
            verdicts.say(running, happened=happened, space=space)
        else:
            token = UUID(int=self.rng.getrandbits(128))
            verdicts.say(running, happened=happened, token=token, by=self._colleague())

    def _keep_count(self, verb: AskVerb, ask: Ask) -> None:
        if verb in (AskVerb.ASKED, AskVerb.PROMISED, AskVerb.MOVED):
            self.due[ask.pk] = self.until
            self.asked.add(ask.pk)
        elif verb in CLOSING:
            self.due[ask.pk] = None

    def _look(self) -> None:
        """Look at every Ask that has changed since the last time, then at how late each one is."""
        versions = dict(Ask.objects.values_list("pk", "version"))
        if versions != self.seen:
            self._look_again()
        late = {pk for pk, due in self.due.items() if due and due < self.day}
        for pk, ask in self.there.items():
            due = self.due.get(pk)
            assert ask.due_on == due, (ask.state, ask.due_on, due)
            assert ask.days_late(self.day) == (max(0, self.day.toordinal() - due.toordinal()) if due else 0)
        assert set(Ask.objects.late(self.day).values_list("pk", flat=True)) == late

    def _look_again(self) -> None:
        self.there = {ask.pk: ask for ask in Ask.objects.select_related("owner", "merged_into")}
        members: dict[int, set[int]] = {pk: set() for pk in self.there}
        for pk, view in Contribution.objects.values_list("ask", "submission"):
            members[pk].add(view)
        for ask in self.there.values():
            if ask.version != self.seen.get(ask.pk):
                self._look_at(ask, members)
        everybody = set().union(*members.values())
        assert all(before <= everybody for before in self.members.values()), "somebody fell out"
        self.members = members

    def _look_at(self, ask: Ask, members: dict[int, set[int]]) -> None:
        events = list(ask.events.select_related("owner").order_by("version"))
        assert [event.version for event in events] == list(range(ask.version + 1))
        first_look = ask.pk not in self.seen
        new = events[self.seen.get(ask.pk, -1) + 1 :]
        for event in new:
            if event.verb == AskVerb.REOPENED:
                assert event.due_on == ten_working_days_after(self.day)
                self.due[ask.pk] = event.due_on
            if first_look and event.verb in (
                AskVerb.ASKED,
                AskVerb.PROMISED,
            ):  # split off: as where it came from
                self.asked.add(ask.pk)
                self.due[ask.pk] = event.due_on
        self._mirrors(ask, events)
        self._owned(ask, events)
        self._told(ask, new, members, first_look=first_look)
        self.seen[ask.pk] = ask.version

    def _mirrors(self, ask: Ask, events: list[AskEvent]) -> None:
        said = stand(events)
        assert asks.replay(events) == ask.state == said.state
        assert (said.owner, said.affects, said.merged_into) == (ask.owner, ask.affects, ask.merged_into_id)
        if ask.state in OWNED_STATES and not ask.is_closed:
            assert said.due_on == ask.due_on
            assert said.days_late(self.day) == ask.days_late(self.day)
        if ask.state in (AskState.REFUSED, AskState.DONE, AskState.ALREADY_SO, AskState.CONFIRMED):
            assert said.words == ask.answer
        assert ask.checked_by_id is None or ask.checked_by_id != ask.worded_by_id

    def _owned(self, ask: Ask, events: list[AskEvent]) -> None:
        """No Ask after `asked` without owner and date, and none that is closed without a word."""
        if ask.pk in self.asked:
            told_under = merging.lives_on_in(ask)
            assert told_under.state in OWNED_STATES, "nobody owes it any more"
            assert told_under.owner_id is not None
            assert told_under.answer_by is not None
        else:
            assert ask.state in OWNERLESS_STATES
        if ask.is_closed:
            last = [event for event in events if event.verb in CLOSING][-1]
            assert last.words
        else:
            assert ask.due_on or ask.pk not in self.asked

    def _told(self, ask: Ask, new: Iterable[AskEvent], members: dict[int, set[int]], *, first_look: bool) -> None:
        """Everybody who was in it at a step that matters, or came with it, has one reply row about it."""
        reachable = {view.pk for view in self.cast.views if view.space_id}
        came = members[ask.pk] - self.members.get(ask.pk, set())
        for event in new:
            told = sorted(Reply.objects.filter(ask_event=event).values_list("submission", flat=True))
            assert len(told) == len(set(told))
            if event.verb not in TOLD:
                assert not told
            elif event.verb == AskVerb.MERGED:
                assert set(told) == self.members[ask.pk] & reachable
            elif event.verb == AskVerb.GATHERED:
                assert set(told) <= members[ask.pk]
                assert event.other_id or set(told) == came & reachable
            elif not first_look or event.verb == AskVerb.SPLIT:
                assert set(told) >= (members[ask.pk] - came) & reachable
        for view in came & reachable:  # who joined knows where it stands
            assert Reply.objects.filter(submission=view, ask_event__ask=ask).exists()


def walk(seed: int, cast: Cast, clock: time_machine.Traveller) -> int:
    """One walk, and nothing of it stays. Says its seed when something is wrong."""
    try:
        with transaction.atomic():
            taken = Walk(seed, cast, clock).go()
            transaction.set_rollback(True)
    except AssertionError as error:
        raise AssertionError(f"walk {seed}: {error}") from error
    return taken
