"""Views that want the same thing: alike words and the same theme come first, and some never come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import asks, moderation
from engagement.models import Submission, Theme
from engagement.similar import similar_to
from people.models import User
from tests.factories import make_approved_voice, make_read_voice, make_voice

pytestmark = pytest.mark.django_db


def found(item: Submission) -> list[str]:
    return [likeness.submission.words for likeness in similar_to(item, Submission.objects.all())]


def test_the_most_alike_comes_first_and_the_unlike_does_not(officer: User) -> None:
    home, school = Theme.objects.all()[:2]
    item = make_approved_voice("can we have pizza on fridays", by=officer, theme=home)
    make_approved_voice("My bus is always late and cold", by=officer, theme=school)
    make_approved_voice("Pizza on Fridays please, we all want pizza", by=officer, theme=school)
    make_approved_voice("We want pizza on Fridays", by=officer, theme=home)
    assert found(item) == ["We want pizza on Fridays", "Pizza on Fridays please, we all want pizza"]


def test_only_decided_views_that_are_in_no_ask_are_found(officer: User) -> None:
    item = make_approved_voice("pizza on fridays", by=officer)
    gathered = make_approved_voice("pizza on fridays gathered", by=officer)
    asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=[gathered])
    make_voice("pizza on fridays waiting")
    sent_back = make_read_voice("pizza on fridays sent back", by=officer)
    moderation.decline(sent_back, by=officer, reason="by_mistake", kind_words="Was this meant for us?")
    private = make_read_voice("pizza on fridays private", by=officer)
    moderation.keep_private(private, by=officer)
    assert found(item) == ["pizza on fridays private"]


def test_a_face_without_words_or_theme_is_compared_without_trouble(officer: User) -> None:
    item = make_approved_voice("", by=officer, theme=None)
    make_approved_voice("", by=officer, theme=None)
    assert found(item) == []


def test_one_query_however_many(officer: User) -> None:
    item = make_approved_voice("pizza", by=officer)
    for rows in (1, 3):
        for _ in range(rows):
            make_approved_voice("pizza please", by=officer)
        with CaptureQueriesContext(connection) as queries:
            similar_to(item, Submission.objects.all())
        assert len(queries) == 1
