"""Concerns on screen: lists without words, and one concern with everything needed to act on it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagement import concerns
from engagement.models import Concern, DutyTurn, Purpose
from people import outbox
from people.models import Opened, OutboxMessage, ReadAudit, User
from people.roles import Role
from tests.factories import CANARY, make_space, make_user, make_voice
from tests.worrying import ALLEGATION, HANDED, ROOM, URGENT, client_of, make_concern, page

pytestmark = pytest.mark.django_db

QUERIES_OF_A_LIST = {11: 14, 23: 12}  # in the team's hours the list says who is on duty
QUERIES_OF_A_CONCERN = 18


@pytest.fixture
def worker(db: None) -> User:
    return make_user(Role.DUTY_WORKER, first_name="Grace", last_name="Tolliver")


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD, first_name="Nadia", last_name="Flint")


@pytest.fixture
def worker_client(worker: User) -> Client:
    return client_of(worker)


@pytest.fixture
def concern(worker: User) -> Concern:
    return make_concern()


def test_the_address_in_the_alert_is_this_room() -> None:
    assert reverse("concerns:index") == concerns.LINK == ROOM


def test_the_list_says_how_long_who_was_told_and_who_is_next_and_no_words(worker: User, officer: User) -> None:
    start = datetime(2026, 3, 9, 10, tzinfo=UTC)
    DutyTurn.objects.create(person=worker, rung=0, first_day=date(2026, 3, 1), last_day=date(2026, 3, 31))
    with time_machine.travel(start, tick=False) as clock:
        make_concern(f"{URGENT} {CANARY}")
        clock.move_to(start + timedelta(minutes=12))
        html = page(client_of(worker), ROOM)
        for words in (
            "Somebody may not be safe", ">12 min<", "The first people have been told",
            "The next people are told at 10:15", "Nobody has taken it on.", "On duty until 17:00", "Grace Tolliver",
        ):  # fmt: skip
            assert words in html
        assert CANARY not in html
        clock.move_to(start + timedelta(hours=9))
        assert "the emergency duty team" in page(client_of(worker), ROOM)


def test_nobodys_come_first_then_the_oldest(worker: User, worker_client: Client) -> None:
    oldest, second, taken = make_concern(), make_concern(), make_concern()
    concerns.acknowledge(taken, by=worker)
    Concern.objects.filter(pk=taken.pk).update(opened_at=timezone.now() - timedelta(days=1))
    response = worker_client.get(ROOM)
    assert [line.concern for line in response.context["lines"]] == [oldest, second, taken]
    assert "Grace Tolliver is on it." in response.content.decode()


def test_each_has_its_list(worker: User, officer: User, worker_client: Client) -> None:
    handed, ruled_out, closed = make_concern(), make_concern(), make_concern()
    concerns.refer(handed, by=worker, **HANDED)
    concerns.no_concern(ruled_out, by=officer, why="A song")
    concerns.refer(closed, by=worker, **HANDED)
    concerns.close(closed, by=officer)
    second = page(worker_client, f"{ROOM}second/")
    assert "Grace Tolliver handed it over. A second person has to look." in second
    assert f"{officer} says that nobody is at risk." in second
    assert str(closed.uuid) not in second
    assert f"Grace Tolliver decided, {officer} looked again." in page(worker_client, f"{ROOM}closed/")
    assert "Nobody waits for help" in page(worker_client, ROOM)


def test_empty_lists_say_so(worker_client: Client) -> None:
    for path, words in (("", "Nobody waits for help"), ("second/", "Nothing waits"), ("closed/", "Nothing has been")):
        assert words in page(worker_client, ROOM + path)


def test_closed_ones_are_reached_by_key(worker: User, officer: User, worker_client: Client) -> None:
    for number in range(51):
        Concern.objects.create(
            submission=make_voice(), kind="disclosure", state="closed", opened_at=timezone.now(),
            acknowledged_by=worker, acknowledged_at=timezone.now(), decided_by=worker, decided_at=timezone.now(),
            closed_by=officer, closed_at=timezone.now() - timedelta(minutes=number),
        )  # fmt: skip
    first = worker_client.get(f"{ROOM}closed/")
    assert len(first.context["lines"]) == 50
    second = worker_client.get(f"{ROOM}closed/", {"after": first.context["next"]})
    assert len(second.context["lines"]) == 1


@pytest.fixture(params=[11, 23])
def hour(request: pytest.FixtureRequest) -> Iterator[int]:
    """In the team's hours, and in the night."""
    with time_machine.travel(datetime(2026, 12, 1, request.param, 10, tzinfo=UTC)):
        yield request.param


