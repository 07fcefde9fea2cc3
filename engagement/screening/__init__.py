"""Sorts the queue so that no cry for help waits: plain Python, no Django, no network."""

from engagement.screening.checking import check_rules
from engagement.screening.engine import screen
from engagement.screening.findings import Findings, Hit, Span
from engagement.screening.rules import default_rules, load_rules
from engagement.screening.ruleset import Problem, RuleSet

__all__ = ["Findings", "Hit", "Problem", "RuleSet", "Span", "check_rules", "default_rules", "load_rules", "screen"]
