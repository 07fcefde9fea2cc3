"""Waves: opened and closed by the clock, with live reach against the cohort and never who took part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.roles import MANAGE_SURVEYS
from surveys.models import Survey, SurveyEvent, Version, Wave, WayIn
from surveys.models.surveys import SurveyVerb


class WaveError(Exception):
    """It cannot be done; the message says why."""


@dataclass(frozen=True)
class Plan:
    """What an officer fills in."""

    name: str
    opens_at: datetime
    closes_at: datetime
    ways: tuple[str, ...]


def plan(survey: Survey, filled: Plan, *, by: User) -> Wave:
    """Ask the published survey from one moment to another. Raises WaveError."""
    _may(by)
    version = survey.latest
    if version is None:
        raise WaveError(_("Publish the survey first."))
    _check(filled)
    with transaction.atomic():
        wave = Wave.objects.create(survey=survey, version=version, **_fields(filled))
        note(survey, SurveyVerb.OPENED, by=by, about=wave.name)
    return wave


def change(wave: Wave, filled: Plan, *, by: User) -> None:
    """Another name, time or way in; what was answered stays."""
    _may(by)
    _check(filled)
    if wave.results_at is not None:
        raise WaveError(_("Its results are shown already."))
    with transaction.atomic():
        for name, value in _fields(filled).items():
            setattr(wave, name, value)
        wave.save()
        note(wave.survey, SurveyVerb.CHANGED, by=by, about=wave.name)


def close(wave: Wave, *, by: User) -> None:
    """End it now. Twice is once."""
    _may(by)
    now = timezone.now()
    if wave.closes_at <= now:
        return
    if wave.opens_at >= now:
        raise WaveError(_("It has not opened yet. Change its days instead."))
    with transaction.atomic():
        wave.closes_at = now
        wave.save(update_fields=["closes_at"])
        note(wave.survey, SurveyVerb.CLOSED, by=by, about=wave.name)


def bring_up_to_date(survey: Survey, version: Version) -> None:
    """Waves that are not over ask the new version from now on; who has begun goes on with what they saw."""
    Wave.objects.filter(survey=survey, closes_at__gt=timezone.now()).update(version=version)


def note(survey: Survey, verb: SurveyVerb, *, by: User | None, about: str = "") -> None:
    SurveyEvent.objects.create(survey=survey, verb=verb, by=by, at=timezone.now(), note=about)


def reminder(wave: Wave, address: str) -> str:
    """A text to send to those who take part, with nothing in it that says that anybody is in care."""
    day = timezone.localtime(wave.closes_at)
    return _("%(title)s is open until %(day)s. It takes a few minutes, and nobody sees who said what: %(address)s") % {
        "title": wave.survey.title,
        "day": f"{day:%-d %B}",
        "address": address,
    }


def _may(by: User) -> None:
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied


def _check(filled: Plan) -> None:
    if filled.closes_at <= filled.opens_at:
        raise WaveError(_("It closes before it opens. Pick a later day."))
    if not filled.ways or any(way not in WayIn for way in filled.ways):
        raise WaveError(_("Pick at least one way in."))


def _fields(filled: Plan) -> Mapping[str, object]:
    return {
        "name": filled.name.strip(),
        "opens_at": filled.opens_at,
        "closes_at": filled.closes_at,
        "ways": ",".join(way for way in WayIn.values if way in filled.ways),
    }
