"""Who was heard beside the cohort, and answers weighted to it: right, and never from a number that is hidden."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement import cohorts
from engagement.models import Dimension
from engagement.quarters import Quarter
from people.models import CareStatus, User
from surveys import folding, showing, weighting
from surveys.findings import Words, row_names
from surveys.models import Wave
from surveys.presenting import Reader
from surveys.weighting import Cohort
from tests.surveys.makers import answer, close, make_wave

pytestmark = pytest.mark.django_db
THERE = {CareStatus.LOOKED_AFTER.value: 300, CareStatus.CARE_LEAVER.value: 100}


def enter(officer: User, wave: Wave) -> Cohort:
    numbers = {status.value: THERE.get(status.value, 0) for status in CareStatus}
    quarter = Quarter.of(timezone.localdate(wave.closes_at))
    cohorts.enter(quarter, cohorts.Entry(400, {Dimension.CARE.value: numbers}), officer)
    cohort = weighting.cohort_of(wave)
    assert cohort
    return cohort


def filled(officer: User, groups: dict[str, dict[str, int]]) -> Wave:
    wave = make_wave(officer)
    for status, told in groups.items():
        for feel, how_many in told.items():
            for _number in range(how_many):
                answer(wave, {"feel": feel, "school": "yes"}, care_status=status)
    folding.fold(wave)
    return wave


GROUPS = {"looked_after": {"good": 20, "awful": 20}, "care_leaver": {"good": 40, "awful": 10}}


def cells(table: Any) -> list[list[str]]:
    return [[cell.words for cell in row] for row in table.rows]


def test_weighted_shares_count_each_group_as_large_as_it_is(officer: User) -> None:
    wave = filled(officer, GROUPS)
    cohort = enter(officer, wave)
    close(wave)
    showing.work_out(showing.ask_for(wave, by=officer, release=False).pk)
    found = showing.found_in(wave, released=False)
    assert found
    names = row_names(wave.version.asked.questions["feel"], found.tables["feel"][""], Words(Reader("11-17", "en")))
    table = weighting.weighted(found.tables["feel"], cohort, names)
    assert table
    by = {row[0]: row[1:] for row in cells(table)}
    # 60 of 90 said good; of three looked after for each care leaver it is 3/4 x 20/40 + 1/4 x 40/50 = 57.5.
    assert by["Good"] == ["67", "57"] or by["Good"] == ["67", "58"]
    reach = weighting.reach(found, cohort)
    assert reach
    assert [row[1:] for row in cells(reach)] == [["40", "300", "13"], ["50", "100", "50"]]


def test_a_group_that_did_not_answer_is_said_to_be_none_and_weighs_nothing(officer: User) -> None:
    wave = filled(officer, GROUPS)
    enter(officer, wave)
    close(wave)
    showing.work_out(showing.ask_for(wave, by=officer, release=False).pk)
    found = showing.found_in(wave, released=False)
    assert found
    third = Cohort("2026-q2", {**THERE, CareStatus.CHILD_IN_NEED.value: 50})
    reach = weighting.reach(found, third)
    assert reach
    assert [row[1:] for row in cells(reach)][-1] == ["0", "50", "0"]
    table = weighting.weighted(found.tables["feel"], third, {})
    assert table
    assert table.rows == weighting.weighted(found.tables["feel"], Cohort("2026-q2", THERE), {}).rows  # type: ignore[union-attr]


def test_nothing_is_weighted_where_a_number_is_hidden(officer: User) -> None:
    wave = filled(officer, {"looked_after": {"good": 20, "awful": 2}, "care_leaver": {"good": 15, "awful": 15}})
    cohort = enter(officer, wave)
    close(wave)
    showing.work_out(showing.ask_for(wave, by=officer, release=False).pk)
    found = showing.found_in(wave, released=False)
    assert found
    assert weighting.weighted(found.tables["feel"], cohort, {}) is None


def test_while_it_is_open_reach_is_said_in_tens(officer: User, officer_client: Client) -> None:
    wave = filled(officer, {"looked_after": {"good": 27}, "care_leaver": {"good": 4}})
    cohort = enter(officer, wave)
    so_far = cells(weighting.reach_so_far(wave, cohort))
    assert [row[1] for row in so_far] == ["20 or more", "fewer than 10"]
    page = officer_client.get(reverse("survey-builder:wave", args=[wave.uuid])).content.decode()
    assert "Who have we not heard?" in page
    assert "20 or more" in page
    answer(wave, {"feel": "good"}, care_status="care_leaver")
    folding.fold(wave)
    assert cells(weighting.reach_so_far(wave, cohort)) == so_far  # one more shows nowhere


def test_without_a_cohort_nothing_is_said(officer: User) -> None:
    wave = filled(officer, {"looked_after": {"good": 3}})
    assert weighting.cohort_of(wave) is None
    earlier = Quarter.of(timezone.localdate(wave.closes_at)).previous
    numbers = {status.value: THERE.get(status.value, 0) for status in CareStatus}
    cohorts.enter(earlier, cohorts.Entry(400, {Dimension.CARE.value: numbers}), officer)
    found = weighting.cohort_of(wave)
    assert found
    assert found.quarter == str(earlier)
    wave.closes_at += timedelta(days=400)
    assert weighting.cohort_of(wave) is None
