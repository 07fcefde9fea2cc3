"""Ends what has been kept long enough; runs every night by itself as well."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from engagement import purging


class Command(BaseCommand):
    help = "Erase what has been kept long enough, by the table in engagement/retention.py. Safe to stop and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what is due, and change nothing")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        dry_run, now = options["dry_run"], timezone.now()
        quiet = True if options["no_progress"] or dry_run else None  # None: a bar only on a terminal
        total = None if quiet else sum(outcome.count for outcome in purging.purge(dry_run=True, now=now))
        with tqdm(desc="Erasing", unit=" rows", total=total, disable=quiet) as bar:
            outcomes = purging.purge(dry_run=dry_run, now=now, tell=bar.update)
        for outcome in outcomes:
            if outcome.rule.due or outcome.count:
                note = "  due; needs the rights of the database's owner" if outcome.left and outcome.count else ""
                self.stdout.write(f"{outcome.count:>9,}  {outcome.rule.name}{note}")
        self.stdout.write("Nothing was changed." if dry_run else "Done.")
