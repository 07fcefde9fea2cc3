"""A second pair of eyes on a survey before young people see it: what is missing, unreachable or hard to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from engagement.plain_words import read
from surveys.questions import (
    FACES,
    MAIN_LANGUAGE,
    SCALES,
    WITH_OPTIONS,
    Definition,
    Kind,
    Option,
    Question,
    Wordings,
    worded,
)
from surveys.routing import troubles

READING_AGE = {"4-7": 7, "8-11": 9, "11-17": 11, "16-25": 13, "easy": 8}  # years: the most that a face may ask for
LONG_SENTENCE = 15  # words
MOST_ON_A_PAGE = 5


class Severity(StrEnum):
    STOPS = "stops"  # it cannot be published like this
    WARNS = "warns"


@dataclass(frozen=True)
class Remark:
    """One thing to look at, by the key of what it is about."""

    key: str
    severity: Severity
    words: str


def proof(definition: Definition) -> list[Remark]:
    """Everything that was noticed; what stops it comes first."""
    found = [*_whole(definition), *_routes(definition)]
    for question in definition.questions.values():
        found.extend(_question(definition, question))
    found.extend(_reading(definition))
    return sorted(found, key=lambda remark: remark.severity != Severity.STOPS)


def _whole(definition: Definition) -> Iterator[Remark]:
    if not any(question.kind != Kind.INFORMATION for question in definition.questions.values()):
        yield Remark("", Severity.STOPS, _("There is no question yet."))
    for section in definition.sections:
        if not section.questions:
            yield Remark(section.key, Severity.WARNS, _("This section is empty. Young people do not see it."))
        if len(section.questions) > MOST_ON_A_PAGE:
            yield Remark(
                section.key,
                Severity.WARNS,
                _("More than %(n)d questions in one section: each is kept only when all of it is sent. Split it.")
                % {"n": MOST_ON_A_PAGE},
            )


def _routes(definition: Definition) -> Iterator[Remark]:
    for key, about in troubles(definition):
        if about in definition.questions:
            words = _("It hangs on “%(about)s”, which comes later: nobody would see it. Move it down.") % {
                "about": about
            }
        else:
            words = _("It hangs on “%(about)s”, which is gone: nobody would see it.") % {"about": about}
        yield Remark(key, Severity.STOPS, words)


def _question(definition: Definition, question: Question) -> Iterator[Remark]:
    key = question.key
    if question.kind in WITH_OPTIONS and len(question.options) < 2:
        yield Remark(key, Severity.STOPS, _("It needs two options at least."))
    if question.kind == Kind.MATRIX and not question.lines:
        yield Remark(key, Severity.STOPS, _("It needs a line at least."))
    parts = [("", question.wordings), *((option.key, option.wordings) for option in _worded(question))]
    if any(not worded(wordings, definition.faces[0])[0].text for _name, wordings in parts):
        yield Remark(key, Severity.STOPS, _("Something here has no words at all."))
        return
    for face in definition.faces:
        if any(not _text(wordings, face) for _name, wordings in parts):
            yield Remark(
                key,
                Severity.WARNS,
                _("No wording for %(face)s yet: the nearest one is shown.") % {"face": named(face)},
            )
    for language in definition.languages:
        if language != MAIN_LANGUAGE and not _text(question.wordings, definition.faces[0], language):
            yield Remark(key, Severity.WARNS, _("Not translated yet (%(language)s).") % {"language": language})
    if not question.rather_not and not question.dont_know and question.needed:
        yield Remark(key, Severity.WARNS, _("Nobody can leave it out. Let them say “I’d rather not say”."))


def _worded(question: Question) -> list[Option]:
    own = [*question.options, *question.lines]
    return [] if question.kind in SCALES else list(own)


def _text(wordings: Wordings, face: str, language: str = MAIN_LANGUAGE) -> str:
    found = wordings.get(face, {}).get(language)
    return found.text if found else ""


def _reading(definition: Definition) -> Iterator[Remark]:
    for key, wordings in definition.words_of():
        for face, spoken in wordings.items():
            wording = spoken.get(MAIN_LANGUAGE)
            if wording is None or face not in definition.faces:
                continue
            said = read(f"{wording.text}\n{wording.hint}")
            at = key.partition(".")[0]
            for word, better in said.jargon:
                yield Remark(
                    at, Severity.WARNS,
                    _("%(face)s: “%(word)s” is our word. Say “%(better)s”.")
                    % {"face": named(face), "word": word, "better": better},
                )  # fmt: skip
            if said.age > READING_AGE.get(face, 11) and len(wording.text.split()) > 3:
                yield Remark(
                    at, Severity.WARNS,
                    _("%(face)s: it reads like a text for age %(age)d. Use shorter words.")
                    % {"face": named(face), "age": said.age},
                )  # fmt: skip
            if said.long_sentences:
                yield Remark(
                    at, Severity.WARNS,
                    _("%(face)s: a sentence has more than %(n)d words.") % {"face": named(face), "n": LONG_SENTENCE},
                )  # fmt: skip


def named(face: str) -> str:
    """A face as an officer calls it."""
    return _("Easy read") if face == FACES[-1] else _("Age %(ages)s") % {"ages": face.replace("-", "–")}
