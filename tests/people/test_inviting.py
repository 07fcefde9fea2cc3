"""Invitations: who may send them, what they can and cannot give, and what the mail says."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from people import inviting
from people.models import User
from people.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def admin_client(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


FACTS = {"email": "New@Fenbrook.example", "first_name": "Nia", "last_name": "Price", "job_title": "Social worker"}


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"https?://\S+", str(message.body))
    assert found
    return found[0].split("/", 3)[3]


def test_an_invitation_makes_an_account_that_only_its_owner_can_open(
    admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post("/admin/users/new/", {**FACTS, "roles": ["participation_officer"]})
    assert response.status_code == 302
    user = User.objects.get(email="new@fenbrook.example")
    assert not user.has_usable_password()
    assert not user.is_superuser
    assert not user.is_staff
    assert user.has_role(Role.PARTICIPATION_OFFICER)
    assert ModelLogEntry.objects.filter(action="people.invite", object_id=user.pk).count() == 1
    (message,) = mail.outbox
    assert message.to == ["new@fenbrook.example"]
    assert not re.search(r"care|child|young|looked after", str(message.subject), re.IGNORECASE)
    assert isinstance(message, mail.EmailMultiAlternatives)
    assert "/accounts/password/reset/key/" in str(message.alternatives[0][0])


def test_the_link_sets_a_password_once(
    client: Client, administrator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        user = inviting.invite(by=administrator, **FACTS)
    link = "/" + link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    action = page.request["PATH_INFO"]
    short = client.post(action, {"password1": "too short 14 c", "password2": "too short 14 c"})
    assert short.status_code == 200
    done = client.post(action, {"password1": "plum otter lamp river", "password2": "plum otter lamp river"})
    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password("plum otter lamp river")
    # Signed in, but no further than to the second step.
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"
    assert "doesn’t work any more" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_invite(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        inviting.invite(by=make_user(role), **FACTS)
    assert not User.objects.filter(email="new@fenbrook.example").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_reach_the_screen(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get("/admin/users/").status_code == 302
    assert client.get("/admin/users/new/").status_code == 302


def test_the_form_offers_roles_and_nothing_else(admin_client: Client) -> None:
    page = admin_client.get("/admin/users/new/").content.decode()
    assert "Participation officer" in page
    for no in ("is_superuser", "password1", "groups"):
        assert f'name="{no}"' not in page


def test_nobody_becomes_superuser_or_joins_another_group_through_the_form(admin_client: Client) -> None:
    Group.objects.get_or_create(name="Moderators")
    admin_client.post("/admin/users/new/", {**FACTS, "roles": ["Moderators"], "is_superuser": "on"})
    assert not User.objects.filter(email="new@fenbrook.example").exists()
    admin_client.post("/admin/users/new/", {**FACTS, "is_superuser": "on", "is_staff": "on", "groups": ["1"]})
    user = User.objects.get(email="new@fenbrook.example")
    assert not user.is_superuser
    assert not user.groups.exists()


def test_an_address_is_invited_once(admin_client: Client) -> None:
    make_user(email="new@fenbrook.example")
    response = admin_client.post("/admin/users/new/", FACTS)
    assert response.status_code == 200
    assert "has an account already" in response.content.decode()


def test_an_administrator_changes_roles_but_not_the_address(admin_client: Client) -> None:
    user = make_user(Role.EDITOR)
    facts = {**FACTS, "email": "other@fenbrook.example", "roles": ["board_member", "editor"]}
    assert admin_client.post(f"/admin/users/edit/{user.pk}/", facts).status_code == 302
    before = user.email
    user.refresh_from_db()
    assert user.email == before
    assert user.first_name == "Nia"
    assert {group.name for group in user.groups.all()} == {"board_member", "editor"}


def test_nobody_changes_their_own_roles(admin_client: Client, administrator: User) -> None:
    admin_client.post(f"/admin/users/edit/{administrator.pk}/", {**FACTS, "roles": ["participation_officer"]})
    administrator.refresh_from_db()
    assert administrator.first_name == "Nia"
    assert [group.name for group in administrator.groups.all()] == ["administrator"]


def test_a_superuser_is_out_of_reach(admin_client: Client, administrator: User) -> None:
    chief = make_user(is_superuser=True)
    assert admin_client.get(f"/admin/users/edit/{chief.pk}/").status_code == 302
    for step in (inviting.switch_off, inviting.switch_on):
        with pytest.raises(PermissionDenied):
            step(chief, by=administrator)
    with pytest.raises(PermissionDenied):
        inviting.change(chief, by=administrator, first_name="A", last_name="B", roles=[])


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_bulk_screens_are_closed_for_staff(admin_client: Client, action: str) -> None:
    user = make_user(Role.EDITOR)
    admin_client.post(f"/admin/bulk/people/user/{action}/?id={user.pk}", {"role": "1", "mark_as_active": ""})
    user.refresh_from_db()
    assert user.is_active
    assert [group.name for group in user.groups.all()] == ["editor"]


@pytest.mark.parametrize("address", ["/admin/groups/", "/admin/groups/new/"])
def test_groups_are_closed(admin_client: Client, address: str) -> None:
    assert admin_client.get(address).status_code == 302


def test_there_is_no_deleting(admin_client: Client) -> None:
    user = make_user()
    assert admin_client.post(f"/admin/users/delete/{user.pk}/").status_code == 404
    assert User.objects.filter(pk=user.pk).exists()


def test_a_new_link_for_somebody_who_never_came(
    admin_client: Client, administrator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = inviting.invite(by=administrator, **FACTS)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"/admin/users/{user.pk}/invite-again/")
    assert len(mail.outbox) == 1


def test_no_new_link_for_somebody_who_did(admin_client: Client, administrator: User) -> None:
    user = make_user()
    with pytest.raises(inviting.InvitationError):
        inviting.invite_again(user, by=administrator)
    response = admin_client.post(f"/admin/users/{user.pk}/invite-again/", follow=True)
    assert "has set a password already" in response.content.decode()
    assert not mail.outbox


def test_switching_off_ends_every_session_now(admin_client: Client) -> None:
    user = make_user(Role.EDITOR)
    theirs = Client()
    theirs.force_login(user)
    assert theirs.get("/admin/").status_code == 200
    assert "signed out everywhere" in admin_client.get(f"/admin/users/{user.pk}/switch-off/").content.decode()
    admin_client.post(f"/admin/users/{user.pk}/switch-off/")
    assert theirs.get("/admin/").status_code == 302
    admin_client.post(f"/admin/users/{user.pk}/switch-on/")
    user.refresh_from_db()
    assert user.is_active


def test_nobody_switches_themselves_off(admin_client: Client, administrator: User) -> None:
    admin_client.post(f"/admin/users/{administrator.pk}/switch-off/")
    administrator.refresh_from_db()
    assert administrator.is_active


def test_steps_are_for_administrators_and_are_known(client: Client, admin_client: Client) -> None:
    user = make_user()
    client.force_login(make_user(Role.PARTICIPATION_OFFICER))
    client.post(f"/admin/users/{user.pk}/switch-off/")
    user.refresh_from_db()
    assert user.is_active
    assert admin_client.get(f"/admin/users/{user.pk}/promote/").status_code == 404


def test_the_list_costs_the_same_with_more_people(
    admin_client: Client, administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    admin_client.get("/admin/users/")
    with django_assert_max_num_queries(25) as few:
        page = admin_client.get("/admin/users/").content.decode()
    assert "Administrator" in page
    assert f"/admin/users/{administrator.pk}/switch-off/" in page
    assert "/admin/users/delete/" not in page
    for role in (Role.EDITOR, Role.BOARD_MEMBER, Role.INSPECTOR):
        make_user(role)
    with django_assert_max_num_queries(25) as many:
        admin_client.get("/admin/users/")
    assert len(few.captured_queries) == len(many.captured_queries)


def test_switching_somebody_off_ends_their_sessions(administrator: User) -> None:
    somebody = make_user(Role.EDITOR)
    browser = Client()
    browser.force_login(somebody)
    UserSession.objects.create(user=somebody, ip="192.0.2.1", user_agent="", session_key=browser.session.session_key)
    inviting.switch_off(somebody, by=administrator)
    assert not UserSession.objects.exists()
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "07700900123"),
        ("+44 7700 900123", "07700900123"),
        ("0044 (0)7700-900-123", "07700900123"),
        ("", ""),
    ],
)
def test_a_mobile_number_is_kept_in_one_spelling(admin_client: Client, typed: str, kept: str) -> None:
    admin_client.post("/admin/users/new/", {**FACTS, "alert_phone": typed, "aliases": " Dex,,  Mr  Q , Dex"})
    user = User.objects.get(email="new@fenbrook.example")
    assert (user.alert_phone, user.aliases) == (kept, "Dex, Mr Q")
    changed = {**FACTS, "alert_phone": "07700 900999", "aliases": ""}
    assert admin_client.post(f"/admin/users/edit/{user.pk}/", changed).status_code == 302
    user.refresh_from_db()
    assert (user.alert_phone, user.aliases) == ("07700900999", "")


@pytest.mark.parametrize("typed", ["01632 960123", "07700 90012", "077009001234", "call me", "٠٧٧٠٠٩٠٠١٢٣"])
def test_a_number_that_gets_no_text_message_is_refused_with_a_way_out(admin_client: Client, typed: str) -> None:
    response = admin_client.post("/admin/users/new/", {**FACTS, "alert_phone": typed})
    html = response.content.decode()
    assert "like 07700 900123" in html
    assert typed in html
    assert FACTS["first_name"] in html
    assert not User.objects.filter(email="new@fenbrook.example").exists()
