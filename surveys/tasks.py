"""What this room does in the background. Every task is safe to run twice."""

from celery import shared_task

from surveys import arriving, folding, showing
from surveys.models import Wave


@shared_task(ignore_result=True)
def fold_wave(wave_id: int) -> None:
    """Count what came into one wave, a batch after the other, to the end."""
    wave = Wave.objects.get(pk=wave_id)
    while folding.fold(wave):
        pass


@shared_task(ignore_result=True)
def fold_waves() -> None:
    """Take up every wave that has something to count, every few seconds."""
    for wave_id in folding.waiting():
        fold_wave.delay(wave_id)


@shared_task(ignore_result=True)
def mix_answers() -> None:
    """Leave no trace in the database of the order in which answers came."""
    arriving.mix()


@shared_task(ignore_result=True)
def work_out(result_id: int) -> None:
    """Work out what a wave found, as far as it may be shown."""
    showing.work_out(result_id)


@shared_task(ignore_result=True)
def carry_on_results() -> None:
    """Take up results that were asked for and not worked out: a message was lost, or answers were not counted yet."""
    for result_id in showing.unfinished():
        work_out.delay(result_id)
