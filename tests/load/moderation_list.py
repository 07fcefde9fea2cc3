"""How quick the moderation list is with 200,000 submissions on PostgreSQL, beside a bare indexed query in the same run.

Run with PostgreSQL in DATABASE_URL: `.venv/bin/python tests/load/moderation_list.py [rows]`.
Makes and drops a test database of its own; prints times, query counts and the ratio. Nothing here passes or fails.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE), str(HERE / "site")]
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "LOG_LEVEL": "WARNING"}

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from engagement.models import Submission, Theme, Voice
from people.encryption import encrypt
from people.models import User
from tests.factories import make_officer, make_voice

ROUNDS = 60
WORDS = "We never know who is on shift until they walk in. Can we see it the day before?"


def fill(rows: int, first: int = 1) -> None:
    """`rows` open submissions in the shape the desk sees: 2% urgent, 10% soon, deadlines spread over a month."""
    pattern = make_voice(WORDS)
    common = {str(f.column) for f in Submission._meta.local_concrete_fields} - {
        "id", "uuid", "reference", "token", "urgency", "safety", "due_at", "score", "words", "theme_id",
    }  # fmt: skip
    columns = ", ".join(sorted(common))
    themes = list(Theme.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO engagement_submission
              ({columns}, uuid, reference, urgency, safety, due_at, score, words, theme_id)
            SELECT {columns}, gen_random_uuid(), 'L' || lpad(n::text, 7, '0'),
              CASE WHEN n %% 50 = 0 THEN 2 WHEN n %% 10 = 0 THEN 1 ELSE 0 END,
              CASE WHEN n %% 50 = 0 THEN 'waiting' ELSE 'not_raised' END,
              now() + (n %% 43200) * interval '1 minute' - interval '1 day', random(), %s,
              %s + n %% %s
            FROM engagement_submission, generate_series(%s, %s) AS n WHERE id = %s
            """,
            [encrypt(WORDS), min(themes), len(themes), first, first + rows - 1, pattern.pk],
        )
        extra = [str(f.column) for f in Voice._meta.local_concrete_fields if f.column != "submission_ptr_id"]
        cursor.execute(
            f"""
            INSERT INTO engagement_voice (submission_ptr_id, {", ".join(extra)})
            SELECT s.id, {", ".join("v." + column for column in extra)}
            FROM engagement_submission s, engagement_voice v WHERE v.submission_ptr_id = %s
              AND NOT EXISTS (SELECT 1 FROM engagement_voice o WHERE o.submission_ptr_id = s.id)
            """,
            [pattern.pk],
        )
        cursor.execute("ANALYZE")


def milliseconds(action: Callable[[], object]) -> list[float]:
    action()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95) - 1]


def bare_query() -> list[int]:
    return list(Submission.objects.to_read().values_list("pk", flat=True)[:50])


def page(client: Client, query: str = "") -> None:
    response = client.get(f"/admin/voices/{query}")
    assert response.status_code == 200, response.status_code


def measure(rows: int, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    for have in (rows // 20, rows):
        fill(have - Submission.objects.count(), Submission.objects.count() + 1)
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
            asked = len(queries)
        list_times, bare_times = milliseconds(lambda: page(client)), milliseconds(bare_query)
        print(
            f"{Submission.objects.count():>8,} rows: list p50 {statistics.median(list_times):6.1f} ms, "
            f"p95 {p95(list_times):6.1f} ms, {asked} queries; bare indexed query p95 {p95(bare_times):5.2f} ms; "
            f"ratio {p95(list_times) / p95(bare_times):.0f}"
        )


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL database first.")
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(rows, make_officer())
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
