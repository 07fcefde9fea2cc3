"""The one door of the read audit: whoever opens what is not for everybody's eyes leaves one row."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from people.models import Opened, ReadAudit, Reason, User


def note_read(by: User, what: Opened, about: UUID, reason: str = "") -> ReadAudit:
    """Write down that `by` is shown `about`, before it is shown. One call for each answer that shows it.

    Whatever fetched it, a prefetch or a reload too, the words have left the house; so each answer counts, and an
    answer that shows nothing (a redirect, a refusal) does not. If this fails, nothing is shown. Raises ValueError
    for a `reason` that is not one of `Reason`: a typed one could say something about a child.
    """
    return ReadAudit.objects.create(
        by=by, what=Opened(what), about=about, reason=Reason(reason) if reason else "", at=timezone.now()
    )


Unseen = Callable[[User], list[QuerySet[Any, Any]]]
_unseen: list[Unseen] = []


def unseen(rule: Unseen) -> Unseen:
    """Register what must not be shown to whom: querysets of one column, the numbers that openings are about."""
    _unseen.append(rule)
    return rule


def openings_for(user: User) -> QuerySet[ReadAudit]:
    """The openings that `user` may know of."""
    found: QuerySet[ReadAudit] = ReadAudit.objects.all()
    for rule in _unseen:
        for about in rule(user):
            found = found.exclude(about__in=about)
    return found
