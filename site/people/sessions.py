"""Whom a browser belongs to: a young person's space or a member of staff, and never both."""

import time
from typing import Any

from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from people.models import YoungPerson

SPACE_IN_SESSION = "space"
SEEN_IN_SESSION = "space_seen"
DRAFTS_IN_SESSION = "drafts"  # what engagement.drafts keeps there
TABLE_IN_SESSION = "table"  # what engagement.views.shared_table keeps there
YOUNG_PERSONS_OWN = (SPACE_IN_SESSION, SEEN_IN_SESSION, DRAFTS_IN_SESSION, TABLE_IN_SESSION)

IDLE = 30 * 60  # seconds until a space that nobody uses is locked
NOTED_EVERY = 60  # seconds between two notes of when a space was last used; each costs a write


def enter_space(request: HttpRequest, space: YoungPerson) -> None:
    """Open `space` in this browser under a new session id.

    Staff, or another space, are signed out first with everything they had here. Somebody who was nobody yet keeps
    the view they are writing.
    """
    if request.user.is_authenticated or SPACE_IN_SESSION in request.session:
        logout(request)
    request.session.cycle_key()
    request.session[SPACE_IN_SESSION] = str(space.uuid)
    request.session[SEEN_IN_SESSION] = int(time.time())
    request.session.set_expiry(0)  # gone with the browser, too
    request.young_person = space  # type: ignore[attr-defined]  # YoungPersonMiddleware looked before it was open


def council_member(request: HttpRequest) -> YoungPerson | None:
    """The member of the Children in Care Council whose space is open in this browser, or None."""
    space: YoungPerson | None = request.young_person  # type: ignore[attr-defined]  # YoungPersonMiddleware
    return space if space and space.on_council else None


def leave(request: HttpRequest) -> None:
    """End whatever session this is: a space, staff, or a view half written. Nothing of it stays."""
    logout(request)


def lock_when_idle(session: SessionBase) -> None:
    """Empty the session of a space that nobody has used for half an hour; otherwise note that it is in use."""
    if SPACE_IN_SESSION not in session:
        return
    now, seen = int(time.time()), session.get(SEEN_IN_SESSION, 0)
    if now - seen > IDLE:
        session.flush()
    elif now - seen > NOTED_EVERY:
        session[SEEN_IN_SESSION] = now


def drop_young_persons_things(request: HttpRequest, **_kwargs: Any) -> None:
    """When staff sign in, whatever a young person had open in this browser is closed. Connected to `user_logged_in`."""
    for name in YOUNG_PERSONS_OWN:
        request.session.pop(name, None)