@pytest.mark.parametrize("tab", ["", "second/", "closed/"])
def test_lists_ask_the_same_for_one_row_and_three(hour: int, worker_client: Client, worker: User, tab: str) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            other = make_user(Role.DUTY_WORKER)
            concern = make_concern()
            if tab:
                concerns.refer(concern, by=other, **HANDED)
            if tab == "closed/":
                concerns.close(concern, by=worker)
        page(worker_client, ROOM + tab)
        with CaptureQueriesContext(connection) as queries:
            page(worker_client, ROOM + tab)
        counts.append(len(queries))
    assert counts == [QUERIES_OF_A_LIST[hour]] * 2


def test_one_concern_asks_the_same_few_questions_however_much_happened(worker: User, concern: Concern) -> None:
    client = client_of(worker)
    path = f"{ROOM}{concern.uuid}/"
    counts = []
    for _ in range(2):
        page(client, path)
        with CaptureQueriesContext(connection) as queries:
            page(client, path)
        counts.append(len(queries))
        for minutes in (16, 31, 61):
            concern.refresh_from_db()
            concerns.climb(concern, concern.opened_at + timedelta(minutes=minutes))
    assert counts == [QUERIES_OF_A_CONCERN, QUERIES_OF_A_CONCERN]


def test_a_concern_shows_words_reasons_how_to_reach_them_and_what_to_do(worker: User) -> None:
    concern = make_concern("he hits me <b>at night</b>", purpose=Purpose.HELP_NOW, urgency=2, contact="07700 900 123")
    html = page(client_of(worker), f"{ROOM}{concern.uuid}/")
    for words in (
        "Asked for help now. Nobody has taken it on.", "ring 999 first", "07700 900 123", "&lt;b&gt;at night&lt;/b&gt;",
        'class="fl fl--harm"', "Why it is marked", "Take it on", "It is handed over", "Nobody is at risk",
    ):  # fmt: skip
        assert words in html
    assert "Close it" not in html


def test_the_history_names_who_was_told_and_how(worker: User, officer: User) -> None:
    concern = make_concern()
    worker.alert_phone = "07700900123"
    worker.save()
    outbox.put("concern", worker.email, key=f"concern {concern.pk} rung 0 x")
    outbox.put("concern", worker.alert_phone, key=f"concern {concern.pk} rung 0 y", channel="text")
    outbox.put("concern", officer.email, key=f"concern {concern.pk} undecided 1 z")
    outbox.put("concern", officer.email, key=f"concern {concern.pk} allegation z")
    outbox.put("concern", "late@fenbrook.example", key=f"concern {concern.pk} something else")
    OutboxMessage.objects.filter(address=worker.email).update(sent_at=timezone.now())
    for minutes in (16, 31, 61):
        concern.refresh_from_db()
        concerns.climb(concern, concern.opened_at + timedelta(minutes=minutes))
    concerns.acknowledge(concern, by=worker)
    html = page(client_of(worker), f"{ROOM}{concern.uuid}/")
    for words in (
        "Told at once", "Told after the first wait", "Told after the second wait", "Told again", "Grace Tolliver",
        "Grace Tolliver by text message (not sent yet)", "Taken on, Grace Tolliver", "the emergency duty team",
        f"Reminded, because nothing had been decided: <bdi>{officer} (not sent yet)", "Told that it is about an adult",
    ):  # fmt: skip
        assert words in html
    assert "late@fenbrook.example" not in html


def test_every_answer_that_shows_the_words_leaves_one_row_and_a_refusal_none(worker: User, concern: Concern) -> None:
    client = client_of(worker)
    path = f"{ROOM}{concern.uuid}/"
    page(client, path)
    (row,) = ReadAudit.objects.all()
    assert (row.by, row.what, row.about) == (worker, Opened.CONCERN, concern.uuid)
    page(client, ROOM)
    assert client.post(f"{path}take-on/", {"version": 0}).status_code == 302
    client_of(make_user(Role.EDITOR)).get(path)
    assert ReadAudit.objects.count() == 1
    assert client.post(f"{path}hand-over/", {"version": 1}).status_code == 422
    assert ReadAudit.objects.count() == 2


def test_an_allegation_is_not_there_for_anybody_but_the_group(officer: User, worker: User, lead: User) -> None:
    named = make_user(Role.SAFEGUARDING_LEAD, first_name="Dexter", last_name="Quill")
    concern = make_concern(f"{ALLEGATION} {CANARY}")
    path = f"{ROOM}{concern.uuid}/"
    for person in (officer, worker, named):
        client = client_of(person)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}take-on/", {"version": 0}).status_code == 404
        for tab in ("", "second/", "closed/"):
            assert str(concern.uuid) not in page(client, ROOM + tab)
        assert "Concerns (" not in page(client, "/admin/")
    html = page(client_of(lead), path)
    assert CANARY in html
    assert "Only the safeguarding group sees this." in html
    assert "Hidden from somebody it names" in html
    assert str(named.email) not in html


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in ("participation_officer", "duty_worker", "safeguarding_lead", "advocate")],
)
def test_nobody_else_comes_in(role: Role, concern: Concern) -> None:
    client = client_of(make_user(role))
    for path in ("", "second/", "closed/", f"{concern.uuid}/", f"{concern.uuid}/key/"):
        assert client.get(ROOM + path).status_code in (302, 403)


