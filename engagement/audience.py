"""Who will see a view, computed from the table of permissions, so that the page can never promise more than is so."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from engagement.desks import ADVOCACY, VOICES, Desk
from engagement.models import NameChoice, Purpose
from people.roles import (
    HANDLE_ALLEGATIONS,
    HANDLE_CONCERNS,
    ISSUE_KEYS,
    READ_BOARD_PAGE,
    ROLES,
    SEE_SPACE,
    Role,
    roles_that_may,
)


@dataclass(frozen=True)
class Audience:
    """People by role, as they are named to a young person."""

    words: list[Promise | str]  # read what was written, word for word
    key: list[Promise | str]  # see which key it came with, and so what else came with that key
    person: list[Promise | str]  # may know whose key it is, because they handed it over
    published: list[Promise | str]  # read what was made public, with details taken out


def audience(purpose: str, choice: str, *, may_quote: bool = False) -> Audience:
    """Who sees a view sent for `purpose` with `choice` about the name."""
    request = purpose == Purpose.ADVOCATE
    readers = roles_at(ADVOCACY if request else VOICES)
    # Where somebody might not be safe, concerns about it go to these as well: see Concern.objects.visible_to.
    worried = [
        role for role in roles_that_may(HANDLE_ALLEGATIONS if request else HANDLE_CONCERNS) if role not in readers
    ]
    with_key = [] if choice == NameChoice.JUST_THE_IDEA else roles_that_may(SEE_SPACE)
    return Audience(
        words=_named(readers) + ([_if_not_safe(role) for role in worried] if request else _named(worried)),
        key=_named(role for role in with_key if role in readers) + _named(role for role in worried if role in with_key),
        person=_named(roles_that_may(ISSUE_KEYS)) if choice == NameChoice.MY_SPACE else [],
        published=[*_named(roles_that_may(READ_BOARD_PAGE)), _("Anyone who opens the wall")] if may_quote else [],
    )


def roles_at(desk: Desk) -> list[Role]:
    """The roles that may sit at `desk`, and so read every word that lies on it."""
    return [role for role, grant in ROLES.items() if grant.permissions.issuperset(desk.permissions)]


def _if_not_safe(role: Role) -> Promise:
    return format_lazy(_("{who}, if somebody might not be safe"), who=ROLES[role].named)


def _named(roles: Iterable[Role]) -> list[Promise | str]:
    return [ROLES[role].named for role in roles]
