"""Time that the loader turns by hand, so that the rooms' own verbs can live through a year in seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


class Clock:
    """Shows whatever it was last set to."""

    moment: datetime

    def read(self) -> datetime:
        return self.moment


@contextmanager
def simulated(start: datetime) -> Iterator[Clock]:
    """Make `timezone.now` (and so `localdate`) show the clock that is handed out. For loading the demo only.

    Whoever imported `now` by name, and column defaults, keep the real time.
    """
    clock, real = Clock(), timezone.now
    clock.moment = start
    timezone.now = clock.read
    try:
        yield clock
    finally:
        timezone.now = real
