"""Is it alive, can it serve, is all well: three pages for whatever watches the service."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.models import Backup
from people import outbox

HEARTBEAT = "worker-heartbeat"
SILENT_AFTER = timedelta(minutes=5)
BACKUP_MAY_TAKE = timedelta(hours=1)


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while this process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """For a load balancer: 200 while this process can take a view, whatever waits behind it, else 503.

    Says which part is not well, and nothing more.
    """
    serving, behind = _serving(), _behind()
    return JsonResponse(serving | behind, status=200 if all(serving.values()) else 503)


@never_cache
@require_safe
def wellz(_request: HttpRequest) -> JsonResponse:
    """For an alarm: 503 as soon as any part is not well. Never for a load balancer."""
    parts = _serving() | _behind()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _serving() -> dict[str, bool]:
    """What has to be well for a view to be taken."""
    return {"database": _holds(_database), "migrations": _holds(_migrations), "cache": _cache()}


def _behind() -> dict[str, bool]:
    """What somebody has to look after soon; a view is safe in the database meanwhile."""
    return {"worker": _worker(), "outbox": _holds(_outbox), "backup": _holds(_backup)}


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except DatabaseError:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    return not pending_migrations()


def _cache() -> bool:
    try:
        cache.set("readyz", 1, 10)
        return bool(cache.get("readyz") == 1)
    except Exception:  # noqa: BLE001  (each cache backend raises its own kinds)
        return False


def _worker() -> bool:
    try:
        seen = cache.get(HEARTBEAT)
    except Exception:  # noqa: BLE001  (each cache backend raises its own kinds)
        return False
    return bool(seen and timezone.now() - seen < SILENT_AFTER)


def _outbox() -> bool:
    """No alert has waited for five minutes, and somebody asks for what is due."""
    return outbox.silent_since() is None


def _backup() -> bool:
    """Well where BACKUP_EVERY_HOURS is 0, or while the last backup is no older than that and an hour for making it."""
    if not settings.BACKUP_EVERY_HOURS:
        return True
    oldest = timezone.now() - timedelta(hours=settings.BACKUP_EVERY_HOURS) - BACKUP_MAY_TAKE
    return Backup.objects.filter(made_at__gte=oldest).exists()
