"""Results: nothing points to one child, in any table, on any page, alone or together; and the cells are exact."""

import csv
import io
import random
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.disclosure import audit, related
from engagement.inspecting import inspect
from engagement.models import ReleasedTable
from people.models import User
from surveys import building, folding, results, showing, taking_back, waves
from surveys.findings import Words
from surveys.models import Cell, Result, Wave
from surveys.presenting import Reader
from surveys.questions import Wording
from surveys.results import what_may_be_shown
from surveys.trends import trends
from surveys.waves import WaveError
from tests.surveys.makers import LOCKDOWN, answer, close, make_wave, show_results

pytestmark = pytest.mark.django_db
FACES = ["11-17", "8-11", "16-25"]
DATA: dict[str, Any] = {**LOCKDOWN, "faces": FACES}


def told(rng: random.Random) -> dict[str, Any]:
    return {
        "feel": rng.choice(["great", "good", "good", "okay", "notgreat", "awful", "_rather_not"]),
        "school": rng.choice(["yes", "yes", "yes", "no", "_dont_know"]),
        "best": rng.sample(["friends", "games", "worker"], rng.randint(1, 2)),
        "calls": rng.randint(0, 10),
    }


def filled(officer: User, seed: int, people: int) -> Wave:
    rng = random.Random(seed)
    wave = make_wave(officer, DATA)
    for _number in range(people):
        answer(wave, told(rng), face=rng.choice(FACES), care_status=rng.choice(["looked_after", "care_leaver"]))
    while folding.fold(wave, at_once=7):
        pass
    return close(wave)


@pytest.mark.parametrize(("seed", "people"), [(1, 14), (2, 40), (3, 90)])
def test_no_cell_can_be_worked_out_from_what_is_shown(officer: User, seed: int, people: int) -> None:
    """The tables of one question and of who answered, attacked together."""
    wave = filled(officer, seed, people)
    counts = results.counts_of(wave)
    found = what_may_be_shown(wave, counts)
    assert found.respondents == people
    groups = {name: results._groups(name, counts) for name in found.who if name}
    who = results._who(wave, counts)
    checked = 0
    for question in results._questions(wave.version.asked):
        for name, tables in results._tables(wave, question, counts, groups).items():
            every = [*who.values(), *(table for key, table in tables.items() if not found.tables[name][key].refused)]
            shown = {table.name: found.who[key] for key, table in who.items()}
            shown |= {table.name: found.tables[name][key] for key, table in tables.items()}
            for table in every:
                for row, line in enumerate(shown[table.name].counts[:-1]):
                    for col, count in enumerate(line[:-1]):
                        assert count is None or count == table.counts[row][col]
                        assert count is None or not 1 <= count <= 5
                        checked += 1
            alike = {table.name: replace(table, population="one") for table in every}
            ties = [
                link for link in related(list(alike.values())).links if all(term[0] in alike for term in link.terms)
            ]
            for interval in audit([shown[name] for name in alike], ties):
                count = alike[interval.table].at(interval.row, interval.col)
                assert not 1 <= count <= 5 or interval.high - interval.low >= 5
    assert checked > 20


def test_fewer_than_ten_say_nothing(officer: User) -> None:
    found = what_may_be_shown(filled(officer, 4, 9))
    assert found.respondents is None
    assert all(table.refused for tables in found.tables.values() for table in tables.values())


@pytest.mark.parametrize("people", [12, 37])
def test_no_page_of_a_small_cohort_shows_a_small_number(officer: User, officer_client: Client, people: int) -> None:
    wave = filled(officer, 5, people)
    for release in (False, True):
        showing.work_out(showing.ask_for(wave, by=officer, release=release).pk)
    pages = [
        officer_client.get(f"/admin/surveys/waves/{wave.uuid}/"),
        Client().get(f"/surveys/{wave.survey.slug}/results/{wave.uuid}/"),
        Client().get(f"/surveys/{wave.survey.slug}/results/{wave.uuid}/?face=easy"),
    ]
    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200
        figures = re.findall(r'class="figure".*?</section>', html, re.DOTALL)
        assert len(figures) > 3
        for figure in figures:
            numbers = re.findall(r'class="(?:num|c-value)"[^>]*>\s*([\d,]+)\s*<', figure)
            numbers += re.findall(r": ([\d,]+)[,.]", figure)
            assert numbers
            assert not [number for number in numbers if 1 <= int(number.replace(",", "")) <= 5]


def test_what_was_released_is_shown_again_as_it_was(officer: User) -> None:
    wave = filled(officer, 6, 60)
    assert results.publish(wave, by=officer) == what_may_be_shown(wave)
    rows = ReleasedTable.objects.count()
    assert rows
    again = results.publish(wave, by=officer)
    assert ReleasedTable.objects.count() == rows
    assert again == what_may_be_shown(wave)
    assert showing.from_json(showing.to_json(again)) == again


def test_results_wait_for_the_end(officer: User, officer_client: Client) -> None:
    wave = make_wave(officer)
    with pytest.raises(WaveError, match="after the wave has closed"):
        showing.ask_for(wave, by=officer, release=True)
    page = officer_client.post(f"/admin/surveys/waves/{wave.uuid}/show/", {"release": "1"}, follow=True)
    assert "after the wave has closed" in page.content.decode()
    assert not Result.objects.exists()
    close(wave)
    wave.survey.is_public = False
    wave.survey.save()
    with pytest.raises(WaveError, match="not for everybody"):
        showing.ask_for(wave, by=officer, release=True)


