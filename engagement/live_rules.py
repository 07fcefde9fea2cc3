"""The rules in force: the published set, compiled once per process; the shipped rules where it cannot be had."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from json import dumps, loads
from typing import Any

import structlog

from engagement import screening
from engagement.models import RuleSet
from engagement.screening.engine import DEADLINE
from engagement.screening.findings import LEVELS, Findings, higher

log = structlog.get_logger(__name__)

SEEN_TO_THE_END = ("", "too long")  # the head and the tail of a text that is too long were read
_held: list[tuple[object, screening.RuleSet]] = []  # the set in force, with what it is known by


def live() -> screening.RuleSet:
    """The compiled set in force. One query, unless another set came into force since the last call.

    Raises whatever goes wrong: only `screen` knows what to do then.
    """
    key = RuleSet.objects.published().values_list("uuid", "version").first()
    if key is None:
        return screening.default_rules()
    if not _held or _held[0][0] != key:
        rule_set = RuleSet.objects.published().get(uuid=key[0])
        _held[:] = [(key, compile_changes(rule_set.changes, rule_set.number))]
    return _held[0][1]


def or_shipped() -> screening.RuleSet:
    """The set in force for naming rules on a page, or the shipped rules where it cannot be had."""
    try:
        return live()
    except Exception:
        log.exception("rules_not_loaded")
        return screening.default_rules()


def compile_changes(changes: Mapping[str, Any], number: int) -> screening.RuleSet:
    """The shipped rules with a council's changes. The version that findings carry starts with the set's number."""
    return screening.load_rules(screening.RULES_FOLDER, changes, f"v{number}")


def compiled(rule_set: RuleSet) -> screening.RuleSet:
    """A set that is not in force, such as the draft. The last one is kept, because people try it more than once."""
    return _compiled(dumps(rule_set.changes, sort_keys=True), rule_set.number)


@lru_cache(maxsize=1)
def _compiled(changes: str, number: int) -> screening.RuleSet:
    return compile_changes(loads(changes), number)


def screen(words: str) -> Findings:
    """What the rules in force say. Where they cannot be had or fail, the shipped rules read it, and it is said aloud.

    `failed` of the result is then never empty and the urgency at least "soon": the duty worker is told.
    """
    try:
        rules = live()
    except Exception:
        log.exception("rules_not_loaded")
        found = screening.screen(words, screening.default_rules(), deadline=DEADLINE)
        return replace(found, urgency=higher(found.urgency, "soon"), failed=found.failed or "rules not loaded")
    found = screening.screen(words, rules, deadline=DEADLINE)
    if found.failed in (*SEEN_TO_THE_END, "timeout") or rules is screening.default_rules():
        return found
    also = screening.screen(words, screening.default_rules(), deadline=DEADLINE)
    more = max(found, also, key=lambda one: LEVELS.index(one.urgency))
    return replace(more, urgency=higher(more.urgency, "soon"), version=found.version, failed=found.failed)
