"""No published table points to a child: random tables, attacked from their published values alone."""

import os
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from engagement.disclosure import (
    ALL,
    Link,
    ProtectedTable,
    adds_up,
    attacking,
    hiding,
    inferred,
    protect,
    protecting,
)
from engagement.disclosure.protecting import NO_WAY, TOO_FEW, solver_kept_quiet
from tests.engagement.disclosure.tabling import added, drawn, given_away, table

SLOWLY = settings(deadline=None, suppress_health_check=list(HealthCheck))
COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 60))


@st.composite
def tables(draw: Any, name: Any = "t", rows: Any = None, cols: Any = None) -> Any:
    rows, cols = rows or draw(st.integers(1, 6)), cols or draw(st.integers(1, 6))
    return table(name, [[draw(COUNTS) for _ in range(cols)] for _ in range(rows)])


@st.composite
def years(draw: Any) -> Any:
    """Two to four quarters and the year to date."""
    rows, cols = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    quarters = [draw(tables(f"q{number}", rows, cols)) for number in range(draw(st.integers(2, 4)))]
    return [*quarters, added("year to date", quarters)]


@pytest.mark.no_cover  # hundreds of tables; each branch has a test of its own
@given(tables())
@settings(SLOWLY, max_examples=60)
def test_no_small_count_of_a_table_can_be_worked_out(one: Any) -> None:
    assert given_away([one], protect([one]).values()) == []


@pytest.mark.no_cover  # hundreds of tables; each branch has a test of its own
@given(years())
@settings(SLOWLY, max_examples=12)
def test_no_small_count_can_be_worked_out_from_quarters_and_the_year_to_date(series: Any) -> None:
    links = adds_up(series[-1], series[:-1])
    assert given_away(series, protect(series, links).values(), links) == []


@pytest.mark.no_cover  # hundreds of tables; each branch has a test of its own
@given(tables("q1", 3, 3), tables("q2", 3, 3))
@settings(SLOWLY, max_examples=12)
def test_links_are_found_without_being_told(first: Any, second: Any) -> None:
    series = [first, second, added("both", [first, second])]
    links = adds_up(series[-1], series[:-1])
    assert given_away(series, protect(series, inferred(series)).values(), links) == []


