"""A view that worries nobody keeps its day, and neither time nor turn."""

from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from engagement import arriving, moderation
from engagement.models import Finding, SubmissionEvent, Urgency, Verb, Voice
from engagement.tasks import mix_arrivals
from people.mixing import FIRST
from people.models import User
from tests.factories import make_space, make_voice

pytestmark = pytest.mark.django_db

AT = datetime(2026, 7, 14, 13, 47, 11, 123, tzinfo=UTC)  # summer: 14:47 here
HELP = "I want to kill myself tonight"


def events(voice: Voice) -> list[tuple[str, Any]]:
    return [(event.verb, event.at) for event in SubmissionEvent.objects.filter(submission=voice).order_by("pk")]


@pytest.mark.parametrize("with_space", [True, False])
@time_machine.travel(AT, tick=False)
def test_it_keeps_the_day_only(with_space: bool) -> None:
    voice = make_voice("Call me on 07700 900123 about pizza", space=make_space() if with_space else None)
    voice.refresh_from_db()
    assert timezone.localtime(voice.received_at).time() == time(0)
    assert voice.received_on == timezone.localdate(AT)
    assert (voice.due_at.minute, voice.due_at.second) == (0, 0)
    assert voice.pk > FIRST
    assert all(finding.pk > FIRST for finding in Finding.objects.all())
    assert Finding.objects.exists()
    assert events(voice) == []


@time_machine.travel(AT, tick=False)
def test_its_arrival_is_written_down_with_the_first_step(officer: User) -> None:
    voice = make_voice()
    moderation.open_for_review(voice, by=officer)
    moderation.keep_private(voice, by=officer)
    assert events(voice) == [(Verb.RECEIVED, voice.received_at), (Verb.OPENED, AT), (Verb.KEPT_PRIVATE, AT)]


@time_machine.travel(AT, tick=False)
def test_where_somebody_may_not_be_safe_minutes_count() -> None:
    voice = make_voice(HELP)
    assert voice.urgency == Urgency.URGENT
    assert voice.received_at == AT
    assert voice.pk < FIRST
    assert events(voice) == [(Verb.RECEIVED, AT)]


@time_machine.travel(AT, tick=False)
def test_what_staff_wrote_down_is_theirs_and_keeps_its_time(officer: User) -> None:
    voice = make_voice(author=officer)
    assert voice.received_at == AT
    assert events(voice) == [(Verb.RECEIVED, AT)]


def places(table: str, column: str) -> list[int]:
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {order}")  # noqa: S608  (names of ours)
        return [row[0] for row in cursor.fetchall()]


def test_nothing_lies_in_the_order_in_which_it_came() -> None:
    came = [make_voice().pk for _ in range(40)]
    words = dict(Voice.objects.values_list("pk", "words"))
    mix_arrivals()
    for table, column in (("engagement_submission", "id"), ("engagement_voice", "submission_ptr_id")):
        lying = places(table, column)
        assert sorted(lying) == sorted(came)
        # Neighbours by time lie next to each other no more often than by chance: 2 of 39 on average.
        assert sum(abs(lying.index(a) - lying.index(b)) == 1 for a, b in pairwise(came)) < 11, table
    assert dict(Voice.objects.values_list("pk", "words")) == words
    arriving.mix()  # twice is as good as once
    assert dict(Voice.objects.values_list("pk", "words")) == words


def test_the_same_sending_twice_still_makes_one_row() -> None:
    token = uuid4()
    first = moderation.receive(Voice(words="Pizza"), token=token)
    again = moderation.receive(Voice(words="Pizza"), token=token)
    assert first.pk == again.pk
