"""The pages of the inspector's pack: one click, how far it is, the file, and the head to check a copy by."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from engagement import tasks
from engagement.models import Pack, PackFile, PackState
from engagement.packs import making
from engagement.packs.checking import fault_of
from people.models import ReadAudit, User
from people.roles import READ_PACK, Role, roles_that_may
from tests.factories import make_asked, make_user

pytestmark = pytest.mark.django_db
HOME = "/admin/packs/"


def at(pack: Pack, step: str = "") -> str:
    return f"{HOME}{pack.uuid}/{step}"


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("role", [None, *Role])
def test_who_gets_in(role: Role | None, officer: User, client: Client) -> None:
    pack = making.start(by=officer)
    tasks.carry_on_pack(pack.pk)
    client.force_login(make_user(role))
    may = role in roles_that_may(READ_PACK)
    assert [client.get(page).status_code == 200 for page in (HOME, at(pack))] == [may, may]
    assert (client.post(at(pack, "fetch/")).status_code == 200) == may
    client.post(f"{HOME}make/", {})
    assert Pack.objects.count() == 1 + may
    for step in (f"{HOME}make/", at(pack, "fetch/")):
        assert client.get(step).status_code in (302, 403, 405)


def test_one_click_from_nothing_to_the_file(
    officer: User,
    manager: User,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    inspector = make_user(Role.INSPECTOR, first_name="Ines")
    client.force_login(inspector)
    make_asked(by=officer, owner=manager)
    assert HOME in read(client, "/admin/")
    assert "None has been made yet." in read(client, HOME)
    with django_capture_on_commit_callbacks(execute=False):
        response = client.post(f"{HOME}make/", {"principle": "", "area": ""})
    pack = Pack.objects.get()
    assert response["Location"] == at(pack)
    html = read(client, at(pack))
    assert "Chains from view to verdict: 0 of about 3 events." in html
    assert "data-reading" in html
    assert "Fetch the pack" not in html
    tasks.carry_on_pack(pack.pk)
    html = read(client, at(pack))
    assert "data-reading" not in html
    assert pack_head(pack) in html
    response = client.post(at(pack, "fetch/"))
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith('attachment; filename="pack-20')
    assert fault_of(response.content) == ""
    assert ReadAudit.objects.get(what="export").by == inspector
    assert "made by Ines Example" in read(client, HOME)


def pack_head(pack: Pack) -> str:
    return str(Pack.objects.select_related("seal").get(pk=pack.pk).seal.head)


def test_a_click_wakes_the_worker(
    officer_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        officer_client.post(f"{HOME}make/", {"principle": "stability", "area": "in_care"})
    pack = Pack.objects.get()
    html = read(officer_client, at(pack))
    assert "Safe, with a stable home" in html
    assert "Children in care" in html
    assert "Safe, with a stable home" in read(officer_client, HOME)


def test_a_filter_that_there_is_not(officer_client: Client) -> None:
    response = officer_client.post(f"{HOME}make/", {"principle": "kindness"})
    assert response.status_code == 422
    assert "Pick one of these." in response.content.decode()
    assert not Pack.objects.exists()


def test_a_pack_that_failed_and_one_whose_file_is_gone(officer_client: Client, officer: User) -> None:
    pack = making.start(by=officer)
    Pack.objects.filter(pk=pack.pk).update(state=PackState.FAILED, trouble="Please make a new one.")
    assert "Please make a new one." in read(officer_client, at(pack))
    assert "no file of this pack" in officer_client.post(at(pack, "fetch/"), follow=True).content.decode()
    other = making.start(by=officer)
    tasks.carry_on_pack(other.pk)
    PackFile.objects.all().delete()
    assert "Its head stays" in read(officer_client, at(other))
    read(officer_client, f"{HOME}7a0f8a55-5c51-4b0f-8f5e-0d34a2a5cf10/", 404)


def test_the_list_costs_the_same_for_one_and_many_and_pages_by_key(
    officer_client: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = making.start(by=officer)
    read(officer_client, HOME)
    with django_assert_num_queries(16):
        read(officer_client, HOME)
    Pack.objects.bulk_create(
        Pack(
            first_day=first.first_day,
            last_day=first.last_day,
            made_by=officer,
            made_at=first.made_at - timedelta(minutes=n),
            state=PackState.READY,
        )
        for n in range(1, 55)
    )
    with django_assert_num_queries(16):
        html = read(officer_client, HOME)
    after = html.split('href="?after=')[1].split('"')[0]
    assert read(officer_client, f"{HOME}?after={after}").count("made by Marcia") == 5
