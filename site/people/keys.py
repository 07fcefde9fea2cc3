"""Four-word keys: made, read back, looked up. A key is never stored, logged or put in a URL's path or query."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from people.mixing import any_number
from people.models import User, YoungPerson

WORDS_IN_KEY = 4
WORD_LIST = Path(__file__).with_name("words.txt")
LONGEST_KEY = 80  # characters; anything longer cannot be four words of ours


@lru_cache(maxsize=1)
def friendly_words() -> tuple[str, ...]:
    """The 2,048 words keys are made of (11 bits each, 44 bits a key)."""
    return tuple(WORD_LIST.read_text(encoding="ascii").split())


def make_key() -> str:
    """A new key from the system's randomness, as `plum-otter-lamp-river`."""
    return "-".join(secrets.choice(friendly_words()) for _ in range(WORDS_IN_KEY))


def key_from_token(token: str) -> str:
    """The key that goes with one sending, so that a lost answer sent again shows the same key.

    `token` is 128 random bits that only this browser holds; the pepper keeps anyone else from working it out.
    """
    digest = hmac.digest(settings.KEY_PEPPER.encode(), b"key:" + token.encode(), "sha256")
    number = int.from_bytes(digest[:8], "big")
    words = friendly_words()
    parts = []
    for _ in range(WORDS_IN_KEY):
        number, index = divmod(number, len(words))
        parts.append(words[index])
    return "-".join(parts)


def tidy(typed: str) -> str:
    """What was meant: lower case, one hyphen between words, whatever stood between them."""
    plain = unicodedata.normalize("NFKC", typed[: LONGEST_KEY * 2]).lower()
    return "-".join(re.findall(r"[a-z]+", plain))


def hash_key(key: str) -> bytes:
    """The slow keyed hash that is stored: scrypt with the pepper as salt, so that it can be looked up (about 50 ms)."""
    return hashlib.scrypt(
        tidy(key).encode(),
        salt=settings.KEY_PEPPER.encode(),
        n=getattr(settings, "KEY_SCRYPT_N", 2**14),
        r=8,
        p=1,
        dklen=32,
    )


def find_space(typed: str) -> YoungPerson | None:
    """The open space that `typed` is the key of, or None; unknown keys take as long as known ones."""
    return YoungPerson.objects.filter(key_hash=hash_key(typed), closed_on__isnull=True).first()


def open_space(
    key: str, *, issued_by: User | None = None, age_band: str = "", care_status: str = "", card: str = ""
) -> YoungPerson:
    """The space of `key`, made now if it is new. Safe to call twice with the same key.

    A space that nobody vouched for has a number without an order: it would tell who else was here at that moment.
    """
    number = {} if issued_by else {"pk": any_number()}
    space, _created = YoungPerson.objects.get_or_create(
        key_hash=hash_key(key),
        defaults={"issued_by": issued_by, "age_band": age_band, "care_status": care_status, "card": card, **number},
    )
    return space


def replace_key(space: YoungPerson) -> str:
    """Give an officer-issued space a new key, in person; the old one stops working. Returns the new key, once."""
    if space.issued_by_id is None:
        raise ValueError("A key that a young person made alone cannot be replaced: nobody knows whose it is.")
    key = make_key()
    space.key_hash = hash_key(key)
    space.save(update_fields=["key_hash"])
    return key
