"""What this room does in the background. Every task is safe to run twice."""

from celery import shared_task

from surveys import arriving, folding
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
