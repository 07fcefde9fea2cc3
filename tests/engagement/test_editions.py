"""A quarter's report: figures from the history as it stood, nothing that points to one child, and one cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from engagement import asks, ledger, moderation
from engagement.editions import Edition, Quote, Section, build
from engagement.histories import standings
from engagement.models import Ask, AskState, Purpose, Theme
from engagement.quarters import Quarter
from engagement.reports import number
from people.models import User
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_ask,
    make_asked,
    make_promised,
    make_space,
    make_voice,
)

pytestmark = pytest.mark.django_db
COST = 11  # histories, views, themes, cohort, ledger, choices, quotes, trend, actions, indicators, surveys


def now() -> Edition:
    today = timezone.localdate()
    return build(Quarter.of(today), today, protect=ledger.preview)


def sections(edition: Edition) -> dict[str, Section]:
    return {section.name: section for section in edition.sections}


def figures(edition: Edition) -> list[str]:
    return [figure.value for figure in sections(edition)["short"].figures]


def words(edition: Edition) -> str:
    """Every word of the report."""
    parts = [edition.title, edition.period]
    for section in edition.sections:
        parts += [section.kicker, section.finding, section.lead, *section.notes]
        parts += [f"{figure.value} {figure.counts}" for figure in section.figures]
        parts += [cell.words for table in section.tables for row in table.rows for cell in row]
        parts += [f"{quote.words} {quote.about}" for quote in section.quotes]
    return "\n".join(parts)


def test_an_empty_quarter_says_so() -> None:
    edition = now()
    assert [*sections(edition)] == ["short", "voices", "duties", "counted"]
    assert edition.sections[0].finding == "No asks in this quarter."
    assert figures(edition) == ["0"] * 6
    assert "Fewer than 10 views came in." in words(edition)
    assert "no words this quarter" in words(edition)


def test_the_headline_is_counted(officer: User, manager: User) -> None:
    make_ask(by=officer)
    late = make_asked(by=officer, owner=manager, wording="A dog")
    asks.promise(late, by=manager, what="A dog", due=in_days(0))
    done = make_promised(by=officer, owner=manager, wording="A cat")
    asks.finish(done, by=manager, words="There is a cat.")
    refused = make_asked(by=officer, owner=manager, wording="A horse")
    asks.refuse(refused, by=manager, reason="money", words="Too dear.", would_change="A gift.")
    tomorrow = timezone.localdate() + timedelta(days=1)
    edition = build(Quarter.of(tomorrow), tomorrow, protect=ledger.preview)
    assert edition.sections[0].finding == "Four asks. One is late."
    assert figures(edition) == ["4", "1", "1", "0", "0", "1"]
    (table,) = edition.sections[0].tables
    assert [cell.words for cell in table.rows[0][:2]] == ["Ruth Example, Head of residential homes", "A dog"]
    assert table.rows[0][2].late
    assert table.rows[0][2].words.endswith(", late by 1 day")
    came = sections(edition)["answers"]
    assert came.finding == "One done. One refused."
    assert [cell.words for cell in came.tables[1].rows[0][:3]] == [
        "A horse", "There is not enough money. Too dear.", "A gift.",
    ]  # fmt: skip
    assert sections(edition)["asks"].finding == "One waits for an answer. One is being done."


def test_every_ask_has_its_state_owner_and_day(officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager)
    (row,) = sections(now())["asks"].tables[0].rows
    assert [cell.words for cell in row[:2]] == ["Pizza on Fridays", "Doing it"]
    assert row[2].words == "Ruth Example, Head of residential homes"
    assert row[1].status == "doing"
    assert str(in_days(30).year) in row[3].words


def test_a_wording_that_nobody_else_read_is_hidden_and_counts(officer: User, manager: User) -> None:
    make_asked(by=officer, owner=manager, wording=f"Pizza {CANARY}")
    edition = now()
    assert CANARY not in words(edition)
    assert "Wording not read by a second person yet" in words(edition)
    assert figures(edition)[0] == "1"
    assert "Ruth Example" in words(edition)


def test_a_past_quarter_is_told_as_it_was(officer: User, manager: User, second_officer: User) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        ask = make_ask(by=officer)
        asks.check(ask, by=second_officer)
        asks.ask_owner(ask, by=officer, owner=manager, answer_by=date(2026, 6, 20))
    with time_machine.travel(datetime(2026, 7, 2, 12, tzinfo=UTC)):
        asks.promise(ask, by=manager, what="Pizza", due=date(2026, 8, 1))
    with time_machine.travel(datetime(2026, 8, 1, 12, tzinfo=UTC)):
        asks.finish(ask, by=manager, words="There is pizza.")
    today = date(2026, 11, 24)
    first, second, third = (build(Quarter(2026, n), today, protect=ledger.preview) for n in (1, 2, 3))
    assert figures(first) == ["1", "1", "0", "0", "0", "0"]
    assert "20 June 2026, late by 10 days" in words(first)
    assert "There is pizza." not in words(first)
    assert first.as_of == "30 June 2026"
    assert figures(second) == ["1", "0", "1", "0", "0", "0"]
    assert "There is pizza." in words(second)
    assert figures(third) == ["0"] * 6  # closed before it began
    assert build(Quarter(2026, 1), date(2027, 3, 1), protect=ledger.preview) == first


@pytest.mark.parametrize(
    ("at", "quarter"),
    [
        ("2026-06-30T22:59", 1),
        ("2026-06-30T23:01", 2),  # already July in London
        ("2026-10-01T00:30", 3),
        ("2026-09-30T22:30", 2),
    ],
)
def test_a_quarter_ends_at_midnight_in_london(officer: User, at: str, quarter: int) -> None:
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
        make_ask(by=officer)
    today = date(2026, 12, 1)
    born = [n for n in (1, 2, 3) if figures(build(Quarter(2026, n), today, protect=ledger.preview))[0] == "1"]
    assert born[0] == quarter


@pytest.mark.parametrize(("views", "says"), [(0, "Fewer than 10"), (9, "Fewer than 10"), (10, "10"), (11, "11")])
def test_a_small_total_is_not_printed(views: int, says: str) -> None:
    for _n in range(views):
        make_voice()
    assert sections(now())["voices"].finding == f"{says} views came in."


def test_requests_for_an_advocate_are_not_counted() -> None:
    for _n in range(12):
        make_voice(purpose=Purpose.ADVOCATE)
    assert sections(now())["voices"].finding == "Fewer than 10 views came in."


def test_quotes_have_a_yes_an_approval_and_come_from_many_themes(officer: User) -> None:
    themes = list(Theme.objects.all())
    make_approved_voice(f"{CANARY} no yes", by=officer)
    make_voice(f"{CANARY} unread", may_quote=True)
    make_approved_voice(f"{CANARY} " + "long " * 80, by=officer, may_quote=True)
    for n in range(8):
        make_approved_voice(f"Home {n}", by=officer, may_quote=True, theme=themes[0])
    for theme in themes[1:4]:
        make_approved_voice(f"About {theme}", by=officer, may_quote=True, theme=theme)
    redacted = make_voice(f"{CANARY} I am Kim", may_quote=True, theme=None)
    moderation.open_for_review(redacted, by=officer)
    moderation.approve(redacted, by=officer, public_words="I am K", board_words="A young person spoke up")
    edition = now()
    quotes = sections(edition)["voices"].quotes
    assert CANARY not in words(edition)
    assert len(quotes) == 6
    assert {quote.about for quote in quotes} == {str(theme) for theme in themes[:4]} | {""}
    assert "A young person spoke up" in [quote.words for quote in quotes]
    moderation.withdraw(redacted, by=officer, why="Asked")
    assert "spoke up" not in words(now())


def test_quotes_stay_out_of_the_repr() -> None:
    assert CANARY not in repr(Quote(CANARY, "Home"))


def test_no_small_number_of_people(officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager, voices=7)
    asks.gather(ask, [make_approved_voice(by=officer, space=make_space()) for _n in range(4)], by=officer)
    edition = now()
    assert "11 views came in." in words(edition)
    views = {cell.words for table in sections(edition)["voices"].tables for row in table.rows for cell in row[1:]}
    assert views <= {"11", "0", "[c]"}


@pytest.mark.parametrize("rows", [1, 30])
def test_a_report_costs_the_same_queries(
    officer: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for n in range(rows):
        ask = make_promised(by=officer, owner=manager)
        asks.report_progress(ask, by=manager, words=f"Step {n}")
        make_approved_voice(by=officer, may_quote=True)
    today = timezone.localdate()
    with django_assert_num_queries(COST):
        build(Quarter.of(today), today, protect=ledger.preview)


def test_states_agree_with_the_asks_own_columns(officer: User, manager: User) -> None:
    make_ask(by=officer)
    make_asked(by=officer, owner=manager)
    make_promised(by=officer, owner=manager)
    late_today = {ask.pk: ask.days_late(in_days(400)) for ask in Ask.objects.all()}
    stood = standings(in_days(0), in_days(0))
    assert {one.ask.pk: one.days_late(in_days(400)) for one in stood} == late_today
    assert {one.state for one in stood} == {AskState.RAISED, AskState.ASKED, AskState.PROMISED}


def test_numbers_in_words() -> None:
    assert [number(n) for n in (0, 1, 2, 12, 13)] == ["None", "One", "Two", "Twelve", "13"]
