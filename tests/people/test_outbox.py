"""Alerts leave once each, say how much waits and nothing else, and survive senders and servers that die."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from pytest_django.fixtures import Settings

from people import outbox
from people.models import OutboxMessage
from people.models.outbox import CLAIM_LASTS
from people.tasks import send_outbox

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 9, 10, tzinfo=UTC)
DEAD = "smtp is not answering at secret.example"


class DeadServer:
    """A mail server that is away."""

    def __init__(self, **_options: Any) -> None:
        pass

    def send_messages(self, _messages: Any) -> int:
        raise OSError(DEAD)


@pytest.fixture
def dead(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"


def put(key: str = "one", **fields: Any) -> None:
    outbox.put("concern", "duty@fenbrook.example", key=key, link="/admin/concerns/", **fields)


def test_a_message_is_sent_once_and_says_only_how_much_waits(settings: Settings) -> None:
    put()
    put()
    send_outbox()
    assert outbox.send_due() == 0
    (message,) = mail.outbox
    assert message.subject == "1 urgent item is waiting"
    assert message.to == ["duty@fenbrook.example"]
    assert f"{settings.WAGTAILADMIN_BASE_URL}/admin/concerns/" in message.body
    assert "Said & Done" in message.body
    assert message.extra_headers["Message-ID"].startswith("<outbox-")


def test_several_items_and_requests_have_words_of_their_own() -> None:
    put(count=3)
    outbox.put("request", "advocate@fenbrook.example", key="two", count=2)
    outbox.send_due()
    assert [message.subject for message in mail.outbox] == [
        "3 urgent items are waiting",
        "2 requests are waiting for you",
    ]


def test_a_dead_mail_server_loses_nothing_and_is_tried_again_within_half_a_minute(
    dead: None, settings: Settings
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        put()
        for _ in range(12):
            outbox.send_due()
            message = OutboxMessage.objects.get()
            assert message.not_before - timezone.now() <= timedelta(seconds=30)
            clock.move_to(message.not_before)
        assert (message.attempts, message.trouble) == (12, "OSError")
        assert DEAD not in str(list(OutboxMessage.objects.values()))
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert outbox.send_due() == 1


def test_a_claimed_message_is_left_alone_until_the_claim_has_run_out() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        put()
        OutboxMessage.objects.update(claimed_at=NOW)
        assert outbox.send_due() == 0
        assert not outbox._send_one(OutboxMessage.objects.get().pk, NOW)
        clock.shift(CLAIM_LASTS + timedelta(seconds=1))
        assert outbox.send_due() == 1


def test_silence_is_noticed_after_five_minutes(dead: None) -> None:
    cache.delete(outbox.LAST_ROUND)
    with time_machine.travel(NOW, tick=False) as clock:
        assert outbox.silent_since() == NOW - outbox.SILENT_AFTER  # never ran here
        outbox.send_due()
        assert outbox.silent_since() is None
        put()
        clock.shift(timedelta(minutes=4))
        outbox.send_due()
        assert outbox.silent_since() is None
        clock.shift(timedelta(minutes=1))
        outbox.send_due()
        assert outbox.silent_since() == NOW  # it runs, and nothing leaves
        OutboxMessage.objects.update(sent_at=timezone.now())
        clock.shift(timedelta(minutes=6))
        assert outbox.silent_since() == NOW + timedelta(minutes=5)  # it does not run


def test_a_cache_that_is_away_counts_as_silence(settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert outbox.silent_since()


class Notify(BaseHTTPRequestHandler):
    """Answers as GOV.UK Notify does, and keeps what it was sent."""

    got: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        type(self).got.append({"path": self.path, **json.loads(self.rfile.read(length))})
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "1"}')

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def notify(settings: Settings) -> Iterator[type[Notify]]:
    server = HTTPServer(("127.0.0.1", 0), Notify)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Notify.got = []
    settings.NOTIFY_URL = f"http://127.0.0.1:{server.server_port}"
    settings.NOTIFY_API_KEY = (
        "test-" + "0" * 8 + "-0000-0000-0000-" + "0" * 12 + "-" + "1" * 8 + "-1111-1111-1111-" + "1" * 12
    )
    settings.NOTIFY_TEMPLATE = "2" * 8 + "-2222-2222-2222-" + "2" * 12
    yield Notify
    server.shutdown()
    thread.join()
    server.server_close()


def test_texts_are_off_until_there_is_a_key(settings: Settings) -> None:
    assert not outbox.texts_are_on()


def test_a_text_goes_by_notify_and_says_as_little(notify: type[Notify]) -> None:
    assert outbox.texts_are_on()
    outbox.put("concern", "07700900123", key="text", channel=OutboxMessage.Channel.TEXT)
    assert outbox.send_due() == 1
    (sent,) = notify.got
    assert sent["path"] == "/v2/notifications/sms"
    assert sent["phone_number"] == "07700900123"
    assert sent["personalisation"] == {"subject": "1 urgent item is waiting"}