def test_results_wait_until_everything_is_counted(officer: User) -> None:
    wave = make_wave(officer)
    for _number in range(12):
        answer(wave, {"feel": "good"})
    close(wave)
    result = showing.ask_for(wave, by=officer, release=False)
    showing.work_out(result.pk)
    assert showing.unfinished() == [result.pk]
    folding.fold(wave)
    showing.work_out(result.pk)
    assert showing.unfinished() == []
    found = showing.found_in(wave, released=False)
    assert found
    assert found.respondents == 12


def test_young_people_read_what_was_found(officer: User, client: Client) -> None:
    wave = show_results(officer)
    assert wave.results_at
    index = client.get("/surveys/").content.decode()
    assert f"/results/{wave.uuid}/" in index
    html = client.get(f"/surveys/{wave.survey.slug}/results/{wave.uuid}/").content.decode()
    assert "What 12 of you told us" in html
    assert "How do you feel about the place you live?" in html
    assert client.get(f"/surveys/{wave.survey.slug}/results/00000000-0000-0000-0000-000000000000/").status_code == 404


steps = st.lists(st.sampled_from(["answer", "fold", "take back", "crash"]), min_size=4, max_size=25)


@given(steps, st.integers(0, 2**32))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_cells_are_exact_after_any_order_of_steps(officer: User, order: list[str], seed: int) -> None:
    rng = random.Random(seed)
    wave = make_wave(officer, DATA)
    phrases: list[str] = []
    for step in order:
        if step == "answer":
            phrases.append(answer(wave, told(rng), face=rng.choice(FACES)))
        elif step == "fold":
            folding.fold(wave, at_once=rng.choice([1, 2, 100]))
        elif step == "take back" and phrases:
            assert taking_back.take_back(phrases.pop(rng.randrange(len(phrases))))
        elif step == "crash":
            _crash(wave)
        assert folding.recount(wave) == {}
    while folding.fold(wave):
        pass
    assert folding.recount(wave) == {}
    everybody = Cell.objects.filter(wave=wave, question=folding.EVERYBODY, segment="").first()
    assert (everybody.n if everybody else 0) == len(phrases) == wave.responses.count()


def _crash(wave: Wave) -> None:
    """The worker dies after adding and before it removes the notes: all of it is undone."""

    class DiedError(Exception):
        pass

    def fold_and_die() -> None:
        with transaction.atomic():
            folding.fold(wave)
            raise DiedError

    with pytest.raises(DiedError):
        fold_and_die()


def test_a_cell_that_is_wrong_is_found(officer: User) -> None:
    wave = filled(officer, 7, 12)
    Cell.objects.filter(wave=wave, question="feel", segment="").update(n=99)
    wrong = folding.recount(wave)
    assert wrong
    assert {said for said, _right in wrong.values()} == {99}


def test_files_hold_what_the_page_shows(officer: User, officer_client: Client) -> None:
    wave = filled(officer, 8, 30)
    assert officer_client.get(f"/admin/surveys/waves/{wave.uuid}/tables.csv").status_code == 404
    showing.work_out(showing.ask_for(wave, by=officer, release=False).pk)
    page = officer_client.get(f"/admin/surveys/waves/{wave.uuid}/").content.decode()
    text = officer_client.get(f"/admin/surveys/waves/{wave.uuid}/tables.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["question"] for row in rows} == {"feel", "school", "best", "calls"}
    assert "[c]" in {row["people"] for row in rows}
    assert not [row for row in rows if row["people"].isdecimal() and 1 <= int(row["people"]) <= 5]
    shown = re.findall(r'<td class="num">([^<]+)</td>', page)
    assert [row["people"] for row in rows] == shown
    data = officer_client.get(f"/admin/surveys/waves/{wave.uuid}/tables.xlsx").content
    assert inspect(data, "xlsx") == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(min_row=2, min_col=2, values_only=True) for cell in row
    ]
    assert cells == shown
    assert officer_client.get(f"/admin/surveys/waves/{wave.uuid}/tables.pdf").status_code == 404


def test_a_question_over_time_with_its_break(officer: User, client: Client) -> None:
    first = show_results(officer, answers=24)
    survey = first.survey
    building.rename(survey, "It is over", by=officer)

    def ask_again(name: str) -> Wave:
        now = timezone.now()
        wave = waves.plan(
            survey, waves.Plan(name, now - timedelta(days=1), now + timedelta(days=1), ("link",)), by=officer
        )
        for number in range(30):
            answer(wave, {"feel": "good" if number % 3 else "okay"})
        folding.fold(close(wave))
        showing.work_out(showing.ask_for(wave, by=officer, release=True).pk)
        return Wave.objects.get(pk=wave.pk)

    words = Words(Reader("11-17", "en"))
    second = ask_again("Summer")
    (trend,) = trends(second, words)
    assert [(point.label, point.words) for point in trend.chart.points] == [("Spring", "50"), ("Summer", "67")]
    assert trend.breaks == ()
    said = {"11-17": {"en": Wording("Which colour do you like best of all?")}, "8-11": {"en": Wording("Which colour?")}}
    question = survey.definition.questions["feel"]
    building.change(survey, lambda before: before.with_question(replace(question, wordings=said)), by=officer)
    building.publish(survey, by=officer)
    third = ask_again("Autumn")
    (trend,) = trends(third, words)
    assert trend.breaks == ("Autumn",)
    assert {point.series for point in trend.chart.points} == {"before it changed", "now"}
    html = client.get(f"/surveys/{survey.slug}/results/{third.uuid}/").content.decode()
    assert "How it changed" in html
    assert "Before Autumn the question was another one" in html
    assert trends(first, words) == []
