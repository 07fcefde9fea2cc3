"""A page of a survey as one young person sees it: worded for their face and language, with what they answered."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.answers import may_skip
from surveys.questions import (
    LONGEST_ANSWER,
    NO_ANSWERS,
    RATHER_NOT,
    SCALES,
    Definition,
    Kind,
    Option,
    Question,
    Wording,
    Wordings,
    worded,
)
from surveys.routing import Answers, Step, answer_to
from surveys.speaking import phrases

YOUNGEST = "4-7"
FEELINGS = SCALES[Kind.FEELING]
PIPE = re.compile(r"\{([a-z][a-z0-9_]*)\|([^{}]*)\}")  # "{home|where you live}": an answer, or these words


@dataclass(frozen=True)
class Choice:
    """Something to press. `name` and `id` are unique on the page; `lang` is set where it differs from the page's."""

    name: str
    id: str
    value: str
    words: str
    lang: str = ""
    picture: str = ""
    sound: str = ""
    picked: bool = False
    alone: bool = False
    place: str = ""  # in a ranking


@dataclass(frozen=True)
class Line:
    """A line of a matrix with its own choices."""

    id: str
    words: str
    lang: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Asked:
    """A question as it is shown."""

    step: Step
    words: str
    hint: str = ""
    lang: str = ""
    picture: str = ""
    sound: str = ""
    choices: tuple[Choice, ...] = ()
    skips: tuple[Choice, ...] = ()
    lines: tuple[Line, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    note: str = ""  # how many may be ticked

    @property
    def kind(self) -> str:
        return self.step.question.kind.value

    @property
    def name(self) -> str:
        return self.step.name

    @property
    def id(self) -> str:
        return f"q-{self.step.name.replace('.', '-')}"

    @property
    def first_id(self) -> str:
        """Where a link to what needs fixing leads."""
        if self.lines:
            return self.lines[0].choices[0].id
        return self.choices[0].id if self.choices else self.id

    @property
    def value(self) -> str:
        """What stands in its box."""
        return self.typed.get(self.name, "")

    @property
    def longest(self) -> int:
        return LONGEST_ANSWER[self.step.question.kind]

    @property
    def date_parts(self) -> list[tuple[str, str]]:
        return [(part, self.typed.get(f"{self.name}:{part}", "")) for part in ("day", "month", "year")]

    @property
    def scale(self) -> str:
        """How its choices lie on the page."""
        return {"feeling": "feel", "agree": "row", "picture": "pictures"}.get(self.kind, "tiles")


@dataclass(frozen=True)
class Reader:
    """For whom it is worded: `seed` keeps the order of shuffled options the same for one respondent."""

    face: str
    language: str
    seed: int = 0

    def say(self, wordings: Wordings) -> tuple[Wording, str]:
        """The wording, and its language where it is not the page's."""
        wording, spoken = worded(wordings, self.face, self.language)
        return wording, "" if spoken == self.language else spoken


def ask(
    step: Step,
    reader: Reader,
    definition: Definition,
    answers: Answers,
    *,
    posted: Mapping[str, list[str]] | None = None,
    error: str = "",
) -> Asked:
    """`step` for `reader`. With `posted` it shows what was typed there, whether or not it can be kept."""
    question = step.question
    wording, lang = reader.say(question.wordings)
    marks = _marks(step, answer_to(answers, step)) if posted is None else posted
    choices: tuple[Choice, ...] = ()
    lines: tuple[Line, ...] = ()
    if question.kind == Kind.MATRIX:
        lines = tuple(_line(step, line, reader, marks) for line in question.lines)
    elif question.picks:
        choices = tuple(_choice(step.name, option, question, reader, marks) for option in _ordered(question, reader))
    return Asked(
        step=step,
        words=piped(wording.text, definition, answers, reader),
        hint=wording.hint,
        lang=lang,
        picture=wording.picture,
        sound=wording.sound,
        choices=choices,
        skips=() if lines else tuple(_skips(step.name, question, reader, marks)),
        lines=lines,
        typed={name: values[0] if values else "" for name, values in marks.items()},
        error=error,
        note=_note(question, reader),
    )


def _note(question: Question, reader: Reader) -> str:
    said = phrases(reader.language)
    if question.kind != Kind.SEVERAL:
        return ""
    return said["pick"] if question.most is None else said["pick_most"].format(n=question.most)


def heading(wordings: Wordings, reader: Reader) -> Wording:
    return reader.say(wordings)[0]


def piped(text: str, definition: Definition, answers: Answers, reader: Reader) -> str:
    """Put earlier answers into a text; words of one's own go in as they were typed, and nobody else sees them."""

    def put(found: re.Match[str]) -> str:
        question, value = definition.questions.get(found[1]), answers.get(found[1])
        if question is None or value is None or value in ("", [], *NO_ANSWERS) or isinstance(value, Mapping):
            return found[2]
        picked = value if isinstance(value, list) else [value]
        by_key = {option.key: option for option in question.picks}
        return ", ".join(label_of(question, by_key[one], reader)[0] if one in by_key else str(one) for one in picked)

    return PIPE.sub(put, text)


def is_piped(question: Question) -> bool:
    """Whether an earlier answer is put into its words."""
    every = (one for spoken in question.wordings.values() for one in spoken.values())
    return any(PIPE.search(one.text) for one in every)


def label_of(question: Question, option: Option, reader: Reader) -> tuple[str, str]:
    """What an option says, and its language where it is not the page's; a scale says its usual words by itself."""
    wording, lang = reader.say(option.wordings)
    if wording.text:
        return wording.text, lang
    if question.kind in SCALES:
        youngest = question.kind == Kind.FEELING and reader.face == YOUNGEST
        return phrases(reader.language)[f"youngest_{option.key}" if youngest else option.key], ""
    return option.key.replace("_", " "), ""


def _choice(name: str, option: Option, question: Question, reader: Reader, marks: Mapping[str, list[str]]) -> Choice:
    words, lang = label_of(question, option, reader)
    wording, _lang = reader.say(option.wordings)
    return Choice(
        name=name,
        id=f"q-{name.replace('.', '-').replace(':', '-')}-{option.key}",
        value=option.key,
        words=words,
        lang=lang,
        picture=wording.picture or _face(question, option.key, reader),
        sound=wording.sound,
        picked=option.key in marks.get(name, ()),
        alone=option.alone,
        place=next(iter(marks.get(f"{name}:{option.key}", ())), ""),
    )


def _face(question: Question, key: str, reader: Reader) -> str:
    """The face of a feeling. For the youngest all of them smile, from a little to very much."""
    if question.kind != Kind.FEELING:
        return ""
    return f"happy-{FEELINGS.index(key) + 1}" if reader.face == YOUNGEST else key


def _line(step: Step, line: Option, reader: Reader, marks: Mapping[str, list[str]]) -> Line:
    wording, lang = reader.say(line.wordings)
    name = f"{step.name}:{line.key}"
    choices = tuple(_choice(name, option, step.question, reader, marks) for option in step.question.picks)
    return Line(
        id=f"q-{name.replace('.', '-').replace(':', '-')}",
        words=wording.text,
        lang=lang,
        choices=(*choices, *_skips(name, step.question, reader, marks)),
    )


def _skips(name: str, question: Question, reader: Reader, marks: Mapping[str, list[str]]) -> list[Choice]:
    """ "I don't know" and "I'd rather not say", where the question has them."""
    if question.kind == Kind.INFORMATION:
        return []
    said = phrases(reader.language)
    return [
        Choice(
            name=name,
            id=f"q-{name.replace('.', '-').replace(':', '-')}-{how.strip('_').replace('_', '-')}",
            value=how,
            words=said["rather_not" if how == RATHER_NOT else "dont_know"],
            picked=how in marks.get(name, ()),
            alone=True,
        )
        for how in NO_ANSWERS
        if may_skip(question, how)
    ]


def _ordered(question: Question, reader: Reader) -> list[Option]:
    """The options, shuffled where that was asked; those that stand alone stay last."""
    if not question.shuffled:
        return list(question.picks)
    loose = [option for option in question.picks if not option.alone]
    random.Random(f"{reader.seed}:{question.key}").shuffle(loose)  # noqa: S311  (an order, not a secret)
    return [*loose, *(option for option in question.picks if option.alone)]


def _marks(step: Step, value: Any) -> dict[str, list[str]]:
    """A stored answer as a form would have sent it."""
    name, kind = step.name, step.question.kind
    if value is None:
        return {}
    if isinstance(value, str) and value in NO_ANSWERS:
        return {name: [value]}
    if kind == Kind.MATRIX:
        return {f"{name}:{line}": [option] for line, option in value.items()}
    if kind == Kind.RANKING:
        return {f"{name}:{option}": [str(place)] for place, option in enumerate(value, start=1)}
    if kind == Kind.DATE:
        parts = dict(zip(("year", "month", "day"), str(value).split("-"), strict=False))
        return {f"{name}:{part}": [number] for part, number in parts.items()}
    return {name: list(value) if isinstance(value, list) else [str(value)]}
