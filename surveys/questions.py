"""What a survey asks: sections, questions and options by stable keys, and their wording for each face. Plain Python.

One core, several faces: a question is one question however it is worded, so that one line of results holds all ages.
Keys are what answers are stored by; wording may change, a key never does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

FACES = ("4-7", "8-11", "11-17", "16-25", "easy")  # youngest first; easy read last
MAIN_LANGUAGE = "en"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_WORDING = 500  # characters
MOST_QUESTIONS = 120
MOST_OPTIONS = 40
MOST_REPEATS = 10  # times that a repeating section is asked

DONT_KNOW = "_dont_know"
RATHER_NOT = "_rather_not"
NO_ANSWERS = (DONT_KNOW, RATHER_NOT)


class Kind(StrEnum):
    FEELING = "feeling"  # five degrees of happiness
    AGREE = "agree"
    ONE = "one"
    SEVERAL = "several"
    PICTURE = "picture"
    NUMBER = "number"
    RANKING = "ranking"
    MATRIX = "matrix"
    SHORT = "short"
    LONG = "long"
    DATE = "date"
    INFORMATION = "information"


SCALES = {
    Kind.FEELING: ("great", "good", "okay", "notgreat", "awful"),
    Kind.AGREE: ("definitely", "mostly", "between", "not_really", "no_way"),
}
WITH_OPTIONS = (Kind.ONE, Kind.SEVERAL, Kind.PICTURE, Kind.RANKING, Kind.MATRIX)
ONE_OPTION = (Kind.FEELING, Kind.AGREE, Kind.ONE, Kind.PICTURE)
IN_WORDS = (Kind.SHORT, Kind.LONG)
LONGEST_ANSWER = {Kind.SHORT: 200, Kind.LONG: 4_000}  # characters
COUNTED = (Kind.FEELING, Kind.AGREE, Kind.ONE, Kind.PICTURE, Kind.SEVERAL, Kind.RANKING, Kind.MATRIX, Kind.NUMBER)


class QuestionError(ValueError):
    """What is asked cannot be asked like this; the message is for an officer."""


@dataclass(frozen=True)
class Wording:
    """How something is said to one face in one language. `picture` and `sound` name files of the council's own."""

    text: str
    hint: str = ""
    picture: str = ""
    sound: str = ""


Wordings = Mapping[str, Mapping[str, Wording]]  # by face, then by language


def worded(wordings: Wordings, face: str, language: str = MAIN_LANGUAGE) -> tuple[Wording, str]:
    """The wording for `face` in `language`, and the language that it is in.

    Where there is none, first the same face in the main language, then the nearest older face, then any.
    """
    for one in (face, *_fallbacks(face)):
        for spoken in (language, MAIN_LANGUAGE):
            found = wordings.get(one, {}).get(spoken)
            if found is not None and found.text:
                return found, spoken
    return Wording(""), MAIN_LANGUAGE


def _fallbacks(face: str) -> list[str]:
    ages = list(FACES[:-1])
    place = ages.index(face) if face in ages else 1
    return [*ages[place:], *reversed(ages[:place]), "easy"]


@dataclass(frozen=True)
class Option:
    """Something to pick, or a line of a matrix. `alone` unticks all others; `helps` puts help first at the end."""

    key: str
    wordings: Wordings = field(default_factory=dict)
    alone: bool = False
    helps: bool = False


@dataclass(frozen=True)
class Question:
    """One question. `show_if` is a condition of `surveys.routing`; `least` and `most` bound a number or the ticks."""

    key: str
    kind: Kind
    wordings: Wordings = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    lines: tuple[Option, ...] = ()  # of a matrix
    needed: bool = False
    dont_know: bool = False
    rather_not: bool = True
    shuffled: bool = False
    sensitive: bool = False
    least: int | None = None
    most: int | None = None
    show_if: Mapping[str, object] | None = None

    @cached_property
    def picks(self) -> tuple[Option, ...]:
        """What can be picked: its own options, or those of its scale."""
        if self.kind not in SCALES:
            return self.options
        own = {option.key: option for option in self.options}
        return tuple(own.get(key, Option(key)) for key in SCALES[self.kind])


@dataclass(frozen=True)
class Section:
    """One to five questions that are sent together. `repeat` names the question that says how often."""

    key: str
    questions: tuple[Question, ...] = ()
    wordings: Wordings = field(default_factory=dict)
    show_if: Mapping[str, object] | None = None
    repeat: str = ""


@dataclass(frozen=True)
class Definition:
    """All that a survey asks: immutable, so that a published version is this and nothing else."""

    title: Wordings = field(default_factory=dict)
    intro: Wordings = field(default_factory=dict)
    thanks: Wordings = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    faces: tuple[str, ...] = ("11-17",)
    languages: tuple[str, ...] = (MAIN_LANGUAGE,)
    asks_who_helped: bool = True

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its key, in order."""
        return {question.key: question for section in self.sections for question in section.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {question.key: section for section in self.sections for question in section.questions}

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The keys of the questions that decide whether, or how often, something else is asked."""
        conditions = [section.show_if for section in self.sections] + [each.show_if for each in self.questions.values()]
        repeats = {section.repeat for section in self.sections if section.repeat}
        return frozenset(repeats.union(*(asks_about(condition) for condition in conditions)))

    def with_section(self, section: Section) -> "Definition":
        """The same with this section in place of the one with its key, or after the last."""
        if any(one.key == section.key for one in self.sections):
            return replace(self, sections=tuple(section if one.key == section.key else one for one in self.sections))
        return replace(self, sections=(*self.sections, section))

    def with_question(self, question: Question, section: str = "") -> "Definition":
        """The same with this question in place of the one with its key, or at the end of `section`."""
        home = self.section_of.get(question.key)
        if home is None:
            home = next((one for one in self.sections if one.key == section), None)
            if home is None:
                raise QuestionError("There is no such section.")
            return self.with_section(replace(home, questions=(*home.questions, question)))
        kept = tuple(question if one.key == question.key else one for one in home.questions)
        return self.with_section(replace(home, questions=kept))

    def without(self, key: str) -> "Definition":
        """The same without that question or section."""
        left = (one for one in self.sections if one.key != key)
        return replace(
            self,
            sections=tuple(
                replace(one, questions=tuple(question for question in one.questions if question.key != key))
                for one in left
            ),
        )

    def words_of(self) -> Iterator[tuple[str, Wordings]]:
        """Everything that is worded, with the key of what it belongs to."""
        yield "title", self.title
        yield "intro", self.intro
        for section in self.sections:
            if section.wordings:
                yield section.key, section.wordings
            for question in section.questions:
                yield question.key, question.wordings
                for option in (*question.options, *question.lines):
                    yield f"{question.key}.{option.key}", option.wordings


def asks_about(condition: Mapping[str, Any] | None) -> Iterator[str]:
    """The keys of the questions that a condition depends on."""
    if not condition:
        return
    if "q" in condition:
        yield str(condition["q"])
    for name in ("all", "any"):
        for one in condition.get(name, ()):
            yield from asks_about(one)
    yield from asks_about(condition.get("not"))


def free_key(text: str, taken: Mapping[str, object] | set[str]) -> str:
    """A key made of the first words of `text` that nothing in `taken` has."""
    plain = "_".join(re.findall(r"[a-z0-9]+", text.lower())[:4])[:32].strip("_")
    if not KEY.fullmatch(plain):
        plain = f"q_{plain}".strip("_")[:32]
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}_{number}", number + 1
    return key
