"""What the screening step found in a text: urgency, reasons to show a moderator, and details to consider redacting."""

from dataclasses import dataclass
from typing import Any, Literal

Urgency = Literal["urgent", "soon", "none"]
LEVELS: tuple[Urgency, ...] = ("none", "soon", "urgent")


def higher(one: Urgency, other: Urgency) -> Urgency:
    """The more pressing of two levels."""
    return max(one, other, key=LEVELS.index)


@dataclass(frozen=True, slots=True)
class Span:
    """An identifying detail; offsets count characters of the original text. A proposal, never applied by itself."""

    start: int
    end: int
    kind: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that fired, in words a moderator can read, with the place in the original text."""

    rule: str
    name: str
    category: str
    urgency: Urgency
    start: int
    end: int
    why: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The outcome for one text. `score` orders items inside one urgency and never changes the urgency.

    `failed` is empty, or names what went wrong ("rule error", "timeout", "empty rule set", "too long"); the urgency
    is then at least "soon", because a text that was not read to the end must not look safe.
    """

    urgency: Urgency
    categories: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    hits: tuple[Hit, ...] = ()
    score: float = 0.0
    version: str = ""
    language: str = "en"
    needs_reader: bool = False
    failed: str = ""

    def as_answer(self) -> dict[str, Any]:
        """The JSON shape used by the measuring command."""
        return {
            "urgency": self.urgency,
            "categories": list(self.categories),
            "spans": [[span.start, span.end, span.kind] for span in self.spans],
            "score": self.score,
        }
