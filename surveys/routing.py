"""Which questions a respondent sees: computed from the answers each time, so nothing stores where to go next.

A condition is `{"q": key, "is": [options]}` and its like, joined by `all`, `any` and `not`:

- `is`: the answer is one of these, or one of these is among the ticks; `has_all`: all of these are among the ticks;
- `ticks`, `at_least`, `at_most`: how many were ticked, or how big the number is, from and up to;
- `answered`: true or false; `{"face": [...]}` and `{"cohort": {"care_status": [...]}}` ask who answers.

What cannot be compared (no answer, "rather not say") meets no condition but `not` and `answered: false`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.questions import MOST_REPEATS, NO_ANSWERS, Definition, Kind, Question, QuestionError, Section, asks_about

Answers = Mapping[str, Any]  # by question key; a repeated question has {"each": [answers]}
ASKS = ("is", "has_all", "ticks", "at_least", "at_most", "answered")


@dataclass(frozen=True)
class Respondent:
    """What is known of who answers, without knowing who: the face, and the cohort that an invitation told."""

    face: str = "11-17"
    cohort: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A question as it comes up; `turn` counts from 0 in a repeating section."""

    question: Question
    section: Section
    turn: int = 0

    @property
    def name(self) -> str:
        """What its field is called in a form: `turn` shows only in repeating sections."""
        return f"{self.question.key}.{self.turn}" if self.section.repeat else self.question.key


@dataclass(frozen=True)
class Page:
    """What is shown and sent together: all or part of a section."""

    section: Section
    steps: tuple[Step, ...]
    turn: int = 0


def holds(condition: Mapping[str, Any] | None, answers: Answers, who: Respondent) -> bool:
    """Whether `condition` is met; no condition always is. Raises QuestionError for what is no condition."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(one, answers, who) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, answers, who) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers, who)
    if "face" in condition:
        return bool(who.face in condition["face"])
    if "cohort" in condition:
        return all(who.cohort.get(name) in allowed for name, allowed in condition["cohort"].items())
    if "q" in condition:
        return _meets(condition, answers.get(condition["q"]))
    raise QuestionError("A condition asks about an answer, a face or a cohort.")


def _meets(condition: Mapping[str, Any], value: Any) -> bool:
    if "answered" in condition:
        return bool(value not in (None, "", [])) is bool(condition["answered"])
    if value is None or (isinstance(value, str) and value in NO_ANSWERS and value not in condition.get("is", ())):
        return False
    ticks = value if isinstance(value, list) else [value]
    if "is" in condition:
        return any(one in condition["is"] for one in ticks)
    if "has_all" in condition:
        return all(one in ticks for one in condition["has_all"])
    if "ticks" in condition:
        low, high = condition["ticks"]
        return bool(low <= len(ticks) and (high is None or len(ticks) <= high))
    if type(value) is not int:
        return False
    return bool(condition.get("at_least", value) <= value <= condition.get("at_most", value))


def path(definition: Definition, answers: Answers, who: Respondent) -> list[Page]:
    """Every page that these answers lead through, in order; an answer that is still missing hides what hangs on it.

    A section is cut where a question depends on another one on the same page: so what is asked next is right
    without any script.
    """
    seen: dict[str, Any] = {}  # only answers on the path decide about what comes after them
    pages = []
    for section in definition.sections:
        if not holds(section.show_if, seen, who):
            continue
        for turn in range(_turns(section, seen)):
            page: list[Step] = []
            for question in section.questions:
                if question.show_if:
                    if {step.question.key for step in page} & set(asks_about(question.show_if)):
                        pages.append(Page(section, tuple(page), turn))
                        page = []
                    is_asked = holds(question.show_if, seen, who)
                else:
                    is_asked = True
                if is_asked:
                    step = Step(question, section, turn)
                    page.append(step)
                    value = answer_to(answers, step)
                    if value is not None:
                        seen[question.key] = value
            if page:
                pages.append(Page(section, tuple(page), turn))
    return pages


def _turns(section: Section, seen: Mapping[str, Any]) -> int:
    """How often a section is asked: once, or as the number or the ticks of its question say."""
    if not section.repeat:
        return 1
    value = seen.get(section.repeat)
    if isinstance(value, list):
        return min(len(value), MOST_REPEATS)
    return max(0, min(value, MOST_REPEATS)) if type(value) is int else 0


def answer_to(answers: Answers, step: Step) -> Any:
    """What was answered there, or None."""
    value = answers.get(step.question.key)
    if not step.section.repeat:
        return value
    each = value.get("each", []) if isinstance(value, Mapping) else []
    return each[step.turn] if step.turn < len(each) else None


def with_answer(answers: Answers, step: Step, value: Any) -> dict[str, Any]:
    """The answers with this one among them; None takes it out."""
    new = dict(answers)
    if step.section.repeat:
        before = new.get(step.question.key)
        each = list(before.get("each", [])) if isinstance(before, Mapping) else []
        each += [None] * (step.turn + 1 - len(each))
        each[step.turn] = value
        new[step.question.key] = {"each": each}
    elif value is None:
        new.pop(step.question.key, None)
    else:
        new[step.question.key] = value
    return new


def on_path(definition: Definition, answers: Answers, who: Respondent) -> dict[str, Any]:
    """The answers that count: those that the finished path leads through."""
    kept: dict[str, Any] = {}
    for page in path(definition, answers, who):
        for step in page.steps:
            value = answer_to(answers, step)
            if value is not None and step.question.kind != Kind.INFORMATION:
                kept = with_answer(kept, step, value)
    return kept


def troubles(definition: Definition) -> Iterator[tuple[str, str]]:
    """Questions that nobody can reach, with the reason: their condition asks about what comes later, or nothing."""
    before: set[str] = set()
    for section in definition.sections:
        for where in asks_about(section.show_if):
            if where not in before:
                yield section.key, where
        if section.repeat and section.repeat not in before:
            yield section.key, section.repeat
        for question in section.questions:
            for where in asks_about(question.show_if):
                if where not in before:
                    yield question.key, where
            before.add(question.key)
