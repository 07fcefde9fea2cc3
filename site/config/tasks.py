"""What the platform does by itself, all the time: show that the worker lives, and sweep the queue's folder."""

import time
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from config.health import HEARTBEAT

KEPT_FOR = 60 * 60  # seconds that a finished message file stays


@shared_task(ignore_result=True)
def beat() -> None:
    """Say that scheduler, broker and worker all work: /readyz reads it."""
    cache.set(HEARTBEAT, timezone.now(), None)


@shared_task(ignore_result=True)
def sweep_queue() -> None:
    """Remove finished message files, which the filesystem broker keeps for ever. Safe to run twice."""
    options: dict[str, str] = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    if "processed_folder" not in options:
        return
    for message in Path(options["processed_folder"]).glob("*"):
        if message.is_file() and time.time() - message.stat().st_mtime > KEPT_FOR:
            message.unlink(missing_ok=True)
