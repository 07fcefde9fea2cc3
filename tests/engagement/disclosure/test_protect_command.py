"""`manage.py protect`: JSON in, JSON out, and one line for what it cannot read."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from engagement.disclosure import protecting

SMALL = {"name": "t", "rows": ["a", "b"], "cols": ["x", "y"], "counts": [[3, 20], [20, 20]]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Any:
    def ask(given: Any) -> Any:
        text = given if isinstance(given, str) else json.dumps(given)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        out = io.StringIO()
        call_command("protect", stdout=out)
        return json.loads(out.getvalue())

    return ask


def test_hidden_cells_are_null_and_totals_come_last(asked: Any) -> None:
    whole = {"name": "u", "rows": ["a"], "cols": ["x", "y"], "counts": [[10, 20]]}
    few = {"name": "v", "rows": ["a"], "cols": ["x", "y"], "counts": [[3, 4]]}
    answer = asked({"tables": [SMALL, whole, few]})
    t, u, v = answer["tables"]
    assert t["name"] == "t"
    assert t["counts"][0][0] is None
    assert t["counts"][2][2] == 63
    assert u == {"name": "u", "counts": [[10, 20, 30], [10, 20, 30]]}
    assert v == {"name": "v", "refused": protecting.TOO_FEW}


@pytest.mark.parametrize("linked", [[], None, [["half", "q1", "q2"]], [{"total": "half", "parts": ["q1", "q2"]}]])
def test_linked_tables_are_protected_together(asked: Any, linked: Any) -> Any:
    def one(name: Any, counts: Any) -> Any:
        return {"name": name, "rows": ["a", "b"], "cols": ["x", "y"], "counts": counts}

    q1, q2, half = [[10, 7], [8, 12]], [[3, 9], [14, 11]], [[13, 16], [22, 23]]
    answer = asked({"tables": [one("q1", q1), one("q2", q2), one("half", half)], "linked": linked})
    seen = [table["counts"][0][0] if "counts" in table else None for table in answer["tables"]]
    assert seen[1] is None
    assert seen[0] is None or seen[2] is None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ([], "Give"),
        ({"tables": 3}, "Give"),
        ({"tables": [{"name": "t"}]}, "Table 1 is not complete"),
        ({"tables": [{**SMALL, "counts": [3]}]}, "Table 1 is not complete"),
        ({"tables": [{**SMALL, "counts": [[3, -1], [4, 5]]}]}, "whole number"),
        ({"tables": [SMALL, SMALL]}, "one name"),
        ({"tables": [SMALL], "linked": "t"}, "no list"),
        ({"tables": [SMALL], "linked": [3]}, "cannot be read"),
        ({"tables": [SMALL], "linked": [["t", "u"]]}, "not there"),
        ({"tables": [SMALL, {**SMALL, "name": "u"}], "linked": [{"total": "t", "parts": ["u", "u"]}]}, "not the sum"),
        (
            {
                "tables": [SMALL, {"name": "u", "rows": ["a"], "cols": ["x"], "counts": [[20]]}],
                "linked": [{"total": "t", "parts": ["u"]}],
            },
            "same rows",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(asked: Any, given: Any, why: Any) -> None:
    with pytest.raises(CommandError, match=why) as caught:
        asked(given)
    assert "\n" not in str(caught.value)
