"""Every rule keeps the promises written beside it, and a broken one is reported and never silent."""

from pathlib import Path

import pytest

from engagement.screening import RuleSet, check_rules, default_rules, load_rules, screen
from engagement.screening.rules import RULES_FOLDER

GOOD = '[[rule]]\nid = "good"\nname = "Good"\ncategory = "abuse"\nurgency = "urgent"\ndoes = ["zebra hurts"]\nmust_match = ["a zebra hurts"]\n'  # noqa: E501 - one list or pattern reads better unbroken


def rules_from(folder: Path, text: str) -> RuleSet:
    (folder / "some.toml").write_text(text, encoding="utf-8")
    return load_rules(folder)


def test_every_rule_matches_what_it_must_and_nothing_it_must_not() -> None:
    assert check_rules(default_rules()) == []


def test_every_rule_says_why_and_what_to_do() -> None:
    for rule in default_rules().rules:
        assert rule.name
        assert rule.why
        assert rule.what_to_do


def test_the_shipped_rules_cover_every_category() -> None:
    categories = {rule.category for rule in default_rules().rules}
    assert categories == {
        "self_harm",
        "abuse",
        "neglect",
        "exploitation",
        "missing",
        "violence",
        "bullying",
        "allegation_staff",
        "mental_health",
        "substance",
        "profanity",
    }


def test_the_version_follows_the_contents(tmp_path: Path) -> None:
    first = rules_from(tmp_path, GOOD).version
    assert rules_from(tmp_path, GOOD).version == first
    assert rules_from(tmp_path, GOOD + "\n# changed\n").version != first


@pytest.mark.parametrize(
    "broken",
    [
        '[[rule]]\nid = "bad"\nname = "Bad"\ncategory = "abuse"\nurgency = "urgent"\ndoes = ["@nobody hurts"]\n',
        '[[rule]]\nid = "bad"\nname = "Bad"\ncategory = "abuse"\nurgency = "sometimes"\ndoes = ["hurts"]\n',
        '[[rule]]\nid = "bad"\nname = "Bad"\ncategory = "abuse"\nurgency = "soon"\n',
        '[[rule]]\nid = "bad"\nname = "Bad"\ncategory = "abuse"\nurgency = "soon"\ndoes = "hurts"\n',
        '[[rule]]\nid = "bad"\nname = "Bad"\ncategory = "abuse"\nurgency = "soon"\ndoes = ["(only) (maybe)"]\n',
        '[[rule]]\nid = "bad"\nname = "Bad"\ncategory = "abuse"\nurgency = "soon"\ndoes = ["hurts"]\nwhen = ["night"]\n',  # noqa: E501 - one list or pattern reads better unbroken
        '[[rule]]\nid = "bad"\ncategory = "abuse"\nurgency = "soon"\ndoes = ["hurts"]\n',
        '[groups]\nround = ["@about"]\nabout = ["@round"]\n',
    ],
)
def test_a_broken_rule_is_named_and_does_not_silence_the_others(tmp_path: Path, broken: str) -> None:
    rules = rules_from(tmp_path, GOOD + broken)
    assert rules.problems
    hurt = screen("the zebra hurts", rules)
    assert hurt.urgency == "urgent"
    assert hurt.failed == "rule error"
    assert screen("all is well", rules).urgency == "soon"


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    rules = rules_from(tmp_path, "this is [ not toml")
    assert [problem.rule for problem in rules.problems] == ["some.toml"]


def test_examples_that_come_out_wrong_are_named(tmp_path: Path) -> None:
    rules = rules_from(tmp_path, GOOD + 'must_not_match = ["my zebra hurts"]\n' + GOOD)
    messages = [problem.message for problem in check_rules(rules)]
    assert "should not match: my zebra hurts" in messages
    assert "two rules have this id" in messages


def test_the_shipped_folder_is_the_default() -> None:
    assert default_rules().version == load_rules(RULES_FOLDER).version
