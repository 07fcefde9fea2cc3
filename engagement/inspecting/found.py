"""What the inspector found in a file, and where; never what a cell says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


class UnreadableError(Exception):
    """The file cannot be looked into; the message says why."""
