"""Two questions against each other, for staff: counted when it is asked for, and protected like everything else.

Safe beside what is on the page already: how many answered, and each of the two questions by itself. Of two crossings
no more is known together than the questions that they share, which are shown anyway.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from engagement.disclosure import CountTable, ProtectedTable, protect, related
from surveys import results
from surveys.models import Response, Unfolded, Wave
from surveys.questions import NO_ANSWERS, Definition, Kind, Question
from surveys.results import Found

ONE_ANSWER = (Kind.FEELING, Kind.AGREE, Kind.ONE, Kind.PICTURE)
MOST_CELLS = 160  # what disclosure control solves exactly, in a moment


class CrossingError(Exception):
    """It cannot be shown; the message says why."""


def questions(definition: Definition) -> dict[str, Question]:
    """What can be crossed: questions with one answer each that are asked once."""
    return {
        key: question
        for key, question in definition.questions.items()
        if question.kind in ONE_ANSWER and not definition.section_of[key].repeat
    }


def cross(wave: Wave, one: str, other: str, shown: Found) -> ProtectedTable:
    """How the answers to `one` (rows) go with those to `other` (columns), beside what is `shown` of the wave.

    Rows and columns are named `question:option`. Raises CrossingError where that may not or cannot be shown.
    """
    can = questions(wave.version.asked)
    if one not in can or other not in can or one == other:
        raise CrossingError(_("Pick two different questions with one answer each."))
    if Unfolded.objects.filter(response__wave=wave).exists():
        raise CrossingError(_("Some answers are not counted yet. Try again in a moment."))
    counts = results.counts_of(wave, (results.EVERYBODY, one, other))
    if shown.respondents != counts.get((results.EVERYBODY, results.ANSWERED, ""), 0):
        # One table with a person in it and one without would show what that person said.
        raise CrossingError(_("Answers were taken back since the results were worked out. Work them out again first."))
    table = _counted(wave, can[one], can[other])
    beside = results.plain(wave, (can[one], can[other]), counts)
    known = [replace(each, population=table.population) for each in beside]
    there = {each.name: each for each in (shown.who[""], shown.tables[one][""], shown.tables[other][""])}
    if any(each.refused for each in there.values()):
        raise CrossingError(_("Too few answers to show any."))
    ties = related([table], known)
    return protect([table], ties.links, known=known, earlier=there, unsaid=ties.unsaid)[table.name]


def _counted(wave: Wave, one: Question, other: Question) -> CountTable:
    rows, cols = _options(one), _options(other)
    if len(rows) * len(cols) > MOST_CELLS:
        raise CrossingError(_("These two have too many answers for one table."))
    both = (KT(f"answers__{one.key}"), KT(f"answers__{other.key}"))
    pairs = Response.objects.filter(wave=wave).order_by().values_list(*both)
    found: Mapping[tuple[str, str], int] = {(row, col): n for row, col, n in pairs.annotate(n=Count("pk"))}
    return CountTable(
        f"{one.key}*{other.key}",
        tuple(f"{one.key}:{row}" for row in rows),
        tuple(f"{other.key}:{col}" for col in cols),
        tuple(tuple(found.get((row, col), 0) for col in cols) for row in rows),
        population=f"{wave.population}:{one.key}*{other.key}",
        sensitive=one.sensitive or other.sensitive,
    )


def _options(question: Question) -> list[str]:
    allowed = zip(NO_ANSWERS, (question.dont_know, question.rather_not), strict=True)
    return [*(option.key for option in question.picks), *(key for key, may in allowed if may)]
