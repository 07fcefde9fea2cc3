"""Statistical disclosure control: which counts may be shown so that none points to one child. Plain Python."""

from engagement.disclosure.auditing import Interval, audit
from engagement.disclosure.links import Link, adds_up, inferred, same_people
from engagement.disclosure.protecting import protect, refused
from engagement.disclosure.relations import Relations, related
from engagement.disclosure.tables import (
    ALL,
    HIDDEN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    CountTable,
    ProtectedTable,
    yes_and_no,
)

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