def test_a_request_for_an_advocate_leads_to_the_advocates_own_desk(worker: User) -> None:
    advocate = make_user(Role.ADVOCATE)
    request = make_voice("", purpose=Purpose.ADVOCATE, contact="Ask at school")
    concern = request.concerns.get()
    assert f"/admin/advocacy/{request.uuid}/" in page(client_of(advocate), ROOM)
    assert str(request.uuid) not in page(client_of(worker), ROOM)
    assert client_of(worker).get(f"{ROOM}{concern.uuid}/").status_code == 404


def test_the_key_is_asked_for_on_purpose_and_only_by_whoever_may_see_it(worker: User, lead: User) -> None:
    space = make_space()
    concern = make_concern(space=space)
    client = client_of(worker)
    assert "Which key?" in page(client, f"{ROOM}{concern.uuid}/")
    assert client.get(f"{ROOM}{concern.uuid}/key/").status_code == 200
    assert not ReadAudit.objects.filter(what=Opened.IDENTITY_LINK).exists()
    assert client.post(f"{ROOM}{concern.uuid}/key/", {"reason": "safety"}).status_code == 200
    assert ReadAudit.objects.filter(what=Opened.IDENTITY_LINK, by=worker).count() == 1
    other = make_concern(space=space)
    seen = client.post(f"{ROOM}{concern.uuid}/key/", {"reason": "safety"}).content.decode()
    assert f"{ROOM}{other.uuid}/" in seen
    nobodys = make_concern()
    assert "Which key?" not in page(client, f"{ROOM}{nobodys.uuid}/")


def test_whoever_sits_at_the_desk_goes_there_and_back(officer_client: Client, worker: User, concern: Concern) -> None:
    item = f"/admin/voices/{concern.submission.uuid}/"
    assert item in page(officer_client, f"{ROOM}{concern.uuid}/")
    assert f"{ROOM}{concern.uuid}/" in page(officer_client, item)
    assert item not in page(client_of(worker), f"{ROOM}{concern.uuid}/")


def test_what_staff_wrote_down_and_what_the_screen_could_not_read_is_said(officer: User, worker: User) -> None:
    concern = make_concern(author=officer)
    concern.submission.__class__.objects.update(screening_failed="time-out", language="pl")
    html = page(client_of(worker), f"{ROOM}{concern.uuid}/")
    assert f"Written down by {officer}" in html
    assert "Screening did not read this to the end" in html
    assert "Needs a reader of Polish" in html
    own = page(client_of(officer), f"{ROOM}{concern.uuid}/")
    assert "You wrote this one down. Only somebody else" in own
    assert "no-concern" not in own


def test_the_menu_and_the_home_page_count_what_nobody_has_taken_on(worker: User, worker_client: Client) -> None:
    assert "Concerns: somebody is on every one" in page(worker_client, "/admin/")
    one = make_concern(f"{URGENT} {CANARY}")
    make_concern()
    html = page(worker_client, "/admin/")
    assert "Concerns (2)" in html
    assert "2 concerns that nobody has taken on" in html
    assert "just now" in html
    assert CANARY not in html
    concerns.acknowledge(one, by=worker)
    assert "Concerns (1)" in page(worker_client, "/admin/")
    assert "panel-concerns" not in page(client_of(make_user(Role.EDITOR)), "/admin/")


def test_a_banner_says_since_when_no_alert_leaves(worker_client: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 9, 10, 42, tzinfo=UTC), tick=False) as clock:
        outbox.send_due()
        assert "cn-silence" not in page(worker_client, ROOM)
        clock.move_to(datetime(2026, 3, 9, 10, 47, tzinfo=UTC))
        for path in (ROOM, "/admin/", "/admin/account/"):
            html = page(worker_client, path)
            assert "No alert has left since 10:42." in html
            assert 'role="alert"' in html
        assert "cn-silence" not in page(client_of(make_user(Role.EDITOR)), "/admin/")
        outbox.send_due()
        assert "cn-silence" not in page(worker_client, ROOM)


def test_the_page_is_never_kept_by_a_browser(worker_client: Client, concern: Concern) -> None:
    assert "no-store" in worker_client.get(f"{ROOM}{concern.uuid}/")["Cache-Control"]
