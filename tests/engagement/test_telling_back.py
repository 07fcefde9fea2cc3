"""Every step a young person hears of is one plain sentence with a name, a reason and a day."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from engagement import asks
from engagement.models import Ask, AskEvent, AskVerb
from engagement.plain_words import read
from engagement.telling_back import sentence
from people.models import User
from tests.factories import make_asked, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


@pytest.fixture
def in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-09T10:00:00Z", tick=False):
        yield


@pytest.fixture
def ask(officer: User, manager: User) -> Ask:
    manager.first_name, manager.last_name, manager.job_title = "Ruth", "Bell", "Head of homes"
    manager.save()
    return make_asked(by=officer, owner=manager)


def latest(ask: Ask) -> str:
    event = ask.events.last()
    assert event
    return sentence(event)


def test_asking_names_who_answers_and_by_when(ask: Ask) -> None:
    assert latest(ask) == "We asked Ruth Bell, head of homes. We should have an answer by 19 November."


def test_a_promise_has_a_name_and_a_day(ask: Ask, manager: User) -> None:
    asks.promise(ask, by=manager, what="pizza every Friday", due=date(2026, 12, 4))
    assert latest(ask) == "Ruth Bell, head of homes, promised: pizza every Friday. By 4 December."


def test_a_day_in_another_year_says_which(ask: Ask, manager: User) -> None:
    asks.promise(ask, by=manager, what="Pizza!", due=date(2027, 1, 4))
    assert latest(ask).endswith("Pizza! By 4 January 2027.")


def test_no_comes_with_its_reason_and_what_would_change_it(ask: Ask, manager: User) -> None:
    asks.refuse(ask, by=manager, reason="money", words="Ovens cost a lot", would_change="A bigger budget")
    assert latest(ask) == (
        "Ruth Bell, head of homes, said no. There is not enough money. Ovens cost a lot. "
        "What would change it: A bigger budget."
    )


def test_already_so_says_where(ask: Ask, manager: User) -> None:
    asks.say_already_so(ask, by=manager, words="Every home has pizza")
    assert latest(ask) == "Ruth Bell, head of homes, says it is so already: Every home has pizza."


def test_the_way_to_done_is_told_step_by_step(ask: Ask, manager: User) -> None:
    asks.promise(ask, by=manager, what="Pizza", due=date(2026, 12, 4))
    asks.report_progress(ask, by=manager, words="The oven is here")
    assert latest(ask) == "News from Ruth Bell, head of homes: The oven is here."
    asks.move_date(ask, by=manager, due=date(2026, 12, 11), why="No cheese yet")
    assert latest(ask) == "Ruth Bell, head of homes, moved the date to 11 December. This is why: No cheese yet."
    asks.finish(ask, by=manager, words="There was pizza")
    assert latest(ask) == "Ruth Bell, head of homes, says it is done: There was pizza."


def test_whoever_writes_it_down_the_owner_is_named(ask: Ask, officer: User) -> None:
    asks.promise(ask, by=officer, what="Pizza", due=date(2026, 12, 4))
    assert latest(ask).startswith("Ruth Bell")


@pytest.mark.parametrize(
    ("name", "job", "said"),
    [
        ("Ruth", "", "We asked Ruth."),
        ("Ruth", "SEND lead", "We asked Ruth, SEND lead."),
        ("", "Head of homes", "We asked somebody here."),
    ],
)
def test_a_person_is_named_as_far_as_we_can_and_never_by_address(
    ask: Ask, manager: User, name: str, job: str, said: str
) -> None:
    manager.first_name, manager.last_name, manager.job_title = name, "", job
    manager.save()
    event = AskEvent.objects.get(ask=ask, verb=AskVerb.ASKED)
    assert sentence(event).startswith(said)
    assert "@" not in sentence(event)


def test_what_is_told_can_be_read_and_what_is_not_told_has_no_sentence(ask: Ask) -> None:
    asks.check(ask, by=make_officer())
    told: list[AskEvent] = []
    untold: list[AskEvent] = []
    for event in ask.events.all():
        (told if event.verb in asks.TOLD else untold).append(event)
    assert all(read(sentence(event)).age <= 9 for event in told)
    assert [event.verb for event in untold] == ["checked"]
    with pytest.raises(KeyError):
        sentence(untold[0])
