"""What was published counts: a new table is safe beside all earlier ones, or does not leave."""

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement import ledger
from engagement.disclosure import CountTable, ProtectedTable, adds_up
from engagement.ledger import preview, release
from engagement.models import ReleasedTable, ReleaseTurn
from engagement.models.append_only import AppendOnlyError
from tests.engagement.disclosure.tabling import added, given_away, table

pytestmark = pytest.mark.django_db

Q1 = replace(table("voices.theme", [[10, 7], [8, 12]]), period="2026-q1")
Q2 = replace(table("voices.theme", [[3, 9], [14, 11]]), period="2026-q2")
HALF = replace(added("voices.theme", [Q1, Q2]), period="2026-q1/2026-q2")


def publish(one: CountTable) -> ProtectedTable:
    return release([one], kind="edition", about="test")[one.name]


def as_one(tables: list[CountTable], shown: list[ProtectedTable]) -> list[str]:
    """What an attacker makes of quarters and the half-year, however they came out."""
    named = [replace(one, name=f"{number}") for number, one in enumerate(tables)]
    out = [replace(one, name=f"{number}") for number, one in enumerate(shown)]
    by_period = {one.period: one for one in named}
    links = adds_up(by_period[HALF.period], [by_period["2026-q1"], by_period["2026-q2"]])
    # A refused table publishes nothing, yet what it counts can be worked out like any other.
    out = [replace(one, refused="") for one in out]
    return given_away(named, out, links)


@pytest.mark.parametrize("order", list(itertools.permutations((Q1, Q2, HALF))))
def test_quarters_and_the_year_to_date_in_any_order_give_nothing_away(order: Any) -> None:
    shown = [publish(one) for one in order]
    assert as_one(list(order), shown) == []
    assert any(not one.refused for one in shown)


@given(st.lists(st.integers(0, 14), min_size=8, max_size=8), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
def test_random_quarters_in_a_random_order_give_nothing_away(counts: Any, dice: random.Random) -> None:
    q1 = replace(table("voices.theme", [counts[:2], counts[2:4]]), period="2026-q1")
    q2 = replace(table("voices.theme", [counts[4:6], counts[6:]]), period="2026-q2")
    order = [q1, q2, replace(added("voices.theme", [q1, q2]), period=HALF.period)]
    dice.shuffle(order)
    with connection.cursor() as cursor:  # each example has a ledger of its own
        cursor.execute("SAVEPOINT example")
        shown = [publish(one) for one in order]
        cursor.execute("ROLLBACK TO SAVEPOINT example")
    assert as_one(order, shown) == []


def test_a_filter_on_a_published_table_guards_those_left_out() -> None:
    publish(replace(table("voices.theme", [[20, 30], [40, 50]]), period="2026-q1"))
    girls = CountTable(
        "voices.theme.girls", Q1.rows, Q1.cols, ((17, 12), (20, 30)), period="2026-q1", part_of="voices.theme"
    )
    shown = publish(girls)
    assert shown.refused or shown.counts[0][0] is None  # 20 less 17 would be three


def test_a_survey_result_beside_an_edition_about_the_same_people() -> None:
    publish(replace(table("voices.theme", [[20, 30], [40, 50]]), period="2026-q1"))
    ages = CountTable("survey.age", ("8-11", "12-15"), ("",), ((60,), (77,)), period="2026-q1")
    shown = publish(ages)
    assert shown.total is None  # three have no age: 140 less 137
    whole = CountTable("survey.place", ("in", "out"), ("",), ((60,), (80,)), period="2026-q1")
    assert publish(whole).total == 140


def test_what_was_published_is_shown_again_as_it_was() -> None:
    first = publish(Q2)
    rows = ReleasedTable.objects.count()
    assert publish(Q2) == first
    assert ReleasedTable.objects.count() == rows


def test_a_count_that_changed_by_one_child_stands_as_it_was_published() -> None:
    first = publish(Q1)
    assert first.counts[0][0] == 10
    one_less_one_more = replace(Q1, counts=((9, 8), (8, 12)))
    assert publish(one_less_one_more) == first
    assert ReleasedTable.objects.count() == 1


def test_a_count_that_grew_is_told_without_telling_by_whom() -> None:
    publish(Q1)
    grown = publish(replace(Q1, counts=((11, 7), (8, 12))))
    assert grown.counts[0][0] in (None, 10)


def test_what_does_not_fit_is_refused() -> None:
    publish(Q1)
    half = replace(HALF, counts=((9, 16), (22, 23)))  # less than its first quarter
    assert publish(half).refused == ledger.DOES_NOT_FIT
    assert not ReleasedTable.objects.filter(period=HALF.period).exists()


def test_a_preview_leaves_no_trace() -> None:
    shown = preview([Q2])["voices.theme"]
    assert shown == publish(Q2)
    assert ReleasedTable.objects.count() == 1


def test_one_table_that_fits_no_way_does_not_hold_up_the_others() -> None:
    publish(Q1)
    both = [replace(HALF, counts=((9, 16), (22, 23)), name="half", series="voices.theme"), Q2]
    shown = release(both, kind="edition")
    assert shown["half"].refused
    assert not shown["voices.theme"].refused


def test_two_tables_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="one name"):
        preview([Q1, Q2])


def test_a_year_to_date_beside_its_quarter_in_one_release() -> None:
    publish(Q1)
    year = replace(HALF, name="voices.theme.year", series="voices.theme")
    shown = release([Q2, year], kind="edition")
    assert shown["voices.theme"].name == "voices.theme"
    assert as_one([Q1, Q2, HALF], [preview([Q1])["voices.theme"], *shown.values()]) == []


def test_nothing_of_the_ledger_is_changed_and_counts_are_unreadable_in_it() -> None:
    publish(Q2)
    row = ReleasedTable.objects.get()
    assert row.shown[0][0] is None
    with pytest.raises(AppendOnlyError):
        row.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT counts FROM engagement_releasedcounts")
        assert cursor.fetchone()[0].startswith("gAAA")
    assert str(row) == "voices.theme, 2026-q2"
    assert str(row.raw) == f"Counts {row.pk}"
    assert str(ReleaseTurn.objects.get()) == "The turn to release"


def test_the_database_refuses_to_change_a_released_table() -> None:
    publish(Q2)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_releasedtable SET name = 'x'")


def test_a_release_costs_the_same_queries_however_much_was_published(django_assert_num_queries: Any) -> None:
    publish(Q1)
    publish(Q2)
    with django_assert_num_queries(1):
        preview([HALF])
