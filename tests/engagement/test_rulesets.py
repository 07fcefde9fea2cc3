"""Rule sets: the way of one rule into force, then each refusal."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement import live_rules, rulesets, screening
from engagement.models import RuleSet, RuleSetEvent, RuleSetState, RunKind
from engagement.rulesets import OvertakenError, RulesError
from people.models import User
from people.models.append_only import AppendOnly
from people.roles import Role
from tests.engagement.ruled import BROKEN, FORGETFUL, OWN, draft_with, publish_rule
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SHIPPED = next(iter(screening.shipped_tables().values()))


def steps() -> list[str]:
    return [event.verb for event in RuleSetEvent.objects.all()]


def test_a_rule_goes_from_a_draft_into_force_by_two_people(officer: User, second_officer: User) -> None:
    draft = rulesets.start(by=officer)
    assert rulesets.keep_rule(draft, by=officer, table=OWN, seen=0) == []
    assert rulesets.in_force() is None
    run = rulesets.publish(draft, by=second_officer, seen=1)
    live = rulesets.in_force()
    assert live == draft
    assert live
    assert (live.edited_by, live.published_by, live.number) == (officer, second_officer, 1)
    assert (run.kind, run.rule_set, run.by) == (RunKind.OPEN_QUEUE, draft, second_officer)
    assert steps() == ["started", "edited", "published"]
    assert [event.note for event in live.events.all()] == ["", "A zebra paints the house", ""]


def test_the_next_draft_starts_from_what_is_in_force(officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    draft = rulesets.start(by=second_officer)
    assert (draft.number, list(draft.own)) == (2, [OWN["id"]])
    rulesets.switch_off(draft, by=second_officer, rule=OWN["id"], seen=0)
    rulesets.publish(draft, by=officer, seen=1)
    states = dict(RuleSet.objects.values_list("number", "state"))
    assert states == {1: RuleSetState.RETIRED, 2: RuleSetState.PUBLISHED}


def test_there_is_one_draft_whoever_starts_it(officer: User, second_officer: User) -> None:
    assert rulesets.start(by=officer) == rulesets.start(by=second_officer)
    assert steps() == ["started"]


def test_two_who_start_at_the_same_moment_have_one_draft(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rulesets.start(by=officer)
    seen = iter([None])  # what the slower of the two saw
    monkeypatch.setattr(rulesets, "draft", lambda: next(seen))
    assert rulesets.start(by=officer) == first


def test_a_faulty_rule_is_kept_and_said(officer: User) -> None:
    draft = rulesets.start(by=officer)
    broken = rulesets.keep_rule(draft, by=officer, table=BROKEN, seen=0)
    assert [problem.message for problem in broken] == ["there is no word group @nobody"]
    forgetful = rulesets.keep_rule(draft, by=officer, table=FORGETFUL, seen=1)
    assert [problem.message for problem in forgetful] == ["should match: the lion painted our wall"]
    assert rulesets.draft().own[OWN["id"]] == FORGETFUL  # type: ignore[union-attr]  # there is a draft


@pytest.mark.parametrize("table", [BROKEN, FORGETFUL, {**OWN, "must_match": []}])
def test_what_does_not_keep_its_promises_does_not_come_into_force(
    officer: User, second_officer: User, table: dict[str, object]
) -> None:
    draft = draft_with(table, by=officer)
    assert rulesets.problems(draft)
    with pytest.raises(RulesError, match="promises"):
        rulesets.publish(draft, by=second_officer, seen=draft.version)
    assert rulesets.in_force() is None


def test_a_set_without_any_rule_does_not_come_into_force(officer: User, second_officer: User) -> None:
    draft = rulesets.start(by=officer)
    RuleSet.objects.update(changes={"rule": [], "off": list(screening.shipped_tables())})
    draft.refresh_from_db()
    with pytest.raises(RulesError, match="promises"):
        rulesets.publish(draft, by=second_officer, seen=0)


def test_nobody_puts_into_force_what_they_changed_last(officer: User, second_officer: User) -> None:
    draft = draft_with(OWN, by=officer)
    with pytest.raises(RulesError, match="Somebody else"):
        rulesets.publish(draft, by=officer, seen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.update(state=RuleSetState.PUBLISHED, published_by=officer, published_at=timezone.now())
    rulesets.switch_off(draft, by=second_officer, rule=SHIPPED["id"], seen=1)
    rulesets.publish(draft, by=officer, seen=2)
    assert rulesets.in_force() == draft


def test_nothing_comes_into_force_unread(officer: User, second_officer: User) -> None:
    draft = draft_with(OWN, by=officer)
    with pytest.raises(OvertakenError):
        rulesets.publish(draft, by=second_officer, seen=0)
    rulesets.publish(draft, by=second_officer, seen=1)
    with pytest.raises(OvertakenError):
        rulesets.publish(draft, by=second_officer, seen=1)
    with pytest.raises(OvertakenError):
        rulesets.keep_rule(draft, by=officer, table=OWN, seen=1)
    assert steps().count("published") == 1


def test_nothing_new_is_nothing_to_put_into_force(officer: User, second_officer: User) -> None:
    with pytest.raises(RulesError, match="Nothing is different"):
        rulesets.publish(rulesets.start(by=officer), by=second_officer, seen=0)


def test_two_people_change_the_draft_at_once_and_one_is_told(officer: User, second_officer: User) -> None:
    draft = rulesets.start(by=officer)
    same = RuleSet.objects.get(pk=draft.pk)
    rulesets.keep_rule(draft, by=officer, table=OWN, seen=0)
    with pytest.raises(OvertakenError):
        rulesets.switch_off(same, by=second_officer, rule=SHIPPED["id"], seen=0)
    assert rulesets.draft().off == []  # type: ignore[union-attr]  # there is a draft


def test_a_shipped_rule_is_reworded_and_taken_back(officer: User) -> None:
    draft = draft_with({**SHIPPED, "urgency": "soon"}, by=officer)
    assert rulesets.tables_of(draft)[SHIPPED["id"]]["urgency"] == "soon"
    rulesets.keep_rule(draft, by=officer, table=dict(SHIPPED), seen=1)  # typed back by hand
    assert draft.own == {}
    rulesets.keep_rule(draft, by=officer, table={**SHIPPED, "urgency": "soon"}, seen=2)
    rulesets.undo(draft, by=officer, rule=SHIPPED["id"], seen=3)
    assert (draft.own, draft.version) == ({}, 4)
    rulesets.undo(draft, by=officer, rule=SHIPPED["id"], seen=4)
    assert draft.version == 4


def test_a_rule_is_left_out_and_taken_in_again(officer: User) -> None:
    draft = rulesets.start(by=officer)
    rulesets.switch_off(draft, by=officer, rule=SHIPPED["id"], seen=0)
    rulesets.switch_off(draft, by=officer, rule=SHIPPED["id"], seen=1)
    assert SHIPPED["id"] not in {rule.id for rule in live_rules.compiled(draft).rules}
    rulesets.switch_on(draft, by=officer, rule=SHIPPED["id"], seen=1)
    rulesets.switch_on(draft, by=officer, rule=SHIPPED["id"], seen=2)
    assert (draft.off, draft.version) == ([], 2)
    rulesets.switch_off(draft, by=officer, rule=SHIPPED["id"], seen=2)
    rulesets.undo(draft, by=officer, rule=SHIPPED["id"], seen=3)
    assert draft.off == []
    with pytest.raises(RulesError, match="no such rule"):
        rulesets.switch_off(draft, by=officer, rule="no-such-rule", seen=4)


def test_a_draft_is_put_away_and_its_history_stays(officer: User) -> None:
    draft = draft_with(OWN, by=officer)
    rulesets.drop(draft, by=officer)
    rulesets.drop(draft, by=officer)
    assert rulesets.draft() is None
    assert steps() == ["started", "edited", "dropped"]
    assert rulesets.start(by=officer).number == 2


def test_going_back_is_one_persons_step_with_a_reason(officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    first = rulesets.in_force()
    draft = rulesets.start(by=officer)
    rulesets.switch_off(draft, by=officer, rule=SHIPPED["id"], seen=0)
    rulesets.publish(draft, by=second_officer, seen=1)
    with pytest.raises(RulesError, match="Say why"):
        rulesets.roll_back(first, by=officer, why=" ")
    run = rulesets.roll_back(first, by=officer, why="It found too much")
    assert rulesets.in_force() == first
    assert run.rule_set == first
    assert RuleSetEvent.objects.latest("pk").note == "It found too much"
    with pytest.raises(RulesError, match="in force"):
        rulesets.roll_back(first, by=officer, why="Again")
    rulesets.roll_back(None, by=officer, why="Begin again")
    assert rulesets.in_force() is None
    last = RuleSetEvent.objects.latest("pk")
    assert (last.rule_set, last.verb, last.by) == (None, "rolled_back", officer)


def test_what_was_never_in_force_cannot_be_gone_back_to(officer: User) -> None:
    draft = draft_with(OWN, by=officer)
    rulesets.drop(draft, by=officer)
    draft.refresh_from_db()
    with pytest.raises(RulesError, match="never"):
        rulesets.roll_back(draft, by=officer, why="Why not")


def test_a_new_set_ends_the_run_of_the_one_before(officer: User, second_officer: User) -> None:
    first = publish_rule(OWN, first=officer, second=second_officer)
    rulesets.roll_back(None, by=officer, why="Too much")
    first.refresh_from_db()
    assert first.finished_at


def test_trying_twice_is_one_run(officer: User) -> None:
    draft = draft_with(OWN, by=officer)
    assert rulesets.try_on_closed(draft, by=officer) == rulesets.try_on_closed(draft, by=officer)
    assert steps().count("tried") == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in ("participation_officer", "safeguarding_lead")])
def test_others_change_no_rules(officer: User, second_officer: User, role: Role) -> None:
    other = make_user(role)
    with pytest.raises(PermissionDenied):
        rulesets.start(by=other)
    draft = draft_with(OWN, by=officer)
    for refused in (
        lambda: rulesets.keep_rule(draft, by=other, table=OWN, seen=1),
        lambda: rulesets.switch_off(draft, by=other, rule=OWN["id"], seen=1),
        lambda: rulesets.drop(draft, by=other),
        lambda: rulesets.publish(draft, by=other, seen=1),
        lambda: rulesets.roll_back(None, by=other, why="So"),
        lambda: rulesets.try_on_closed(draft, by=other),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert steps() == ["started", "edited"]


def test_steps_are_history_and_rules_are_plain_data(officer: User) -> None:
    draft = draft_with(OWN, by=officer)
    assert issubclass(RuleSetEvent, AppendOnly)
    assert str(draft) == "Version 1"
    assert str(draft.events.get(verb="edited")).startswith("Rule changed, ")
    assert json.loads(json.dumps(draft.changes)) == {"rule": [OWN], "off": []}


def test_a_change_in_the_very_moment_of_publishing_keeps_it_a_draft(
    officer: User, second_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = rulesets.start(by=officer)
    rulesets.switch_off(draft, by=officer, rule=next(iter(rulesets.tables_of(draft))), seen=draft.version)

    def changed_meanwhile(rule_set: RuleSet) -> list[object]:
        RuleSet.objects.filter(pk=rule_set.pk).update(version=99)
        return []

    monkeypatch.setattr(rulesets, "problems", changed_meanwhile)
    with pytest.raises(rulesets.OvertakenError):
        rulesets.publish(draft, by=second_officer, seen=draft.version)
    assert rulesets.in_force() is None
