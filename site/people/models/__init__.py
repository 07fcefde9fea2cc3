"""The tables of the room: staff, key holders, and the alerts that wait to be sent to staff."""

from people.models.accounts import AgeBand, CareStatus, User, UserManager, YoungPerson
from people.models.append_only import AppendOnly, AppendOnlyError
from people.models.erasing import LegalHold, Tombstone
from people.models.outbox import OutboxMessage
from people.models.read_audit import Opened, ReadAudit, Reason
from people.models.seals import EventSeal

__all__ = [
    "AgeBand",
    "AppendOnly",
    "AppendOnlyError",
    "CareStatus",
    "EventSeal",
    "LegalHold",
    "Opened",
    "OutboxMessage",
    "ReadAudit",
    "Reason",
    "Tombstone",
    "User",
    "UserManager",
    "YoungPerson",
]
