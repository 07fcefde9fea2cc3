"""Sheets of the report about people, indicators, actions and duties: from protected tables, and from nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from engagement import actions, hearing, indicators, ledger, quoting
from engagement.disclosure import NOT_AVAILABLE, protect
from engagement.editions import Edition, Section, Span, build
from engagement.measuring import _number
from engagement.models import Principle, QuoteChoice, Theme
from engagement.quarters import Quarter
from people.keys import make_key
from people.models import User
from tests.engagement.counted_children import counted, entry
from tests.engagement.meeting_makers import make_action
from tests.factories import in_days, make_approved_voice, make_officer, make_space, make_voice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 10, tzinfo=UTC)
QUARTER = "2026-q1"
HEAD = "code,name,unit,better,period,ends,value,neighbours,national,note,source\n"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def report(quarter: str = QUARTER, protecting: Any = ledger.preview) -> Edition:
    return build(Quarter.parse(quarter), NOW.date(), protect=protecting)


def sheet(name: str, edition: Edition | None = None) -> Section:
    return next(one for one in (edition or report()).sections if one.name == name)


def cells(section: Section) -> dict[str, list[str]]:
    return {row[0].words: [cell.words for cell in row[1:]] for table in section.tables for row in table.rows}


def said(theme: Theme, times: int) -> None:
    for _n in range(times):
        make_voice(theme=theme)


def test_views_by_theme_hide_what_is_small() -> None:
    first, second, third = Theme.objects.all()[:3]
    said(first, 12)
    said(second, 3)
    said(third, 9)
    voices = sheet("voices")
    by_theme = cells(voices)
    assert by_theme[second.name] == ["[c]"]
    assert list(by_theme.values()).count(["[c]"]) >= 2  # one alone could be worked out
    (chart,) = voices.charts
    assert chart.summary.count("[c]") == list(by_theme.values()).count(["[c]"])
    assert "3" not in chart.summary.replace("[c]", "")
    assert voices.finding == "24 views came in."


def test_views_over_time_are_what_was_published() -> None:
    said(Theme.objects.first(), 12)  # type: ignore[arg-type]
    before = {"2025-q4": 20, "2025-q3": 2}
    for period, views in before.items():
        table = replace(
            next(iter(hearing.views(Span(Quarter.parse(period), NOW.date())))), counts=((views,),), rows=("all",)
        )
        ledger.release([table], kind="edition")
    trend = sheet("voices").charts[-1]
    assert [(point.label, point.words) for point in trend.points] == [
        ("2025-q2", NOT_AVAILABLE), ("2025-q3", NOT_AVAILABLE), ("2025-q4", "20"), ("2026-q1", "12"),
    ]  # fmt: skip


def test_who_was_not_heard_from_comes_with_a_share_where_it_may(officer: User) -> None:
    counted(QUARTER, officer)
    for number in range(30):
        space = make_space(make_key(), issued_by=make_officer(email=f"o{number}@council.example"))
        space.age_band, space.care_status = "12-15", "looked_after"
        space.save()
        make_voice(space=space)
    make_voice(space=space)  # twice is one person
    reach = sheet("reach")
    rows = cells(reach)
    assert rows["Age: 12 to 15"] == ["86", "30", "35%"]
    assert rows["Age: 8 to 11"][0] == "[c]"
    assert rows["In or out of the borough: Lives outside the borough"] == ["90", "8", "9%"]
    assert sum(row == ["[c]", "0", "[c]"] for row in rows.values()) <= 5
    assert rows["Kind of home: With foster carers"][1:] == [NOT_AVAILABLE, NOT_AVAILABLE]
    assert "We heard least from" in reach.finding
    assert reach.figures[0].value.endswith("%")


def test_without_a_cohort_there_is_no_sheet_about_reach_and_with_tiny_groups_it_says_so(officer: User) -> None:
    assert "reach" not in [one.name for one in report().sections]
    counted(QUARTER, officer)

    def nothing(tables: Any) -> Any:
        return {
            name: replace(shown, counts=tuple((None, None) for _row in shown.counts), refused="no way")
            for name, shown in protect(tables).items()
        }

    reach = sheet("reach", report(protecting=nothing))
    assert reach.finding.startswith("The groups are too small")
    assert reach.figures == ()
    assert "no way" in reach.notes
    assert not sheet("voices", report(protecting=nothing)).charts
    assert entry().total == 250


def test_no_number_from_one_to_five_counts_people_anywhere(officer: User) -> None:
    counted(QUARTER, officer)
    for theme, times in zip(Theme.objects.all(), (2, 3, 11, 5, 14), strict=False):
        said(theme, times)
    for section in report().sections:
        if section.name in ("voices", "reach"):
            shown = [cell.number for table in section.tables for row in table.rows for cell in row]
            shown += [point.value for chart in section.charts for point in chart.points]
            assert not [number for number in shown if number and 0 < number <= 5], section.name


def test_the_officer_chooses_quotes_and_their_labels(officer: User) -> None:
    counted(QUARTER, officer)
    out, labelled = (
        make_approved_voice(words, by=officer, may_quote=True, age_band="12-15", care_status="looked_after")
        for words in ("Leave me out", "I wait outside for an hour")
    )
    quoting.choose(QUARTER, out, officer, used=False, tells=[])
    quoting.choose(QUARTER, labelled, officer, used=True, tells=["age:12-15"])
    (quote,) = sheet("voices").quotes
    assert (quote.words, quote.ref) == (labelled.public_words, labelled.reference)
    assert "12 to 15" in quote.about
    QuoteChoice.objects.update(tells=["age:8-11"])  # four children: nobody could hide among them
    QuoteChoice.objects.filter(submission=labelled).update(used=True)
    assert "8 to 11" not in sheet("voices").quotes[0].about


def test_indicators_stand_beside_others(officer: User) -> None:
    assert "indicators" not in [one.name for one in report().sections]
    lines = (
        "moves,Three or more moves,percent,lower,2025,2025-08-31,8.3,10,10.4,Beside London,Council paper",
        "moves,Three or more moves,percent,lower,2024,2024-08-31,9,,,,Council paper",
        "children,Children,people,neither,2025,2025-03-31,252,,,,Council paper",
        "late,Not yet,percent,lower,2027,2027-03-31,1,,,,Council paper",
    )
    indicators.keep((HEAD + "\n".join(lines)).encode(), officer)
    one = sheet("indicators")
    assert cells(one) == {
        "Three or more moves": ["2025", "8.3%", "10%", "10.4%", "lower is better"],
        "Children": ["2025", "252", NOT_AVAILABLE, NOT_AVAILABLE, "neither is better"],
    }
    assert [point.words for point in one.charts[0].points] == ["8.3%", "10%", "10.4%"]
    assert one.notes == ("Three or more moves: Beside London.",)
    indicators.keep((HEAD + "only,Only here,percent,lower,2026,2026-03-31,5,,,,Council paper").encode(), officer)
    assert len(sheet("indicators").charts[0].points) == 3
    assert (_number(Decimal(100), "percent"), _number(Decimal("2.50"), "number")) == ("100%", "2.5")


def test_actions_are_told_by_how_they_stand(officer: User, manager: User, clock: Any) -> None:
    assert "actions" not in [one.name for one in report().sections]
    first = make_action(officer, manager, due=in_days(2))
    make_action(officer, manager, due=in_days(60))
    told = sheet("actions")
    assert told.finding == "No action is late."
    assert cells(told)["Wording not read by a second person yet"][-1] in ("Due soon", "On track")
    actions.check(first, by=make_officer(email="second@council.example"))
    clock.shift(86400 * 3)
    told = next(
        one
        for one in build(Quarter.parse(QUARTER), in_days(0), protect=ledger.preview).sections
        if one.name == "actions"
    )
    assert told.finding == "Late: 1 of 2."
    assert cells(told)["A phone in each house"][-1] == "Late"
    actions.finish(first, by=manager, evidence="It rings.")
    assert sheet("actions").finding == "No action is late."  # on the day of that report it was not
    assert {row[-1] for row in cells(sheet("actions")).values()} == {"Due soon", "On track"}


def test_every_duty_has_its_answer() -> None:
    rows = cells(sheet("duties"))
    assert len(rows) == len(Principle) + 4 + 7
    assert all(where for (where,) in rows.values())
