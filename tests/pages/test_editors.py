"""Who may write pages and keep the help numbers up to date."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import GroupPagePermission

from pages.editors import let_editors_write
from pages.models import HelpContact, HomePage
from people.models import User
from people.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_pages_helpcontact:list"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_writes_and_an_officer_makes_it_public() -> None:
    home = HomePage.objects.get()
    editor = home.permissions_for_user(make_user(Role.EDITOR))
    officer = home.permissions_for_user(make_user(Role.PARTICIPATION_OFFICER))
    assert editor.can_edit()
    assert not editor.can_publish()
    assert officer.can_edit()
    assert officer.can_publish()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR, Role.PARTICIPATION_OFFICER}))
def test_nobody_else_writes(role: Role) -> None:
    user = make_user(role)
    assert not HomePage.objects.get().permissions_for_user(user).can_edit()
    assert not user.has_perm("pages.change_helpcontact")
    assert client_of(user).get(reverse(LIST)).status_code == 302


def test_rights_are_given_once_however_often_it_runs() -> None:
    before = GroupPagePermission.objects.count()
    let_editors_write()
    assert GroupPagePermission.objects.count() == before


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PARTICIPATION_OFFICER])
def test_help_numbers_are_changed_in_one_place(role: Role) -> None:
    shout = HelpContact.objects.get(name="Shout")
    response = client_of(make_user(role)).post(
        reverse("wagtailsnippets_pages_helpcontact:edit", args=[shout.pk]),
        {
            "name": "Shout",
            "purpose": "Text any time",
            "kind": "sms",
            "number": "85258",
            "order": 20,
            "last_checked": "2026-11-20",
        },
    )
    assert response.status_code == 302
    shout.refresh_from_db()
    assert shout.purpose == "Text any time"
    assert "Text any time" in Client().get("/help-now/").content.decode()


def test_the_list_of_numbers_costs_the_same_however_long(
    officer_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer_client.get(reverse(LIST))
    with django_assert_num_queries(17):
        officer_client.get(reverse(LIST))
    for n in range(5):
        HelpContact.objects.create(name=f"Line {n}", purpose="Help", number="0800", last_checked=date(2026, 11, 1))
    with django_assert_num_queries(17):
        assert "Line 4" in officer_client.get(reverse(LIST)).content.decode()
