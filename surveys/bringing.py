"""Bring what a council has: questions from a CSV, and what earlier surveys found as counts, to stand in a trend."""

import csv
import io
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from people.roles import MANAGE_SURVEYS
from surveys import folding, waves
from surveys.folding import ANSWERED, EVERYBODY
from surveys.lime import Brought
from surveys.models import Survey, Version, Wave
from surveys.models.surveys import SurveyVerb
from surveys.questions import MOST_QUESTIONS, Kind, QuestionError, free_key
from surveys.writing import from_json

QUESTION_COLUMNS = ("section", "question", "kind", "options", "lines", "needed")
RESULT_COLUMNS = ("question", "option", "count")
LARGEST = 1_000_000  # bytes
BETWEEN = "|"  # options in one cell


def questions(data: bytes) -> Brought:
    """A survey from rows with `QUESTION_COLUMNS`. Raises QuestionError and says which row."""
    rows = _table(data, QUESTION_COLUMNS[:3])
    if len(rows) > MOST_QUESTIONS:
        raise QuestionError(_("A survey has at most %(n)d questions.") % {"n": MOST_QUESTIONS})
    taken: set[str] = set()
    sections: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, start=2):
        heading, words, kind = row["section"], row["question"], row["kind"].lower()
        if not words or kind not in list(Kind):
            raise QuestionError(
                _("Row %(n)d: write a question and one of these kinds: %(kinds)s.")
                % {"n": number, "kinds": ", ".join(Kind)}
            )
        if heading not in sections:
            key = free_key(heading or "section", taken)
            taken.add(key)
            sections[heading] = {"key": key, "wordings": heading, "questions": []}
        key = free_key(words, taken)
        taken.add(key)
        sections[heading]["questions"].append(
            {
                "key": key, "kind": kind, "wordings": words,
                "options": _options(row.get("options", "")), "lines": _options(row.get("lines", "")),
                "needed": row.get("needed", "").lower() in ("yes", "y", "1", "true"),
            }
        )  # fmt: skip
    return Brought("", from_json({"sections": list(sections.values())}))


def results(survey: Survey, data: bytes, *, name: str, opened: datetime, closed: datetime, by: User) -> Wave:
    """A wave of long ago from rows of question, option and count; a row without a question says how many answered.

    Keys are those of the survey's newest version. Raises QuestionError and says which row cannot be.
    """
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
    version = survey.latest
    if version is None:
        raise QuestionError(_("Publish the survey first: its questions are what the counts belong to."))
    if closed <= opened:
        raise QuestionError(_("It closes before it opens. Pick a later day."))
    counted = _counted(version, _table(data, RESULT_COLUMNS))
    with transaction.atomic():
        wave = Wave.objects.create(
            survey=survey, version=version, name=name, opens_at=opened, closes_at=closed, ways=""
        )
        folding.add(wave, counted)
        waves.note(survey, SurveyVerb.CLOSED, by=by, about=f"{name}: brought")
    return wave


def _counted(version: Version, rows: list[dict[str, str]]) -> Counter[folding.Key]:
    asked = version.asked
    counted: Counter[folding.Key] = Counter()
    for number, row in enumerate(rows, start=2):
        name, option, typed = row["question"], row["option"], row["count"]
        if not typed.isdecimal() or int(typed) > 1_000_000:
            raise QuestionError(_("Row %(n)d: the count is a whole number from 0 up.") % {"n": number})
        if not name:
            counted[EVERYBODY, ANSWERED, ""] += int(typed)
            continue
        question = asked.questions.get(name.partition(".")[0])
        if question is None or option not in {one.key for one in question.picks} | {ANSWERED}:
            raise QuestionError(
                _("Row %(n)d: the survey has no answer “%(option)s” to “%(question)s”.")
                % {"n": number, "option": option, "question": name}
            )
        counted[name, option, ""] += int(typed)
        if question.kind != Kind.SEVERAL and option != ANSWERED:
            counted[name, ANSWERED, ""] += int(typed)
    if not counted[EVERYBODY, ANSWERED, ""]:
        raise QuestionError(_("Say how many answered: a row with no question, no option, and the number."))
    return counted


def _table(data: bytes, needed: tuple[str, ...]) -> list[dict[str, str]]:
    if len(data) > LARGEST:
        raise QuestionError(_("The file is larger than 1 MB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QuestionError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from None
    try:
        reader = csv.DictReader(io.StringIO(text))
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        rows = [{name: (value or "").strip() for name, value in row.items() if isinstance(name, str)} for row in reader]
    except csv.Error:
        raise QuestionError(_("This is no CSV that can be read.")) from None
    if missing:
        raise QuestionError(_("The first row names the columns. Missing: %(names)s.") % {"names": ", ".join(missing)})
    if not rows:
        raise QuestionError(_("There is nothing under the first row."))
    return rows


def _options(cell: str) -> list[dict[str, str]]:
    taken: set[str] = set()
    made = []
    for words in filter(None, (part.strip() for part in cell.split(BETWEEN))):
        key = free_key(words, taken)
        taken.add(key)
        made.append({"key": key, "wordings": words})
    return made
