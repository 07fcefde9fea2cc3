"""Is it alive, is it ready: two pages for whatever watches the service."""

from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

HEARTBEAT = "worker-heartbeat"
SILENT_AFTER = timedelta(minutes=5)


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while this process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, cache and worker are well, else 503; says which part is not, and nothing more."""
    parts = {"database": _database(), "migrations": False, "cache": _cache(), "worker": _worker()}
    parts["migrations"] = parts["database"] and _migrations()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


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
