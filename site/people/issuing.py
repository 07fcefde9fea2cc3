"""Issue keys to young people: cards made by an officer, a new key for a lost one, a space closed for good."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.keys import hash_key, make_key, replace_key
from people.models import User, YoungPerson
from people.roles import ISSUE_KEYS

MOST_CARDS = 60  # at once; hashing a key takes about 50 ms, so this is 3 seconds
CARD_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else

# A space with its key in plain words: exists while a card is printed, and is never stored.
Issued = tuple[YoungPerson, str]


class IssuingError(Exception):
    """Something that cannot be done to this space; the message is for the person at the screen."""


def issue(*, by: User, how_many: int, age_band: str, care_status: str) -> list[Issued]:
    """Make spaces that an officer vouches for, each with a card number, and return them with their keys, once.

    Raises PermissionDenied unless `by` may issue keys, and ValueError for more than `MOST_CARDS`.
    """
    _may_issue(by)
    if not 1 <= how_many <= MOST_CARDS:
        raise ValueError(f"Between 1 and {MOST_CARDS} cards at once.")
    keys = [make_key() for _ in range(how_many)]
    hashes = [hash_key(key) for key in keys]  # slow, so before the transaction
    with transaction.atomic():
        spaces = [
            YoungPerson.objects.create(
                key_hash=key_hash, card=_card_number(), issued_by=by, age_band=age_band, care_status=care_status
            )
            for key_hash in hashes
        ]
        for space in spaces:
            log(space, "people.issue_key", user=by)
    return list(zip(spaces, keys, strict=True))


def issue_again(space: YoungPerson, *, by: User) -> Issued:
    """A new key for a lost card, handed over in person; the old key opens nothing from now on."""
    _may_issue(by)
    if space.issued_by_id is None or space.closed_on:
        raise IssuingError("Only an open space that came with a card gets a new key.")
    with transaction.atomic():
        key = replace_key(space)
        log(space, "people.replace_key", user=by)
    return space, key


def close(space: YoungPerson, *, by: User) -> None:
    """Close a space: its key opens nothing any more. What was sent from it stays. Safe to do twice."""
    _may_issue(by)
    if space.closed_on:
        return
    with transaction.atomic():
        space.closed_on, space.on_council = timezone.localdate(), False
        space.save(update_fields=["closed_on", "on_council"])
        log(space, "people.close_space", user=by)


def join_council(space: YoungPerson, *, by: User) -> None:
    """Make the holder of a card a member of the Children in Care Council. Safe to do twice."""
    _may_issue(by)
    if space.issued_by_id is None or space.closed_on:
        raise IssuingError("Only somebody whose card was handed over in person can be a member.")
    _set_council(space, "people.join_council", member=True, by=by)


def leave_council(space: YoungPerson, *, by: User) -> None:
    """A member no more; the space stays as it is. Safe to do twice."""
    _may_issue(by)
    _set_council(space, "people.leave_council", member=False, by=by)


def _set_council(space: YoungPerson, action: str, *, member: bool, by: User) -> None:
    if space.on_council != member:
        with transaction.atomic():
            space.on_council = member
            space.save(update_fields=["on_council"])
            log(space, action, user=by)


def _may_issue(by: User) -> None:
    if not by.has_perm(ISSUE_KEYS):
        raise PermissionDenied


def _card_number() -> str:
    """Such as `K7P-4XM`: says nothing of how many there are, and nothing of the key."""
    signs = [secrets.choice(CARD_SIGNS) for _ in range(6)]
    return "".join(signs[:3]) + "-" + "".join(signs[3:])
