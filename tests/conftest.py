"""What every test can ask for."""

import pytest
from django.test import Client

from people.models import User, YoungPerson
from people.roles import Role
from tests.factories import make_officer, make_space, make_user

KEY = "plum-otter-lamp-river"


@pytest.fixture
def officer(db: None) -> User:
    return make_officer(first_name="Marcia")


@pytest.fixture
def second_officer(db: None) -> User:
    return make_officer(first_name="Dev")


@pytest.fixture
def manager(db: None) -> User:
    return make_user(Role.SERVICE_MANAGER, first_name="Ruth", job_title="Head of residential homes")


@pytest.fixture
def board_member(db: None) -> User:
    return make_user(Role.BOARD_MEMBER, first_name="Amina")


@pytest.fixture
def officer_client(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def space(officer: User) -> YoungPerson:
    """A space whose key an officer handed over."""
    return make_space(KEY, issued_by=officer)


@pytest.fixture
def young(space: YoungPerson) -> Client:
    """A browser in which `space` is open."""
    client = Client()
    assert client.post("/sign-in/", {"key": KEY}).status_code == 302
    return client
