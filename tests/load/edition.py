"""How long an edition over 100,000 views takes on PostgreSQL, sealing included, beside a bare count in the same run.

Run with PostgreSQL in DATABASE_URL: `.venv/bin/python tests/load/edition.py [rows]`.
Makes and drops a test database of its own; prints times and the ratio. Nothing here passes or fails.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE), str(HERE / "site")]
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "LOG_LEVEL": "WARNING"}

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from engagement import formats, publishing
from engagement.models import Submission, Theme, Voice
from engagement.quarters import Quarter
from people.encryption import encrypt
from people.models import User
from tests.factories import make_approved_voice, make_officer

WORDS = "We never know who is on shift until they walk in. Can we see it the day before?"


def fill(rows: int, officer: User, quarter: Quarter) -> None:
    """`rows` approved views spread over `quarter`, one in ten with a yes to be quoted, over all themes."""
    pattern = make_approved_voice(WORDS, by=officer, may_quote=True)
    own = {
        "id", "uuid", "reference", "token", "public_words", "theme_id", "may_quote", "received_at", "received_on",
        "decided_at", "age_band", "care_status",
    }  # fmt: skip
    columns = ", ".join(sorted({str(f.column) for f in Submission._meta.local_concrete_fields} - own))
    themes = list(Theme.objects.values_list("pk", flat=True))
    days = (quarter.last_day - quarter.first_day).days
    first = Submission.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO engagement_submission ({columns}, uuid, reference, public_words, theme_id, may_quote,
              received_at, received_on, decided_at, age_band, care_status)
            SELECT {columns}, gen_random_uuid(), 'L' || lpad(n::text, 7, '0'), %s, %s + n %% %s, n %% 10 = 0,
              %s::date + (n %% %s), %s::date + (n %% %s), %s::date + (n %% %s),
              CASE WHEN n %% 3 = 0 THEN 'under_16' ELSE '16_17' END,
              CASE WHEN n %% 4 = 0 THEN 'care_leaver' ELSE 'looked_after' END
            FROM engagement_submission, generate_series(%s, %s) AS n WHERE id = %s
            """,
            [
                encrypt(WORDS), min(themes), len(themes), quarter.first_day, days, quarter.first_day, days,
                quarter.first_day, days, first, first + rows - 1, pattern.pk,
            ],
        )  # fmt: skip
        extra = ", ".join(f"v.{f.column}" for f in Voice._meta.local_concrete_fields if f.column != "submission_ptr_id")
        cursor.execute(
            f"""
            INSERT INTO engagement_voice (submission_ptr_id, {extra.replace("v.", "")})
            SELECT s.id, {extra} FROM engagement_submission s, engagement_voice v WHERE v.submission_ptr_id = %s
              AND NOT EXISTS (SELECT 1 FROM engagement_voice o WHERE o.submission_ptr_id = s.id)
            """,
            [pattern.pk],
        )
        cursor.execute("ANALYZE")


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure(rows: int, officer: User) -> None:
    quarter = Quarter.of(timezone.localdate() - timedelta(days=92))
    for have in (rows // 10, rows):
        fill(have - Submission.objects.count(), officer, quarter)
        bare = min(seconds(lambda: Submission.objects.values("theme").count()) for _ in range(5))
        edition = publishing.open_draft(quarter, officer)
        with CaptureQueriesContext(connection) as queries:
            counted = seconds(partial(publishing.rebuild, edition, officer))
        fixed = seconds(partial(publishing.fix, edition, officer))
        papers = {kind: seconds(partial(publishing.keep_paper, edition, kind)) for kind in formats.kinds()}
        whole = counted + fixed + sum(papers.values())
        each = ", ".join(f"{kind} {took:.2f}" for kind, took in papers.items()) or "no formats"
        print(
            f"{Submission.objects.count():>8,} views: counted {counted:.2f} s in {len(queries)} queries, "
            f"sealed {fixed:.2f} s, {each}; whole {whole:.2f} s; bare count {bare * 1000:.0f} ms, "
            f"ratio {whole / bare:.0f}"
        )
        quarter = quarter.previous if have == rows // 10 else quarter


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL database first.")
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(rows, make_officer())
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
