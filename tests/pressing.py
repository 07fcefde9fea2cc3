"""Presses the buttons of the desk in tests."""

from typing import Any

from django.test import Client

from engagement.models import Finding, Voice
from tests.factories import make_voice


def send(client: Client, item: Voice, action: str, **data: object) -> Any:
    """Press a button of the page as it stands now, unless `version` says it was read earlier."""
    item.refresh_from_db()
    return client.post(f"/admin/voices/{item.uuid}/{action}/", {"version": item.version, **data})


def verbs(item: Voice) -> list[str]:
    return [event.verb for event in item.events.all()]


def with_details(words: str, *parts: str, **fields: object) -> Voice:
    item = make_voice(words, **fields)
    for part in parts:
        start = words.index(part)
        Finding.objects.create(
            submission=item, rule="pii_full_name", category="pii_full_name", start=start, end=start + len(part)
        )
    return item