def test_without_secondary_suppression_the_attack_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the check: hide the small counts only, and the very same attack has to find one."""
    monkeypatch.setattr(protecting, "choose", lambda system, **_: system.secret.copy())
    monkeypatch.setattr(protecting, "reaches", lambda *_: [])
    found = find(tables(), lambda one: bool(given_away([one], protect([one]).values())), settings=SLOWLY)
    monkeypatch.undo()
    assert given_away([found], protect([found]).values()) == []


def test_what_would_be_given_away_is_refused_even_if_choosing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    one = table("t", [[3, 20], [20, 20]])
    monkeypatch.setattr(protecting, "choose", lambda system, **_: system.secret.copy())
    assert protect([one])["t"].refused == NO_WAY


def test_nothing_is_found_for_the_real_code_by_the_same_search() -> None:
    with pytest.raises(NoSuchExample):
        find(
            tables(rows=2, cols=2),
            lambda one: bool(given_away([one], protect([one]).values())),
            settings=settings(SLOWLY, max_examples=20),
        )


def test_a_table_without_small_counts_is_shown_whole() -> None:
    one = table("t", [[10, 20], [0, 30]])
    assert protect([one])["t"].counts == ((10, 20, 30), (0, 30, 30), (10, 50, 60))


def test_fewer_than_ten_people_are_not_broken_down() -> None:
    answer = protect([table("few", [[4, 3], [2, 0]]), table("many", [[10, 10]])])
    assert answer["few"].refused == TOO_FEW
    assert all(count is None for line in answer["few"].counts for count in line)
    assert answer["many"].total == 20


def test_a_true_zero_stays_shown_where_something_else_protects() -> None:
    one = protect([table("t", [[0, 3, 12], [9, 14, 11], [8, 10, 30]])])["t"]
    assert one.counts[0][0] == 0
    assert one.counts[0][1] is None


def test_zeros_are_hidden_where_nothing_else_can_protect() -> None:
    one = protect([table("t", [[5, 0], [0, 10]])])["t"]
    assert given_away([table("t", [[5, 0], [0, 10]])], [one]) == []


def test_a_group_that_all_answered_alike_is_hidden_on_a_sensitive_question() -> None:
    counts = [[20, 0], [15, 15], [30, 12]]
    assert protect([table("plain", counts)])["plain"].counts[0][0] == 20
    hidden = protect([table("asked", counts, sensitive=True)])["asked"]
    assert hidden.counts[0][0] is None
    down = protect([table("asked", [[20, 8, 30], [0, 9, 40]], sensitive=True)])["asked"]
    assert down.counts[0][0] is None


def test_two_tables_of_one_name_and_links_to_nowhere_are_refused() -> None:
    one = table("t", [[10, 10]])
    with pytest.raises(ValueError, match="one name"):
        protect([one, one])
    with pytest.raises(ValueError, match="not there"):
        protect([one], adds_up(table("elsewhere", [[1, 1]]), [one]))


def test_what_was_published_before_stays_and_is_counted_in() -> None:
    first, second = table("q1", [[10, 7], [8, 12]]), table("q2", [[3, 9], [14, 11]])
    both = added("half", [first, second])
    links = adds_up(both, [first, second])
    earlier = protect([first, both], [])
    assert all(count is not None for one in earlier.values() for line in one.counts for count in line)
    late = protect([second], links, earlier=earlier, known=[first, both])
    assert late["q2"].refused == NO_WAY  # both others stand whole: the 3 is their difference


def test_a_known_pattern_is_kept_and_completed() -> None:
    first, second = (
        table("q1", [[3, 9, 20], [14, 11, 20], [15, 12, 30]]),
        table("q2", [[10, 9, 9], [14, 11, 8], [9, 9, 9]]),
    )
    both = added("half", [first, second])
    links = adds_up(both, [first, second])
    earlier = protect([first])
    late = protect([second, both], links, earlier=earlier, known=[first])
    everything = [earlier["q1"], *(one for one in late.values() if not one.refused)]
    assert given_away([first, second, both], everything, links) == []


def test_the_rest_of_a_filter_is_guarded_though_nobody_publishes_it() -> None:
    whole, some = table("all", [[20, 30], [40, 50]]), table("girls", [[17, 12], [20, 30]])
    rest = table("rest", [[3, 18], [20, 20]])
    links = adds_up(whole, [some, rest])
    earlier = protect([whole])
    answer = protect([some], links, earlier=earlier, known=[whole], unsaid=[rest])
    assert answer["girls"].counts[0][0] is None
    assert protect([some], earlier=earlier, known=[whole])["girls"].counts[0][0] == 17


def test_the_last_table_is_left_out_when_not_all_can_be_shown() -> None:
    first, second = table("q1", [[5], [10]]), table("q2", [[10], [10]])
    both = added("half", [first, second])
    answer = protect([first, second, both], adds_up(both, [first, second]))
    assert given_away([first, second, both], [one for one in answer.values() if not one.refused]) == []


def test_series_too_long_to_solve_at_once_start_from_each_table_alone() -> None:
    dice = random.Random(5)
    quarters = [drawn(dice, f"q{number}", 6, 6, 5) for number in range(4)]
    series = [*quarters, added("year", quarters)]
    links = adds_up(series[-1], quarters)
    assert given_away(series, protect(series, links).values(), links) == []


def test_a_table_alone_that_cannot_be_shown_hides_all_of_itself_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protecting, "ALL_AT_ONCE", 0)
    one = table("t", [[5, 0], [0, 5]])
    assert given_away([one], protect([one]).values()) == []


@pytest.mark.parametrize(("most", "free"), [(1, 8), (60, -1)])
def test_a_search_cut_short_is_as_safe(monkeypatch: pytest.MonkeyPatch, most: int, free: int) -> None:
    monkeypatch.setattr(hiding, "MOST_ROUNDS", most)
    monkeypatch.setattr(hiding, "FREE_ROUNDS", free)
    dice = random.Random(8)
    for _ in range(5):
        one = drawn(dice, "t", 6, 6, 4)
        assert given_away([one], protect([one]).values()) == []


def test_where_the_solver_finds_nothing_all_is_hidden_that_has_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hiding._Rules, "cheapest", lambda *_: (None, False))
    one = table("t", [[3, 20, 14], [20, 20, 9], [30, 12, 18]])
    assert given_away([one], protect([one]).values()) == []


def test_an_attack_that_cannot_be_reckoned_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failed:
        status, message = 4, "numerical trouble"

    monkeypatch.setattr(attacking, "linprog", lambda *_, **__: Failed())
    with pytest.raises(ArithmeticError, match="numerical trouble"):
        protect([table("t", [[3, 20], [20, 20]])])


def test_the_solvers_own_lines_stay_out_of_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with solver_kept_quiet():
        os.write(1, b"a line of its own\n")
    assert capfd.readouterr() == ("", "a line of its own\n")


def test_a_table_of_one_cell_is_shown_or_not() -> None:
    assert protect([table("t", [[12]])])["t"].counts == ((12, 12), (12, 12))


def test_beside_a_table_that_shows_a_small_count_nothing_is_shown() -> None:
    bare = table("bare", [[3, 20], [20, 20]])
    shown = ProtectedTable("bare", bare.rows, bare.cols, ((3, 20, 23), (20, 20, 40), (23, 40, 63)))
    other = table("other", [[10, 53]])
    links = [Link((("bare", ALL, ALL, 1), ("other", ALL, ALL, -1)))]
    assert protect([other], links, earlier={"bare": shown}, known=[bare])["other"].refused == NO_WAY


def test_links_that_say_nothing_new_change_nothing() -> None:
    one, same = table("one", [[10, 20], [30, 40]]), table("same", [[10, 20], [30, 40]])
    again = Link((("one", 0, 0, 1), ("same", 0, 0, -1), ("one", 0, 1, 1), ("same", 0, 1, -1)))
    assert protect([one, same], [*adds_up(one, [same]), again])["same"].total == 100
