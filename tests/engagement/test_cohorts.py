"""How many children there are: what adds up is kept whole, what does not is said kindly and keeps nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from engagement import cohorts
from engagement.cohorts import CohortError, Entry, wrong
from engagement.models import Cohort, CohortCount, FiguresEntered
from people.models import User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.engagement.counted_children import HEARD, NUMBERS, counted, entry
from tests.factories import make_user

pytestmark = pytest.mark.django_db
QUARTER = "2026-q1"


def test_what_was_entered_comes_back(officer: User) -> None:
    cohort = counted(QUARTER, officer)
    assert cohorts.of(cohort) == entry()
    assert cohorts.for_quarter(QUARTER) == cohort
    assert cohorts.for_quarter("2026-q2") is None
    assert (str(cohort), cohort.entered_by) == ("Cohort 2026-q1", officer)
    assert str(cohort.counts.first()).startswith("Cohort count")


def test_again_with_the_same_numbers_changes_nothing(officer: User, second_officer: User) -> None:
    counted(QUARTER, officer)
    before = list(CohortCount.objects.values_list("pk", flat=True))
    assert counted(QUARTER, second_officer).entered_by == officer
    assert list(CohortCount.objects.values_list("pk", flat=True)) == before
    assert FiguresEntered.objects.count() == 1


def test_other_numbers_take_the_place_of_the_first(officer: User, second_officer: User) -> None:
    counted(QUARTER, officer)
    cohorts.enter(QUARTER, Entry(250, {"age": NUMBERS["age"]}), second_officer)
    cohort = Cohort.objects.get()
    assert cohort.entered_by == second_officer
    assert set(cohort.counts.values_list("dimension", flat=True)) == {"age"}
    assert [(e.kind, e.about, e.rows, e.by) for e in FiguresEntered.objects.all()] == [
        ("cohort", QUARTER, 16, officer),
        ("cohort", QUARTER, 5, second_officer),
    ]
    assert str(FiguresEntered.objects.first()).startswith("Cohort entered, ")


def test_a_total_alone_is_enough(officer: User) -> None:
    assert cohorts.of(cohorts.enter(QUARTER, Entry(250, {}), officer)) == Entry(250, {})


@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_enter(role: Role | None) -> None:
    user = make_user(role)
    if role in roles_that_may(MANAGE_EDITIONS):
        assert counted(QUARTER, user)
    else:
        with pytest.raises(PermissionDenied):
            counted(QUARTER, user)
        assert not Cohort.objects.exists()


def test_a_quarter_that_is_none(officer: User) -> None:
    with pytest.raises(ValueError, match="looks like"):
        cohorts.enter("2026", entry(), officer)


def shifted(dimension: str, category: str, number: int) -> Entry:
    numbers = {name: dict(its) for name, its in NUMBERS.items()}
    numbers[dimension][category] = number
    return replace(entry(), numbers=numbers)


@pytest.mark.parametrize(
    ("make", "dimension", "says"),
    [
        (lambda: Entry(0, {}), "", "Write a number from 1 up."),
        (lambda: Entry(100_001, {}), "", "Write a number from 1 up."),
        (lambda: shifted("age", "8-11", 0), "age", "These add up to 246, and there are 250 in all."),
        (lambda: shifted("care", "care_leaver", -1), "care", "under 0"),
        (lambda: Entry(10, {"age": {"8-11": 10}}), "age", "Fill in every group"),
        (lambda: Entry(10, {"borough": {"in": 10, "moon": 0}}), "borough", "Fill in every group"),
        (
            lambda: replace(entry(), heard={"borough": {"in": 161, "out": 8}}),
            "borough",
            "More are written down as heard than there are.",
        ),
        (lambda: replace(entry(), heard={"borough": {"in": -1, "out": 8}}), "borough", "More are written down"),
        (lambda: replace(entry(), heard={"borough": {"in": 8}}), "borough", "Say of every group"),
        (lambda: replace(entry(), heard={"age": {"8-11": 2}}), "age", "counted by the system"),
        (lambda: Entry(250, {}, HEARD), "borough", "Say first how many there are"),
    ],
)
def test_what_does_not_add_up(officer: User, make: Callable[[], Entry], dimension: str, says: str) -> None:
    with pytest.raises(CohortError, match=r"\w") as caught:
        cohorts.enter(QUARTER, make(), officer)
    assert says in caught.value.found[dimension]
    assert says in str(caught.value)
    assert not Cohort.objects.exists()


def test_every_dimension_says_what_is_wrong_with_it() -> None:
    both = Entry(250, {"age": {**NUMBERS["age"], "8-11": 0}, "care": {**NUMBERS["care"], "care_leaver": 0}})
    assert set(wrong(both)) == {"age", "care"}
    assert wrong(Entry(250, {}, {"borough": {}})) == {}


def test_the_database_keeps_the_same_rules(officer: User) -> None:
    cohort = counted(QUARTER, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortCount.objects.create(cohort=cohort, dimension="age", category="8-11", number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortCount.objects.filter(dimension="borough").update(heard=1000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.update(total=0)
