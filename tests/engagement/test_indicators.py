"""Indicators from a file: every kind of slip is named by line, nothing is kept by half, and twice is once."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from engagement import indicators
from engagement.indicators import COLUMNS, EXAMPLE, IndicatorsError, Kept
from engagement.inspecting import inspect
from engagement.models import FiguresEntered, Indicator, IndicatorValue
from people.models import User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.factories import make_user

pytestmark = pytest.mark.django_db

GOOD = {
    "code": "moves", "name": "Three or more moves in the year", "unit": "percent", "better": "lower",
    "period": "end of August 2020", "ends": "2020-08-31", "value": "8.3%", "neighbours": "10", "national": "10.4",
    "note": "", "source": "The council's own figures",
}  # fmt: skip


def csv_of(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(name, "") for name in columns])
    return out.getvalue().encode("utf-8-sig")


def problems(data: bytes) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.words) for one in indicators.read(data).problems]


def test_what_a_file_says_is_kept(officer: User) -> None:
    assert indicators.keep(csv_of(GOOD), officer) == Kept(new=1)
    value = IndicatorValue.objects.select_related("indicator").get()
    assert (value.value, value.neighbours, value.national) == (Decimal("8.3"), Decimal(10), Decimal("10.4"))
    assert (value.indicator.code, value.indicator.direction, value.period) == ("moves", "lower", "end of August 2020")
    assert value.imported_by == officer
    assert (str(value.indicator), str(value)[:6]) == ("moves", "Value ")
    event = FiguresEntered.objects.get()
    assert (event.kind, event.rows, event.by) == ("indicators", 1, officer)


def test_twice_is_once_and_what_differs_is_replaced(officer: User) -> None:
    later = GOOD | {"period": "end of March 2021", "ends": "2021-03-31", "value": "9", "neighbours": "", "national": ""}
    assert indicators.keep(csv_of(GOOD, later), officer) == Kept(new=2)
    assert indicators.keep(csv_of(GOOD, later), officer) == Kept(same=2)
    assert indicators.keep(csv_of(GOOD | {"value": "8.4"}, later), officer) == Kept(changed=1, same=1)
    assert IndicatorValue.objects.count() == 2
    assert FiguresEntered.objects.count() == 2
    assert Indicator.objects.count() == 1


def test_a_name_can_be_mended(officer: User) -> None:
    indicators.keep(csv_of(GOOD), officer)
    indicators.keep(csv_of(GOOD | {"name": "Three moves or more"}), officer)
    assert Indicator.objects.get().name == "Three moves or more"


def test_the_template_can_be_read_and_hides_nothing() -> None:
    data = indicators.template()
    assert inspect(data, "csv") == []
    reading = indicators.read(data)
    assert not reading.problems
    assert reading.rows[0].name == EXAMPLE[1]


@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_import(role: Role | None) -> None:
    user = make_user(role)
    if role in roles_that_may(MANAGE_EDITIONS):
        assert indicators.keep(csv_of(GOOD), user) == Kept(new=1)
    else:
        with pytest.raises(PermissionDenied):
            indicators.keep(csv_of(GOOD), user)
        assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("code", "", "Code is empty."),
        ("code", "two words", "letters, numbers and dashes"),
        ("code", "x" * 61, "60 at most"),
        ("name", "", "Name is empty."),
        ("name", "x" * 201, "under 200 letters"),
        ("unit", "bananas", "write one of: percent, people, rate, number."),
        ("better", "up", "write one of: higher, lower, neither."),
        ("period", "x" * 61, "under 60 letters"),
        ("ends", "31/03/2020", "write the day like 2026-03-31."),
        ("ends", "2020-02-30", "write the day like 2026-03-31."),
        ("value", "", "Value is empty."),
        ("value", "about ten", "this is not a number."),
        ("value", "1.234", "two decimals at most"),
        ("value", "NaN", "two decimals at most"),
        ("value", "1e12", "two decimals at most"),
        ("neighbours", "n/a", "this is not a number."),
        ("national", "Infinity", "two decimals at most"),
        ("note", "x" * 201, "under 200 letters"),
        ("source", "", "Source is empty."),
    ],
)
def test_every_slip_is_named_by_line_and_column(officer: User, column: str, text: str, says: str) -> None:
    data = csv_of(GOOD, GOOD | {"code": "other", column: text})
    (found,) = problems(data)
    assert found[:2] == (3, column)
    assert says in found[2]
    with pytest.raises(IndicatorsError, match=r"\w") as caught:
        indicators.keep(data, officer)
    assert says in str(caught.value)
    assert caught.value.problems[0].line == 3
    assert not Indicator.objects.exists()
    assert not FiguresEntered.objects.exists()


def test_several_slips_are_all_named() -> None:
    found = problems(csv_of(GOOD | {"value": "x", "ends": "y"}, GOOD | {"unit": "z"}))
    assert [(line, column) for line, column, _words in found] == [(2, "ends"), (2, "value"), (3, "unit")]


def test_one_period_once_in_a_file() -> None:
    assert problems(csv_of(GOOD, GOOD)) == [(3, "period", "Line 2 is about the same period.")]


def test_one_code_means_one_thing() -> None:
    other = GOOD | {"period": "later", "unit": "people"}
    ((line, column, words),) = problems(csv_of(GOOD, other))
    assert (line, column) == (3, "code")
    assert "differ from an earlier line" in words


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "These columns are missing: code, name"),
        (csv_of(columns=COLUMNS), "There is no line in this file."),
        (csv_of(GOOD, columns=COLUMNS[:-1]), "These columns are missing: source."),
        (b"\xff\xfe\x00a", "CSV UTF-8"),
        (b"x" * 500_001, "too large"),
        (csv_of(*[{}] * 2_001), "There are more than 2000 lines."),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, says: str) -> None:
    ((line, column, words),) = problems(data)
    assert (line, column) == (0, "")
    assert says in words


def test_columns_stand_in_any_order_and_empty_lines_are_passed_over() -> None:
    reading = indicators.read(csv_of({}, GOOD, columns=tuple(reversed(COLUMNS))).replace(b"code", b" Code "))
    assert not reading.problems
    assert [row.code for row in reading.rows] == ["moves"]


def test_numbers_as_people_write_them() -> None:
    reading = indicators.read(csv_of(GOOD | {"value": "'1,234.50", "neighbours": "-3", "national": "12 %"}))
    (row,) = reading.rows
    assert (row.value, row.neighbours, row.national) == (Decimal("1234.5"), Decimal(-3), Decimal(12))


def test_the_demo_councils_file_is_read_without_a_slip(officer: User) -> None:
    data = (Path(settings.BASE_DIR) / "site/demo/words/indicators.csv").read_bytes()
    assert indicators.read(data).problems == ()
    assert indicators.keep(data, officer).new == 26
    assert len(indicators.newest()) == 20
