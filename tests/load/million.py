"""Results of a survey with a million answers on PostgreSQL, beside ten thousand in the same run.

Run with PostgreSQL in DATABASE_URL: `.venv/bin/python tests/load/million.py [answers]`. The page of results at p95, a
comparison of two questions that nobody asked for before, erasing one answer, and how fresh the cells are while
answers come in. Makes and drops a test database of its own; prints times and the growth. Nothing here passes or fails.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE), str(HERE / "site")]
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "LOG_LEVEL": "WARNING"}

import django

django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings, setup_test_environment

from people.models import User
from surveys import crossing, folding, showing, taking_back
from surveys.models import Response, Unfolded, Wave
from tests.factories import make_officer
from tests.load.surveys import QUESTIONS, SECTION, questions
from tests.surveys.makers import close, make_wave

PAGES = 60


def ask(officer: User) -> Wave:
    starts = range(0, QUESTIONS, SECTION)
    sections = [{"key": f"s{first}", "questions": questions()[first : first + SECTION]} for first in starts]
    data = {"title": "Load", "faces": ["8-11", "11-17", "16-25"], "sections": sections}
    return close(make_wave(officer, data, title="Load"))


def fill(wave: Wave, rows: int) -> None:
    """Answers as they would be stored, made by the database: four kinds of question, five each."""
    told = " || ".join(
        {
            0: f"jsonb_build_object('q{n}', (ARRAY['great','good','okay','awful'])[1 + (i * {n + 7} / 3) %% 4])",
            1: f"jsonb_build_object('q{n}', (ARRAY['always','mostly','sometimes'])[1 + (i * {n + 3} / 7) %% 3])",
            2: f"jsonb_build_object('q{n}', (ARRAY['first','second','third','fourth'])[1 + (i * {n + 5} / 11) %% 4])",
            3: f"jsonb_build_object('q{n}', jsonb_build_array((ARRAY['first','second'])[1 + (i / 13) %% 2]))",
        }[n % 4]
        for n in range(QUESTIONS)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH made AS (
              INSERT INTO surveys_response (id, wave_id, version_id, day, face, language, age_band, care_status, mode,
                helped_by, answers, receipt)
              SELECT gen_random_uuid(), %s, %s, current_date, (ARRAY['8-11','11-17','16-25'])[1 + i %% 3], 'en', '',
                (ARRAY['looked_after','care_leaver'])[1 + i %% 2], 'online', '', {told}, NULL
              FROM generate_series(1, %s) AS i RETURNING id
            ) INSERT INTO surveys_unfolded (response_id) SELECT id FROM made
            """,
            [wave.pk, wave.version_id, rows],
        )


def timed(what: str, do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    took = time.perf_counter() - began
    print(f"  {what}: {took * 1000:,.0f} ms")
    return took


def measure(officer: User, rows: int) -> dict[str, float]:
    print(f"{rows:,} answers")
    wave, took = ask(officer), {}
    fill(wave, rows)
    began = time.perf_counter()
    while folding.fold(wave):
        pass
    counted = time.perf_counter() - began
    print(f"  counting all of them: {counted:,.0f} s, {rows / counted:,.0f} a second")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE surveys_response")
        cursor.execute("VACUUM ANALYZE surveys_unfolded")
    took["solving the results"] = timed(
        "solving the results, once", lambda: showing.work_out(showing.ask_for(wave, by=officer, release=True).pk)
    )
    wave.refresh_from_db()
    address, browser, each = f"/surveys/{wave.survey.slug}/results/{wave.uuid}/", Client(), []
    for _page in range(PAGES):
        began = time.perf_counter()
        with override_settings(ANSWERING_MEMORY=5):  # as production has it
            assert browser.get(address).status_code == 200
        each.append(time.perf_counter() - began)
    took["a page of results, p95"] = p95 = statistics.quantiles(each, n=20)[-1]
    print(f"  a page of results: p50 {statistics.median(each) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
    found = showing.found_in(wave, released=True)
    assert found
    took["an unseen comparison"] = timed(
        "a comparison nobody asked for before", lambda: crossing.cross(wave, "q0", "q2", found)
    )
    one = Response.objects.filter(wave=wave).select_related("wave", "version")[rows // 2]

    def erase() -> None:
        with transaction.atomic():
            taking_back.erase(one)

    took["erasing one"] = timed("erasing one", erase)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_response WHERE wave_id = %s", [wave.pk])
        began = time.perf_counter()
        cursor.execute("SELECT count(*) FROM surveys_response WHERE wave_id = %s", [wave.pk])
        print(f"  a bare count of the rows, to compare: {(time.perf_counter() - began) * 1000:,.0f} ms")
    fill(wave, 1250)  # five seconds of 250 answers each
    took["counting what came in five seconds"] = timed("counting 1,250 new ones", lambda: folding.fold(wave))
    assert not Unfolded.objects.filter(response__wave=wave).exists()
    return took


def main(rows: int) -> None:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        officer = make_officer()
        small = measure(officer, 10_000)
        large = measure(officer, rows)
        for what, took in large.items():
            print(f"{what}: {took / small[what]:.1f} times that of 10,000")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    if connection.vendor != "postgresql":
        sys.exit("DATABASE_URL has to lead to PostgreSQL: see tests/postgresql_and_redis.sh.")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
