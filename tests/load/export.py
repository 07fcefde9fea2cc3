"""How long an export of 10,000 rows takes on PostgreSQL, inspected, beside a bare reading of them in the same run.

Run with PostgreSQL in DATABASE_URL: `.venv/bin/python tests/load/export.py [rows]`.
Makes and drops a test database of its own; prints times and the ratio. Nothing here passes or fails.
"""

import os
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE), str(HERE / "site")]
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "LOG_LEVEL": "WARNING"}

import django

django.setup()

from django.db import connection
from django.test.utils import setup_test_environment
from django.utils import timezone

from engagement import releasing
from engagement.models import ExportForm, ExportKind, ExportReason, Submission
from engagement.quarters import Quarter
from people.models import User
from people.roles import Role
from tests.factories import make_officer, make_user
from tests.load.edition import fill, seconds


def measure(rows: int, officer: User, lead: User) -> None:
    quarter = Quarter.of(timezone.localdate() - timedelta(days=92))
    for have in (rows // 10, rows):
        fill(have - Submission.objects.count(), officer, quarter)
        Submission.objects.update(may_quote=True)
        bare = min(seconds(lambda: list(Submission.objects.values_list("public_words", "theme"))) for _ in range(3))
        for form in ExportForm:
            export = releasing.ask(
                by=officer,
                kind=ExportKind.SUBMISSIONS,
                form=form,
                first=quarter.first_day,
                last=quarter.last_day,
                reason=ExportReason.FIGURES,
            )
            releasing.release(export, by=lead)
            took = min(seconds(partial(releasing.fetch, export, by=officer)) for _ in range(3))
            print(
                f"{releasing.count(export):>8,} rows: {form.value} {took:.2f} s; bare reading {bare:.2f} s, "
                f"ratio {took / bare:.1f}"
            )


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL database first.")
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(rows, make_officer(), make_user(Role.SAFEGUARDING_LEAD))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
