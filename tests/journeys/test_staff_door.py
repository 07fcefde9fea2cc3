"""Staff at their door in a real browser: an invitation, a passkey, and signing in with the passkey alone."""

from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import CDPSession, Page, expect

from people import inviting
from people.roles import Role
from people.tasks import send_invitation
from tests.factories import make_space, make_user
from tests.journeys.conftest import OpenVisit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PASSWORD = "plum otter lamp river"


def give_authenticator(page: Page) -> CDPSession:
    """Chromium's own virtual authenticator, which says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    return session


def test_from_an_invitation_to_signing_in_with_a_passkey(visit: OpenVisit, live_server: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    administrator = make_user(Role.ADMINISTRATOR)
    nia = inviting.invite(
        by=administrator, email="nia@fenbrook.example", first_name="Nia", last_name="Price", roles=[Role.EDITOR]
    )
    send_invitation(nia.pk)
    link = next(line for line in str(mail.outbox[-1].body).splitlines() if line.startswith("http"))
    one = visit(768)
    give_authenticator(one.page)
    one.page.goto(link)
    assert axe(one.page) == []
    one.page.get_by_label("New Password", exact=True).fill(PASSWORD)
    one.page.get_by_label("New Password (again)").fill(PASSWORD)
    one.page.get_by_role("button", name="Save and go on").click()
    expect(one.page.get_by_role("heading", name="Second step")).to_be_visible()
    assert axe(one.page) == []
    one.page.get_by_role("link", name="Add a passkey").click()
    one.page.get_by_label("Passwordless").check()
    assert axe(one.page) == []
    one.page.locator("#mfa_webauthn_add").click()
    expect(one.page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert axe(one.page) == []
    one.page.get_by_role("link", name="I have kept them").click()
    expect(one.page).to_have_url(live_server.url + "/admin/")

    one.go("/accounts/logout/")
    one.page.locator("main").get_by_role("button", name="Sign Out").click()
    one.go("/accounts/login/")
    assert axe(one.page) == []
    one.page.get_by_role("button", name="Use a passkey").click()
    expect(one.page).to_have_url(live_server.url + "/admin/")


def test_a_key_card_opens_a_space(visit: OpenVisit) -> None:
    make_space("plum-otter-lamp-river")
    one = visit()
    one.go("/sign-in/#key=plum-otter-lamp-river")
    expect(one.page.get_by_label("Your key")).to_have_value("plum-otter-lamp-river")
    assert "#" not in one.page.url
    one.page.get_by_role("button", name="Open my space").click()
    expect(one.page).to_have_url(one.address + "/my-space/")


def test_a_key_opens_a_space_with_scripts_off(visit: OpenVisit) -> None:
    make_space("plum-otter-lamp-river")
    one = visit(scripts=False)
    one.go("/sign-in/")
    one.page.get_by_label("Your key").fill("Plum Otter Lamp River")
    one.page.get_by_role("button", name="Open my space").click()
    expect(one.page).to_have_url(one.address + "/my-space/")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_at_the_doors(visit: OpenVisit, width: int, dark: bool) -> None:
    one = visit(width, dark=dark)
    for path in ("/sign-in/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        one.go(path)
        assert axe(one.page) == []
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one.go("/sign-in/")
    one.page.get_by_role("button", name="Open my space").click()
    expect(one.page.get_by_role("alert")).to_be_visible()
    assert axe(one.page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_an_account(visit: OpenVisit, width: int) -> None:
    one = visit(width, staff=make_user(Role.PARTICIPATION_OFFICER))
    for path in ("/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/", "/accounts/logout/"):
        one.go(path)
        assert axe(one.page) == []
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
