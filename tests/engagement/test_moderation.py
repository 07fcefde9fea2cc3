"""The doors for words: the golden path of each verb, then each refusal."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from engagement import moderation
from engagement.models import Reply, Safety, State, Submission, Urgency, Voice
from engagement.screening.findings import Findings
from people.models import User
from people.roles import Role
from tests.factories import (
    CANARY,
    make_approved_voice,
    make_officer,
    make_read_voice,
    make_space,
    make_user,
    make_voice,
)

pytestmark = pytest.mark.django_db

URGENT_WORDS = "i want to kill myself tonight"


def verbs(submission: Submission) -> list[str]:
    return [event.verb for event in submission.events.all()]


def test_receiving_screens_stores_and_logs_at_once() -> None:
    voice = make_voice(f"{URGENT_WORDS} {CANARY}, ring me on 07700 900123")
    stored = Submission.objects.get(pk=voice.pk)
    assert stored.urgency == Urgency.URGENT
    assert stored.safety == Safety.WAITING
    assert stored.state == State.RECEIVED
    assert {finding.category for finding in stored.findings.all()} >= {"self_harm", "pii_phone"}
    assert verbs(stored) == ["received"]
    assert stored.rules_version
    assert CANARY not in str(stored)
    assert CANARY not in str(stored.specific)


def test_the_same_sending_twice_is_one_view() -> None:
    token = uuid4()
    first = moderation.receive(Voice(words="Pizza"), token=token)
    second = moderation.receive(Voice(words="Pizza"), token=token)
    assert first.pk == second.pk
    assert Voice.objects.count() == 1
    assert verbs(first) == []  # written down with the first step: nobody may know when it came


def test_a_row_that_cannot_be_stored_is_an_error_and_not_somebody_elses_view() -> None:
    first = make_voice("Mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        moderation.receive(Voice(words="Yours", reference=first.reference))
    with pytest.raises(IntegrityError), transaction.atomic():
        moderation.receive(Voice(words="Yours", reference=first.reference), token=uuid4())


def test_facts_of_the_space_are_copied_so_that_figures_outlive_it(officer: User) -> None:
    space = make_space(issued_by=officer)
    voice = make_voice(space=space)
    space.delete()
    voice.refresh_from_db()
    assert (voice.space, voice.age_band, voice.care_status) == (None, "12-15", "looked_after")


def test_approving_publishes_the_words_as_said(officer: User) -> None:
    voice = make_read_voice("Pizza on Fridays", by=officer)
    moderation.approve(voice, by=officer)
    voice.refresh_from_db()
    assert (voice.state, voice.public_words, voice.decided_by) == (State.APPROVED, "Pizza on Fridays", officer)
    assert verbs(voice) == ["received", "opened", "approved"]


def test_taking_details_out_is_said_in_the_state_and_keeps_what_was_said(officer: User) -> None:
    voice = make_read_voice("Ring Tyler Smith", by=officer)
    moderation.redact(voice, by=officer, public_words="Ring [a name]")
    moderation.approve(voice, by=officer)
    voice.refresh_from_db()
    assert voice.state == State.APPROVED_REDACTED
    assert voice.public_words == "Ring [a name]"
    assert voice.words == "Ring Tyler Smith"


def test_the_same_decision_again_changes_nothing(officer: User) -> None:
    voice = make_approved_voice(by=officer)
    moderation.approve(voice, by=officer)
    assert verbs(voice) == ["received", "opened", "approved"]


def test_private_is_heard(officer: User) -> None:
    voice = make_read_voice(by=officer)
    moderation.keep_private(voice, by=officer)
    assert list(Submission.objects.heard()) == [voice.submission_ptr]
    assert not Submission.objects.approved().exists()


def test_declining_says_why_to_a_key_holder(officer: User) -> None:
    voice = make_read_voice(by=officer, space=make_space())
    moderation.decline(voice, by=officer, reason="names_someone", kind_words="Can you say it without the name?")
    assert Reply.objects.get(submission=voice).words == "Can you say it without the name?"
    assert voice.decline_reason == "names_someone"


def test_declining_words_without_a_key_keeps_the_reason_in_the_history(officer: User) -> None:
    voice = make_read_voice(by=officer)
    moderation.decline(voice, by=officer, reason="hurtful", kind_words="It could hurt somebody.")
    assert not Reply.objects.exists()
    assert voice.events.get(verb="declined").note == "It could hurt somebody."


@pytest.mark.parametrize(("reason", "words"), [("", "kind"), ("no_such_reason", "kind"), ("hurtful", "  ")])
def test_declining_needs_a_reason_and_kind_words(officer: User, reason: str, words: str) -> None:
    voice = make_read_voice(by=officer)
    with pytest.raises(moderation.ModerationError):
        moderation.decline(voice, by=officer, reason=reason, kind_words=words)
    voice.refresh_from_db()
    assert voice.state == State.IN_REVIEW


def test_withdrawing_takes_the_words_off_every_page(officer: User) -> None:
    voice = make_approved_voice(by=officer)
    moderation.withdraw(voice, by=officer, why="Asked us to")
    voice.refresh_from_db()
    assert (voice.state, voice.public_words) == (State.KEPT_PRIVATE, "")
    with pytest.raises(moderation.ModerationError):
        moderation.withdraw(voice, by=officer, why="Again")


@pytest.mark.parametrize("decide", [moderation.approve, moderation.keep_private])
def test_nothing_urgent_is_decided_before_a_person_has_dealt_with_it(officer: User, decide: object) -> None:
    voice = make_read_voice(URGENT_WORDS, by=officer)
    with pytest.raises(moderation.ModerationError):
        decide(voice, by=officer)  # type: ignore[operator]  # one of two verbs of the same shape
    moderation.pass_on(voice, by=officer, to="The duty worker, by phone", reference="FD-1")
    decide(voice, by=officer)  # type: ignore[operator]  # one of two verbs of the same shape
    assert not voice.is_open


def test_a_person_can_rule_a_risk_out_and_says_why(officer: User) -> None:
    voice = make_read_voice(URGENT_WORDS, by=officer)
    with pytest.raises(moderation.ModerationError):
        moderation.rule_out(voice, by=officer, why=" ")
    moderation.rule_out(voice, by=officer, why="Words of a song")
    moderation.approve(voice, by=officer)
    assert voice.safety == Safety.RULED_OUT
    assert voice.events.get(verb="ruled_out").note == "Words of a song"


def test_a_person_can_raise_what_the_screen_missed(officer: User) -> None:
    voice = make_read_voice("all good here", by=officer)
    later = voice.due_at
    moderation.raise_urgency(voice, by=officer, why="I know this child")
    moderation.raise_urgency(voice, by=officer, why="Twice is once")
    assert (voice.urgency, voice.safety) == (Urgency.URGENT, Safety.WAITING)
    assert voice.due_at < later
    assert verbs(voice).count("urgency_raised") == 1


def test_raising_needs_a_reason(officer: User) -> None:
    voice = make_read_voice(by=officer)
    with pytest.raises(moderation.ModerationError):
        moderation.raise_urgency(voice, by=officer, why="")
    assert not voice.concerns.exists()


def test_only_what_was_raised_can_be_passed_on(officer: User) -> None:
    voice = make_read_voice(by=officer)
    with pytest.raises(moderation.ModerationError):
        moderation.pass_on(voice, by=officer, to="Duty", reference="FD-1")


def test_two_moderators_cannot_undo_each_other(officer: User, second_officer: User) -> None:
    voice = make_read_voice(by=officer)
    other = Voice.objects.get(pk=voice.pk)
    moderation.keep_private(voice, by=officer)
    with pytest.raises(moderation.OvertakenError):
        moderation.approve(other, by=second_officer)
    with pytest.raises(moderation.ModerationError):
        moderation.approve(Voice.objects.get(pk=voice.pk), by=second_officer)
    other.refresh_from_db()
    assert other.state == State.KEPT_PRIVATE


def test_nobody_decides_about_what_they_wrote_down(officer: User, second_officer: User) -> None:
    voice = make_voice(author=officer)
    with pytest.raises(moderation.ModerationError):
        moderation.open_for_review(voice, by=officer)
    moderation.open_for_review(voice, by=second_officer)
    moderation.approve(voice, by=second_officer)
    assert voice.is_public


@pytest.mark.parametrize("role", [role for role in Role if role not in ("participation_officer", "safeguarding_lead")])
def test_other_roles_decide_nothing(role: Role) -> None:
    voice = make_voice()
    with pytest.raises(PermissionDenied):
        moderation.open_for_review(voice, by=make_user(role))


def test_unread_words_are_not_decided(officer: User) -> None:
    with pytest.raises(moderation.ModerationError):
        moderation.approve(make_voice(), by=officer)
    with pytest.raises(moderation.ModerationError):
        moderation.redact(make_voice(), by=officer, public_words="x")


def test_answers_reach_key_holders_only(officer: User) -> None:
    voice = make_read_voice(by=officer, space=make_space())
    moderation.reply(voice, by=officer, words=" Thank you. ")
    assert voice.replies.get().words == "Thank you."
    for bad in ("  ", "\n"):
        with pytest.raises(moderation.ModerationError):
            moderation.reply(voice, by=officer, words=bad)
    with pytest.raises(moderation.ModerationError):
        moderation.reply(make_voice(), by=officer, words="Hello?")


def test_notes_are_for_colleagues(officer: User) -> None:
    voice = make_read_voice(by=officer, space=make_space())
    moderation.note(voice, by=officer, words="Spoke to Dev")
    assert voice.events.get(verb="noted").note == "Spoke to Dev"
    assert not voice.replies.exists()
    with pytest.raises(moderation.ModerationError):
        moderation.note(voice, by=officer, words=" ")


def test_opening_twice_is_once() -> None:
    voice = make_voice()
    first, second = make_officer(), make_officer()
    moderation.open_for_review(voice, by=first)
    moderation.open_for_review(voice, by=second)
    assert verbs(voice) == ["received", "opened"]


def test_new_rules_raise_a_view_to_today_without_a_concern() -> None:
    voice = make_voice()
    assert moderation.screen_again(voice, Findings(urgency="soon", version="v2"))
    assert Submission.objects.get().urgency == Urgency.SOON
    assert not voice.concerns.exists()


def test_an_allegation_is_no_business_of_a_desk(officer: User) -> None:
    voice = make_voice()
    Submission.objects.filter(pk=voice.pk).update(restricted=True)
    with pytest.raises(PermissionDenied):
        moderation.note(Submission.objects.get(pk=voice.pk), by=officer, words="Seen")
