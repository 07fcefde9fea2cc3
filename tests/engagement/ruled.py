"""Rules of the invented zebra, and putting them into force in tests."""

from typing import Any

from engagement import rulesets
from engagement.models import RuleSet, ScreeningRun
from people.models import User

OWN: dict[str, Any] = {
    "id": "own-a-zebra-paints-the-house",
    "name": "A zebra paints the house",
    "category": "neglect",
    "urgency": "urgent",
    "who": ["zebra"],
    "does": ["painted our wall/door"],
    "why": "A painted wall worries us.",
    "what_to_do": "Ring the duty worker.",
    "must_match": ["the zebra painted our wall"],
    "must_not_match": ["we saw a zebra"],
}
BROKEN = {**OWN, "does": ["@nobody painted it"]}
FORGETFUL = {**OWN, "must_match": ["the zebra painted our wall", "the lion painted our wall"]}


def draft_with(*tables: dict[str, Any], by: User) -> RuleSet:
    draft = rulesets.start(by=by)
    for table in tables:
        rulesets.keep_rule(draft, by=by, table=table, seen=draft.version)
    return draft


def publish_rule(table: dict[str, Any], *, first: User, second: User) -> ScreeningRun:
    """Written by `first`, read and put into force by `second`."""
    draft = draft_with(table, by=first)
    return rulesets.publish(draft, by=second, seen=draft.version)
