"""The rules in force: compiled once, changed at once, and never missing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import live_rules, rulesets, screening
from engagement.models import RuleSet, Urgency
from people.models import User
from tests.engagement.ruled import OWN, publish_rule
from tests.factories import make_voice

pytestmark = pytest.mark.django_db


def test_without_a_set_of_its_own_a_council_has_the_shipped_rules() -> None:
    assert live_rules.live() is screening.default_rules()
    assert make_voice("i want to kill myself tonight").rules_version == screening.default_rules().version


def test_a_published_rule_sorts_new_words(officer: User, second_officer: User) -> None:
    assert make_voice("the zebra painted our wall").urgency == Urgency.NONE
    publish_rule(OWN, first=officer, second=second_officer)
    voice = make_voice("the zebra painted our wall")
    assert voice.urgency == Urgency.URGENT
    assert voice.rules_version.startswith("v1-")
    assert [finding.rule for finding in voice.findings.all()] == [OWN["id"]]


def test_the_check_is_one_query_and_the_set_is_compiled_once(officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    first = live_rules.live()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert live_rules.live() is first
    assert len(queries) == 1


def test_gone_back_to_the_shipped_rules_they_sort_at_once(officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    rulesets.roll_back(None, by=officer, why="Too many alarms")
    assert make_voice("the zebra painted our wall").urgency == Urgency.NONE


def test_a_draft_is_compiled_without_coming_into_force(officer: User) -> None:
    draft = rulesets.start(by=officer)
    rulesets.keep_rule(draft, by=officer, table=OWN, seen=0)
    assert screening.screen("the zebra painted our wall", live_rules.compiled(draft)).urgency == "urgent"
    assert live_rules.screen("the zebra painted our wall").urgency == "none"
    assert live_rules.compiled(draft) is live_rules.compiled(draft)


def test_pages_name_rules_even_when_the_set_cannot_be_had(officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    assert OWN["id"] in {rule.id for rule in live_rules.or_shipped().rules}
    broken: Any = ["no", "table"]
    RuleSet.objects.update(changes=broken, version=9)
    assert live_rules.or_shipped() is screening.default_rules()
