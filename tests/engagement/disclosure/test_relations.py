"""What can be worked out from two published tables is found, whatever their order."""

from typing import Any

import pytest

from engagement.disclosure import ALL, CountTable, Link, related, relations
from engagement.disclosure.relations import covered

ROWS, COLS = ("a", "b"), ("x", "y")


def over(period: Any, counts: Any, name: Any = "", **about: Any) -> Any:
    return CountTable(name or f"t {period}", ROWS, COLS, counts, period=period, series="t", **about)


Q1 = over("2026-q1", ((3, 10), (8, 9)))
Q2 = over("2026-q2", ((4, 11), (0, 9)))
HALF = over("2026-q1/2026-q2", ((7, 21), (8, 18)))


@pytest.mark.parametrize(
    ("period", "quarters"),
    [
        ("2026-q2", {"2026-q2"}),
        ("2025-q4/2026-q2", {"2025-q4", "2026-q1", "2026-q2"}),
        ("2026-q1/", {"2026-q1/"}),
        ("wave 2", {"wave 2"}),
        ("", {""}),
    ],
)
def test_a_period_covers_its_quarters(period: Any, quarters: Any) -> None:
    assert covered(period) == quarters


def holds(found: Any, *tables: Any) -> Any:
    by_name = {one.name: one for one in (*tables, *found.unsaid)}
    return all(
        sum(sign * by_name[name].at(row, col) for name, row, col, sign in link.terms) == 0 for link in found.links
    )


@pytest.mark.parametrize("order", [(Q1, Q2, HALF), (HALF, Q2, Q1), (Q2, HALF, Q1)])
def test_quarters_and_the_year_to_date_add_up(order: Any) -> None:
    found = related(order[2:], order[:2])
    assert holds(found, *order)
    assert not found.clashes


def test_the_rest_of_a_year_is_guarded() -> None:
    found = related([HALF], [Q1])
    assert [one.counts for one in found.unsaid] == [Q2.counts]
    year = over("2026-q1/2026-q3", ((9, 30), (20, 21)))
    found = related([year], [Q1, Q2])
    assert ((2, 9), (12, 3)) in [one.counts for one in found.unsaid]  # the third quarter, by two steps
    assert holds(found, Q1, Q2, year)


def test_a_count_taken_twice_guards_who_came_between() -> None:
    late = over("2026-q1", ((4, 10), (8, 9)), name="again")
    found = related([late], [Q1])
    assert [one.counts for one in found.unsaid] == [((1, 0), (0, 0))]
    assert holds(found, Q1, late)
    assert not related([over("2026-q1", Q1.counts, name="again")], [Q1]).unsaid


def test_what_fits_no_way_clashes() -> None:
    mixed = over("2026-q1", ((4, 9), (8, 9)), name="again")
    assert related([mixed], [Q1]).clashes == {"again"}
    too_small = over("2026-q1/2026-q2", ((1, 21), (8, 18)), name="half")
    assert related([too_small], [Q1]).clashes == {"half"}
    odd = over("2026-q1/2026-q2", ((7, 22), (9, 17)), name="half")  # the rest is another second quarter than the one
    assert related([odd], [Q1, Q2]).clashes == {"half"}


def test_a_series_that_grows_beyond_reckoning_clashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "MOST_REMAINDERS", 0)
    assert related([HALF], [Q1]).clashes == {HALF.name}


def test_those_left_out_by_a_filter_are_guarded() -> None:
    part = CountTable("girls", ROWS, COLS, ((1, 8), (8, 4)), period="2026-q1", part_of="t")
    for new, known in (([part], [Q1]), ([Q1], [part])):
        found = related(new, known)
        assert ((2, 2), (0, 5)) in [one.counts for one in found.unsaid]
        assert holds(found, Q1, part)
    other_shape = CountTable("girls", ("p",), ("",), ((28,),), period="2026-q1", part_of="t")
    found = related([other_shape], [Q1])
    assert [one.counts for one in found.unsaid] == [((2,),)]
    assert holds(found, Q1, other_shape)


def test_a_filter_that_holds_more_than_the_whole_clashes() -> None:
    for counts in (((9, 8), (8, 4)), ((90, 8), (8, 4))):
        part = CountTable("girls", ROWS, COLS, counts, period="2026-q1", part_of="t")
        assert related([part], [Q1]).clashes == {"girls"}
    other_shape = CountTable("girls", ("p",), ("",), ((99,),), period="2026-q1", part_of="t")
    assert related([other_shape], [Q1]).clashes == {"girls"}


def test_other_breakdowns_of_the_same_people_share_totals_and_margins() -> None:
    by_place = CountTable("by place", ("in", "out"), ("",), ((20,), (10,)), period="2026-q1")
    found = related([by_place], [Q1])
    assert found.links == [Link(((Q1.name, ALL, ALL, 1), ("by place", ALL, ALL, -1)))]
    fewer = CountTable("by place", ("in", "out"), ("",), ((18,), (10,)), period="2026-q1")
    for found in (related([fewer], [Q1]), related([Q1], [fewer])):
        assert [one.counts for one in found.unsaid] == [((2,),)]
        assert holds(found, Q1, fewer)


def test_other_people_have_nothing_to_do_with_it() -> None:
    survey = CountTable("t", ROWS, COLS, ((3, 9), (8, 9)), period="2026-q1", population="survey")
    assert related([survey], [Q1]) == relations.Relations()
    filtered = [
        CountTable(name, ROWS, COLS, ((n, 9), (8, 9)), period="2026-q1", part_of=of)
        for name, of, n in (("a", "b", 3), ("c", "d", 3), ("e", "f", 4))
    ]
    found = related(filtered)
    assert {term[0] for link in found.links for term in link.terms} == {"a", "c"}  # cuts of one group, as it seems
    assert not found.unsaid
