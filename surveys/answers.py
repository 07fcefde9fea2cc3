"""What came from a form becomes an answer by stable keys, or a kind word about what to do; nothing typed is lost.

Stored answers: an option's key, a list of keys (ticks; a ranking, best first), a number, `{line: option}` for a
matrix, a date as far as it is known ("2019", "2019-05", "2019-05-03"), a text, or one of `NO_ANSWERS`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.questions import IN_WORDS, LONGEST_ANSWER, NO_ANSWERS, ONE_OPTION, Kind, Question
from surveys.routing import Step

LOWEST, HIGHEST = -1_000_000, 1_000_000  # numbers, where a question sets no bounds of its own
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Posted(Protocol):
    """A form as it came: Django's QueryDict, or anything with its two calls."""

    def get(self, name: str, default: Any = ..., /) -> Any: ...

    def getlist(self, name: str, /) -> Sequence[Any]: ...


class AnswerError(ValueError):
    """The answer cannot be kept as it is; the message says, kindly, what to do."""


def read(step: Step, posted: Posted) -> Any:
    """The answer to one question in a form; None where there is none. Raises AnswerError."""
    question, name = step.question, step.name
    if question.kind == Kind.INFORMATION:
        return None
    skipped = str(posted.get(name, ""))
    if skipped in NO_ANSWERS and may_skip(question, skipped):
        return skipped
    value = _READERS.get(question.kind, _one)(question, name, posted)
    if value in (None, "", [], {}):
        if question.needed:
            raise AnswerError(
                _("We need an answer here. You can pick “I’d rather not say”.")
                if question.rather_not
                else _("We need an answer here.")
            )
        return None
    return value


def may_skip(question: Question, how: str) -> bool:
    return question.dont_know if how == NO_ANSWERS[0] else question.rather_not


def _one(question: Question, name: str, posted: Posted) -> Any:
    picked = str(posted.get(name, ""))
    if not picked:
        return None
    _known(question, [picked])
    return picked


def _several(question: Question, name: str, posted: Posted) -> Any:
    picked = list(dict.fromkeys(str(one) for one in posted.getlist(name)))
    skipped = [one for one in picked if one in NO_ANSWERS and may_skip(question, one)]
    if skipped:
        return skipped[0]
    _known(question, picked)
    alone = [option.key for option in question.options if option.alone and option.key in picked]
    if alone and len(picked) > 1:
        # Without scripts both can be ticked; the one that stands alone was the clearer answer.
        return alone[:1]
    if question.most is not None and len(picked) > question.most:
        raise AnswerError(ngettext("Pick %(n)d at most.", "Pick %(n)d at most.", question.most) % {"n": question.most})
    if question.least is not None and 0 < len(picked) < question.least and picked != alone:
        raise AnswerError(_("Pick %(n)d or more.") % {"n": question.least})
    return [option.key for option in question.options if option.key in picked]


def _number(question: Question, name: str, posted: Posted) -> Any:
    typed = str(posted.get(name, "")).strip()
    if not typed:
        return None
    least = LOWEST if question.least is None else question.least
    most = HIGHEST if question.most is None else question.most
    # \d takes the digits of every script: a child may type them in Arabic.
    number = int(typed) if re.fullmatch(r"[-+]?\d{1,7}", typed) else None
    if number is None:
        raise AnswerError(_("Write a whole number, like 3."))
    if not least <= number <= most:
        raise AnswerError(_("Write a number from %(least)d to %(most)d.") % {"least": least, "most": most})
    return number


def _ranking(question: Question, name: str, posted: Posted) -> Any:
    placed: list[tuple[int, str]] = []
    for option in question.options:
        typed = str(posted.get(f"{name}:{option.key}", "")).strip()
        if not typed:
            continue
        if not re.fullmatch(r"\d{1,2}", typed) or not 1 <= int(typed) <= len(question.options):
            raise AnswerError(_("Give each one you pick a place, from 1."))
        placed.append((int(typed), option.key))
    if len({place for place, _key in placed}) < len(placed):
        raise AnswerError(_("Two have the same place. Give each a place of its own."))
    return [key for _place, key in sorted(placed)]


def _matrix(question: Question, name: str, posted: Posted) -> Any:
    picked = {}
    for line in question.lines:
        value = str(posted.get(f"{name}:{line.key}", ""))
        if value and not (value in NO_ANSWERS and may_skip(question, value)):
            _known(question, [value])
        if value:
            picked[line.key] = value
    if question.needed and picked and len(picked) < len(question.lines):
        raise AnswerError(_("One line has no answer yet."))
    return picked


def _words(question: Question, name: str, posted: Posted) -> Any:
    typed = str(posted.get(name, "")).replace("\r\n", "\n").replace("\x00", "").strip()
    longest = LONGEST_ANSWER[question.kind]
    if len(typed) > longest:
        raise AnswerError(
            _("That is %(n)d signs too long. Make it a bit shorter, or put the rest in “Tell us”.")
            % {"n": len(typed) - longest}
        )
    return typed


def _date(question: Question, name: str, posted: Posted) -> Any:
    year, month, day = (str(posted.get(f"{name}:{part}", "")).strip() for part in ("year", "month", "day"))
    if not (year or month or day):
        return None
    if not re.fullmatch(r"\d{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise AnswerError(_("Write the year with four digits, like 2019. The rest can stay empty."))
    if not month and not day:
        return f"{int(year):04d}"
    if not re.fullmatch(r"\d{1,2}", month) or not 1 <= int(month) <= 12:
        raise AnswerError(_("Write the month as a number from 1 to 12, or leave it and the day empty."))
    if not day:
        return f"{int(year):04d}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise AnswerError(_("There is no such day. Check the day and the month.")) from None


def _known(question: Question, picked: Sequence[str]) -> None:
    keys = {option.key for option in question.picks}
    if any(one not in keys for one in picked):
        raise AnswerError(_("That answer is not on this page any more. Pick again."))


_READERS = {
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.RANKING: _ranking,
    Kind.MATRIX: _matrix,
    Kind.SHORT: _words,
    Kind.LONG: _words,
    Kind.DATE: _date,
}


def fits(question: Question, value: Any) -> bool:
    """Whether a stored answer is one that this question could have had: asked of imports and of old drafts."""
    if isinstance(value, str) and value in NO_ANSWERS:
        return may_skip(question, value)
    keys = {option.key for option in question.picks}
    if question.kind in ONE_OPTION:
        return value in keys
    if question.kind in (Kind.SEVERAL, Kind.RANKING):
        return isinstance(value, list) and bool(value) and len(set(value)) == len(value) and set(value) <= keys
    if question.kind == Kind.MATRIX:
        lines = {line.key for line in question.lines}
        return isinstance(value, Mapping) and set(value) <= lines and set(value.values()) <= keys | set(NO_ANSWERS)
    if question.kind == Kind.NUMBER:
        return type(value) is int and LOWEST <= value <= HIGHEST
    if question.kind == Kind.DATE:
        return isinstance(value, str) and re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value) is not None
    return question.kind in IN_WORDS and isinstance(value, str)


def helps(question: Question, value: Any) -> bool:
    """Whether what was picked says that somebody may need help now."""
    picked = value if isinstance(value, list) else list(value.values()) if isinstance(value, Mapping) else [value]
    return any(option.helps and option.key in picked for option in question.picks)
