"""What this room does in the background, all the time. Every task is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from engagement import actions, arriving, concerns, edition_work, purging, releasing, rescreening, rights, verdicts
from engagement.models import BoardEdition, Pack, ScreeningRun, TakenBack
from engagement.packs import making


@shared_task(ignore_result=True)
def purge() -> None:
    """End what has been kept long enough, every night. Safe to run twice, and to be stopped half-way."""
    purging.purge()


@shared_task(ignore_result=True)
def climb_ladders() -> None:
    """Tell the next people of every concern that nobody has taken on in time. Safe to run twice."""
    concerns.climb_all(timezone.now())


@shared_task(ignore_result=True)
def mix_arrivals() -> None:
    """Leave no trace in the database of the order in which views came. Safe to run twice."""
    arriving.mix()


@shared_task(ignore_result=True)
def finish_taking_back() -> None:
    """Erase what was taken back and had to wait, once it may go. Safe to run twice."""
    for taken in TakenBack.objects.waiting():
        rights.finish(taken)


STEPS_AT_ONCE = 40  # steps of a run before other tasks have their turn


@shared_task(ignore_result=True)
def carry_on_run(run_id: int) -> None:
    """Let a run of rules over stored words go on to its end. Safe to run twice or side by side."""
    for _step in range(STEPS_AT_ONCE):
        if not rescreening.carry_on(run_id):
            return
    carry_on_run.delay(run_id)


@shared_task(ignore_result=True)
def carry_on_runs() -> None:
    """Take up every run that has not ended: its message was lost, or its worker died. Safe to run twice."""
    for run_id in ScreeningRun.objects.unfinished().values_list("pk", flat=True):
        carry_on_run.delay(run_id)


@shared_task(ignore_result=True)
def carry_on_edition(edition_id: int) -> None:
    """Count or seal an edition, a step at a time, to its end. Safe to run twice or side by side."""
    while edition_work.carry_on(edition_id):
        pass


@shared_task(ignore_result=True)
def carry_on_editions() -> None:
    """Take up every edition whose message was lost, or whose worker died. Safe to run twice."""
    for edition_id in BoardEdition.objects.to_carry_on().values_list("pk", flat=True):
        carry_on_edition.delay(edition_id)


@shared_task(ignore_result=True)
def carry_on_pack(pack_id: int) -> None:
    """Put an inspector's pack together, a step at a time, to its end. Safe to run twice or side by side."""
    while making.carry_on(pack_id):
        pass


@shared_task(ignore_result=True)
def carry_on_packs() -> None:
    """Take up every pack whose message was lost, or whose worker died. Safe to run twice."""
    for pack_id in Pack.objects.building().values_list("pk", flat=True):
        carry_on_pack.delay(pack_id)


@shared_task(ignore_result=True)
def lapse_exports() -> None:
    """End every export that nobody released or fetched in time. Safe to run twice."""
    releasing.lapse_due()


@shared_task(ignore_result=True)
def ask_whether_it_happened() -> None:
    """Count the rounds that are over, and ask about what was done four and twelve weeks ago. Safe to run twice."""
    today = timezone.localdate()
    verdicts.close_due(today)
    verdicts.open_due(today)


@shared_task(ignore_result=True)
def remind_of_actions() -> None:
    """Mail whoever owes an action that is due in a week, or late. Safe to run twice."""
    actions.remind(timezone.localdate())
