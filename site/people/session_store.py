"""Sessions in the database that only their own browser can open.

The row's name is a hash of the cookie, and its content is encrypted with a key made from the cookie. So somebody with
the whole database, and even with the council's keys, sees that there are sessions, and not whose they are, what is
open in them, or what was sent from them.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from people.encryption import NO_TIME


def name_of(session_key: str) -> str:
    """What the row of a session is called: its cookie cannot be worked out from it."""
    return hashlib.sha256(b"name:" + session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's own, with sealed rows. `session_key` is what the cookie holds, as ever."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = self.model.objects.filter(
            session_key=name_of(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(name_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        session_key = session_key or self.session_key
        if session_key:
            super().delete(name_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        session = super().create_model_instance(data)
        session.session_key = name_of(session.session_key)
        session.expire_date = next_hour(session.expire_date)
        return session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return self._box().encrypt_at_time(super().encode(session_dict).encode(), NO_TIME).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            opened = self._box().decrypt(session_data).decode()
        except InvalidToken:
            return {}
        return super().decode(opened)

    def _box(self) -> Fernet:
        key = hashlib.sha256(b"content:" + str(self.session_key).encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))


def next_hour(at: datetime) -> datetime:
    """An expiry to the second would tell when the browser was last here."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
