"""How long the inspector's pack over 100,000 events takes on PostgreSQL, beside a bare reading of them in the same run.

Run with PostgreSQL in DATABASE_URL: `.venv/bin/python tests/load/pack.py [events]`.
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
from django.test.utils import setup_test_environment
from django.utils import timezone

from engagement.models import Ask, AskEvent, Contribution, Pack, PackFile, Submission, Voice
from engagement.packs import making
from engagement.packs.checking import fault_of
from people.models import User
from people.roles import Role
from tests.factories import make_approved_voice, make_ask, make_officer, make_user

VERBS = ("raised", "checked", "asked", "promised", "progress", "progress", "done", "questioned", "confirmed")
A_CHAIN = len(VERBS) + 1  # and the line of its views
WORDS = "The rota is on the fridge from Monday, and you can see it on the page too."


def columns_of(model: type[Ask | AskEvent | Submission | Voice | Contribution], own: set[str]) -> str:
    return ", ".join(sorted({str(field.column) for field in model._meta.local_concrete_fields} - own))


def fill(chains: int, officer: User, owner: User) -> None:
    """`chains` asks with nine steps each over the last 300 days, and a view each."""
    ask, view = make_ask(by=officer), make_approved_voice(by=officer)
    first = Ask.objects.count() + Submission.objects.count()
    asks = columns_of(Ask, {"id", "uuid", "wording", "checked_by_id"})
    views = columns_of(Submission, {"id", "uuid", "reference", "token"})
    parts = columns_of(Voice, {"submission_ptr_id"})
    second, start = make_officer(), timezone.now() - timedelta(days=300)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO engagement_ask ({asks}, uuid, wording, checked_by_id) SELECT {asks}, gen_random_uuid(), "
            "'Load ' || n, %s FROM engagement_ask, generate_series(1, %s) AS n WHERE id = %s",
            [second.pk, chains, ask.pk],
        )
        steps = ", ".join(f"({n}, '{verb}')" for n, verb in enumerate(VERBS))
        cursor.execute(
            "INSERT INTO engagement_askevent (ask_id, verb, by_id, at, version, words, owner_id, due_on, reason, "
            "would_change, affects) SELECT a.id, s.verb, %s, %s + s.n * interval '20 days', s.n, %s, %s, "
            f"current_date, '', '', '' FROM engagement_ask a, (VALUES {steps}) AS s (n, verb) "
            "WHERE NOT EXISTS (SELECT 1 FROM engagement_askevent e WHERE e.ask_id = a.id)",
            [officer.pk, start, WORDS, owner.pk],
        )
        cursor.execute(
            f"INSERT INTO engagement_submission ({views}, uuid, reference) SELECT {views}, gen_random_uuid(), "
            "'L' || lpad((%s + n)::text, 7, '0') FROM engagement_submission, generate_series(1, %s) AS n WHERE id = %s",
            [first, chains, view.pk],
        )
        cursor.execute(
            f"INSERT INTO engagement_voice (submission_ptr_id, {parts}) SELECT s.id, "
            f"{', '.join('v.' + name for name in parts.split(', '))} FROM engagement_submission s, engagement_voice v "
            "WHERE v.submission_ptr_id = %s AND NOT EXISTS "
            "(SELECT 1 FROM engagement_voice o WHERE o.submission_ptr_id = s.id)",
            [view.pk],
        )
        cursor.execute(
            "INSERT INTO engagement_contribution (ask_id, submission_id, added_by_id, added_at) "
            "SELECT a.id, s.id, %s, %s FROM "
            "(SELECT id, row_number() OVER (ORDER BY id) AS n FROM engagement_ask a WHERE NOT EXISTS "
            "(SELECT 1 FROM engagement_contribution c WHERE c.ask_id = a.id)) a JOIN "
            "(SELECT id, row_number() OVER (ORDER BY id) AS n FROM engagement_submission s WHERE NOT EXISTS "
            "(SELECT 1 FROM engagement_contribution c WHERE c.submission_id = s.id)) s USING (n)",
            [officer.pk, start],
        )
        cursor.execute("ANALYZE")


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def bare() -> None:
    """Every step with who took it and who owed it, read and left alone."""
    for _row in AskEvent.objects.order_by("ask", "version").values_list(
        "ask", "verb", "at", "words", "by__job_title", "owner__last_name"
    ):
        pass


def carry_on(pack: Pack) -> None:
    while making.carry_on(pack.pk):
        pass


def measure(events: int) -> None:
    officer, owner = make_officer(), make_user(Role.SERVICE_MANAGER)
    for have in (events // 10, events):
        fill(have // A_CHAIN - Ask.objects.count(), officer, owner)
        read = min(seconds(bare) for _ in range(3))
        start = time.perf_counter()
        pack = making.start(by=officer)
        made = seconds(partial(carry_on, pack))
        whole = time.perf_counter() - start
        pack.refresh_from_db()
        data = bytes(PackFile.objects.get(pack=pack).data)
        checked = seconds(partial(fault_of, data))
        print(
            f"{pack.done:>8,} events: pack {whole:.2f} s (of it {whole - made:.2f} s to begin), "
            f"{len(data) / 2**20:.1f} MB, checked in {checked:.2f} s; bare reading {read:.2f} s, "
            f"ratio {whole / read:.0f}; {pack.done / whole:,.0f} events a second"
        )


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL database first.")
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(events)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
