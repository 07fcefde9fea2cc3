"""What a change to one rule would have done to the latest closed items, before it is kept anywhere."""

from dataclasses import dataclass
from typing import Any

from engagement import live_rules, screening
from engagement.models import RuleSet, Submission, Urgency
from engagement.models.rule_sets import no_changes
from engagement.models.submissions import SubmissionQuerySet

READ = 200  # closed items; the shadow run reads more


@dataclass(frozen=True)
class Changed:
    """An item that would have been sorted otherwise."""

    item: Submission
    before: Urgency
    after: Urgency


@dataclass(frozen=True)
class Outcome:
    """What came of it. `problems` are faults of the phrase and examples that come out otherwise."""

    problems: list[screening.Problem]
    read: int
    changed: list[Changed]


def outcome(shown: RuleSet | None, table: dict[str, Any], words: SubmissionQuerySet) -> Outcome:
    """Try `table` in place of the rule with its id, on what is in `words`. Nothing is stored."""
    changes = shown.changes if shown else no_changes()
    own = {one["id"]: one for one in changes["rule"]} | {table["id"]: table}
    rules = live_rules.compile_changes({**changes, "rule": list(own.values())}, 0)
    before = live_rules.compiled(shown) if shown else screening.default_rules()
    latest = list(words.heard().order_by("-decided_at", "-pk").only("uuid", "reference", "words")[:READ])
    changed = []
    for item in latest:
        was, now = (Urgency[screening.screen(item.words, one).urgency.upper()] for one in (before, rules))
        if was != now:
            changed.append(Changed(item, was, now))
    problems = [problem for problem in rules.problems if problem.rule == table["id"]]
    for rule in rules.rules:
        if rule.id == table["id"]:
            problems += screening.check_rule(rule, rules)
    return Outcome(problems, len(latest), changed)
