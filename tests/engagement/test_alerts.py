"""From a child's words to a mail in somebody's inbox: at once, after 15 and 30 minutes, at night, on a bank holiday,
while the clocks change; and no mail holds a letter of what was said or of who is named.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engagement import concerns
from engagement.models import Concern, DutyTurn, Purpose
from engagement.tasks import climb_ladders
from people.models import OutboxMessage, User
from people.roles import Role
from people.tasks import send_outbox
from tests.factories import make_user, make_voice
from tests.worrying import ALLEGATION, URGENT

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
TEAM = "duty@fenbrook.example"
MONDAY_TEN = datetime(2026, 3, 9, 10, tzinfo=LONDON)


@pytest.fixture
def rota(db: None) -> list[User]:
    """Three on the rota, first to be told first."""
    people = [make_user(Role.DUTY_WORKER, email=f"rung{rung}@fenbrook.example") for rung in range(3)]
    for rung, person in enumerate(people):
        DutyTurn.objects.create(person=person, rung=rung, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    return people


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD, email="lead@fenbrook.example", first_name="Nadia", last_name="Flint")


def each_quarter_minute(clock: time_machine.Traveller, start: datetime, minutes: float) -> Iterator[float]:
    """Let the scheduler run as it does, every 15 seconds; gives the minutes since `start`."""
    for step in range(int(minutes * 4) + 1):
        clock.move_to(start.astimezone(ZoneInfo("UTC")) + timedelta(seconds=15 * step))
        climb_ladders()
        send_outbox()
        yield step / 4


def lived_through(start: datetime, minutes: float, words: str = URGENT, **fields: object) -> list[tuple[float, str]]:
    """When each mail arrived, in minutes after the words, and at whom."""
    arrived: list[tuple[float, str]] = []
    with time_machine.travel(start, tick=False) as clock:
        make_voice(words, **fields)
        assert mail.outbox == []  # nothing is sent while a child waits for the page
        for minute in each_quarter_minute(clock, start, minutes):
            arrived += [(minute, message.to[0]) for message in mail.outbox[len(arrived) :]]
    return arrived


def addresses(arrived: list[tuple[float, str]], minute: float) -> set[str]:
    return {who.split("@")[0] for when, who in arrived if when == minute}


def test_at_once_after_15_and_after_30_minutes_and_again(rota: list[User], lead: User) -> None:
    arrived = lived_through(MONDAY_TEN, 61)
    assert sorted({when for when, _who in arrived}) == [0, 15, 30, 60]
    assert addresses(arrived, 0) == {"rung0"}
    assert addresses(arrived, 15) == {"rung1"}
    assert addresses(arrived, 30) == addresses(arrived, 60) == {"rung0", "rung1", "rung2", "lead"}
    assert len(arrived) == len(set(arrived))  # each of them once


def test_nothing_more_once_somebody_is_on_it(rota: list[User]) -> None:
    with time_machine.travel(MONDAY_TEN, tick=False) as clock:
        make_voice(URGENT)
        for minute in each_quarter_minute(clock, MONDAY_TEN, 40):
            if minute == 14:
                concerns.acknowledge(Concern.objects.get(), by=rota[0])
    assert [message.to for message in mail.outbox] == [["rung0@fenbrook.example"]]


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 9, 17, 0, tzinfo=LONDON),  # closing time
        datetime(2026, 3, 10, 3, 0, tzinfo=LONDON),
        datetime(2026, 3, 14, 12, 0, tzinfo=LONDON),  # Saturday
        datetime(2026, 4, 3, 12, 0, tzinfo=LONDON),  # Good Friday
        datetime(2026, 12, 28, 11, 0, tzinfo=LONDON),  # in place of Boxing Day
        datetime(2026, 3, 29, 0, 50, tzinfo=LONDON),  # ten minutes before an hour that does not exist
        datetime(2026, 10, 25, 1, 50, tzinfo=LONDON),  # ten minutes before an hour that comes twice
    ],
)
def test_out_of_hours_the_emergency_team_is_told_at_once(rota: list[User], lead: User, start: datetime) -> None:
    arrived = lived_through(start, 31)
    assert sorted({when for when, _who in arrived}) == [0, 15, 30]
    assert addresses(arrived, 0) == {"duty"}
    assert addresses(arrived, 15) == {"duty", "rung0"}
    assert addresses(arrived, 30) == {"duty", "rung0", "rung1", "rung2", "lead"}


def test_the_working_day_begins_while_it_waits(rota: list[User], lead: User) -> None:
    arrived = lived_through(datetime(2026, 3, 9, 8, 50, tzinfo=LONDON), 16)
    assert addresses(arrived, 0) == {"duty"}
    assert addresses(arrived, 15) == {"rung1"}


def test_nobody_on_the_rota_and_no_lead(db: None) -> None:
    assert addresses(lived_through(MONDAY_TEN, 1), 0) == {"duty"}


def test_an_allegation_reaches_the_group_and_nobody_it_names(rota: list[User], lead: User) -> None:
    make_user(Role.SAFEGUARDING_LEAD, email="named@fenbrook.example", first_name="Dexter", last_name="Quill")
    arrived = lived_through(MONDAY_TEN, 61, ALLEGATION)
    assert {who for _when, who in arrived} == {lead.email, TEAM}
    assert addresses(arrived, 0) == {"lead"}


def test_a_request_for_an_advocate_is_told_in_its_own_words_and_hours(db: None) -> None:
    make_user(Role.ADVOCATE, email="advocate@fenbrook.example")
    arrived = lived_through(datetime(2026, 3, 9, 12, 59, tzinfo=LONDON), 242, "", purpose=Purpose.ADVOCATE)
    assert addresses(arrived, 0) == {"advocate"}
    assert addresses(arrived, 240) == {"advocate", "duty"}
    assert mail.outbox[0].subject == "1 request is waiting for you"


WORDS = st.lists(
    st.from_regex(r"[a-z]{3,12}", fullmatch=True)
    | st.sampled_from(["qwertz", "Zainab", "Ołena", "Dexter", "nazywam", "hits", "Fenbrook", "urgent", "Oak House"]),
    min_size=1,
    max_size=12,
).map(" ".join)
NAMES = st.from_regex(r"[A-Z][a-z]{3,10}", fullmatch=True)


def tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))


def whole(message: EmailMessage) -> str:
    """Everything that leaves, heads and all."""
    return message.message().as_string()


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, first=NAMES, last=NAMES, nickname=NAMES)
def test_a_mail_holds_nothing_of_the_words_nor_of_any_name(
    lead: User, words: str, first: str, last: str, nickname: str
) -> None:
    """Compared with the mail about no words at all, not one token differs: only the message's own number does."""
    User.objects.filter(pk=lead.pk).update(first_name=first, last_name=last, aliases=nickname)
    fixed, about = (mail_about(said) for said in ("", f"{words}. {first} {last} hit me, says {nickname}"))
    assert tokens(about) == tokens(fixed)
    said = tokens(f"{words} {first} {last} {nickname}") - tokens(fixed)
    assert not said & tokens(about)


def mail_about(words: str) -> str:
    """The first alert about `words`, without its number and the day."""
    OutboxMessage.objects.all().delete()
    mail.outbox.clear()
    with time_machine.travel(MONDAY_TEN, tick=False):
        make_voice(words, purpose=Purpose.HELP_NOW, urgency=2)
        send_outbox()
    message = mail.outbox[0]
    assert re.fullmatch(r"<outbox-\d+@[\w.]+>", str(message.extra_headers["Message-ID"]))
    return re.sub(r"(?m)^(Date|Message-ID|To): .*$|outbox-\d+", "", whole(message))
