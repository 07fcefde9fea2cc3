"""Lines that hold each other: every one has the SHA-256 of the one before. Plain Python, nothing of Django.

A line is canonical JSON with `n`, its place from 1 on, and `before`; the first has the fingerprint of the header. So
an event that is changed, taken out, put in or moved breaks the link after it, and the last one shows in the head.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

N, BEFORE = "n", "before"


def canonical(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(data: bytes) -> str:
    return sha256(data).hexdigest()


def seed_of(header: Mapping[str, Any]) -> str:
    """What the first line is bound to: which pack, which days, which filter."""
    return fingerprint(canonical(header))


def linked(facts: Iterable[Mapping[str, Any]], before: str, done: int) -> tuple[list[bytes], str]:
    """The lines for `facts` after `done` others whose last fingerprint is `before`, and the new head."""
    lines = []
    for n, fact in enumerate(facts, done + 1):
        line = canonical({**fact, N: n, BEFORE: before})
        before = fingerprint(line)
        lines.append(line)
    return lines, before


def joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def first_fault(data: bytes, *, seed: str, head: str, events: int) -> str:
    """The first link that does not hold, in a line; empty when all do. Never raises for what is inside."""
    *lines, rest = data.split(b"\n")
    before = seed
    for n, line in enumerate(lines, 1):
        place, said = _read(line)
        if said != before:
            return f"event {n}: the link to {_the_one_before(n)} is broken"
        if place != n:
            return f"event {n}: it says that it is number {place}"
        before = fingerprint(line)
    if rest:
        return f"event {len(lines) + 1}: cut off in the middle"
    if len(lines) != events:
        return f"event {min(len(lines), events) + 1}: {len(lines)} events, and the pack was made with {events}"
    return "" if before == head else f"event {events}: it is not the one with which the pack ended"


def _read(line: bytes) -> tuple[Any, Any]:
    try:
        fact = json.loads(line)
    except (ValueError, RecursionError):
        return None, None
    return (fact.get(N), fact.get(BEFORE)) if isinstance(fact, dict) and canonical(fact) == line else (None, None)


def _the_one_before(n: int) -> str:
    return f"event {n - 1}" if n > 1 else "the beginning"
