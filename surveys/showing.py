"""Working out what a wave found, in the background, and keeping it as it may be shown."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.disclosure import ProtectedTable
from people.models import User
from people.roles import MANAGE_SURVEYS
from surveys import results, waves
from surveys.answering import GRACE
from surveys.models import Result, Unfolded, Wave
from surveys.models.surveys import SurveyVerb
from surveys.results import Found
from surveys.waves import WaveError


def ask_for(wave: Wave, *, by: User, release: bool) -> Result:
    """Have the results worked out: for staff, or (`release`) for young people and everybody. The caller queues it.

    Raises WaveError while answers still come in: each new one would show in the difference.
    """
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
    if timezone.now() < wave.closes_at + GRACE:
        raise WaveError(_("Results are worked out half an hour after the wave has closed."))
    if release and not wave.survey.is_public:
        raise WaveError(_("The results of this survey are not for everybody."))
    now = timezone.now()
    asked = {"asked_by": by, "asked_at": now, "done": 0}
    result, _new = Result.objects.update_or_create(wave=wave, is_released=release, defaults=asked)
    return result


def work_out(result_id: int) -> None:
    """Do it. Safe to run twice: a released table is shown again as it was."""
    result = Result.objects.select_related("wave__survey", "wave__version", "asked_by").get(pk=result_id)
    wave = result.wave
    if not result.is_waiting or Unfolded.objects.filter(response__wave=wave).exists():
        return  # done already, or not everything is counted: the next round takes it up

    def tell(done: int, steps: int) -> None:
        Result.objects.filter(pk=result.pk).update(done=done, steps=steps)

    with transaction.atomic():
        if result.is_released and result.asked_by:
            found = results.publish(wave, by=result.asked_by)
            Wave.objects.filter(pk=wave.pk, results_at__isnull=True).update(results_at=timezone.now())
            waves.note(wave.survey, SurveyVerb.RESULTS, by=result.asked_by, about=wave.name)
        else:
            found = results.what_may_be_shown(wave, tell=tell)
        Result.objects.filter(pk=result.pk).update(shown=to_json(found), worked_out_at=timezone.now())


def unfinished() -> list[int]:
    """Results that were asked for and are not worked out."""
    return [result.pk for result in Result.objects.only("asked_at", "worked_out_at") if result.is_waiting]


def found_in(wave: Wave, *, released: bool) -> Found | None:
    """What was worked out last, or None. One query."""
    result = Result.objects.filter(wave=wave, is_released=released, worked_out_at__isnull=False).first()
    return from_json(result.shown) if result else None


def to_json(found: Found) -> dict[str, Any]:
    return {
        "who": {name: _plain(table) for name, table in found.who.items()},
        "tables": {
            name: {key: _plain(table) for key, table in tables.items()} for name, tables in found.tables.items()
        },
    }


def from_json(data: dict[str, Any]) -> Found:
    return Found(
        {name: _table(one) for name, one in data["who"].items()},
        {name: {key: _table(one) for key, one in tables.items()} for name, tables in data["tables"].items()},
    )


def _plain(table: ProtectedTable) -> list[Any]:
    return [table.name, table.rows, table.cols, table.counts, table.refused]


def _table(plain: list[Any]) -> ProtectedTable:
    name, rows, cols, counts, refused = plain
    return ProtectedTable(name, tuple(rows), tuple(cols), tuple(tuple(line) for line in counts), refused)
