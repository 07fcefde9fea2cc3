"""Routing: the path is computed from the answers, whatever they are; what is off it is not counted."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questions import DONT_KNOW, RATHER_NOT, QuestionError
from surveys.routing import Respondent, holds, on_path, path, troubles
from surveys.writing import from_json
from tests.surveys.makers import LOCKDOWN, definition

WHO = Respondent("11-17", {"care_status": "care_leaver"})


def names(answers: dict[str, Any], data: dict[str, Any] = LOCKDOWN, who: Respondent = WHO) -> list[list[str]]:
    return [[step.name for step in page.steps] for page in path(definition(data), answers, who)]


def test_a_section_is_cut_where_a_question_hangs_on_another_of_it() -> None:
    assert names({}) == [["feel", "school"], ["best", "calls"]]
    assert names({"school": "no"}) == [["feel", "school"], ["why"], ["best", "calls"]]


def test_what_is_off_the_path_is_not_counted() -> None:
    told = {"school": "no", "why": "A lift", "calls": 3}
    assert on_path(definition(), told, WHO) == told
    assert on_path(definition(), told | {"school": "yes"}, WHO) == {"school": "yes", "calls": 3}


def test_an_answer_off_the_path_decides_about_nothing() -> None:
    data = {
        "sections": [
            {"key": "s1", "questions": [
                {"key": "a", "kind": "number", "wordings": "A"},
                {"key": "b", "kind": "number", "wordings": "B", "show_if": {"q": "a", "at_least": 5}},
                {"key": "c", "kind": "number", "wordings": "C", "show_if": {"q": "b", "at_least": 5}},
            ]},
        ],
    }  # fmt: skip
    assert names({"a": 9, "b": 9}, data) == [["a"], ["b"], ["c"]]
    assert names({"a": 1, "b": 9}, data) == [["a"]]


@pytest.mark.parametrize(
    ("condition", "answers", "met"),
    [
        ({"q": "a", "is": ["x"]}, {"a": "x"}, True),
        ({"q": "a", "is": ["x"]}, {"a": ["y", "x"]}, True),
        ({"q": "a", "is": ["x"]}, {}, False),
        ({"q": "a", "is": ["x"]}, {"a": RATHER_NOT}, False),
        ({"q": "a", "is": [DONT_KNOW]}, {"a": DONT_KNOW}, True),
        ({"not": {"q": "a", "is": ["x"]}}, {"a": RATHER_NOT}, True),
        ({"q": "a", "has_all": ["x", "y"]}, {"a": ["x", "y", "z"]}, True),
        ({"q": "a", "has_all": ["x", "y"]}, {"a": ["x"]}, False),
        ({"q": "a", "ticks": [2, None]}, {"a": ["x"]}, False),
        ({"q": "a", "ticks": [1, 2]}, {"a": ["x", "y"]}, True),
        ({"q": "a", "at_least": 3, "at_most": 5}, {"a": 4}, True),
        ({"q": "a", "at_least": 3}, {"a": 2}, False),
        ({"q": "a", "at_most": 3}, {"a": "many"}, False),
        ({"q": "a", "answered": True}, {"a": ""}, False),
        ({"q": "a", "answered": False}, {}, True),
        ({"face": ["8-11"]}, {}, False),
        ({"cohort": {"care_status": ["care_leaver"]}}, {}, True),
        ({"all": [{"q": "a", "is": ["x"]}, {"face": ["11-17"]}]}, {"a": "x"}, True),
        ({"any": [{"q": "a", "is": ["x"]}, {"face": ["8-11"]}]}, {"a": "y"}, False),
        (None, {}, True),
    ],
)
def test_conditions(condition: Any, answers: dict[str, Any], met: bool) -> None:
    assert holds(condition, answers, WHO) is met


def test_what_is_no_condition_is_refused() -> None:
    with pytest.raises(QuestionError):
        holds({"nobody": 1}, {}, WHO)


REPEATING: dict[str, Any] = {
    "sections": [
        {"key": "first", "questions": [{"key": "places", "kind": "number", "wordings": "How many places?"}]},
        {"key": "each", "repeat": "places", "questions": [{"key": "liked", "kind": "short", "wordings": "Liked it?"}]},
    ],
}  # fmt: skip


def test_a_section_repeats_as_often_as_the_answer_says() -> None:
    assert names({}, REPEATING) == [["places"]]
    assert names({"places": 2}, REPEATING) == [["places"], ["liked.0"], ["liked.1"]]
    assert len(names({"places": 99}, REPEATING)) == 1 + 10
    told = {"places": 1, "liked": {"each": ["yes", "gone"]}}
    assert on_path(definition(REPEATING), told, WHO) == {"places": 1, "liked": {"each": ["yes"]}}


def test_questions_that_nobody_can_reach_are_found() -> None:
    data = {
        "sections": [
            {"key": "s", "show_if": {"q": "later", "answered": True}, "repeat": "gone", "questions": [
                {"key": "a", "kind": "number", "wordings": "A", "show_if": {"not": {"q": "later", "is": ["x"]}}},
                {"key": "later", "kind": "number", "wordings": "B"},
            ]},
        ],
    }  # fmt: skip
    assert list(troubles(from_json(data))) == [("s", "later"), ("s", "gone"), ("a", "later")]


answers = st.dictionaries(
    st.sampled_from(["feel", "school", "why", "best", "calls", "gone"]),
    st.one_of(st.none(), st.integers(-5, 20), st.text(max_size=5), st.lists(st.sampled_from(["yes", "no", "friends"]))),
)


@given(answers)
@settings(max_examples=200, deadline=None)
def test_every_answer_leads_through_every_page_once(told: dict[str, Any]) -> None:
    pages = path(definition(), told, WHO)
    keys = [step.name for page in pages for step in page.steps]
    assert len(keys) == len(set(keys))
    kept = on_path(definition(), told, WHO)
    assert on_path(definition(), kept, WHO) == kept  # what is off the path changes nothing
    assert set(kept) <= set(keys)
