"""Files of rows: values only, neutralised, the same bytes each time, and stopped if anything else is in them."""

import csv
import io
import warnings
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement import exports
from engagement.exports import ReleaseStoppedError, Sheet, comma_separated, neutral, workbook
from engagement.inspecting import inspect


def test_what_a_spreadsheet_reads_is_what_was_given() -> None:
    data = workbook([Sheet("Asks", ["Name", "Count"], [["Pizza", 12], ["None", None], ["Half", 0.5]])])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [[cell.value for cell in row] for row in book["Asks"].rows] == [
        ["Name", "Count"],
        ["Pizza", 12],
        ["None", None],
        ["Half", 0.5],
    ]


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheet = Sheet("Asks", ["Name"], [["Pizza"]])
    assert workbook([sheet]) == workbook([sheet])
    assert comma_separated(sheet) == comma_separated(sheet)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\x01=1"])
def test_text_that_could_start_a_formula_is_neutralised(text: Any) -> None:
    sheet = Sheet("A", ["=Heading"], [[text]])
    assert str(neutral(text)).startswith("'")
    assert inspect(workbook([sheet]), "xlsx") == []
    assert inspect(comma_separated(sheet), "csv") == []


def test_numbers_stay_numbers() -> None:
    assert neutral(-5) == -5
    assert neutral(None) is None
    rows = list(csv.reader(io.StringIO(comma_separated(Sheet("A", ["n"], [[-5], [None]])).decode("utf-8-sig"))))
    assert rows == [["n"], ["-5"], [""]]


def test_signs_that_xml_does_not_allow_are_taken_out() -> None:
    data = workbook([Sheet("A", ["n"], [["a\x00b\x1f<&>\ud800"]])])
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value == "ab<&>"


def test_names_of_sheets_are_made_fit_for_excel() -> None:
    names = ["A/B", "a b", "x" * 40, "X" * 40, "", "History", "'q'"]
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet(name, ["n"], []) for name in names])))
    assert book.sheetnames == ["A B", "a b 2", "x" * 31, "X" * 29 + " 4", "5", "History 6", "q"]


def test_too_many_rows_are_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    workbook([Sheet("A", ["n"], [[1], [2]])])
    with pytest.raises(ValueError, match="more than 2 rows"):
        workbook([Sheet("A", ["n"], [[1], [2], [3]])])


def test_a_finding_stops_the_release_and_does_not_say_the_value() -> None:
    with pytest.raises(ReleaseStoppedError) as stopped:
        exports.released(b"=secret", "csv")
    assert "secret" not in str(stopped.value)


def test_our_own_file_opens_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("A", ["n"], [[True]])])))
    assert book.active["A2"].value == 1
    assert book.active["A1"].style == "Normal"


@given(
    st.text(
        alphabet=st.sampled_from("=+-@＝＋－＠ \t\r\n\u00a0\u2003\u200b\u2060\ufeff\u00ad\"'a1\u202e\x00"), max_size=8
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_neither_spreadsheet_nor_inspector_takes_for_a_formula(text: Any) -> None:
    sheet = Sheet("A", ["n"], [[text]])
    assert inspect(comma_separated(sheet), "csv") == []
    assert inspect(workbook([sheet]), "xlsx") == []
    said = str(neutral(text))
    assert unseen(said)[:1] not in set("=+-@＝＋－＠")


def unseen(text: Any) -> Any:
    """`text` from the first sign on that has a place of its own on paper."""
    return text.lstrip(' \t\r\n\u00a0\u2003\u200b\u2060\ufeff\u00ad"')


@pytest.mark.parametrize("before", [" ", "\u00a0", "\u2003", "\u200b", "\ufeff", '"', ' "\u200b'])
@pytest.mark.parametrize("start", ["=1", "-A1", "+A1", "@x"])
def test_a_formula_after_signs_that_are_skipped_is_neutralised(before: Any, start: Any) -> None:
    assert neutral(before + start) == f"'{before}{start}"
    assert neutral(before + "Pizza") == before + "Pizza"
