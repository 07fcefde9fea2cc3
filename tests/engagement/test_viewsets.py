"""Themes and ready words: the team keeps them, nothing is lost by it, and no file of rows comes out."""

import pytest
from django.test import Client

from engagement.models import ReplyTemplate, Theme
from engagement.viewsets import TeamPolicy
from people.models import User
from people.roles import Role
from tests.factories import make_user, make_voice

pytestmark = pytest.mark.django_db


def test_the_team_renames_and_retires_a_theme(officer_client: Client) -> None:
    theme = Theme.objects.all()[0]
    data = {"name": "Home", "examples": "Food", "order": 0, "retired": "on"}
    assert officer_client.post(f"/admin/themes/edit/{theme.pk}/", data).status_code == 302
    theme.refresh_from_db()
    assert (theme.name, theme.retired) == ("Home", True)


def test_a_theme_is_never_deleted(officer_client: Client) -> None:
    theme = Theme.objects.all()[0]
    make_voice(theme=theme)
    assert officer_client.post(f"/admin/themes/delete/{theme.pk}/").status_code == 302
    assert Theme.objects.filter(pk=theme.pk).exists()
    assert "/admin/themes/delete/" not in officer_client.get(f"/admin/themes/edit/{theme.pk}/").content.decode()


def test_ready_words_are_added_and_deleted(officer_client: Client) -> None:
    data = {"title": "See you there", "words": "We will see you there.", "order": 9}
    assert officer_client.post("/admin/reply-templates/new/", data).status_code == 302
    ready = ReplyTemplate.objects.get(title="See you there")
    assert officer_client.post(f"/admin/reply-templates/delete/{ready.pk}/").status_code == 302
    assert not ReplyTemplate.objects.filter(pk=ready.pk).exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("path", ["/admin/themes/", "/admin/reply-templates/"])
def test_no_spreadsheet_comes_out(officer_client: Client, path: str, kind: str) -> None:
    response = officer_client.get(path, {"export": kind})
    assert response["Content-Type"].startswith("text/html")
    assert "export=" not in officer_client.get(path).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADVOCATE, Role.SERVICE_MANAGER, Role.ADMINISTRATOR])
def test_other_staff_keep_their_hands_off(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role))
    for path in ("/admin/themes/", "/admin/themes/new/", "/admin/reply-templates/"):
        assert client.get(path).status_code == 302


def test_the_policy_names_who_may(officer: User) -> None:
    make_user(Role.EDITOR)
    lead = make_user(Role.SAFEGUARDING_LEAD)
    assert set(TeamPolicy(Theme).users_with_any_permission(["change"])) == {officer, lead}
