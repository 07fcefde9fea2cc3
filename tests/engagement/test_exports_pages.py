"""The pages of files of rows: who gets in, asking, the second person, fetching, and what each may see."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from engagement import releasing
from engagement.models import ExportForm, ExportKind, ExportReason, ExportRequest, ExportState
from people import outbox
from people.models import ReadAudit, User
from people.roles import RELEASE_EXPORTS, TAKE_EXPORTS, Role, roles_that_may
from tests.factories import CANARY, make_approved_voice, make_officer, make_user

pytestmark = pytest.mark.django_db
HOME = "/admin/exports/"


@pytest.fixture
def lead() -> User:
    return make_user(Role.SAFEGUARDING_LEAD, first_name="Lena")


@pytest.fixture
def lead_client(lead: User) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def wanted(by: User, form: ExportForm = ExportForm.XLSX) -> ExportRequest:
    today = timezone.localdate()
    return releasing.ask(
        by=by,
        kind=ExportKind.SUBMISSIONS,
        form=form,
        first=today - timedelta(days=30),
        last=today,
        reason=ExportReason.FIGURES,
    )


def at(export: ExportRequest, step: str = "") -> str:
    return f"{HOME}{export.uuid}/{step}"


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def filled(**other: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"kind": "asks", "first": today, "last": today, "form": "csv", "reason": "law", "theme": ""} | other


@pytest.mark.parametrize("role", [None, *Role])
def test_who_gets_in(role: Role | None, officer: User, client: Client) -> None:
    export = wanted(officer)
    client.force_login(make_user(role))
    takes, releases = role in roles_that_may(TAKE_EXPORTS), role in roles_that_may(RELEASE_EXPORTS)
    assert (client.get(HOME).status_code == 200) == (takes or releases)
    assert (client.get(f"{HOME}new/").status_code == 200) == takes
    assert (client.get(at(export)).status_code == 200) == releases  # others see their own alone
    for step in ("release/", "refuse/", "fetch/"):
        assert client.get(at(export, step)).status_code in (302, 403, 405)
    if not releases:
        assert client.post(at(export, "release/")).status_code in (302, 403, 404)
        export.refresh_from_db()
        assert export.state == ExportState.ASKED
    if not takes:
        client.post(f"{HOME}new/", filled())
        assert ExportRequest.objects.count() == 1


def test_asking_keeps_what_was_picked(officer_client: Client, officer: User) -> None:
    assert "No names, no keys, no ages." in read(officer_client, f"{HOME}new/")
    response = officer_client.post(f"{HOME}new/", filled(reason="", first="31/31/2026"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Pick one." in html
    assert "Write the day as" in html
    assert 'value="asks" required id="id_kind_1" checked' in html or "checked" in html
    assert '<option value="csv" selected>' in html
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "not come yet" in officer_client.post(f"{HOME}new/", filled(last=tomorrow)).content.decode()
    response = officer_client.post(f"{HOME}new/", filled())
    export = ExportRequest.objects.get()
    assert response["Location"] == at(export)
    assert (export.kind, export.form, export.reason, export.asked_by) == ("asks", "csv", "law", officer)
    html = read(officer_client, at(export))
    assert "Somebody else has to release it." in html
    assert "Release it</button>" not in html


def test_the_second_person_releases_and_the_first_fetches(
    officer_client: Client, officer: User, lead_client: Client, lead: User
) -> None:
    make_approved_voice(f"Pizza {CANARY}", by=officer, may_quote=True)
    export = wanted(officer)
    assert "Exports (1)" in read(lead_client, "/admin/")
    html = read(lead_client, at(export))
    assert "Release it" in html
    assert "Fetch the file" not in html
    assert CANARY not in html
    assert lead_client.post(at(export, "release/"))["Location"] == at(export)
    assert "Exports (1)" not in read(lead_client, "/admin/")
    html = read(officer_client, at(export))
    assert "Fetch the file" in html
    response = officer_client.post(at(export, "fetch/"))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert response["Content-Disposition"] == 'attachment; filename="submissions.xlsx"'
    assert "no-store" in response["Cache-Control"]
    assert response.content[:2] == b"PK"
    assert ReadAudit.objects.filter(by=officer, what="export", about=export.uuid).count() == 1
    assert "Fetched, Marcia Example: 1 row<" in read(officer_client, at(export))
    outbox.send_due()
    assert [message.to for message in mail.outbox] == [[lead.email], [officer.email]]
    for message in mail.outbox:
        assert f"/admin/exports/{export.uuid}/" in message.body
        assert CANARY not in message.body


def test_a_refusal_and_steps_that_do_not_fit(officer_client: Client, officer: User, lead_client: Client) -> None:
    export = wanted(officer, ExportForm.CSV)
    response = officer_client.post(at(export, "fetch/"), follow=True)
    assert "does not fit" in response.content.decode()
    assert officer_client.post(at(export, "release/")).status_code in (302, 403)  # hers, and no right to
    lead_client.post(at(export, "refuse/"))
    html = lead_client.post(at(export, "release/"), follow=True).content.decode()
    assert "does not fit" in html
    assert "Decided by" in html
    assert read(officer_client, HOME).count("Refused") == 1


def test_once_its_time_is_over(officer_client: Client, officer: User) -> None:
    export = wanted(officer)
    ExportRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "The time for this is over." in read(officer_client, at(export))
    releasing.lapse_due()
    html = read(officer_client, at(export))
    assert "Lapsed" in html
    assert "Rows now" not in html


def test_the_list_costs_the_same_for_one_and_many_and_pages_by_key(
    officer_client: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "Nothing has been asked for yet." in read(officer_client, HOME)
    wanted(officer)
    read(officer_client, HOME)
    with django_assert_num_queries(16):
        read(officer_client, HOME)
    for _n in range(54):
        wanted(officer)
    wanted(make_officer())
    with django_assert_num_queries(16):
        html = read(officer_client, HOME)
    assert html.count(f'href="{HOME}') > 50
    after = html.split('href="?after=')[1].split('"')[0]
    assert read(officer_client, f"{HOME}?after={after}").count("asked by Marcia") == 5


def test_another_officers_request_is_not_there(officer_client: Client) -> None:
    read(officer_client, at(wanted(make_officer())), 404)
    read(officer_client, f"{HOME}7a0f8a55-5c51-4b0f-8f5e-0d34a2a5cf10/", 404)
