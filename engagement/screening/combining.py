"""Puts the hits of all sentences together into one urgency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engagement.screening.findings import Hit, Urgency, higher
from engagement.screening.ruleset import Rule

NEARBY = 4  # sentences within which two warning signs belong together


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that applied, with its place in the original text and the number of its sentence."""

    rule: Rule
    start: int
    end: int
    sentence: int
    lowered: bool  # it is over, or only a sum of signs that the learned score does not confirm


def as_hit(fired: Fired, urgency: Urgency, category: str) -> Hit:
    rule = fired.rule
    return Hit(rule.id, rule.name, category, urgency, fired.start, fired.end, rule.why, rule.what_to_do)


def combine(fired: Iterable[Fired]) -> list[Hit]:
    """The hits to show. Two different warning signs near each other (a gift and a secret) become urgent together."""
    hits: list[Hit] = []
    seen: set[tuple[str, int, int]] = set()
    signs: list[Fired] = []
    for one in fired:
        if (one.rule.id, one.start, one.end) in seen:
            continue
        seen.add((one.rule.id, one.start, one.end))
        if one.rule.signal and not one.lowered:
            signs.append(one)
        if one.rule.urgency == "none" and one.rule.signal:
            continue  # a warning sign counts only together with another
        urgency: Urgency = "soon" if one.lowered and one.rule.urgency == "urgent" else one.rule.urgency
        hits.extend(as_hit(one, urgency, category) for category in (one.rule.category, *one.rule.also))
    hits.extend(_pairs(signs))
    return hits


def _pairs(signs: list[Fired]) -> Iterable[Hit]:
    latest: Mapping[str, Fired] = {}
    for sign in signs:
        for name, earlier in latest.items():
            if name != sign.rule.signal and sign.sentence - earlier.sentence <= NEARBY:
                yield as_hit(earlier, "urgent", earlier.rule.category)
                yield as_hit(sign, "urgent", sign.rule.category)
                return
        latest = {**latest, sign.rule.signal: sign}


def urgency_of(hits: Iterable[Hit]) -> Urgency:
    """The most pressing of the hits."""
    level: Urgency = "none"
    for hit in hits:
        level = higher(level, hit.urgency)
    return level
