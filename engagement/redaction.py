"""Proposes what to take out of words before they are published; a moderator accepts each, nothing is applied alone."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagement.models import Finding


@dataclass(frozen=True)
class Proposal:
    """One detail: characters `start` to `end` of the original, what stands there, and what could stand instead."""

    start: int
    end: int
    was: str
    instead: str

    @property
    def key(self) -> str:
        return f"{self.start}-{self.end}"


def stand_in(category: str) -> str:
    """What stands in for a detail of this kind."""
    return {
        "pii_full_name": _("[a name]"),
        "pii_phone": _("[a phone number]"),
        "pii_email": _("[an e-mail address]"),
        "pii_address": _("[an address]"),
        "pii_postcode": _("[a postcode]"),
        "pii_school": _("[a school]"),
        "pii_social": _("[an account]"),
        "pii_url": _("[a web address]"),
        "pii_id": _("[a number]"),
    }.get(category, _("[a detail]"))


def propose(words: str, findings: Iterable[Finding]) -> list[Proposal]:
    """One proposal a detail, in reading order; details that overlap or touch become one, named after the longest."""
    spans = sorted((min(f.start, len(words)), min(f.end, len(words)), f.category) for f in findings if f.is_detail)
    merged: list[tuple[int, int, int, str]] = []  # start, end, length of the longest part, its category
    for start, end, category in spans:
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            first, last, longest, name = merged[-1]
            name, longest = (category, end - start) if end - start > longest else (name, longest)
            merged[-1] = (first, max(last, end), longest, name)
        else:
            merged.append((start, end, end - start, category))
    return [Proposal(start, end, words[start:end], stand_in(name)) for start, end, _longest, name in merged]


def pieces(words: str, proposals: Sequence[Proposal]) -> list[str | dict[str, str]]:
    """The words cut at the proposals, for the script that swaps details in and out one by one."""
    parts: list[str | dict[str, str]] = []
    at = 0
    for proposal in proposals:
        parts += [words[at : proposal.start], {"key": proposal.key, "was": proposal.was, "instead": proposal.instead}]
        at = proposal.end
    return [*parts, words[at:]]


def hide(words: str, typed: str, proposals: Sequence[Proposal], chosen: Collection[str]) -> str:
    """`typed` with the details whose keys are `chosen` taken out.

    Untouched words are cut by position. Where the moderator has changed them already, each detail is looked for.
    """
    taken = [proposal for proposal in proposals if proposal.key in chosen]
    if flat(typed) == flat(words):
        return "".join(
            part if isinstance(part, str) else part["instead" if part["key"] in chosen else "was"]
            for part in pieces(words, proposals)
        )
    for proposal in taken:
        typed = _whole(proposal.was).sub(lambda _match, instead=proposal.instead: instead, typed)  # type: ignore[misc]  # mypy cannot infer a lambda's default
    return typed


def still_shown(public_words: str, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposed details that can be read in `public_words`, each once."""
    shown = {p.was: p for p in proposals if _whole(p.was).search(public_words)}
    return list(shown.values())


def flat(words: str) -> str:
    """Words with one kind of line end: browsers send two signs where a phone stored one."""
    return words.replace("\r\n", "\n").strip()


def _whole(was: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(was)}(?!\w)")
