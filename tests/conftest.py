"""What every test can ask for."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from config.logging import configure_logging
from people.models import User, YoungPerson
from people.roles import Role
from surveys.models.surveys import published
from tests.factories import make_officer, make_space, make_user

KEY = "plum-otter-lamp-river"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What these run again is counted where it is tested for itself; counting here would only double their time.
UNCOUNTED = (
    "attacks", "demo", "journeys", "test_matrix.py", "test_upgrades.py", "test_drill.py", "test_asks_sequences.py",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On SQLite without what only PostgreSQL has: roles, and writers side by side."""
    for item in items:
        if any(part in UNCOUNTED for part in item.path.parts):
            item.add_marker("no_cover")
    if connection.vendor == "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("postgresql")])
        items[:] = [item for item in items if not item.get_closest_marker("postgresql")]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever there is."""
    # Playwright's synchronous API keeps a loop running in this thread; the tests themselves are not asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _browser_first(request: pytest.FixtureRequest) -> None:
    """Start the browser before the database: Django keeps other connections for a thread once a loop runs in it."""
    if any(item.get_closest_marker("journey") for item in request.session.items):
        request.getfixturevalue("browser")


@pytest.fixture(scope="session")
def django_db_setup(_browser_first: None, django_db_setup: None) -> None:
    """pytest-django's own, after the browser; and tables that refuse to forget are emptied all the same after a test.

    On PostgreSQL Django empties by TRUNCATE, which triggers let through (in a real service the application's role may
    not do it). SQLite has DELETE only, so here, and nowhere in the product, the triggers are out of the way meanwhile.
    """
    ops: Any = type(connection.ops)
    if connection.vendor != "sqlite" or hasattr(ops, "flush_refused"):
        return
    ops.flush_refused = ops.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_is_refused'")
            triggers = cursor.fetchall()
        emptied: list[str] = self.flush_refused(*args, **kwargs)
        return [*(f"DROP TRIGGER {name}" for name, _sql in triggers), *emptied, *(sql for _name, sql in triggers)]

    ops.sql_flush = sql_flush


@pytest.fixture(autouse=True)
def _versions_are_read_anew() -> None:
    """A version never changes, so a process reads it once; after a test the next one may have its number."""
    published.cache_clear()


@pytest.fixture
def real_logs() -> Iterator[Callable[[], None]]:
    """A call that makes this test log as a real process does, at its most talkative; undone after the test.

    Called in the test and not here: pytest gives its capture of standard error to the test itself.
    """
    root, sql = logging.getLogger(), logging.getLogger("django.db.backends")
    before = root.handlers[:], root.level, sql.level

    def begin() -> None:
        configure_logging("DEBUG")
        sql.setLevel("INFO")  # SQL is never logged in a real service either

    yield begin
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    sql.setLevel(before[2])


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
