"""One thing for every retention rule, and the moment at which it is due."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from engagement import moderation, purging
from engagement.models import DutyTurn, Reply
from engagement.purging import Rule
from people import holds, outbox, sealing
from people.models import OutboxMessage, User
from people.roles import Role
from surveys import drafting, folding, tickets
from surveys.models import Wave
from tests.engagement.packed import built
from tests.factories import make_approved_voice, make_space, make_user
from tests.surveys.makers import answer, make_wave

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 11, 24, 10, 17, 31, tzinfo=LONDON)
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead(clock: time_machine.Traveller, db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


def rule(name: str) -> Rule:
    return next(each for each in purging.rules() if each.name == name)


def due(name: str) -> int:
    return rule(name).count(timezone.now())


def ended(name: str) -> int:
    """What one rule ends now; again it ends nothing."""
    found = rule(name)
    done = found.run(timezone.now(), lambda _rows: None)
    assert found.run(timezone.now(), lambda _rows: None) == found.count(timezone.now()) == 0
    return done


def closed_view(officer: User) -> None:
    make_approved_voice(by=officer)


def sign_in(officer: User) -> None:
    UserSession.objects.create(user=officer, ip="10.0.0.1", session_key="abc", user_agent="Firefox")


def browse(_officer: User) -> None:
    BrowserSession.objects.create(session_key="x", session_data="", expire_date=timezone.now())


def space_made(_officer: User) -> None:
    make_space()


def admin_step(officer: User) -> None:
    log(make_space(), "people.issue_key", user=officer)


def page_step(officer: User) -> None:
    log(Page.objects.first(), "wagtail.edit", user=officer)


def alert_sent(officer: User) -> None:
    outbox.put("concern", officer.email, key="one")
    OutboxMessage.objects.update(sent_at=timezone.now())


def answer_read(officer: User) -> None:
    voice = make_approved_voice(by=officer, space=make_space())
    moderation.reply(voice, by=officer, words="Thank you.")
    Reply.objects.update(read_at=timezone.now())


def hold_lifted(_officer: User) -> None:
    by = make_user(Role.SAFEGUARDING_LEAD)
    holds.lift(holds.place(by=by, scope="period", why="court", first=timezone.localdate()), by=by)


def history_sealed(officer: User) -> None:
    make_approved_voice(by=officer)
    sealing.seal()


def turn_ended(officer: User) -> None:
    day = timezone.localdate()
    DutyTurn.objects.create(person=officer, first_day=day, last_day=day)


def pack_made(officer: User) -> None:
    built(officer)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=LONDON)


def answers_begun(officer: User) -> None:
    wave = make_wave(officer)
    drafting.keep(drafting.new_secret(), wave, drafting.begin(wave, "11-17", answers={"feel": "good"}))


def codes_left(officer: User) -> None:
    tickets.print_sheet(make_wave(officer), group="Elm House", face="8-11", how_many=3, by=officer)


def results_shown(officer: User) -> None:
    wave = make_wave(officer)
    answer(wave, {"feel": "good"})
    folding.fold(wave)
    Wave.objects.update(results_at=timezone.now())


CASES: list[tuple[str, Callable[[User], None], datetime]] = [
    ("drafts", browse, START + SECOND),
    ("words", closed_view, at(2028, 11, 25)),
    ("exact_times", closed_view, at(2026, 11, 25)),
    ("reading_times", answer_read, at(2026, 11, 25)),
    ("spaces", space_made, at(2028, 11, 25)),
    ("security_log", sign_in, START + timedelta(days=90) + SECOND),
    ("admin_log", admin_step, START + timedelta(days=90) + SECOND),
    ("page_log", page_step, at(2032, 11, 25)),
    ("alerts", alert_sent, START + timedelta(days=30) + SECOND),
    ("rota", turn_ended, at(2032, 11, 25)),
    ("packs", pack_made, START + timedelta(days=90) + SECOND),
    ("holds", hold_lifted, at(2032, 11, 25)),
    ("survey_drafts", answers_begun, at(2026, 12, 23)),
    ("tickets", codes_left, START + timedelta(days=14)),
    ("responses", results_shown, at(2028, 11, 25)),
    ("history", history_sealed, at(2032, 11, 25)),
]
