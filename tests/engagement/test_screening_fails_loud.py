"""Whatever happens to the rules, words are read by a person today and the duty worker is told."""

from typing import Any

import pytest

from engagement import live_rules, rulesets, screening
from engagement.models import Concern, ConcernKind, RuleSet, Urgency
from engagement.screening.ruleset import RuleSet as Rules
from people.models import OutboxMessage, User
from tests.engagement.ruled import BROKEN, OWN, publish_rule
from tests.factories import CANARY, make_voice

pytestmark = pytest.mark.django_db

QUIET = f"Can we have pizza on Fridays {CANARY}"


@pytest.fixture
def published(officer: User, second_officer: User) -> RuleSet:
    publish_rule(OWN, first=officer, second=second_officer)
    found = rulesets.in_force()
    assert found
    return found


def stored(published: RuleSet, changes: Any) -> None:
    """What should never stand in the table stands there, and every process sees it."""
    RuleSet.objects.filter(pk=published.pk).update(changes=changes, version=published.version + 1)


def told_the_duty_worker(words: str = QUIET) -> str:
    """Receive words, and return what is written down as having failed once everything else is as it must be."""
    before = OutboxMessage.objects.count()
    voice = make_voice(words)
    voice.refresh_from_db()
    assert voice.urgency == Urgency.SOON
    concern = Concern.objects.get(submission=voice)
    assert concern.kind == ConcernKind.SCREEN_FAILED
    told = OutboxMessage.objects.order_by("pk")[before:]
    assert told
    assert not any(CANARY in str(message.__dict__) for message in told)
    assert concern.events.filter(verb="alerted").exists()
    return voice.screening_failed


def test_without_any_failure_nobody_is_told(published: RuleSet) -> None:
    make_voice(QUIET)
    assert not Concern.objects.exists()


def test_a_rule_with_an_error(published: RuleSet) -> None:
    stored(published, {"rule": [BROKEN], "off": []})
    assert told_the_duty_worker() == "rule error"


def test_a_set_without_rules(published: RuleSet) -> None:
    everything = [rule.id for rule in screening.default_rules().rules]
    stored(published, {"rule": [], "off": everything})
    assert told_the_duty_worker() in ("empty rule set", "rule error")


@pytest.mark.parametrize(
    "changes", [["not", "a table"], {"rule": [7], "off": []}, {"rule": [{"name": "no id"}]}, "rules"]
)
def test_a_set_that_cannot_be_loaded(published: RuleSet, changes: Any) -> None:
    stored(published, changes)
    assert told_the_duty_worker() == "rules not loaded"


class Raising(Rules):
    """A compiled set whose every use is an exception."""

    def __getattribute__(self, name: str) -> Any:
        if name == "version":
            return "v1-raising"
        raise RuntimeError


def test_an_exception(published: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    live_rules.live()
    monkeypatch.setattr(live_rules, "_held", [(live_rules._held[0][0], Raising.__new__(Raising))])
    assert told_the_duty_worker() == "rule error"


def test_a_time_out(published: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_rules, "DEADLINE", -1.0)
    assert told_the_duty_worker() == "timeout"


def test_the_shipped_rules_read_what_the_councils_own_cannot(published: RuleSet) -> None:
    """A broken set hides no cry for help: the alert is of the words and not only of the failure."""
    for changes in (["not", "a table"], {"rule": [BROKEN], "off": []}):
        stored(published, changes)
        voice = make_voice("i want to kill myself tonight")
        assert voice.urgency == Urgency.URGENT
        assert voice.screening_failed
        assert Concern.objects.get(submission=voice).kind == ConcernKind.DISCLOSURE
