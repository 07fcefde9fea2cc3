"""The base of this room's histories, which every room shares."""

from people.models.append_only import AppendOnly, AppendOnlyError, AppendOnlyQuerySet

__all__ = ["AppendOnly", "AppendOnlyError", "AppendOnlyQuerySet"]
