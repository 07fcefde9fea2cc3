"""Put alerts in the outbox, and send what is due: once each, whoever dies in between."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from notifications_python_client.notifications import NotificationsAPIClient

from people.models import OutboxMessage

log = structlog.get_logger()

LAST_ROUND = "outbox-last-round"
SILENT_AFTER = timedelta(minutes=5)
ROUND = 200  # messages at most, so that a round ends
LONGEST_PAUSE = 30  # seconds between two attempts: after a mail server's return nothing waits longer


def put(kind: str, address: str, *, key: str, count: int = 1, link: str = "", channel: str = "mail") -> None:
    """Have `address` told, once for each `key`. Call it inside the transaction of what caused it.

    `kind` names a template under templates/email/; `link` is a path of ours that names nobody.
    """
    now = timezone.now()
    # Whoever wrote the same key first was right; the second neither waits nor fails.
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                kind=kind,
                address=address,
                key=key,
                count=count,
                link=link,
                channel=channel,
                made_at=now,
                not_before=now,
            )
        ],
        ignore_conflicts=True,
    )


def texts_are_on() -> bool:
    """Whether the council has given a GOV.UK Notify key and template."""
    return bool(settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE)


def send_due() -> int:
    """One round: send what is due, and say that the sender lives. Returns how many were sent.

    A row is claimed before it is sent and let go when sending fails. A sender that dies between the mail server's yes
    and its own note sends again: the message then carries the same Message-ID, by which mail systems drop the second.
    """
    now = timezone.now()
    sent = sum(_send_one(pk, now) for pk in OutboxMessage.objects.due(now).values_list("pk", flat=True)[:ROUND])
    cache.set(LAST_ROUND, timezone.now(), None)
    return sent


def silent_since() -> datetime | None:
    """Since when no alert leaves: the sender has not run, or a message has waited, for five minutes. None when well."""
    now = timezone.now()
    try:
        last = cache.get(LAST_ROUND)
    except Exception:  # noqa: BLE001  (each cache backend raises its own kinds; no answer means that nobody can tell)
        last = None
    oldest = OutboxMessage.objects.waiting().order_by("made_at").values_list("made_at", flat=True).first()
    stuck = [at for at in (last or now - SILENT_AFTER, oldest) if at and now - at >= SILENT_AFTER]
    return min(stuck, default=None)


def _send_one(pk: int, now: datetime) -> bool:
    claimed = OutboxMessage.objects.due(now).filter(pk=pk).update(claimed_at=now, attempts=F("attempts") + 1)
    if not claimed:
        return False
    message = OutboxMessage.objects.get(pk=pk)
    try:
        _CHANNELS[message.channel](message)
    except Exception as error:  # noqa: BLE001  (whatever a mail server does, the message stays and is tried again)
        pause = timedelta(seconds=min(5 * message.attempts, LONGEST_PAUSE))
        OutboxMessage.objects.filter(pk=pk).update(
            claimed_at=None, not_before=timezone.now() + pause, trouble=type(error).__name__[:80]
        )
        log.warning("alert not sent", message=pk, kind=message.kind, trouble=type(error).__name__)
        return False
    OutboxMessage.objects.filter(pk=pk).update(sent_at=timezone.now(), claimed_at=None, trouble="")
    return True


def _say(message: OutboxMessage) -> tuple[str, str]:
    """Subject and body: the first line of the template and the rest."""
    said = render_to_string(
        f"email/{message.kind}.txt",
        {
            "count": message.count,
            "url": settings.WAGTAILADMIN_BASE_URL + message.link,
            "product_name": settings.PRODUCT_NAME,
            "team_phone": settings.TEAM_PHONE,
        },
    )
    subject, _line, body = said.partition("\n")
    return subject.strip(), body.strip() + "\n"


def _mail(message: OutboxMessage) -> None:
    subject, body = _say(message)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    EmailMessage(
        subject, body, None, [message.address], headers={"Message-ID": f"<outbox-{message.pk}@{domain}>"}
    ).send()


def _text(message: OutboxMessage) -> None:
    """By GOV.UK Notify, with a template of one field, `subject`; its service and key are the council's own."""
    client: Any = NotificationsAPIClient  # it has no types
    notify = client(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL)
    notify.send_sms_notification(
        phone_number=message.address,
        template_id=settings.NOTIFY_TEMPLATE,
        personalisation={"subject": _say(message)[0]},
        reference=f"outbox-{message.pk}",
    )


_CHANNELS: dict[str, Callable[[OutboxMessage], None]] = {
    OutboxMessage.Channel.MAIL: _mail,
    OutboxMessage.Channel.TEXT: _text,
}
