"""An encrypted file that shows when it was cut, swapped or altered.

A file is `MAGIC`, then chunks, each a 4-byte length and an AES-256-GCM box. The chunk's number and whether it is the
last are authenticated, so a cut, swapped or altered file does not open.
"""

import io
import os
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MAGIC = b"said-and-done-backup-1\n"
CHUNK = 1024 * 1024  # bytes
LONGEST_BOX = CHUNK + 12 + 16  # with nonce and tag


class ArchiveError(Exception):
    """The file is not a whole backup of ours, or does not match what it says it holds."""


def _keys() -> Iterator[AESGCM]:
    for key in settings.FIELD_KEYS:
        yield AESGCM(urlsafe_b64decode(key))


class Sealer(io.RawIOBase):
    """Takes bytes and writes authenticated chunks, encrypted with the first of FIELD_KEYS."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.key, self.number, self.held = raw, next(_keys()), 0, bytearray()
        raw.write(MAGIC)

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.held += content
        while len(self.held) > CHUNK:
            self._box(bytes(self.held[:CHUNK]), last=False)
            del self.held[:CHUNK]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._box(bytes(self.held), last=True)
            super().close()

    def _box(self, content: bytes, *, last: bool) -> None:
        nonce = os.urandom(12)
        box = nonce + self.key.encrypt(nonce, content, f"{self.number} {last}".encode())
        self.raw.write(len(box).to_bytes(4, "big") + box)
        self.number += 1


class Opener(io.RawIOBase):
    """Gives back what a `Sealer` wrote; raises ArchiveError for anything else."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.number, self.held, self.ended = raw, 0, b"", False
        if raw.read(len(MAGIC)) != MAGIC:
            raise ArchiveError("This is not a backup of ours.")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self.ended and (size < 0 or len(self.held) < size):
            self.held += self._unbox()
        given, self.held = (self.held, b"") if size < 0 else (self.held[:size], self.held[size:])
        return given

    def _unbox(self) -> bytes:
        length = int.from_bytes(self.raw.read(4), "big")
        box = self.raw.read(min(length, LONGEST_BOX))
        for last in (False, True):
            for key in _keys():
                try:
                    content = key.decrypt(box[:12], box[12:], f"{self.number} {last}".encode())
                except (InvalidTag, ValueError):
                    continue
                self.number += 1
                self.ended = last
                return content
        raise ArchiveError("The backup is cut short, altered, or made with a key that is not here.")
