"""What every test can ask for."""

import pytest
from django.test import Client

from people.models import User
from people.roles import Role
from tests.factories import make_officer, make_user


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
