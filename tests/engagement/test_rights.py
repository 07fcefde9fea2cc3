"""Take back and object: at once off every page, erased when it may be, and every decision written down."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from engagement import concerns, moderation, rights
from engagement.deadlines import a_month_after
from engagement.models import (
    ErasureDecision,
    ErasureReason,
    ErasureStep,
    Reply,
    State,
    Submission,
    TakenBack,
    Use,
    Verb,
    Voice,
)
from engagement.tasks import finish_taking_back
from engagement.writing_to import RightsError
from people import holds
from people.models import LegalHold, User, YoungPerson
from people.roles import Role
from tests.factories import CANARY, make_approved_voice, make_ask, make_read_voice, make_space, make_user, make_voice
from tests.pressing import verbs

pytestmark = pytest.mark.django_db


def log_of(voice: Voice) -> list[tuple[str, str]]:
    log = ErasureDecision.objects.filter(reference=voice.reference).order_by("pk")
    return list(log.values_list("step", "reason"))


def stored(voice: Voice) -> Submission:
    return Submission.objects.get(pk=voice.pk)


ASKED = (ErasureStep.ASKED, ErasureReason.OWN_WISH)
ERASED = (ErasureStep.ERASED, ErasureReason.OWN_WISH)


def test_words_that_were_published_go_at_once_and_what_was_decided_stays(officer: User, space: YoungPerson) -> None:
    voice = make_approved_voice(CANARY, by=officer, space=space, may_quote=True)
    moderation.reply(voice, by=officer, words=f"We read {CANARY}")
    taken = rights.take_back(voice)
    after = stored(voice)
    assert (after.words, after.public_words, after.board_words) == ("", "", "")
    assert (after.state, after.may_quote, after.decided_by) == (State.KEPT_PRIVATE, False, officer)
    assert not Reply.objects.exclude(words="").filter(submission=voice, ask_event=None).exists()
    assert taken.erased_at
    assert verbs(voice) == ["received", "opened", "approved", "replied", "taken_back"]
    assert voice.events.get(verb=Verb.TAKEN_BACK).by is None
    assert log_of(voice) == [ASKED, ERASED]


def test_taking_back_twice_is_once(officer: User, space: YoungPerson) -> None:
    voice = make_approved_voice(by=officer, space=space)
    first, second = rights.take_back(voice), rights.take_back(voice)
    assert (first.pk, first.erased_at) == (second.pk, second.erased_at)
    assert verbs(voice).count("taken_back") == 1
    assert log_of(voice) == [ASKED, ERASED]


def test_the_count_in_an_ask_stays(officer: User) -> None:
    ask = make_ask(by=officer, voices=2)
    voice = Voice.objects.filter(contribution__ask=ask)[0]
    rights.take_back(voice)
    assert ask.contributions.count() == 2
    assert stored(voice).words == ""


def test_nobody_has_read_it_so_it_waits_and_goes_once_it_is_read(officer: User, space: YoungPerson) -> None:
    voice = make_voice(CANARY, space=space)
    taken = rights.take_back(voice)
    assert taken.erased_at is None
    assert stored(voice).words == CANARY
    finish_taking_back()
    assert log_of(voice) == [ASKED, (ErasureStep.WAITS, ErasureReason.UNREAD)]
    voice.refresh_from_db()
    moderation.open_for_review(voice, by=officer)
    moderation.keep_private(voice, by=officer)
    finish_taking_back()
    finish_taking_back()
    assert stored(voice).words == ""
    assert log_of(voice)[-1] == ERASED
    assert not TakenBack.objects.waiting().exists()


def test_a_cry_for_help_is_not_erased_before_everybody_is_safe(space: YoungPerson) -> None:
    voice = make_voice("He hits me every night and I want to die", space=space)
    rights.take_back(voice)
    assert stored(voice).words
    assert log_of(voice)[-1] == (ErasureStep.WAITS, ErasureReason.SAFETY)


def test_a_worry_that_is_not_closed_keeps_the_words(officer: User, space: YoungPerson) -> None:
    voice = make_voice("I want to die tonight", space=space)
    lead = make_user(Role.SAFEGUARDING_LEAD)
    concern = voice.concerns.get()
    concerns.acknowledge(concern, by=lead)
    concerns.refer(concern, by=lead, to="Duty team", reference="R1")
    voice.refresh_from_db()
    moderation.open_for_review(voice, by=officer)
    moderation.keep_private(voice, by=officer)
    rights.take_back(voice)
    assert stored(voice).words
    assert log_of(voice)[-1] == (ErasureStep.WAITS, ErasureReason.SAFETY)


def test_a_legal_hold_wins_and_the_words_go_when_it_is_lifted(officer: User, space: YoungPerson) -> None:
    voice = make_approved_voice(by=officer, space=space, may_quote=True)
    lead = make_user(Role.SAFEGUARDING_LEAD)
    hold = holds.place(by=lead, scope=LegalHold.Scope.SUBMISSION, why=LegalHold.Why.COURT, about=voice.uuid)
    rights.take_back(voice)
    assert stored(voice).words
    assert not Submission.objects.quotable().filter(pk=voice.pk).exists()
    assert log_of(voice)[-1] == (ErasureStep.WAITS, ErasureReason.HELD)
    holds.lift(hold, by=make_user(Role.DATA_PROTECTION_OFFICER))
    finish_taking_back()
    assert stored(voice).words == ""


def test_a_person_can_decide_to_keep_words_and_says_why(officer: User, space: YoungPerson) -> None:
    voice = make_voice("Words", space=space)
    taken = rights.take_back(voice)
    with pytest.raises(RightsError, match="reason"):
        rights.keep(taken, by=officer, reason="own_wish", words="No")
    with pytest.raises(RightsError, match="Write"):
        rights.keep(taken, by=officer, reason="duty", words=" ")
    with pytest.raises(PermissionDenied):
        rights.keep(taken, by=make_user(Role.BOARD_MEMBER), reason="duty", words="No")
    assert TakenBack.objects.waiting().exists()
    rights.keep(taken, by=officer, reason="duty", words="We have to keep this. It is part of keeping you safe.")
    assert Reply.objects.get(submission=voice).words.startswith("We have to keep this.")
    assert ErasureDecision.objects.get(step=ErasureStep.KEPT).by == officer
    finish_taking_back()
    assert stored(voice).words == "Words"
    with pytest.raises(RightsError, match="already"):
        rights.keep(taken, by=officer, reason="duty", words="Again")


def test_a_no_to_being_shown_works_at_once(officer: User, space: YoungPerson) -> None:
    voice = make_approved_voice("Pizza", by=officer, space=space, may_quote=True)
    objection = rights.object_to(voice, Use.QUOTING, token=uuid4())
    after = stored(voice)
    assert (after.state, after.may_quote, after.public_words, after.words) == (State.KEPT_PRIVATE, False, "", "Pizza")
    assert (after.counted, objection.said) == (True, None)
    assert objection.answer_by == a_month_after(objection.asked_on)
    assert verbs(voice)[-1] == "objected"
    with pytest.raises(RightsError, match="only agree"):
        rights.answer_objection(objection, by=officer, agreed=False, words="We go on")


def test_a_no_before_anybody_has_read_it_leaves_it_in_the_queue(space: YoungPerson) -> None:
    voice = make_voice(space=space, may_quote=True)
    rights.object_to(voice, Use.QUOTING, token=uuid4())
    assert (stored(voice).state, stored(voice).may_quote) == (State.RECEIVED, False)


def test_a_no_to_being_counted_can_be_weighed(officer: User, space: YoungPerson) -> None:
    voice = make_approved_voice(by=officer, space=space, may_quote=True)
    objection = rights.object_to(voice, Use.FIGURES, token=uuid4())
    assert (stored(voice).counted, stored(voice).state) == (False, State.APPROVED)
    assert not Submission.objects.counted().filter(pk=voice.pk).exists()
    rights.answer_objection(objection, by=officer, agreed=False, words="The law wants us to count.")
    assert stored(voice).counted
    assert Reply.objects.get(submission=voice).words == "The law wants us to count."
    objection.refresh_from_db()
    assert (objection.agreed, objection.answered_by, objection.is_open) == (False, officer, False)
    with pytest.raises(RightsError, match="already"):
        rights.answer_objection(objection, by=officer, agreed=True, words="Yes")


def test_what_is_said_with_a_no_is_one_view_more_read_by_the_same_people(space: YoungPerson) -> None:
    voice = make_voice(space=space)
    token = uuid4()
    for _ in range(2):
        objection = rights.object_to(voice, Use.FIGURES, words="Because I want to", token=token)
    assert objection.said
    assert (objection.said.words, objection.said.space) == ("Because I want to", space)
    assert Voice.objects.count() == 2
    assert verbs(voice).count("objected") == 1


def test_answers_need_the_permission_and_words(officer: User, space: YoungPerson) -> None:
    objection = rights.object_to(make_voice(space=space), Use.QUOTING, token=uuid4())
    with pytest.raises(PermissionDenied):
        rights.answer_objection(objection, by=make_user(Role.SERVICE_MANAGER), agreed=True, words="Yes")
    with pytest.raises(RightsError, match="Write"):
        rights.answer_objection(objection, by=officer, agreed=True, words="  ")
    objection.refresh_from_db()
    assert objection.is_open
    rights.answer_objection(objection, by=officer, agreed=True, words="We stopped.")


def test_where_nobody_can_be_reached_the_decision_has_to_do(officer: User) -> None:
    voice = make_voice(space=make_space())
    objection = rights.object_to(voice, Use.QUOTING, token=uuid4())
    Submission.objects.filter(pk=voice.pk).update(space=None)
    rights.answer_objection(objection, by=officer, agreed=True, words="We stopped.")
    assert not Reply.objects.exists()


def test_a_moderator_who_read_it_before_is_told_that_it_changed(officer: User, space: YoungPerson) -> None:
    voice = make_read_voice(by=officer, space=space, may_quote=True)
    read_before = Voice.objects.get(pk=voice.pk)
    rights.object_to(voice, Use.QUOTING, token=uuid4())
    with pytest.raises(moderation.OvertakenError):
        moderation.approve(read_before, by=officer)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2027, 12, 15), date(2028, 1, 15)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(day: date, due: date) -> None:
    assert a_month_after(day) == due


def test_an_objection_is_late_after_a_month(officer: User, space: YoungPerson) -> None:
    with time_machine.travel("2026-03-02 10:00Z", tick=False):
        objection = rights.object_to(make_voice(space=space), Use.QUOTING, token=uuid4())
    assert objection.days_late(date(2026, 4, 2)) == 0
    assert objection.days_late(date(2026, 4, 5)) == 3
    assert list(type(objection).objects.late(date(2026, 4, 5))) == [objection]
    rights.answer_objection(objection, by=officer, agreed=True, words="We stopped.")
    objection.refresh_from_db()
    assert objection.days_late(date(2026, 4, 5)) == 0
