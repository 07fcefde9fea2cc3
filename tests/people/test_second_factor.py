"""Staff and their second step: asked for everywhere, set up once, and nobody gets round it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User, YoungPerson
from people.roles import Role
from tests.factories import make_user

PASSWORD = "a long enough password"

pytestmark = pytest.mark.django_db


def code_for(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    return code


def sign_in(client: Client, user: User, onwards: str = "") -> str:
    address = reverse("account_login") + (f"?next={onwards}" if onwards else "")
    response = client.post(address, {"login": user.email, "password": PASSWORD, "next": onwards})
    return response["Location"] if response.status_code == 302 else ""


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/keys/", "/staff/", "/my-space/"]
)
def test_without_a_second_step_every_page_leads_to_setting_one_up(client: Client, address: str) -> None:
    client.force_login(make_user(Role.PARTICIPATION_OFFICER, second_factor=False))
    assert client.get(address)["Location"] == reverse("mfa_index")
    assert client.post(address)["Location"] == reverse("mfa_index")


def test_recovery_codes_alone_are_no_second_step(client: Client) -> None:
    user = make_user(Role.PARTICIPATION_OFFICER, second_factor=False)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/admin/")["Location"] == reverse("mfa_index")


def test_setting_up_an_app_shows_recovery_codes_and_goes_on_where_one_was_going(client: Client) -> None:
    user = make_user(Role.PARTICIPATION_OFFICER, second_factor=False)
    assert sign_in(client, user, "/admin/keys/") == "/admin/keys/"
    assert client.get("/admin/keys/")["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    (secret,) = re.findall(r'id="authenticator_secret"[^>]*value="(\w+)"', page)
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(done["Location"]).content.decode()
    assert len(re.findall(r"<code>\d+</code>", codes)) == 10
    assert reverse("people:staff-door") in codes
    assert client.get(reverse("people:staff-door"))["Location"] == "/admin/keys/"
    assert client.get("/admin/keys/").status_code == 200


def test_a_password_alone_signs_nobody_in(client: Client) -> None:
    user = make_user(Role.PARTICIPATION_OFFICER)
    assert sign_in(client, user).startswith(reverse("mfa_authenticate"))
    assert client.get("/admin/").status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    secret = decrypt(Authenticator.objects.get(user=user).data["secret"])
    done = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert done["Location"] == reverse("people:staff-door")
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client: Client) -> None:
    user = make_user(Role.PARTICIPATION_OFFICER)
    code = RecoveryCodes.activate(user).generate_codes()[0]
    for expected in (302, 200):
        browser = Client()
        sign_in(browser, user)
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_removing_the_only_second_step_closes_the_doors_again(officer_client: Client, officer: User) -> None:
    Authenticator.objects.filter(user=officer).delete()
    assert officer_client.get("/admin/")["Location"] == reverse("mfa_index")


def test_guessing_passwords_is_limited(client: Client) -> None:
    user = make_user(Role.EDITOR)
    for _ in range(6):
        client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_unknown_and_known_addresses_get_the_same_answer(client: Client) -> None:
    user = make_user(Role.EDITOR)
    answers = set()
    for email in (user.email, "nobody@fenbrook.example"):
        page = Client().post(reverse("account_login"), {"login": email, "password": "wrong"}).content.decode()
        answers.add(re.sub(r'value="\w{32,}"', "", page).replace(email, ""))
    assert len(answers) == 1


def test_nobody_signs_up(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "Ask your administrator" in page
    client.post(reverse("account_signup"), {"email": "new@fenbrook.example", "password1": PASSWORD})
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/x/"])
def test_an_address_cannot_be_changed(officer_client: Client, address: str) -> None:
    assert officer_client.get(address).status_code == 404


def test_wagtails_own_ways_round_are_closed(client: Client, officer_client: Client, officer: User) -> None:
    assert client.get("/admin/login/")["Location"].startswith(reverse("account_login"))
    reset = client.get("/admin/password_reset/")
    assert reset.status_code in {302, 404}
    assert not mail.outbox
    page = officer_client.get("/admin/account/").content.decode()
    for no in ("old_password", "new_password1", 'name="name_email-email"'):
        assert no not in page


@pytest.mark.parametrize("name", ["mfa_index", "account_change_password", "usersessions_list", "account_logout"])
def test_an_account_has_its_pages(officer_client: Client, name: str) -> None:
    page = officer_client.get(reverse(name), follow=True).content.decode()
    assert page.count("<h1") == 1
    assert reverse("usersessions_list") in page or "account_reauthenticate" in page or "<form" in page


def test_a_young_person_is_no_user() -> None:
    assert not issubclass(YoungPerson, User)
    assert not [field for field in YoungPerson._meta.get_fields() if field.name in {"password", "groups", "email"}]
    assert not [
        field
        for field in User._meta.get_fields()
        if field.is_relation and field.related_model is YoungPerson and not field.auto_created
    ]


def test_changing_an_existing_second_step_wants_the_password_again(officer_client: Client) -> None:
    for name in ("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert officer_client.get(reverse(name))["Location"].startswith("/accounts/"), name


def test_a_first_second_step_long_after_signing_in_wants_the_password_again(client: Client) -> None:
    user = make_user(Role.EDITOR, second_factor=False)
    client.force_login(user)
    user.last_login = timezone.now() - timedelta(hours=1)
    user.save()
    assert "reauthenticate" in client.get(reverse("mfa_activate_totp"))["Location"]
