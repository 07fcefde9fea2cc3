"""What one process may remember for a few seconds, so that many who answer at once do not ask for it again and again.

Only what is the same for everybody goes in: open waves, and pages before anybody answered them.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings

T = TypeVar("T")


class Memory:
    """At most `most` things, each for `ANSWERING_MEMORY` seconds; with 0 seconds it remembers nothing."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: dict[Hashable, tuple[float, Any]] = {}

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is remembered under `key`, or what `make` makes now."""
        seconds: float = settings.ANSWERING_MEMORY
        if not seconds:
            return make()
        found = self.kept.get(key)
        if found is not None and found[0] > time.monotonic():
            value: T = found[1]
            return value
        if len(self.kept) >= self.most:
            self.kept.clear()
        made = make()
        self.kept[key] = (time.monotonic() + seconds, made)
        return made
