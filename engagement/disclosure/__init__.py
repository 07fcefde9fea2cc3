"""Statistical disclosure control: which counts may be shown so that none points to one child. Plain Python."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from engagement.disclosure.links import Link, adds_up, inferred, same_people
from engagement.disclosure.relations import Relations, related
from engagement.disclosure.tables import (
    ALL,
    HIDDEN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    CountTable,
    ProtectedTable,
    refused,
    yes_and_no,
)

if TYPE_CHECKING:
    from engagement.disclosure.auditing import Interval, audit
    from engagement.disclosure.protecting import protect

__all__ = [
    "ALL",
    "HIDDEN",
    "NOT_APPLICABLE",
    "NOT_AVAILABLE",
    "CountTable",
    "Interval",
    "Link",
    "ProtectedTable",
    "Relations",
    "adds_up",
    "audit",
    "inferred",
    "protect",
    "refused",
    "related",
    "same_people",
    "yes_and_no",
]
# They bring SciPy along, which takes a second or two that most processes never need.
_WHEN_ASKED = {"Interval": "auditing", "audit": "auditing", "protect": "protecting"}


def __getattr__(name: str) -> Any:
    if name not in _WHEN_ASKED:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHEN_ASKED[name]}"), name)
