"""Answers on their way: kept after each section, locked with a key that only the young person holds.

The secret is 128 random bits and more in a cookie. What is stored is found by a fingerprint of it and opened by a key
made of it; neither the secret nor the key is in the database, so a copy of the database opens nothing. "Finish
later" locks the secret itself with four words.
"""

import base64
import hmac
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils import timezone

from people.encryption import digest
from people.keys import hash_key, key_from_token, make_key, tidy
from surveys.models import Draft, Mode, Wave
from surveys.models.surveys import published
from surveys.questions import Definition
from surveys.routing import Respondent

KEPT_DAYS = 28
SECRET_LENGTH = 32  # signs of a cookie: 192 bits
_COLUMNS = ("place", "wave_id", "sealed", "at", "turn", "kept_until")
NONCE = 12  # bytes, as AES-GCM wants them


@dataclass(frozen=True)
class Sheet:
    """All that is known of an answer under way. `ticket` and `mark` are fingerprints; no name, space or code."""

    version: int
    face: str
    language: str = "en"
    easy: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    seed: int = 0  # of the random order of options: the same for one respondent
    reached: int = 0  # the furthest page that was opened
    ticket: str = ""
    mark: str = ""
    mode: str = Mode.ONLINE
    helped_by: str = ""
    age_band: str = ""
    care_status: str = ""

    @property
    def who(self) -> Respondent:
        return Respondent(self.face, {"age_band": self.age_band, "care_status": self.care_status})

    @property
    def shown_face(self) -> str:
        """The wording to show: easy read is a switch that goes with every age."""
        return "easy" if self.easy else self.face


class OvertakenError(Exception):
    """The draft was changed, sent or thrown away meanwhile: read it again."""


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def is_secret(text: str) -> bool:
    return len(text) == SECRET_LENGTH and text.replace("-", "").replace("_", "").isalnum() and text.isascii()


def form_token(secret: str) -> str:
    """What a form of this answer carries, so that no other site can send one."""
    return _keyed("form", secret).hex()[:32]


def receipt_phrase(secret: str) -> str:
    """Four words that take this answer back later. The same each time: an answer sent twice shows the same words."""
    return key_from_token(f"receipt:{secret}")


def begin(wave: Wave, face: str, **known: Any) -> Sheet:
    """An empty answer to the version that is asked now."""
    return Sheet(version=wave.version_id, face=face, seed=secrets.randbelow(2**31), **known)


def read(secret: str) -> tuple[Sheet, Draft] | None:
    """The draft that `secret` opens, or None. One query."""
    # Written out: what Django's queries cost to put together is half of what a page of answers costs.
    place = _place(secret)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM surveys_draft WHERE place = %s", [place])  # noqa: S608  (our own names)
        row = cursor.fetchone()
    if row is None:
        return None
    draft = Draft(**dict(zip(_COLUMNS, row, strict=True)))
    opened = _open(draft.sealed, _keyed("draft", secret), draft.place)
    return (Sheet(**json.loads(opened)), draft) if opened is not None else None


def throw_away(secret: str, draft: Draft | None = None) -> None:
    """Nothing is left of these answers. Raises OvertakenError where they are not as they were read in `draft`."""
    if draft is None:
        Draft.objects.filter(place=_place(secret)).delete()
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM surveys_draft WHERE place = %s AND turn = %s", [draft.place, draft.turn])
        if not cursor.rowcount:
            raise OvertakenError


def keep(secret: str, wave: Wave, sheet: Sheet, draft: Draft | None = None, *, at: str = "") -> None:
    """Store the answers so far in place of `draft`, or as a new one. Raises OvertakenError where it is not as read."""
    place = _place(secret)
    sealed = _seal(json.dumps(sheet.__dict__, separators=(",", ":")), _keyed("draft", secret), place)
    until = kept_until()
    with connection.cursor() as cursor:
        if draft is None:
            cursor.execute(
                "INSERT INTO surveys_draft (place, wave_id, sealed, at, turn, kept_until, way_back) "
                "VALUES (%s, %s, %s, %s, 0, %s, '') ON CONFLICT (place) DO NOTHING",
                [place, wave.pk, sealed, at, until],
            )
        else:
            cursor.execute(
                "UPDATE surveys_draft SET sealed = %s, kept_until = %s, turn = turn + 1, at = %s "
                "WHERE place = %s AND turn = %s",
                [sealed, until, at or draft.at, place, draft.turn],
            )
        if not cursor.rowcount:
            raise OvertakenError
    if draft is not None:
        draft.turn += 1


def kept_until() -> date:
    """The last day of answers that are kept today."""
    return timezone.localdate() + timedelta(days=KEPT_DAYS)


def finish_later(secret: str) -> str:
    """Four words that open this draft on any device. Asked again, there are new words and the old ones end.

    Raises OvertakenError where there is no draft any more.
    """
    words = make_key()
    place = _place(secret)
    locked = _seal(secret, hash_key(words), "way back")
    if not Draft.objects.filter(place=place).update(phrase=_phrase(words), way_back=locked):
        raise OvertakenError
    return words


def come_back(words: str) -> str | None:
    """The secret that the four words lead to, or None. As slow for wrong words as for right ones."""
    key = hash_key(words)
    draft = Draft.objects.filter(phrase=_phrase(words), kept_until__gte=timezone.localdate()).first()
    return _open(draft.way_back, key, "way back") if draft else None


def in_language(sheet: Sheet, *, language: str = "", easy: bool | None = None) -> Sheet:
    """The same answers, read another way."""
    return replace(sheet, language=language or sheet.language, easy=sheet.easy if easy is None else easy)


def _place(secret: str) -> str:
    return digest(f"draft:{secret}")


def _phrase(words: str) -> str:
    return digest(f"draft phrase:{tidy(words)}")


def _keyed(what: str, secret: str) -> bytes:
    return hmac.digest(settings.KEY_PEPPER.encode(), f"survey {what}:{secret}".encode(), "sha256")


def _seal(text: str, key: bytes, bound_to: str) -> str:
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())).decode()


def _open(sealed: str, key: bytes, bound_to: str) -> str | None:
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode()).decode()
    except InvalidTag:
        return None


def asked_in(sheet: Sheet) -> Definition:
    """What this respondent is asked: the version that they began with, whatever was published since."""
    return published(sheet.version)
