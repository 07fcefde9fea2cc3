"""Nobody can count one to five views, or find one, in a pack or by laying two side by side."""

import pytest

from engagement.packs.veiling import LENGTH, fingerprint_of, span_of, veiled


def test_spans_start_at_one_and_grow() -> None:
    spans = {count: span_of(count) for count in (0, 1, 5, 6, 10, 11, 20, 21, 50, 51, 100, 101, 200, 201, 1001, 99_999)}
    assert list(spans.values()) == [0, 10, 10, 10, 10, 20, 20, 50, 50, 100, 100, 200, 200, 500, 2000, 100_000]


@pytest.mark.parametrize("count", [1, 2, 5, 6, 10])
def test_as_many_fingerprints_for_one_as_for_ten(count: int) -> None:
    found = veiled("pack", "ask-1", [f"REF{n}" for n in range(count)])
    assert len(found) == len(set(found)) == 10
    assert found == sorted(found)
    assert {len(one) for one in found} == {LENGTH}
    assert set(found) >= {fingerprint_of("pack", f"REF{n}") for n in range(count)}
    assert veiled("pack", "ask-1", []) == []


def test_two_packs_have_nothing_in_common() -> None:
    assert not set(veiled("one", "ask-1", ["REF"])) & set(veiled("two", "ask-1", ["REF"]))
    assert veiled("one", "ask-1", ["REF"]) == veiled("one", "ask-1", ["REF"])
