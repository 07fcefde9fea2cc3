"""A concern's life: opened with the words, told in time, taken on, handed over or ruled out, closed by a second."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement import concerns, moderation
from engagement.models import (
    Concern,
    ConcernEvent,
    ConcernKind,
    ConcernState,
    ConcernVerb,
    DutyTurn,
    Purpose,
    Safety,
    Submission,
    Urgency,
    Voice,
)
from people.models import OutboxMessage, User
from people.roles import Role
from tests.factories import CANARY, make_approved_voice, make_user, make_voice

pytestmark = pytest.mark.django_db

URGENT = "I want to kill myself tonight"
ALLEGATION = "My key worker Dexter Quill hit me and said not to tell anyone"
MONDAY_TEN = datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.SAFEGUARDING_LEAD, first_name="Nadia", last_name="Flint")


@pytest.fixture
def second_lead() -> User:
    return make_user(Role.SAFEGUARDING_LEAD, first_name="Owen", last_name="Marsh")


def rota(*people: User) -> None:
    for rung, person in enumerate(people):
        DutyTurn.objects.create(person=person, rung=rung, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))


def make_concern(words: str = URGENT, **fields: object) -> Concern:
    return make_voice(words, **fields).concerns.get()


def told() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("address", flat=True))


def test_an_urgent_view_opens_a_concern_and_its_alert_in_one_go(officer: User) -> None:
    with time_machine.travel(MONDAY_TEN, tick=False):
        rota(officer)
        concern = make_concern()
    assert (concern.kind, concern.state, concern.told_level) == (ConcernKind.DISCLOSURE, ConcernState.OPEN, 0)
    assert concern.submission.safety == Safety.WAITING
    assert told() == [officer.email]
    assert [event.verb for event in concern.events.all()] == [ConcernVerb.OPENED, ConcernVerb.ALERTED]


def test_nothing_is_kept_when_the_concern_cannot_be(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_args: object, **_kwargs: object) -> None:
        raise IntegrityError("disk full")

    monkeypatch.setattr("people.outbox.put", no_room)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_voice(URGENT)
    assert not Submission.objects.exists()
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("purpose", "words", "kind"),
    [
        (Purpose.HELP_NOW, "", ConcernKind.HELP_NOW),
        (Purpose.ADVOCATE, "", ConcernKind.ADVOCATE),
        (Purpose.ADVOCATE, URGENT, ConcernKind.DISCLOSURE),
        (Purpose.IDEA, ALLEGATION, ConcernKind.ALLEGATION),
    ],
)
def test_what_a_young_person_asked_for_lands_here_at_once(purpose: str, words: str, kind: str) -> None:
    fields = {"urgency": Urgency.URGENT} if purpose == Purpose.HELP_NOW else {}
    assert make_concern(words, purpose=purpose, **fields).kind == kind


def test_an_ordinary_view_opens_none() -> None:
    assert not make_voice().concerns.exists()


def test_alerts_climb_after_15_and_30_minutes_and_repeat_until_somebody_takes_it_on(officer: User, lead: User) -> None:
    first, second, third = (make_user(Role.DUTY_WORKER) for _ in range(3))
    with time_machine.travel(MONDAY_TEN, tick=False) as clock:
        rota(first, second, third)
        concern = make_concern()
        assert told() == [first.email]
        steps = [(14, 1), (15, 2), (29, 2), (30, 2 + 4), (59, 6), (60, 6 + 4), (60, 10)]
        for minutes, messages in steps:
            clock.move_to(MONDAY_TEN + timedelta(minutes=minutes))
            concerns.climb_all(timezone.now())
            assert len(told()) == messages, minutes
        assert told()[1] == second.email
        assert set(told()[2:6]) == {first.email, second.email, third.email, lead.email}
        concerns.acknowledge(Concern.objects.get(pk=concern.pk), by=first)
        clock.move_to(MONDAY_TEN + timedelta(minutes=95))
        concerns.climb_all(timezone.now())
        assert len(told()) == 10


def test_after_a_long_silence_every_rung_is_told_once_and_no_flood_follows(officer: User, lead: User) -> None:
    with time_machine.travel(MONDAY_TEN, tick=False) as clock:
        rota(officer)
        make_concern()
        clock.move_to(MONDAY_TEN + timedelta(hours=5))
        concerns.climb_all(timezone.now())
        concerns.climb_all(timezone.now())
    levels = ConcernEvent.objects.filter(verb=ConcernVerb.ALERTED).order_by("pk").values_list("level", flat=True)
    assert list(levels) == [0, 1, 2, 11]


def test_taken_on_and_left_the_group_is_reminded_every_two_staffed_hours(officer: User, lead: User) -> None:
    with time_machine.travel(MONDAY_TEN, tick=False) as clock:
        rota(officer)
        concern = make_concern()
        concerns.acknowledge(concern, by=officer)
        for hours, messages in ((1.9, 0), (2, 1), (3.9, 1), (4, 2), (14, 3), (14.1, 3)):
            clock.move_to(MONDAY_TEN + timedelta(hours=hours))
            concerns.climb_all(timezone.now())
            assert told().count(lead.email) == messages, hours


def test_two_people_cannot_both_take_it_on(officer: User, second_officer: User) -> None:
    concern = make_concern()
    seen_by_both = Concern.objects.get(pk=concern.pk)
    concerns.acknowledge(concern, by=officer)
    concerns.acknowledge(concern, by=officer)
    with pytest.raises(moderation.OvertakenError):
        concerns.acknowledge(seen_by_both, by=second_officer)
    with pytest.raises(moderation.ModerationError):
        concerns.acknowledge(Concern.objects.get(pk=concern.pk), by=second_officer)
    assert concern.events.filter(verb=ConcernVerb.ACKNOWLEDGED).count() == 1


def test_handing_over_says_where_and_under_which_number(officer: User) -> None:
    concern = make_concern()
    for to, reference in (("", "R1"), ("Duty team", " ")):
        with pytest.raises(moderation.ModerationError):
            concerns.refer(concern, by=officer, to=to, reference=reference)
    concerns.refer(concern, by=officer, to=" Duty team, by phone ", reference="R1")
    concerns.refer(concern, by=officer, to="Duty team", reference="R1")
    stored = Concern.objects.get(pk=concern.pk)
    assert (stored.state, stored.referred_to, stored.reference) == ("referred", "Duty team, by phone", "R1")
    assert stored.acknowledged_by == stored.decided_by == officer
    assert Submission.objects.get().safety == Safety.PASSED_ON


def test_ruling_out_says_why_and_not_by_whoever_wrote_it_down(officer: User, second_officer: User) -> None:
    concern = make_concern(author=officer)
    with pytest.raises(moderation.ModerationError):
        concerns.no_concern(concern, by=second_officer, why=" ")
    with pytest.raises(moderation.ModerationError):
        concerns.no_concern(concern, by=officer, why="A song")
    concerns.no_concern(concern, by=second_officer, why="A song")
    with pytest.raises(moderation.ModerationError):
        concerns.refer(concern, by=officer, to="Duty", reference="R1")
    assert Submission.objects.get().safety == Safety.RULED_OUT


def test_only_a_second_person_closes(officer: User, second_officer: User) -> None:
    concern = make_concern()
    with pytest.raises(moderation.ModerationError):
        concerns.close(concern, by=second_officer)
    concerns.refer(concern, by=officer, to="Duty", reference="R1")
    with pytest.raises(moderation.ModerationError):
        concerns.close(concern, by=officer)
    concerns.close(concern, by=second_officer)
    concerns.close(concern, by=second_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.update(closed_by=officer)
    assert Concern.objects.get().state == ConcernState.CLOSED


def test_a_second_person_who_does_not_agree_opens_it_again(officer: User, second_officer: User) -> None:
    concern = make_concern()
    concerns.no_concern(concern, by=officer, why="A song")
    again = concerns.reopen(Concern.objects.get(pk=concern.pk), by=second_officer)
    assert again.pk != concern.pk
    assert again.state == ConcernState.OPEN
    assert Submission.objects.get().safety == Safety.WAITING


def test_a_decided_view_can_still_worry_somebody(officer: User) -> None:
    voice = make_approved_voice(by=officer)
    moderation.raise_urgency(voice, by=officer, why="Read it again")
    concern = voice.concerns.get()
    concerns.refer(concern, by=officer, to="Duty", reference="R1")
    assert Submission.objects.get().safety == Safety.NOT_RAISED


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in ("participation_officer", "safeguarding_lead", "duty_worker")]
)
def test_other_roles_handle_none(role: Role) -> None:
    concern = make_concern()
    with pytest.raises(PermissionDenied):
        concerns.acknowledge(concern, by=make_user(role))


def test_an_allegation_is_for_the_safeguarding_group_and_nobody_it_names(
    officer: User, lead: User, second_lead: User
) -> None:
    lead.first_name, lead.last_name, lead.aliases = "Dexter", "Quill", "Dex, Quilly"
    lead.save()
    quick = make_user(Role.DUTY_WORKER)
    concern = make_concern(f"{ALLEGATION} {CANARY}")
    assert concern.submission.restricted
    assert list(concern.submission.hidden_from.all()) == [lead]
    assert set(told()) <= {second_lead.email, "duty@fenbrook.example"}
    for person, sees in ((officer, False), (lead, False), (quick, False), (second_lead, True)):
        assert Concern.objects.visible_to(person).exists() is sees
        assert Submission.objects.visible_to(person).exists() is sees
    with pytest.raises(PermissionDenied):
        concerns.refer(concern, by=lead, to="Nobody", reference="0")
    concerns.no_concern(concern, by=second_lead, why="It is about a game")
    assert not Submission.objects.get().restricted
    assert not Submission.objects.visible_to(lead).exists()


def test_where_every_lead_is_named_the_emergency_team_is_told(lead: User) -> None:
    lead.first_name, lead.last_name = "Dexter", "Quill"
    lead.save()
    make_concern(ALLEGATION)
    assert told() == ["duty@fenbrook.example"]


def test_a_person_can_see_that_it_is_an_allegation(officer: User, lead: User) -> None:
    concern = make_concern()
    moved = concerns.treat_as_allegation(Submission.objects.get(), by=officer)
    assert (moved.pk, moved.kind) == (concern.pk, ConcernKind.ALLEGATION)
    assert lead.email in told()
    calm = make_voice("He shouts at us")
    assert concerns.treat_as_allegation(calm, by=officer).kind == ConcernKind.ALLEGATION
    assert Voice.objects.get(pk=calm.pk).restricted
    assert not Concern.objects.visible_to(officer).exists()


def test_a_new_colleague_or_nickname_hides_older_allegations_too(officer: User, second_lead: User) -> None:
    make_concern(ALLEGATION)
    late = make_user(Role.SAFEGUARDING_LEAD, first_name="Dexter", last_name="Quill")
    assert not Submission.objects.visible_to(late).exists()
    assert concerns.hide_from_named(late) == 0
    assert concerns.hide_from_named(second_lead) == 0
    second_lead.aliases = "Quilly, Dexter"
    second_lead.save()
    assert not Submission.objects.visible_to(second_lead).exists()


def test_what_an_older_release_marked_urgent_gets_its_concern(officer: User) -> None:
    voice = make_voice(URGENT)
    late = make_voice("Nothing in it")
    Submission.objects.filter(pk=late.pk).update(safety=Safety.WAITING)
    concerns.climb_all(timezone.now())
    assert late.concerns.get().kind == ConcernKind.DISCLOSURE
    assert voice.concerns.count() == 1


def test_a_request_for_an_advocate_ends_with_the_answer(officer: User) -> None:
    advocate = make_user(Role.ADVOCATE)
    voice = make_voice("", purpose=Purpose.ADVOCATE)
    assert told() == [advocate.email]
    concern = voice.concerns.get()
    assert not Concern.objects.visible_to(officer).exists()
    with pytest.raises(moderation.ModerationError):
        concerns.refer(concern, by=advocate, to="Somebody", reference="1")
    moderation.open_for_review(voice, by=advocate)
    moderation.keep_private(voice, by=advocate)
    assert Concern.objects.get().state == ConcernState.CLOSED


def test_two_schedulers_tell_once(officer: User) -> None:
    with time_machine.travel(MONDAY_TEN, tick=False) as clock:
        rota(officer)
        concern = make_concern()
        clock.move_to(MONDAY_TEN + timedelta(minutes=16))
        other = Concern.objects.get(pk=concern.pk)
        concerns.climb(concern, timezone.now())
        concerns.climb(other, timezone.now())
    assert ConcernEvent.objects.filter(verb=ConcernVerb.ALERTED, level=1).count() == 1


def test_str_says_nothing_of_the_words(officer: User) -> None:
    concern = make_concern(f"{URGENT} {CANARY}")
    assert CANARY not in f"{concern} {concern.events.first()} {OutboxMessage.objects.first()}"
