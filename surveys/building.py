"""Building a survey: a draft that officers change together, and publishing, which makes a version for ever."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.models import User
from people.roles import MANAGE_SURVEYS
from surveys import waves
from surveys.differences import changes
from surveys.models import Survey, Version
from surveys.models.surveys import SurveyVerb
from surveys.proofing import Severity, proof
from surveys.questions import Definition, Section, Wording, free_key
from surveys.writing import from_json, to_json


class BuildError(Exception):
    """It cannot be done; the message says why."""


class OvertakenError(BuildError):
    """A colleague changed the survey meanwhile."""


def make(title: str, *, by: User, definition: Definition | None = None) -> Survey:
    """A new survey, empty or from a template or an import."""
    _may(by)
    if definition is None:
        definition = Definition(sections=(Section("section_1"),))
    face = definition.faces[0]
    if not definition.title:
        definition = replace(definition, title={face: {"en": Wording(title)}})
    with transaction.atomic():
        survey = Survey.objects.create(
            slug=_free_slug(title), title=title.strip(), draft=to_json(definition), made_by=by
        )
        waves.note(survey, SurveyVerb.MADE, by=by)
    return survey


def change(survey: Survey, how: Callable[[Definition], Definition], *, by: User, version: int | None = None) -> None:
    """Change the draft. Raises OvertakenError where it is not `version` any more, QuestionError for what cannot be."""
    _may(by)
    with transaction.atomic():
        locked = Survey.objects.select_for_update().get(pk=survey.pk)
        if version is not None and locked.version != version:
            raise OvertakenError(_("A colleague changed this survey a moment ago. Look at it, then try again."))
        # There and back: whatever is kept can be read again.
        draft = to_json(from_json(to_json(how(locked.definition))))
        if draft != locked.draft:
            locked.draft = draft
            locked.version += 1
            locked.save()
    survey.refresh_from_db()


def rename(survey: Survey, title: str, *, by: User) -> None:
    _may(by)
    survey.title = title.strip()
    survey.save(update_fields=["title", "changed_at"])


def move(definition: Definition, key: str, by: int) -> Definition:
    """The same with a question or section one place up (-1) or down (1); a question walks from section to section."""
    keys = [section.key for section in definition.sections]
    if key in keys:
        return replace(definition, sections=_moved(definition.sections, keys.index(key), by))
    home = definition.section_of[key]
    place = [question.key for question in home.questions].index(key)
    if 0 <= place + by < len(home.questions):
        return definition.with_section(replace(home, questions=_moved(home.questions, place, by)))
    other = keys.index(home.key) + by
    if not 0 <= other < len(keys):
        return definition
    question = definition.questions[key]
    left = definition.without(key)
    there = left.sections[other]
    joined = (*there.questions, question) if by < 0 else (question, *there.questions)
    return left.with_section(replace(there, questions=joined))


def add_section(definition: Definition, text: str = "") -> Definition:
    taken = {section.key for section in definition.sections} | set(definition.questions)
    key = free_key(text or "section", taken)
    wordings = {definition.faces[0]: {"en": Wording(text)}} if text else {}
    return definition.with_section(Section(key, wordings=wordings))


def unpublished_changes(survey: Survey) -> list[dict[str, Any]]:
    """What would change for those who answer, with how much it weighs; empty before the first version."""
    latest = survey.latest
    return [asdict(one) for one in changes(latest.asked, survey.definition)] if latest else []


def publish(survey: Survey, *, by: User) -> Version:
    """Make the draft a version that never changes. Waves under way go on with it; drafts go on with what they saw.

    Raises BuildError while something would keep a young person from answering. Without changes it makes nothing.
    """
    _may(by)
    with transaction.atomic():
        locked = Survey.objects.select_for_update().get(pk=survey.pk)
        definition = locked.definition
        stops = [one for one in proof(definition) if one.severity == Severity.STOPS]
        if stops:
            raise BuildError(str(stops[0].words))
        latest = locked.latest
        if latest is not None and latest.definition == locked.draft:
            return latest
        version = Version.objects.create(
            survey=locked,
            number=latest.number + 1 if latest else 1,
            definition=locked.draft,
            changes=unpublished_changes(locked),
            by=by,
            at=timezone.now(),
        )
        waves.bring_up_to_date(locked, version)
        waves.note(locked, SurveyVerb.PUBLISHED, by=by, about=str(version.number))
    return version


def _moved(row: tuple[Any, ...], place: int, by: int) -> tuple[Any, ...]:
    to = place + by
    if not 0 <= to < len(row):
        return row
    new = list(row)
    new.insert(to, new.pop(place))
    return tuple(new)


def _free_slug(title: str) -> str:
    slug = slugify(title)[:50].strip("-") or "survey"
    taken = set(Survey.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _may(by: User) -> None:
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
