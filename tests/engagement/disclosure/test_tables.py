"""Tables as they are counted and as they may be shown: what they accept, and what they say."""

from typing import Any

import pytest

from engagement import disclosure
from engagement.disclosure import (
    CountTable,
    Link,
    ProtectedTable,
    adds_up,
    audit,
    inferred,
    refused,
    same_people,
    yes_and_no,
)
from tests.engagement.disclosure.tabling import added, table


@pytest.mark.parametrize(
    ("rows", "cols", "counts", "why"),
    [
        ((), ("",), (), "at least one row"),
        (("a",), (), ((),), "at least one row"),
        (("a", "a"), ("",), ((1,), (2,)), "one name"),
        (("a",), ("b", "b"), ((1, 2),), "one name"),
        (("a", "b"), ("",), ((1,),), "do not fit"),
        (("a",), ("",), ((1, 2),), "do not fit"),
        (("a",), ("",), ((-1,),), "from 0 up"),
        (("a",), ("",), ((1.5,),), "from 0 up"),
        (("a",), ("",), ((True,),), "from 0 up"),
    ],
)
def test_a_table_that_cannot_be_is_refused(rows: Any, cols: Any, counts: Any, why: Any) -> None:
    with pytest.raises(ValueError, match=why):
        CountTable("t", rows, cols, counts)


def shown(counts: Any, rows: Any = ("a", "b"), cols: Any = ("",)) -> Any:
    return ProtectedTable("t", rows, cols, counts)


def test_counts_are_found_by_their_names() -> None:
    one = shown(((10, 12, 22), (None, 8, 20), (22, 20, 42)), cols=("x", "y"))
    assert one.count("a", "y") == 12
    assert one.row_total("b") == 20
    assert one.col_total("x") == 22
    assert one.total == 42
    assert (one.say("a", "x"), one.say("b", "x")) == ("10", "[c]")
    with pytest.raises(ValueError, match="not in tuple"):
        one.count("nobody", "x")


@pytest.mark.parametrize(
    ("counts", "percent"),
    [
        (((10, 10), (30, 30), (40, 40)), 25),
        (((1, 1), (7, 7), (8, 8)), None),  # a base under 10
        (((None, None), (30, 30), (40, 40)), None),
        (((10, 10), (30, 30), (None, None)), None),
        (((36, 36), (4, 4), (40, 40)), None),  # what is left is a small number
        (((36, 36), (None, None), (46, 46)), None),  # and so it is where it is hidden
        (((40, 40), (0, 0), (40, 40)), 100),
        (((0, 0), (40, 40), (40, 40)), 0),
        (((25, 25), (175, 175), (200, 200)), 13),  # halves up
    ],
)
def test_a_percentage_needs_a_base_and_a_rest_that_may_be_known(counts: Any, percent: Any) -> None:
    assert shown(counts).share("a") == percent


def test_a_percentage_in_a_table_of_two_breakdowns_is_of_its_row() -> None:
    one = shown(((10, 30, 40), (None, 8, 20), (22, 38, 60)), cols=("x", "y"))
    assert one.share("a", "x") == 25
    assert one.share("b", "y") is None


def test_each_tick_of_a_question_is_a_table_of_its_own() -> None:
    first, second = yes_and_no("q7", {"sport": 12, "music": 7}, 30, period="2026-q2", sensitive=True)
    assert first.name == "q7.sport"
    assert first.counts == ((12,), (18,))
    assert (second.counts, second.period, second.sensitive) == (((7,), (23,)), "2026-q2", True)


def test_only_tables_of_the_same_shape_add_up() -> None:
    with pytest.raises(ValueError, match="same rows and columns"):
        adds_up(table("t", [[1]]), [table("u", [[1, 2]])])


def test_tables_about_the_same_people_share_their_total_and_margins() -> None:
    one = CountTable("age by feeling", ("8-11", "12-15"), ("ok", "not"), ((10, 2), (8, 6)))
    other = CountTable("feeling by place", ("not", "ok"), ("in", "out"), ((5, 3), (9, 9)))
    links = same_people(one, other)
    assert Link((("age by feeling", -1, -1, 1), ("feeling by place", -1, -1, -1))) in links
    assert Link((("age by feeling", -1, 0, 1), ("feeling by place", 1, -1, -1))) in links
    assert set(inferred([one, other])) == set(links)
    unlike = CountTable("feeling by place", ("not", "ok"), ("in", "out"), ((5, 4), (9, 9)))
    assert inferred([one, unlike]) == []


def test_sums_among_tables_are_found() -> None:
    quarters = [table(f"q{number}", [[number, 10 + number], [4, 5 * number]]) for number in (1, 2, 3)]
    assert adds_up(added("year", quarters), quarters)[0] in inferred([*quarters, added("year", quarters)])


def test_an_audit_says_between_what_a_hidden_count_must_lie() -> None:
    gaps = audit([shown(((None, None), (30, 30), (40, 40)))])
    assert [(gap.low, gap.high) for gap in gaps] == [(10, 10), (10, 10)]


def test_an_audit_of_what_has_no_end_says_so() -> None:
    gaps = audit([ProtectedTable("t", ("a",), ("",), ((None, None), (None, None)))])
    assert all(gap.width == float("inf") for gap in gaps)


def test_a_refused_table_tells_an_audit_nothing() -> None:
    assert audit([refused(table("t", [[20, 30]]), "why")], adds_up(table("t", [[1]]), [table("u", [[1]])])) == []


def test_an_audit_of_what_cannot_be_true_stops() -> None:
    with pytest.raises(ArithmeticError, match="contradict"):
        audit([shown(((None, None), (30, 30), (20, 20)))])


def test_what_is_not_there_is_not_there() -> None:
    with pytest.raises(AttributeError):
        disclosure.nothing  # noqa: B018
