"""Puts everything encrypted under the first of FIELD_KEYS, so that older keys can be taken away."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from tqdm import tqdm

from people import rotating


class Command(BaseCommand):
    help = (
        "Encrypt every text anew with the first of FIELD_KEYS. The site goes on serving; safe to stop and run again. "
        "Put the new key first everywhere, restart, run this, and take the old key away when --check says 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="count what is still under an older key; 1 if any is")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        quiet = True if options["no_progress"] else None  # None: a bar only on a terminal
        total = sum(column.filled() for column in rotating.encrypted_columns())
        with tqdm(total=total, unit=" texts", disable=quiet) as bar:
            if options["check"]:
                found = rotating.outdated(bar.update)
            else:
                done = rotating.rotate(bar.update)
        if not options["check"]:
            self.stdout.write(f"{done:,} texts are under the first key now; {total - done:,} were already.")
            return
        for name, count in found.items():
            self.stdout.write(f"{count:>9,}  {name}")
        self.stdout.write(f"{sum(found.values()):,} of {total:,} texts are under an older key.")
        if found:
            sys.exit(1)
