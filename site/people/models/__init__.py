"""The tables of the room: staff, key holders, and the mail that waits to be sent to staff."""

from people.models.accounts import AgeBand, CareStatus, User, UserManager, YoungPerson

__all__ = ["AgeBand", "CareStatus", "User", "UserManager", "YoungPerson"]
