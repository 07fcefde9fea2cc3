"""A new colleague, a new name, somebody back at work: what already names them is hidden from them at once."""

from collections.abc import Iterable
from typing import Any

from engagement import concerns
from people.models import User

NAMED_BY = frozenset({"first_name", "last_name", "aliases", "is_active"})


def hide_what_names_them(
    sender: type[User], instance: User, update_fields: Iterable[str] | None = None, raw: bool = False, **_more: Any
) -> None:
    """In the transaction that saves the person, so there is no moment in which they could look."""
    if instance.is_active and not raw and (update_fields is None or NAMED_BY & set(update_fields)):
        concerns.hide_from_named(instance)
