"""The formats an edition is published in, and the digest of each, byte for byte."""

from hashlib import sha256
from importlib import import_module

from django.conf import settings
from django.utils import translation

from engagement.editions import Edition

# Which module under `engagement.papers` makes each format. Imported when first needed: typst and python-docx take a
# second, and most requests make no paper.
_MAKERS = {"html": "html", "pdf": "pdf", "docx": "word", "xlsx": "sheets", "csv": "commas"}


def kinds() -> list[str]:
    """The formats there are, in the order they are made. An edition without one of them is not published."""
    return list(_MAKERS)


def make(kind: str, edition: Edition) -> bytes:
    """One format of an edition, in the council's own language: the same edition gives the same bytes."""
    with translation.override(settings.LANGUAGE_CODE):
        made: bytes = import_module(f"engagement.papers.{_MAKERS[kind]}").make(edition)
    return made


def digest(made: bytes) -> str:
    return sha256(made).hexdigest()
