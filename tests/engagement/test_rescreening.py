"""Runs: the draft in shadow changes nothing; new rules raise what waits and never lower it."""

import pytest

from engagement import live_rules, moderation, rescreening, rulesets, screening
from engagement.models import Concern, RunKind, ScreeningRun, State, Submission, Urgency, Voice
from people.models import OutboxMessage, User
from tests.engagement.ruled import OWN, draft_with, publish_rule
from tests.factories import make_read_voice, make_voice

pytestmark = pytest.mark.django_db
ZEBRA = "the zebra painted our wall"


def finish(run: ScreeningRun) -> ScreeningRun:
    while rescreening.carry_on(run.pk):
        pass
    run.refresh_from_db()
    return run


def closed(words: str, by: User) -> Voice:
    voice = make_read_voice(words, by=by)
    moderation.keep_private(voice, by=by)
    return voice


def test_a_draft_is_tried_on_closed_items_without_touching_them(officer: User) -> None:
    voice = closed(ZEBRA, officer)
    closed("Pizza", officer)
    make_voice(ZEBRA)  # open: not part of it
    before = Submission.objects.values().get(pk=voice.pk)
    run = finish(rulesets.try_on_closed(draft_with(OWN, by=officer), by=officer))
    assert (run.total, run.done, run.percent) == (2, 2, 100)
    change = run.changes.get()
    assert (change.submission_id, change.before, change.after) == (voice.pk, Urgency.NONE, Urgency.URGENT)
    assert str(change) == "Usual → Now"
    assert Submission.objects.values().get(pk=voice.pk) == before
    assert not Concern.objects.exists()


def test_a_run_reads_the_latest_only(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescreening, "CLOSED", 2)
    for _ in range(3):
        closed(ZEBRA, officer)
    assert finish(rulesets.try_on_closed(draft_with(OWN, by=officer), by=officer)).done == 2


def test_a_run_stops_and_goes_on_and_nothing_is_read_twice(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescreening, "STEP", 2)
    for _ in range(5):
        closed(ZEBRA, officer)
    run = rulesets.try_on_closed(draft_with(OWN, by=officer), by=officer)
    assert rescreening.carry_on(run.pk)
    run.refresh_from_db()
    assert (run.done, run.percent, run.changes.count()) == (2, 40, 2)
    closed(ZEBRA, officer)  # closed since: not part of it
    finish(run)
    assert (run.done, run.changes.count()) == (5, 5)
    assert not rescreening.carry_on(run.pk)
    assert run.changes.count() == 5


def test_a_draft_that_was_changed_is_not_tried_to_the_end(officer: User) -> None:
    closed(ZEBRA, officer)
    draft = draft_with(OWN, by=officer)
    run = rulesets.try_on_closed(draft, by=officer)
    rulesets.switch_off(draft, by=officer, rule=OWN["id"], seen=1)
    assert finish(run).done == 0


def test_new_rules_raise_what_waits_and_tell_the_duty_worker(officer: User, second_officer: User) -> None:
    voice, quiet = make_voice(ZEBRA), make_voice("Pizza")
    run = finish(publish_rule(OWN, first=officer, second=second_officer))
    voice.refresh_from_db()
    assert (voice.urgency, voice.safety, voice.state) == (Urgency.URGENT, "waiting", State.RECEIVED)
    assert voice.rules_version.startswith("v1-")
    assert [finding.rule for finding in voice.findings.all()] == [OWN["id"]]
    assert [(event.verb, event.by) for event in voice.events.order_by("-pk")[:1]] == [("screened_again", None)]
    assert Concern.objects.get().submission_id == voice.pk
    assert OutboxMessage.objects.exists()
    assert [change.submission_id for change in run.changes.all()] == [voice.pk]
    quiet.refresh_from_db()
    assert quiet.urgency == Urgency.NONE


def test_reading_again_changes_nothing_and_alerts_once(officer: User, second_officer: User) -> None:
    voice = make_voice(ZEBRA)
    run = finish(publish_rule(OWN, first=officer, second=second_officer))
    messages = OutboxMessage.objects.count()
    ScreeningRun.objects.filter(pk=run.pk).update(finished_at=None, reached=0)
    finish(run)
    voice.refresh_from_db()
    assert (OutboxMessage.objects.count(), Concern.objects.count(), run.changes.count()) == (messages, 1, 1)
    assert [event.verb for event in voice.events.all()].count("screened_again") == 1
    assert voice.findings.count() == 1


def test_nothing_is_ever_lowered(officer: User, second_officer: User) -> None:
    """Neither what an earlier rule raised, nor what a person did."""
    publish_rule(OWN, first=officer, second=second_officer)
    by_rule, by_person = make_voice(ZEBRA), make_read_voice("Pizza", by=officer)
    moderation.raise_urgency(by_person, by=officer, why="I know this child")
    finish(rulesets.roll_back(None, by=officer, why="Too much"))
    for voice in (by_rule, by_person):
        voice.refresh_from_db()
        assert voice.urgency == Urgency.URGENT


def test_what_a_person_ruled_out_is_not_raised_again(officer: User, second_officer: User) -> None:
    voice = make_read_voice(ZEBRA, by=officer)
    moderation.raise_urgency(voice, by=officer, why="Worrying")
    moderation.rule_out(voice, by=officer, why="It is a story")
    finish(publish_rule(OWN, first=officer, second=second_officer))
    voice.refresh_from_db()
    assert voice.safety == "ruled_out"


def test_what_was_decided_is_left_alone(officer: User, second_officer: User) -> None:
    voice = closed(ZEBRA, officer)
    run = finish(publish_rule(OWN, first=officer, second=second_officer))
    voice.refresh_from_db()
    assert (voice.urgency, run.total) == (Urgency.NONE, 0)
    assert not moderation.screen_again(voice, screening.screen("i want to kill myself tonight"))


def test_rules_that_are_no_longer_in_force_raise_nothing(officer: User, second_officer: User) -> None:
    voice = make_voice(ZEBRA)
    run = publish_rule(OWN, first=officer, second=second_officer)
    rulesets.roll_back(None, by=officer, why="Too much")
    ScreeningRun.objects.filter(pk=run.pk).update(finished_at=None)
    finish(run)
    voice.refresh_from_db()
    assert voice.urgency == Urgency.NONE


def test_a_moderator_who_is_quicker_by_a_moment_loses_nothing(
    officer: User, second_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = make_voice(ZEBRA)
    run = publish_rule(OWN, first=officer, second=second_officer)
    read = screening.screen
    opened: list[int] = []

    def open_meanwhile(words: str) -> screening.Findings:
        if not opened:
            opened.append(1)
            moderation.open_for_review(Submission.objects.get(pk=voice.pk), by=officer)
        return read(words, live_rules.live())

    monkeypatch.setattr(live_rules, "screen", open_meanwhile)
    finish(run)
    voice.refresh_from_db()
    assert (voice.urgency, voice.state) == (Urgency.URGENT, State.IN_REVIEW)


def test_an_allegation_found_by_new_rules_leaves_the_queue(officer: User, second_officer: User) -> None:
    voice = make_voice(ZEBRA)
    finish(publish_rule({**OWN, "category": "allegation_staff"}, first=officer, second=second_officer))
    voice.refresh_from_db()
    assert voice.restricted
    assert Concern.objects.get().kind == "allegation"


def test_a_run_says_what_it_is(officer: User) -> None:
    run = rulesets.try_on_closed(draft_with(OWN, by=officer), by=officer)
    assert str(run).startswith("The draft, tried on closed items, ")
    assert (run.kind, run.percent) == (RunKind.SHADOW, 0)
