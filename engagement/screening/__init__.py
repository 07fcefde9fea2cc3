"""Sorts the queue so that no cry for help waits: plain Python, no Django, no network."""

from engagement.screening.checking import check_rule, check_rules
from engagement.screening.engine import screen
from engagement.screening.findings import Findings, Hit, Span
from engagement.screening.rules import RULES_FOLDER, default_rules, load_rules, rule_id, shipped_tables, word_groups
from engagement.screening.ruleset import Problem, RuleSet

__all__ = [
    "RULES_FOLDER",
    "Findings",
    "Hit",
    "Problem",
    "RuleSet",
    "Span",
    "check_rule",
    "check_rules",
    "default_rules",
    "load_rules",
    "rule_id",
    "screen",
    "shipped_tables",
    "word_groups",
]
