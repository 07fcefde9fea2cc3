"""Sheets of paper: typed twice, compared, and in only when both times are alike."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from surveys.models import Comment, Response, Wave
from tests.surveys.makers import make_wave

pytestmark = pytest.mark.django_db
SHEET = {
    "mode": "paper", "face": "11-17", "helped_by": "carer", "feel": "good", "school": "no", "why": "a lift there",
    "best": ["games", "friends"], "calls": "3",
}  # fmt: skip


@pytest.fixture
def wave(officer: User) -> Wave:
    return make_wave(officer)


@pytest.fixture
def at(wave: Wave) -> str:
    return reverse("survey-builder:enter", args=[wave.uuid])


def first_of(page: str) -> str:
    sealed = re.search(r'name="first" value="([^"]+)"', page)
    assert sealed
    return sealed[1]


def test_the_second_time_starts_empty_but_for_words(at: str, officer_client: Client) -> None:
    page = officer_client.post(at, SHEET).content.decode()
    assert "a second time" in page
    assert not re.search(r'name="feel"[^>]* checked', page)
    assert "a lift there" in page
    assert not Response.objects.exists()


def test_typed_alike_it_is_in_once(at: str, officer_client: Client) -> None:
    first = first_of(officer_client.post(at, SHEET).content.decode())
    done = officer_client.post(at, SHEET | {"first": first})
    assert done.status_code == 302
    response = Response.objects.get()
    assert (response.mode, response.helped_by, response.receipt) == ("paper", "carer", None)
    assert response.answers["best"] == ["friends", "games"]
    assert Comment.objects.get().words == "a lift there"


def test_what_differs_is_shown_and_nothing_is_stored(at: str, officer_client: Client) -> None:
    first = first_of(officer_client.post(at, SHEET).content.decode())
    differs = officer_client.post(at, SHEET | {"first": first, "feel": "awful"})
    page = differs.content.decode()
    assert differs.status_code == 422
    assert page.count("The first time you typed something else.") == 1
    assert re.search(r'value="awful"[^>]* checked', page)
    assert not Response.objects.exists()
    assert officer_client.post(at, SHEET | {"first": first_of(page), "feel": "awful"}).status_code == 302
    assert Response.objects.get().answers["feel"] == "awful"


def test_a_seal_that_is_not_ours_counts_for_nothing(at: str, officer_client: Client) -> None:
    page = officer_client.post(at, SHEET | {"first": "forged:seal"})
    assert page.status_code == 200
    assert "a second time" in page.content.decode()
    assert not Response.objects.exists()


def test_what_cannot_be_keeps_what_was_typed(at: str, officer_client: Client) -> None:
    page = officer_client.post(at, SHEET | {"calls": "many"})
    assert page.status_code == 422
    assert "many" in page.content.decode()
