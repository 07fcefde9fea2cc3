"""An edition as text that is kept: always the same text for the same edition, and no young person's words."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from engagement.editions import Edition, Section
from engagement.models import Audience, Submission
from people.encryption import digest

FINGERPRINT = "fingerprint"  # in place of a quote's words


def write(edition: Edition) -> str:
    """Canonical JSON. Of a quote it holds the number of the view and a keyed fingerprint of the words."""
    data = asdict(edition)
    for section in data["sections"]:
        for quote in section["quotes"]:
            quote[FINGERPRINT] = digest(quote.pop("words"))
    return canonical(data)


def read(payload: str, *, audience: str = Audience.BOARD) -> Edition:
    """The edition again, with the words of its quotes as they may be read by `audience` now. Two queries at most.

    The Board reads the very words that were sealed. Everybody reads the public words, whatever the Board reads.
    """
    data = json.loads(payload)
    quotes = [quote for section in data["sections"] for quote in section["quotes"]]
    there = _quotable({quote["ref"] for quote in quotes if quote["ref"]})
    for quote in quotes:
        board, public = there.get(quote["ref"], ("", ""))
        fingerprint = quote.pop(FINGERPRINT)
        same = next((words for words in (board, public) if words and digest(words) == fingerprint), "")
        quote["words"] = (same if audience == Audience.BOARD else public) or taken_back()
    made: Edition = _made(Edition, data)
    return made


def taken_back() -> str:
    """What stands where words stood whose yes was taken back."""
    return _("These words were taken back.")


def is_whole(edition: Edition) -> bool:
    """Whether every quote still stands with its words."""
    gone = taken_back()
    return all(quote.words != gone for section in edition.sections for quote in section.quotes)


def canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal_of(header: Mapping[str, Any], payload: str, narratives: Mapping[str, str], before: str) -> str:
    """SHA-256 over all that is sealed and the digest of the edition sealed before, so that they form a chain."""
    whole = {"header": dict(header), "payload": payload, "narratives": dict(narratives), "before": before}
    return sha256(canonical(whole).encode()).hexdigest()


def with_keys(edition: Edition) -> Edition:
    """Every figure can be referred to: one without a key is named after its section and its place there."""
    return replace(edition, sections=tuple(_keyed(section) for section in edition.sections))


def _keyed(section: Section) -> Section:
    named = (
        figure if figure.key else replace(figure, key=f"{section.name}.{place}")
        for place, figure in enumerate(section.figures, start=1)
    )
    return replace(section, figures=tuple(named))


def _quotable(refs: set[str]) -> dict[str, tuple[str, str]]:
    """The words for the Board and for everybody of what may still be quoted, by the number of the view."""
    if not refs:
        return {}
    rows = Submission.objects.quotable().unrestricted().filter(reference__in=refs)
    return {
        ref: (board or public, public)
        for ref, board, public in rows.values_list("reference", "board_words", "public_words")
    }


def _made(kind: Any, data: Any) -> Any:
    """`data` from JSON as what `kind` says: dataclasses, tuples of them, and plain values."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        known = [one.name for one in fields(kind) if one.name in data]
        return kind(**{name: _made(hints[name], data[name]) for name in known})
    origin, of = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return data if data is None else _made(next(one for one in of if one is not NoneType), data)
    if origin is tuple:
        kinds = [of[0]] * len(data) if of[-1] is Ellipsis else list(of)
        return tuple(_made(one, value) for one, value in zip(kinds, data, strict=True))
    return data
