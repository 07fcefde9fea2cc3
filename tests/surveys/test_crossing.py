"""Two questions against each other: right, protected beside what is shown already, and kind about what cannot be."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from engagement.disclosure import audit, related
from engagement.disclosure.tables import FEWEST_SHOWN
from people.models import User
from surveys import crossing, folding, results, showing, taking_back
from surveys.models import Response, Wave
from surveys.results import Found
from tests.surveys.makers import answer, close, make_wave

pytestmark = pytest.mark.django_db


def filled(officer: User, people: int, seed: int = 1, skips: float = 0.1) -> tuple[Wave, Found, str]:
    """A closed wave with results for staff, and the receipt of one who answered."""
    rng, wave, phrase = random.Random(seed), make_wave(officer), ""
    for _number in range(people):
        told = {
            "feel": rng.choice(["great", "good", "good", "okay", "awful"]),
            "school": rng.choice(["yes", "yes", "no"]),
        }
        if rng.random() < skips:
            del told["school"]
        phrase = answer(wave, told)
    folding.fold(close(wave))
    showing.work_out(showing.ask_for(wave, by=officer, release=False).pk)
    found = showing.found_in(wave, released=False)
    assert found
    return wave, found, phrase


def test_the_counts_are_those_of_the_answers(officer: User) -> None:
    wave, found, _phrase = filled(officer, 300)
    table = crossing.cross(wave, "feel", "school", found)
    right = Counter((each.answers.get("feel"), each.answers.get("school")) for each in Response.objects.all())
    shown = 0
    for row in table.rows:
        for col in table.cols:
            n = table.count(row, col)
            if n is not None:
                shown += 1
                assert n == right[row.removeprefix("feel:"), col.removeprefix("school:")]
    assert shown > 5


def test_nobody_can_be_worked_out_beside_what_is_shown(officer: User) -> None:
    """The strongest reader: knows every table of the page, and that they are about the same people."""
    attacked = 0
    for people, seed in [(37, 2), (60, 3), (90, 4), (120, 5)]:
        wave, found, _phrase = filled(officer, people, seed, skips=0)
        table = crossing.cross(wave, "feel", "school", found)
        if table.refused:
            continue
        can = crossing.questions(wave.version.asked)
        truth = crossing._counted(wave, can["feel"], can["school"])
        known = results.plain(wave, (can["feel"], can["school"]), results.counts_of(wave))
        ties = related([truth], [replace(one, population=truth.population) for one in known])
        assert not ties.unsaid  # everybody answered both, so what is shown is all there is to know
        shown = [found.who[""], found.tables["feel"][""], found.tables["school"][""], table]
        for hidden in audit(shown, ties.links):
            if hidden.table == table.name:
                attacked += 1
                assert hidden.width > 0 or hidden.low == 0 or hidden.low >= FEWEST_SHOWN, hidden
    assert attacked > 3


def test_a_page_and_a_file_without_small_numbers(officer: User, officer_client: Client) -> None:
    wave, _found, _phrase = filled(officer, 60)
    at = reverse("survey-builder:cross", args=[wave.uuid])
    assert "Compare" in officer_client.get(at).content.decode()
    page = officer_client.get(at, {"rows": "feel", "columns": "school"})
    assert page.status_code == 200
    table = page.context["table"]
    assert table
    assert not [cell.words for row in table.rows for cell in row[1:] if cell.words in list("12345")]
    file = officer_client.get(at, {"rows": "feel", "columns": "school", "as": "csv"})
    assert file["Content-Type"].startswith("text/csv")
    assert all(cell.words in file.content.decode() for row in table.rows for cell in row)


def test_what_cannot_be_compared_says_why(officer: User, officer_client: Client) -> None:
    wave, _found, phrase = filled(officer, 40)
    at = reverse("survey-builder:cross", args=[wave.uuid])
    same = officer_client.get(at, {"rows": "feel", "columns": "feel"})
    assert same.status_code == 422
    assert "Pick two different questions" in same.content.decode()
    other = officer_client.get(at, {"rows": "feel", "columns": "best"})
    assert other.status_code == 422  # several ticks are no parts of a whole
    taking_back.take_back(phrase)
    gone = officer_client.get(at, {"rows": "feel", "columns": "school"})
    assert gone.status_code == 422
    assert "Work them out again first" in gone.content.decode()


def test_without_results_there_is_nothing_to_compare(officer: User, officer_client: Client) -> None:
    wave = make_wave(officer)
    assert officer_client.get(reverse("survey-builder:cross", args=[wave.uuid])).status_code == 302
