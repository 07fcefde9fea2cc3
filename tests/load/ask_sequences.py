"""A hundred thousand random lives of Asks: `tests/load/ask_sequences.py [--walks 100000] [--first 0] [--jobs 2]`.

The walks of tests/engagement/test_asks_sequences.py in a database in memory, on as many processes as asked for. Prints
how far it is, how many a second, and in the end how many walks and steps there were and whether anything was wrong.
"""

import argparse
import multiprocessing
import os
import sys
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EVERY = 250  # walks between two reports of a process


def work(first: int, walks: int, reports: "multiprocessing.Queue[tuple[int, int, list[str]]]") -> None:
    """Take `walks` walks, seeds from `first` on, in one transaction of a database of this process's own."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    import time_machine
    from django.db import connection, transaction

    from tests.engagement.ask_cast import make_cast
    from tests.engagement.ask_walks import LONDON, walk

    connection.creation.create_test_db(verbosity=0)
    with transaction.atomic(), time_machine.travel(datetime(2026, 1, 5, 12, tzinfo=LONDON), tick=False) as clock:
        cast, steps, wrong = make_cast(), 0, []
        for n, seed in enumerate(range(first, first + walks), 1):
            try:
                steps += walk(seed, cast, clock)
            except AssertionError as error:
                wrong.append(str(error))
            if n % EVERY == 0 or n == walks:
                reports.put(((n - 1) % EVERY + 1, steps, wrong))
                steps, wrong = 0, []


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--walks", type=int, default=100_000)
    asked.add_argument("--first", type=int, default=0, help="the first seed; walks go on from it")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wish = asked.parse_args()
    spawn = multiprocessing.get_context("spawn")
    reports: multiprocessing.Queue[tuple[int, int, list[str]]] = spawn.Queue()
    each, more = divmod(wish.walks, wish.jobs)
    shares = [each + (n < more) for n in range(wish.jobs)]
    firsts = [wish.first + sum(shares[:n]) for n in range(wish.jobs)]
    workers = [
        spawn.Process(target=work, args=(first, share, reports), daemon=True)
        for first, share in zip(firsts, shares, strict=True)
        if share
    ]
    begun, done, steps, wrong = time.monotonic(), 0, 0, list[str]()
    for worker in workers:
        worker.start()
    while done < wish.walks and any(worker.is_alive() for worker in workers):
        if reports.empty():
            time.sleep(0.5)
            continue
        walks, taken, found = reports.get()
        done, steps = done + walks, steps + taken
        wrong += found
        for line in found:
            sys.stdout.write(f"WRONG {line}\n")
        took = time.monotonic() - begun
        sys.stdout.write(f"{done:,} walks, {steps:,} steps, {done / took:.1f} walks a second, {len(wrong)} wrong\n")
        sys.stdout.flush()
    whole = done == wish.walks
    sys.stdout.write(f"{'All' if whole else 'ONLY'} {done:,} of {wish.walks:,} walks; {len(wrong)} wrong.\n")
    return 0 if whole and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
