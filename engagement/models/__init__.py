"""The tables of the room: submissions and what became of them."""

from engagement.models.asks import (
    CLOSED_STATES,
    FITS,
    OWNED_STATES,
    PUBLIC_STATUS,
    STATE_AFTER,
    Ask,
    AskEvent,
    AskState,
    AskVerb,
    Contribution,
    PublicStatus,
    RefusalReason,
)
from engagement.models.events import Reply, ReplyTemplate, SubmissionEvent, Verb
from engagement.models.submissions import (
    LONGEST_TEXT,
    OPEN_STATES,
    PUBLIC_STATES,
    Finding,
    Safety,
    State,
    Submission,
    Urgency,
)
from engagement.models.themes import Theme
from engagement.models.voices import Feeling, NameChoice, Purpose, Session, Voice

__all__ = [
    "CLOSED_STATES",
    "FITS",
    "LONGEST_TEXT",
    "OPEN_STATES",
    "OWNED_STATES",
    "PUBLIC_STATES",
    "PUBLIC_STATUS",
    "STATE_AFTER",
    "Ask",
    "AskEvent",
    "AskState",
    "AskVerb",
    "Contribution",
    "Feeling",
    "Finding",
    "NameChoice",
    "PublicStatus",
    "Purpose",
    "RefusalReason",
    "Reply",
    "ReplyTemplate",
    "Safety",
    "Session",
    "State",
    "Submission",
    "SubmissionEvent",
    "Theme",
    "Urgency",
    "Verb",
    "Voice",
]
