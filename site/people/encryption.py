"""Text that is unreadable in the database without keys from the environment."""

import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

NO_TIME = 0  # seconds since 1970


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS is empty: words cannot be kept safely without a key.")
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Return `text` as a token that only this council's keys open.

    A Fernet token says in plain when it was made. Ours all say the same: when a view was sent is nobody's business.
    """
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt_at_time(text.encode(), NO_TIME).decode()


def decrypt(token: str) -> str:
    """Open a token made by `encrypt`; raises `cryptography.fernet.InvalidToken` for anything else."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


def is_current(token: str) -> bool:
    """Whether the first key opens `token`, and it does not say when it was made."""
    first = Fernet(settings.FIELD_KEYS[0])
    try:
        return first.extract_timestamp(token.encode()) == NO_TIME
    except InvalidToken:
        return False


def digest(text: str) -> str:
    """A keyed fingerprint by which an encrypted text can be found and kept unique; it gives nothing away."""
    return hmac.new(settings.KEY_PEPPER.encode(), b"digest:" + text.encode(), "sha256").hexdigest()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # django-stubs' generics do not exist at run time
    """A TextField kept as a Fernet token. It cannot be searched by the database: search in memory.

    The empty text stays empty, so that "nothing written" can be asked of the database.
    """

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull", "exact"}:
            raise FieldError("Encrypted text cannot be searched in the database.")
        return super().get_lookup(lookup_name)
