"""The pages on which records are kept from being erased, and on which one sees what goes tonight."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement.models import Submission
from people import holds
from people.models import LegalHold, User, YoungPerson
from people.roles import Role
from tests.factories import make_approved_voice, make_space, make_user

pytestmark = pytest.mark.django_db

INDEX, NEW, TONIGHT = "/admin/holds/", "/admin/holds/new/", "/admin/holds/tonight/"


@pytest.fixture
def keeper(db: None) -> User:
    return make_user(Role.DATA_PROTECTION_OFFICER, first_name="Priya")


@pytest.fixture
def client(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


def sent(**said: Any) -> dict[str, Any]:
    return {"scope": "submission", "why": "court", "reference": "", "card": "", "first": "", "last": "", **said}


def test_a_view_is_kept_by_its_reference(client: Client, officer: User) -> None:
    voice = make_approved_voice(by=officer)
    answer = client.post(NEW, sent(reference=f" {voice.reference.lower()} "), follow=True)
    hold = LegalHold.objects.get()
    assert (hold.about, hold.scope, hold.why) == (voice.uuid, "submission", "court")
    page = answer.content.decode()
    assert f"Hold {hold.pk} is placed." in page
    assert voice.reference in page
    assert "Priya" in page


def test_a_space_is_kept_by_its_card_and_the_card_is_not_shown(client: Client, officer: User) -> None:
    space = make_space(issued_by=officer)
    space.card = "K7P-4XM"
    space.save()
    answer = client.post(NEW, sent(scope="space", card="k7p-4xm"), follow=True)
    assert LegalHold.objects.get().about == space.uuid
    assert "K7P-4XM" not in answer.content.decode()


def test_days_are_kept_open_ended(client: Client) -> None:
    client.post(NEW, sent(scope="period", first="2026-01-05", why="inquiry"))
    hold = LegalHold.objects.get()
    assert (str(hold.first_day), hold.last_day, hold.about) == ("2026-01-05", None, None)
    assert "no end" in client.get(INDEX).content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reference": "NOTTHERE"}, "No view has this reference."),
        ({"scope": "space", "card": "ZZZ-222"}, "No card has this number."),
        ({"scope": "period"}, "Say from which day on."),
        ({"scope": "period", "first": "soon"}, "Enter a valid date."),
        ({"scope": "period", "first": "2026-02-02", "last": "2026-02-01"}, "The last day comes before the first."),
        ({"scope": ""}, "This field is required."),
        ({"why": "because"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(client: Client, said: dict[str, str], told: str) -> None:
    answer = client.post(NEW, sent(**said))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert all(value in page for name, value in said.items() if name != "why")
    assert not LegalHold.objects.exists()


def test_what_is_hidden_from_somebody_has_no_reference_for_them(client: Client, keeper: User, officer: User) -> None:
    voice = make_approved_voice(by=officer)
    hold = holds.place(by=make_user(Role.SAFEGUARDING_LEAD), scope="submission", why="court", about=voice.uuid)
    assert voice.reference in client.get(INDEX).content.decode()
    Submission.objects.get(pk=voice.pk).hidden_from.add(keeper)
    page = client.get(INDEX).content.decode()
    assert voice.reference not in page
    assert str(hold.uuid) in page
    assert "No view has this reference." in client.post(NEW, sent(reference=voice.reference)).content.decode()


def test_lifting_asks_first(client: Client, keeper: User) -> None:
    hold = holds.place(by=keeper, scope="period", why="court", first=timezone.localdate())
    address = f"{INDEX}{hold.uuid}/lift/"
    assert f"Lift hold {hold.pk}?" in client.get(address).content.decode()
    assert LegalHold.objects.in_force().exists()
    page = client.post(address, follow=True).content.decode()
    assert f"Hold {hold.pk} is lifted." in page
    assert not LegalHold.objects.in_force().exists()
    assert client.post(address).status_code == 302  # twice is once


def test_an_unknown_hold_is_not_there(client: Client) -> None:
    assert client.get(f"{INDEX}00000000-0000-4000-8000-000000000000/lift/").status_code == 404


@pytest.mark.parametrize("address", [INDEX, NEW, TONIGHT])
def test_others_are_shown_the_door(officer_client: Client, address: str) -> None:
    assert officer_client.get(address).status_code == 302
    assert officer_client.get(address, follow=True).redirect_chain[-1][0].startswith("/admin/")


def test_a_young_person_never_gets_in(young: Client) -> None:
    assert young.get(INDEX).status_code == 302


def test_the_list_costs_the_same_for_one_and_for_three(client: Client, keeper: User, officer: User) -> None:
    def place() -> None:
        holds.place(by=keeper, scope="submission", why="court", about=make_approved_voice(by=officer).uuid)

    costs = []
    place()
    client.get(INDEX)
    for more in (0, 2):
        for _ in range(more):
            place()
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_it_pages_by_key(client: Client, keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engagement.views.holds.PAGE_SIZE", 2)
    placed = [holds.place(by=keeper, scope="period", why="court", first=timezone.localdate()) for _ in range(3)]
    page = client.get(INDEX)
    assert str(placed[0].uuid) not in page.content.decode()
    rest = client.get(INDEX, {"after": page.context["next"]}).content.decode()
    assert str(placed[0].uuid) in rest
    assert str(placed[2].uuid) not in rest


def test_what_goes_tonight_is_said_and_stays_until_then(client: Client, officer: User, space: YoungPerson) -> None:
    make_approved_voice(by=officer, space=space)
    Submission.objects.update(decided_at=timezone.now() - timedelta(days=800), received_on="2024-01-01")
    page = client.get(TONIGHT)
    counts = {outcome.rule.name: outcome.count for outcome in page.context["outcomes"]}
    assert counts["words"] == 1
    assert "What a young person wrote" in page.content.decode()
    assert Submission.objects.exclude(words="").count() == 1
