"""The duty rota: who is on it, the gaps, and that what the calendar says is what is done."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from engagement import duty, rota
from engagement.models import DutyTurn
from people.models import User
from people.roles import Role
from tests.factories import make_user
from tests.worrying import client_of, make_concern, page

pytestmark = pytest.mark.django_db

ROTA = "/admin/rota/"
MONDAY = date(2026, 3, 2)
QUERIES_OF_THE_ROTA = 18


@pytest.fixture
def grace(db: None) -> User:
    return make_user(Role.DUTY_WORKER, first_name="Grace", last_name="Tolliver")


@pytest.fixture
def kit(db: None) -> User:
    return make_user(Role.DUTY_WORKER, first_name="Kit", last_name="Vasquez", alert_phone="07700900123")


@pytest.fixture(autouse=True)
def monday_morning() -> Any:
    with time_machine.travel(datetime(2026, 3, 2, 8, 30, tzinfo=UTC), tick=False) as clock:
        yield clock


def put_on(person: User, rung: int = 0, first: date = MONDAY, last: date = MONDAY + timedelta(days=13)) -> DutyTurn:
    return DutyTurn.objects.create(person=person, rung=rung, first_day=first, last_day=last)


def facts(who: User, **more: object) -> dict[str, object]:
    return {"person": who.pk, "rung": 0, "first_day": "2026-03-02", "last_day": "2026-03-08", **more}


def test_a_gap_is_said_with_who_is_told_instead(officer_client: Client, grace: User, kit: User) -> None:
    put_on(grace)
    put_on(kit, 2)
    put_on(kit, 1, last=date(2026, 3, 2))
    put_on(kit, 1, date(2026, 3, 4))
    html = page(officer_client, ROTA)
    assert "Nobody is down to be told after 15 minutes on Tue 3 March. Instead: Kit Vasquez." in html
    assert "1 place is empty" in html
    assert html.count("cn-gap") == 1
    assert "?day=2026-03-03&amp;rung=1" in html
    assert "07700900123" in html


def test_a_whole_rota_has_no_gap_and_an_empty_one_falls_to_the_leads_and_the_team(
    officer_client: Client, grace: User
) -> None:
    assert "Instead: the emergency duty team." in page(officer_client, ROTA)
    lead = make_user(Role.SAFEGUARDING_LEAD)
    html = page(officer_client, ROTA)
    assert f"on Mon 2 March. Instead: {lead}." in html
    assert html.count('class="cn-gap"') == 10 * 3
    for rung in range(3):
        put_on(grace, rung)
    assert "Every place in these two weeks is filled." in page(officer_client, ROTA)


def test_the_calendar_says_what_is_done(grace: User, kit: User) -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD)
    put_on(grace, 0, last=MONDAY)
    put_on(kit, 2, last=MONDAY + timedelta(days=1))
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False):
        concern = make_concern()
    for day in rota.calendar(MONDAY, 3):
        noon = datetime(day.date.year, day.date.month, day.date.day, 12, tzinfo=UTC)
        for place in day.places[:2]:  # the last one tells everybody anyway
            expected = [turn.person.email for turn in place.turns] or [person.email for person in place.instead]
            assert [contact.address for contact in duty.contacts(concern, place.rung, noon)] == expected
    assert lead.email in expected


def test_weekends_and_bank_holidays_are_the_emergency_teams(officer_client: Client) -> None:
    html = page(officer_client, f"{ROTA}?from=2026-04-01")
    assert html.count("bank holiday") >= 2
    assert html.count('class="cn-gap"') == 8 * 3  # two weeks of ten days, less Good Friday and Easter Monday
    assert "duty@fenbrook.example" in html
    assert "Outside Monday to Friday, 9am to 5pm the emergency duty team is told at once." in html


@pytest.mark.parametrize("asked", ["", "nonsense", "2026-02-31", "1066-10-14", "9999-12-31"])
def test_a_day_that_makes_no_sense_shows_this_week(officer_client: Client, asked: str) -> None:
    assert officer_client.get(ROTA, {"from": asked}).context["days"][0].date == MONDAY


def test_putting_somebody_on_moving_and_taking_off(officer: User, officer_client: Client, grace: User) -> None:
    done = officer_client.post(f"{ROTA}new/", facts(grace))
    assert done["Location"] == f"{ROTA}?from=2026-03-02"
    turn = DutyTurn.objects.get()
    assert "Grace Tolliver is on the rota from 2 March to 8 March 2026." in page(officer_client, ROTA)
    officer_client.post(f"{ROTA}{turn.pk}/", facts(grace, rung=1))
    turn.refresh_from_db()
    assert turn.rung == 1
    assert "off the rota?" in page(officer_client, f"{ROTA}{turn.pk}/remove/")
    assert DutyTurn.objects.exists()
    officer_client.post(f"{ROTA}{turn.pk}/remove/")
    assert not DutyTurn.objects.exists()
    actions = ModelLogEntry.objects.filter(action__startswith="engagement.").order_by("timestamp", "pk")
    assert [entry.action.split(".")[1] for entry in actions] == ["put_on_rota", "change_rota", "take_off_rota"]
    assert {entry.user for entry in actions} == {officer}


def test_from_a_gap_the_form_knows_its_day_and_place(officer_client: Client, grace: User) -> None:
    html = page(officer_client, f"{ROTA}new/?day=2026-03-03&rung=1")
    assert html.count('value="2026-03-03"') == 2
    assert '<option value="1" selected>' in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last_day": "2026-03-01"}, "The last day is before the first day."),
        ({"last_day": "2028-03-01"}, "Put in one year at a time."),
        ({"person": ""}, "Pick somebody."),
        ({"first_day": "soon"}, "That is not a day."),
    ],
)
def test_mistakes_are_said_kindly_and_nothing_is_lost(
    officer_client: Client, grace: User, wrong: dict[str, str], said: str
) -> None:
    response = officer_client.post(f"{ROTA}new/", facts(grace, **wrong))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert 'value="2026-03-0' in response.content.decode()
    assert not DutyTurn.objects.exists()


def test_only_people_who_may_handle_concerns_are_offered_or_kept(
    officer: User, officer_client: Client, grace: User
) -> None:
    editor = make_user(Role.EDITOR, first_name="Wilf")
    html = page(officer_client, f"{ROTA}new/")
    assert "Grace Tolliver" in html
    assert "Wilf" not in html
    assert officer_client.post(f"{ROTA}new/", facts(editor)).status_code == 422
    with pytest.raises(PermissionDenied):
        rota.keep(DutyTurn(person=editor, first_day=MONDAY, last_day=MONDAY), by=officer)


@pytest.mark.parametrize("role", [role for role in Role if role not in ("participation_officer", "safeguarding_lead")])
def test_nobody_else_keeps_the_rota(role: Role, grace: User) -> None:
    user, turn = make_user(role), put_on(grace)
    client = client_of(user)
    for path in ("", "new/", f"{turn.pk}/", f"{turn.pk}/remove/"):
        assert client.get(ROTA + path).status_code in (302, 403)
    for step in (rota.keep, rota.remove):
        with pytest.raises(PermissionDenied):
            step(turn, by=user)


def test_turns_may_overlap(officer_client: Client, grace: User, kit: User) -> None:
    put_on(grace)
    assert officer_client.post(f"{ROTA}new/", facts(kit)).status_code == 302
    (monday, *_) = rota.calendar(MONDAY, 7)
    assert [turn.person for turn in monday.places[0].turns] == [grace, kit]


def test_who_is_on_duty_now(grace: User, kit: User) -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD)
    put_on(kit, 1, last=MONDAY)
    night, day = datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert rota.on_duty(night) == rota.OnDuty([], datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert rota.on_duty(day) == rota.OnDuty([kit], datetime(2026, 3, 2, 17, tzinfo=UTC))
    put_on(grace, last=MONDAY)
    assert rota.on_duty(day).people == [grace]
    assert rota.on_duty(day + timedelta(days=1)).people == [lead]
    assert rota.on_duty().people == []  # half past eight


def test_the_rota_asks_the_same_few_questions_for_one_turn_and_three(
    officer_client: Client, grace: User, kit: User
) -> None:
    counts = []
    for turns in (1, 2):
        for rung in range(turns):
            put_on(kit if turns > 1 else grace, rung)
        page(officer_client, ROTA)
        with CaptureQueriesContext(connection) as queries:
            page(officer_client, ROTA)
        counts.append(len(queries))
    assert counts == [QUERIES_OF_THE_ROTA, QUERIES_OF_THE_ROTA]
