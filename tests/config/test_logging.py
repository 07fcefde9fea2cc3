"""Logs keep to their list of keys, so words cannot get in."""

import json
import logging
from collections.abc import Callable

import pytest
import structlog
from django.test import Client

from config.logging import ALLOWED_KEYS, configure_logging
from tests.factories import CANARY

pytestmark = pytest.mark.usefixtures("real_logs")  # for the undoing


def logged(capsys: pytest.CaptureFixture[str], action: Callable[[], object]) -> dict[str, object]:
    """The one line that `action` leaves on standard error."""
    configure_logging()
    action()
    written = capsys.readouterr().err
    assert CANARY not in written
    (line,) = [json.loads(text) for text in written.splitlines()]
    return dict(line)


def break_with_words() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("room").exception("It broke")


def test_unknown_keys_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    line = logged(capsys, lambda: structlog.get_logger("room").info("done", count=3, words=CANARY, email=CANARY))
    assert line["count"] == 3
    assert set(line) <= ALLOWED_KEYS


def test_other_peoples_messages_are_not_filled_in(capsys: pytest.CaptureFixture[str]) -> None:
    line = logged(capsys, lambda: logging.getLogger("django.request").error("Broken: %s", CANARY))
    assert line["event"] == "Broken: %s"


def test_an_exception_leaves_its_kind_and_place_but_not_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    line = logged(capsys, break_with_words)
    assert line["exception_type"] == "ValueError"
    assert str(line["where"]).startswith(f"{__name__}:")


def test_a_request_is_logged_by_its_route_and_not_its_path(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    line = logged(capsys, lambda: client.get("/healthz", {"q": CANARY}))
    assert (line["route"], line["method"], line["status"]) == ("healthz", "GET", 200)
