"""Nothing is public without another person's step: in any order of events, and in the database itself."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from engagement import asks, moderation
from engagement.models import (
    PUBLIC_STATES,
    Ask,
    AskEvent,
    Purpose,
    State,
    Submission,
    SubmissionEvent,
    Theme,
    Verb,
    Voice,
)
from engagement.models.append_only import AppendOnlyError
from people.models import User
from people.roles import Role
from tests.factories import in_days, make_ask, make_officer, make_user, make_voice

Step = Callable[[Voice, User], object]

STEPS: dict[str, Step] = {
    "open": lambda voice, by: moderation.open_for_review(voice, by=by),
    "redact": lambda voice, by: moderation.redact(voice, by=by, public_words="Somebody said so"),
    "approve": lambda voice, by: moderation.approve(voice, by=by),
    "keep": lambda voice, by: moderation.keep_private(voice, by=by),
    "decline": lambda voice, by: moderation.decline(
        voice, by=by, reason="hurtful", kind_words="Can you say it kindly?"
    ),
    "withdraw": lambda voice, by: moderation.withdraw(voice, by=by, why="Asked"),
    "raise": lambda voice, by: moderation.raise_urgency(voice, by=by, why="Worried"),
    "pass on": lambda voice, by: moderation.pass_on(voice, by=by, to="Duty", reference="FD-1"),
    "rule out": lambda voice, by: moderation.rule_out(voice, by=by, why="A song"),
    "gather": lambda voice, by: asks.raise_ask(
        by=by, wording="Pizza", theme=Theme.objects.all()[0], submissions=[voice]
    ),
}


class RandomHistories(TestCase):
    @given(
        written_down=st.booleans(),
        steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 3)), max_size=12),
    )
    @settings(max_examples=60, deadline=None)
    def test_public_words_always_have_another_persons_decision(
        self, written_down: bool, steps: list[tuple[str, int]]
    ) -> None:
        people = [make_officer(), make_officer(), make_user(Role.BOARD_MEMBER), make_user(Role.SAFEGUARDING_LEAD)]
        voice = make_voice(author=people[0] if written_down else None)
        for step, who in steps:
            stale = Voice.objects.get(pk=voice.pk)
            with suppress(moderation.ModerationError, asks.AskError, PermissionDenied):
                STEPS[step](stale, people[who])
            stored = Submission.objects.get(pk=voice.pk)
            decisions = [e for e in stored.events.all() if e.verb == Verb.APPROVED]
            if stored.state in PUBLIC_STATES:
                assert decisions
                assert all(e.by is not None and e.by != stored.author for e in decisions)
                assert stored.decided_by is not None
                assert stored.decided_by != stored.author
                assert stored.safety != "waiting"
            for ask in Ask.objects.public():
                assert ask.checked_by != ask.worded_by


@pytest.mark.django_db
@pytest.mark.parametrize("state", PUBLIC_STATES)
def test_the_database_refuses_public_words_that_nobody_decided_on(state: str) -> None:
    voice = make_voice()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=voice.pk).update(state=state)


@pytest.mark.django_db
def test_the_database_refuses_public_words_that_their_author_decided_on(officer: User, second_officer: User) -> None:
    voice = make_voice(author=officer)
    decided = {"state": State.APPROVED, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=voice.pk).update(decided_by=officer, **decided)
    Submission.objects.filter(pk=voice.pk).update(decided_by=second_officer, **decided)


@pytest.mark.django_db
def test_the_database_refuses_to_close_what_is_urgent(officer: User) -> None:
    voice = make_voice()
    moderation.open_for_review(voice, by=officer)
    moderation.raise_urgency(voice, by=officer, why="Worried")
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=voice.pk).update(
            state=State.KEPT_PRIVATE, decided_by=officer, decided_at=timezone.now()
        )


@pytest.mark.django_db
def test_the_database_refuses_public_words_before_anybody_reads() -> None:
    voice = make_voice()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=voice.pk).update(public_words="Sneaked in")


@pytest.mark.django_db
def test_the_database_refuses_an_ask_that_its_writer_checked(officer: User) -> None:
    ask = make_ask(by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(checked_by=officer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"state": "asked"},
        {"state": "promised"},
        {"state": "refused"},
    ],
)
def test_the_database_refuses_an_ask_without_owner_date_or_reason(officer: User, change: dict[str, str]) -> None:
    ask = make_ask(by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(**change)


@pytest.mark.django_db
def test_contact_details_are_kept_only_where_we_asked_for_them() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_voice(contact="07700 900123")
    assert make_voice(contact="07700 900123", purpose=Purpose.ADVOCATE).pk


@pytest.mark.django_db
@pytest.mark.parametrize("table", [SubmissionEvent, AskEvent])
def test_history_is_never_changed(officer: User, table: type[SubmissionEvent] | type[AskEvent]) -> None:
    make_ask(by=officer)
    event = table._default_manager.all()[0]
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        table._default_manager.all().update(at=timezone.now())
    with pytest.raises(AppendOnlyError):
        table._default_manager.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table._meta.db_table} SET at = at")  # noqa: S608  (a table's own name)


@pytest.mark.django_db
def test_a_promise_keeps_its_day(officer: User, manager: User) -> None:
    ask = make_ask(by=officer)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(5))
    asks.promise(ask, by=manager, what="Pizza", due=in_days(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(promise_due=None)
