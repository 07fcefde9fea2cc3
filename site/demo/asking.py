"""The team gathers views into asks, and their owners answer, promise, slip and finish: the life of every ask."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from demo.council import Council
from demo.diary import Stage
from demo.wordbook import Step, Story
from engagement import asks, merging
from engagement.models import Ask

FIRST_LOOK, LOOKS_EVERY = 40, 20  # days; how often the team looks for later views that belong to an ask


class LivedStory:
    """One story as it is lived: the Ask does not exist before the day it is raised."""

    ask: Ask

    def __init__(self, council: Council, story: Story) -> None:
        self.council = council
        self.story = story
        rng = council.chance(story.key)
        self.worded_by = council.officer(rng)
        self.checked_by = council.officer(rng, not_this=self.worded_by)
        self.minutes = rng.randrange(50)

    def write_down(self) -> None:
        """Put the whole story in the diary."""
        story, write = self.story, self.council.diary.write
        write(self._at(story.raised, 0), Stage.ASKED, self._raise)
        if story.checked:
            write(self._at(story.raised - 1, 1), Stage.ASKED, self._check)
        if story.checked and story.affects:
            write(self._at(story.raised - 1, 2), Stage.ASKED, self._put_to_council)
        if story.checked and story.affects not in ("", "waiting"):
            write(self._at(story.raised - 1, 3), Stage.ASKED, self._hear_council)
        if story.owner:
            ago = story.raised - 2
            write(self._at(ago, 3), Stage.ASKED, partial(self._ask, story.owner, ago, story.answer_within))
        for ago in range(story.raised - FIRST_LOOK, 0, -LOOKS_EVERY):
            write(self._at(ago, 2), Stage.ASKED, self._gather_late_comers)
        stage = Stage.REPORTED
        for number, step in enumerate(story.steps):
            write(self._at(step.ago, 4 + number), stage, self._doing(step))
            if step.done:  # what comes later is because young people said that it did not happen
                stage = Stage.SEALED

    def _at(self, ago: int, nth: int) -> datetime:
        """Later steps come later, also where a holiday moves two to the same day."""
        diary = self.council.diary
        start = diary.moment(diary.working_day(ago), time(10))
        return start + timedelta(minutes=self.minutes + 25 * nth)

    def _due(self, ago: int, within: int) -> date:
        return self.council.diary.working_day(ago - within)

    def _raise(self) -> None:
        views = [voice for voice in self.council.by_ask[self.story.key] if not voice.is_open]
        theme = self.council.themes[self.story.theme]
        self.ask = asks.raise_ask(by=self.worded_by, wording=self.story.wording, theme=theme, submissions=views)
        self.gathered = {voice.pk for voice in views}

    def _check(self) -> None:
        asks.check(self.ask, by=self.checked_by)

    def _put_to_council(self) -> None:
        asks.put_to_council(self.ask, by=self.checked_by)

    def _hear_council(self) -> None:
        asks.record_council(self.ask, self.story.affects, by=self.checked_by)

    def _ask(self, owner: str, ago: int, within: int) -> None:
        self.owner = self.council.staff[owner]
        asks.ask_owner(self.ask, by=self.checked_by, owner=self.owner, answer_by=self._due(ago, within))

    def _gather_late_comers(self) -> None:
        views = self.council.by_ask[self.story.key]
        late = [voice for voice in views if not voice.is_open and voice.pk not in self.gathered]
        if late:
            asks.gather(self.ask, late, by=self.worded_by)
            self.gathered |= {voice.pk for voice in late}

    def _doing(self, step: Step) -> Callable[[], None]:
        verbs: dict[str, Callable[[], None]] = {
            "promise": lambda: asks.promise(
                self.ask, by=self.owner, what=step.promise, due=self._due(step.ago, step.within)
            ),
            "progress": lambda: asks.report_progress(self.ask, by=self.owner, words=step.progress),
            "move": lambda: asks.move_date(
                self.ask, by=self.owner, due=self._due(step.ago, step.within), why=step.move
            ),
            "done": lambda: asks.finish(self.ask, by=self.owner, words=step.done),
            "refuse": lambda: asks.refuse(
                self.ask, by=self.owner, reason=step.reason, words=step.refuse, would_change=step.would_change
            ),
            "already": lambda: asks.say_already_so(self.ask, by=self.owner, words=step.already),
            "ask_again": lambda: self._ask(step.ask_again, step.ago, step.within),
            "merge": lambda: merging.merge(self.ask, self.council.lived[step.merge].ask, by=self.worded_by),
            "split": lambda: self._split(step.split),
        }
        do = next(do for name, do in verbs.items() if getattr(step, name))

        def take() -> None:
            self.ask.refresh_from_db()  # young people, the Council and meetings take steps of their own
            do()

        return take

    def _split(self, wording: str) -> None:
        last_two = self.ask.contributions.order_by("-pk")[:2]
        made = merging.split(self.ask, last_two, wording=wording, by=self.worded_by)
        asks.check(made, by=self.checked_by)


def write_down(council: Council) -> None:
    for story in council.book.stories:
        council.lived[story.key] = LivedStory(council, story)
        council.lived[story.key].write_down()
