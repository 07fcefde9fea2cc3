"""Puts everything back from a backup, and proves that it is all there."""

import time
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from config import archives


class Command(BaseCommand):
    help = "Replace database and media by what FILE holds, after asking; verifies every table's count."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args: Any, file: Path, yes: bool, **_options: Any) -> None:
        if not yes and input("This replaces everything here. Type yes to go on: ") != "yes":
            raise CommandError("Nothing was changed.")
        began = time.monotonic()
        try:
            manifest = archives.restore(file)
        except (archives.ArchiveError, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        rows = sum(manifest["counts"].values())
        self.stdout.write(f"Restored {rows:,} rows from {manifest['made_at']} in {time.monotonic() - began:.1f} s.")
