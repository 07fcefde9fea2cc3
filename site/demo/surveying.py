"""Surveys of the demo council: one that is over, with results; its core asked twice before; and one that is open."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from itertools import accumulate
from random import Random
from typing import Any

from django.utils import timezone

from demo.council import Council
from demo.diary import Stage
from engagement import moderation
from engagement.models import Ask, Submission
from people.models import AgeBand, CareStatus
from surveys import answering, building, drafting, folding, following, showing, tickets, waves
from surveys.models import Comment, Survey, Wave, WayIn
from surveys.questions import DONT_KNOW, RATHER_NOT, Kind, Question
from surveys.routing import Respondent, path, with_answer
from surveys.shelf import templates

EVERYBODY = (WayIn.LINK, WayIn.TICKET, WayIn.SPACE, WayIn.KIOSK, WayIn.STAFF)
# Face, age, care status, and how many in a hundred answer so.
PEOPLE = (
    ("4-7", "", CareStatus.LOOKED_AFTER, 9),
    ("8-11", AgeBand.UNDER_12, CareStatus.LOOKED_AFTER, 20),
    ("11-17", AgeBand.UNDER_16, CareStatus.LOOKED_AFTER, 28),
    ("11-17", AgeBand.UNDER_18, CareStatus.LOOKED_AFTER, 17),
    ("16-25", AgeBand.UNDER_21, CareStatus.CARE_LEAVER, 17),
    ("16-25", AgeBand.UNDER_26, CareStatus.CARE_LEAVER, 9),
)
# How a scale is answered, best first, in a hundred; by question, with a usual one.
SCALES: Mapping[str, Sequence[int]] = {
    "say": (13, 24, 22, 25, 16), "friends": (20, 31, 20, 18, 11), "home_safe": (40, 38, 12, 6, 4),
    "family_time": (18, 26, 19, 22, 15), "health_feeling": (17, 33, 28, 15, 7), "worker_trust": (30, 33, 17, 12, 8),
}  # fmt: skip
USUAL = (30, 34, 17, 12, 7)


def write_down(council: Council) -> None:
    """The lockdown survey five months ago, the wellbeing core ten and four months ago, and a check that is open."""
    _Asked(council, "lockdown", "Spring", begins=190, days=28, answers=163, shown=True).write_down()
    twice = _Asked(council, "wellbeing", "First time", begins=330, days=28, answers=118, shown=True)
    twice.write_down()
    _Asked(council, "wellbeing", "Second time", begins=120, days=28, answers=137, shown=True, again=twice).write_down()
    _Asked(council, "pulse", "This month", begins=9, days=28, answers=41, shown=False).write_down()


class _Asked:
    """One wave of one survey from its making to its results."""

    survey: Survey
    wave: Wave

    def __init__(
        self, council: Council, template: str, name: str, *, begins: int, days: int, answers: int, shown: bool,
        again: "_Asked | None" = None,
    ) -> None:  # fmt: skip
        self.council, self.template, self.name = council, templates()[template], name
        self.begins, self.days, self.answers, self.shown, self.again = begins, days, answers, shown, again
        self.officer, self.reader = council.staff["marcia"], council.staff["dev"]
        self.rng: Random = council.chance("survey", template, name)
        self.written = council.book.surveys

    def write_down(self) -> None:
        self._on(self.begins + 2, 10, self._make)
        self._on(self.begins, 9, self._open)
        over = min(self.days, self.begins)
        for number in range(1, over, 3):
            self._on(self.begins - number, 16, partial(self._answer, self.answers * 3 // over))
        if self.template.name == "lockdown":
            self._on(4, 12, self._follow_up)
        if self.shown:
            self._on(self.begins - self.days - 1, 11, self._read)
            self._on(self.begins - self.days - 2, 14, self._show)

    def _on(self, back: int, hour: int, do: Any) -> datetime:
        at = self.council.diary.moment(self.council.diary.day(max(back, 0)), time(hour, 10))
        self.council.diary.write(at, Stage.ASKED, do)
        return at

    def _make(self) -> None:
        if self.again:
            self.survey = self.again.survey
            return
        self.survey = building.make(self.template.title, by=self.officer, definition=self.template.definition)
        building.publish(self.survey, by=self.officer)

    def _open(self) -> None:
        now = timezone.now()
        filled = waves.Plan(self.name, now, now + timedelta(days=self.days), EVERYBODY)
        self.wave = waves.plan(self.survey, filled, by=self.officer)
        faces = self.wave.version.asked.faces
        tickets.print_sheet(self.wave, group="Elm House", face=faces[1], how_many=12, by=self.officer)

    def _answer(self, how_many: int) -> None:
        asked = self.wave.version.asked
        ends = list(accumulate(share for *_who, share in PEOPLE))
        for _number in range(how_many):
            place = self.rng.uniform(0, ends[-1])
            face, age, care, _share = next(one for one, end in zip(PEOPLE, ends, strict=True) if place <= end)
            if face not in asked.faces:
                face = asked.faces[0]
            easy = "easy" in asked.faces and self.rng.random() < 0.12
            answers = self._told(Respondent(face, {"age_band": age, "care_status": care}))
            secret = f"{self.rng.getrandbits(160):040x}"[: drafting.SECRET_LENGTH]
            sheet = drafting.begin(
                self.wave, face, easy=easy, answers=answers, age_band=age, care_status=care,
                helped_by=self.rng.choice(["nobody", "nobody", "nobody", "carer", "worker", ""]),
            )  # fmt: skip
            answering.send(secret, sheet, self.wave)
        folding.fold(self.wave)

    def _told(self, who: Respondent) -> dict[str, Any]:
        """Answers to every question on the way, but for those that somebody leaves out."""
        answers: dict[str, Any] = {}
        asked, number = self.wave.version.asked, 0
        while number < len(pages := path(asked, answers, who)):
            for step in pages[number].steps:
                if self.rng.random() < 0.95:
                    answers = with_answer(answers, step, self._pick(step.question))
            number += 1
        return answers

    def _pick(self, question: Question) -> Any:
        roll = self.rng.random()
        if question.rather_not and roll < 0.03:
            return RATHER_NOT
        if question.dont_know and roll < 0.09:
            return DONT_KNOW
        keys = [option.key for option in question.picks]
        if question.kind in (Kind.FEELING, Kind.AGREE):
            return self.rng.choices(keys, SCALES.get(question.key, USUAL))[0]
        if question.kind in (Kind.ONE, Kind.PICTURE):
            return self.rng.choices(keys, [len(keys) - place + 1 for place in range(len(keys))])[0]
        if question.kind == Kind.SEVERAL:
            loose = [option.key for option in question.options if not option.alone]
            picked = self.rng.sample(loose, self.rng.randint(1, min(3, len(loose))))
            return [key for key in keys if key in picked]
        if question.kind == Kind.RANKING:
            return sorted(keys, key=lambda key: keys.index(key) + self.rng.uniform(0, 3))
        if question.kind == Kind.MATRIX:
            return {line.key: self.rng.choices(keys, (5, 3, 2)[: len(keys)])[0] for line in question.lines}
        if question.kind == Kind.NUMBER:
            return self.rng.randint(question.least or 0, question.most or 10)
        words = self.written.get(question.key)
        return self.rng.choice(words) if words and self.rng.random() < 0.12 else None

    def _read(self) -> None:
        """A second officer reads what was written; most of it may be published."""
        for comment in Comment.objects.filter(wave=self.wave).order_by("reference"):
            if comment.safety == "waiting" or not comment.is_open:
                continue
            submission = Submission.objects.get(pk=comment.pk)
            moderation.open_for_review(submission, by=self.reader)
            if self.rng.random() < 0.8:
                moderation.approve(submission, by=self.reader)
            else:
                moderation.keep_private(submission, by=self.reader)

    def _follow_up(self) -> None:
        """Beside three questions stands what the council does about what was found."""
        for question, ask in zip(("home_safe", "friends", "say"), Ask.objects.public().newest_first(), strict=False):
            following.attach(self.survey, question, ask.pk, by=self.officer)

    def _show(self) -> None:
        while folding.fold(self.wave):
            pass
        showing.work_out(showing.ask_for(self.wave, by=self.officer, release=True).pk)
