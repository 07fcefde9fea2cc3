"""An event that is changed, taken out, put in or moved breaks the next link, and a cut end shows in the head."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.packs.chaining import canonical, fingerprint, first_fault, joined, linked, seed_of

SEED = seed_of({"pack": "a"})
FACTS = [{"chain": f"ask-{n // 4}", "what": "promised", "words": f"Pizza – {n}"} for n in range(12)]
LINES, HEAD = linked(FACTS, SEED, 0)


def fault(lines: list[bytes], **other: Any) -> str:
    facts: dict[str, Any] = {"seed": SEED, "head": HEAD, "events": len(FACTS)} | other
    return first_fault(joined(lines), **facts)


def test_a_chain_that_nobody_touched_holds() -> None:
    assert fault(LINES) == ""
    assert first_fault(b"", seed=SEED, head=SEED, events=0) == ""
    assert json.loads(LINES[0])["before"] == SEED
    assert json.loads(LINES[1])["before"] == fingerprint(LINES[0])


def test_made_in_steps_it_is_the_same() -> None:
    first, head = linked(FACTS[:5], SEED, 0)
    second, end = linked(FACTS[5:], head, 5)
    assert (first + second, end) == (LINES, HEAD)


def place(line: str) -> int:
    return int(line.split(":")[0].removeprefix("event "))


EDITS = st.tuples(st.just("edit"), st.integers(0, 11), st.integers(0, 400), st.integers(0, 255))
PLACES = st.integers(0, 11)
MOVES = st.tuples(st.sampled_from(["delete", "insert", "swap", "double", "cut"]), PLACES, PLACES)


@given(st.one_of(EDITS, MOVES))
@settings(max_examples=600, deadline=None)
def test_whatever_is_done_to_one_event_shows_and_the_first_broken_link_is_named(trick: tuple[Any, ...]) -> None:
    kind, at, *more = trick
    lines = list(LINES)
    if kind == "edit":
        sign = more[0] % len(lines[at])
        lines[at] = lines[at][:sign] + bytes([more[1]]) + lines[at][sign + 1 :]
    elif kind == "delete":
        del lines[at]
    elif kind == "insert":
        new, _head = linked([{"what": "done"}], fingerprint(LINES[at - 1]) if at else SEED, at)
        lines.insert(at, new[0])
    elif kind == "swap":
        lines[at], lines[more[0]] = lines[more[0]], lines[at]
        at = min(at, more[0])
    elif kind == "double":
        lines.insert(at, lines[at])
    else:
        del lines[at:]
    if lines == LINES:
        assert fault(lines) == ""
        return
    found = fault(lines)
    assert found
    # Named no later than the event after the one that was touched, whose link is the first that cannot hold.
    assert place(found) <= at + 2


def test_what_is_said_of_each_fault() -> None:
    assert fault([*LINES[:3], *LINES[4:]]) == "event 4: the link to event 3 is broken"
    assert fault(LINES[1:]) == "event 1: the link to the beginning is broken"
    assert fault(LINES[:-1]) == "event 12: 11 events, and the pack was made with 12"
    assert fault(LINES, head="0" * 64) == "event 12: it is not the one with which the pack ended"
    assert fault(LINES, seed="0" * 64) == "event 1: the link to the beginning is broken"
    assert first_fault(joined(LINES)[:-5], seed=SEED, head=HEAD, events=12) == "event 12: cut off in the middle"
    renumbered = canonical({**json.loads(LINES[0]), "n": 7})
    assert fault([renumbered, *LINES[1:]]) == "event 1: it says that it is number 7"
    for nonsense in (b"", b"[]", b"{", b"[" * 100_000, b'{"n": 1, "before": "x"}', LINES[0].replace(b'"n"', b' "n"')):
        assert fault([nonsense, *LINES[1:]]) == "event 1: the link to the beginning is broken"


def test_a_chain_that_was_made_anew_has_another_head() -> None:
    lines, head = linked([*FACTS[:-1], {"what": "done"}], SEED, 0)
    assert fault(lines, head=head) == ""
    assert fault(lines) != ""
