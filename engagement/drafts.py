"""A view that is being written: encrypted in this browser's session until it is sent, left, or idle for too long."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from people.encryption import decrypt, encrypt
from people.sessions import DRAFTS_IN_SESSION, SPACE_IN_SESSION

IDLE = 2 * 60 * 60  # seconds until an anonymous session, and every draft in it, is gone
MOST = 10  # drafts in one browser; one tab each
KEPT_ONCE_SENT = ("purpose", "name_choice", "wants_reply")


@dataclass
class Draft:
    """Answers so far, by the name of the field. `token` names the one sending that will come of it.

    Once sent, the words are gone from here; what is left shows the same thanks page again.
    """

    token: str = field(default_factory=lambda: str(uuid4()))
    answers: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    sent_at: str = ""

    @property
    def id(self) -> str:
        """Stands in addresses, so that each tab has a draft of its own; says nothing about the token."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:12]

    @property
    def is_sent(self) -> bool:
        return bool(self.reference)

    @property
    def received_at(self) -> datetime:
        """When it was sent; raises ValueError before."""
        return datetime.fromisoformat(self.sent_at)

    def mark_sent(self, reference: str, at: datetime) -> None:
        self.reference = reference
        self.sent_at = at.isoformat()
        self.answers = {name: self.answers[name] for name in KEPT_ONCE_SENT if name in self.answers}


def find(session: SessionBase, draft_id: str) -> Draft | None:
    return _open(session).get(draft_id)


def keep(session: SessionBase, draft: Draft) -> None:
    """Store the draft as it is now. Sent ones make room first, then the oldest."""
    drafts = _open(session)
    drafts.pop(draft.id, None)
    while len(drafts) >= MOST:
        del drafts[next((old for old, other in drafts.items() if other.is_sent), next(iter(drafts)))]
    drafts[draft.id] = draft
    _close(session, drafts)


def forget(session: SessionBase, draft: Draft) -> None:
    drafts = _open(session)
    drafts.pop(draft.id, None)
    _close(session, drafts)


def seal(token: str) -> str:
    """A sending's token, fit for a hidden field: nobody can choose one that is not theirs."""
    return encrypt(token)


def unseal(sealed: str) -> UUID | None:
    try:
        return UUID(decrypt(sealed))
    except (InvalidToken, ValueError):
        return None


def _open(session: SessionBase) -> dict[str, Draft]:
    try:
        drafts = [Draft(**kept) for kept in json.loads(decrypt(session.get(DRAFTS_IN_SESSION, "")))]
    except InvalidToken:  # nothing there, or the council's keys have changed since
        return {}
    return {draft.id: draft for draft in drafts}


def _close(session: SessionBase, drafts: dict[str, Draft]) -> None:
    session[DRAFTS_IN_SESSION] = encrypt(json.dumps([asdict(draft) for draft in drafts.values()]))
    if SESSION_KEY not in session and SPACE_IN_SESSION not in session:  # those end in their own time
        session.set_expiry(IDLE)
