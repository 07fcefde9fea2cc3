"""Puts everything back from a backup, proves that it is all there, and erases again what was erased since."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from config import archives
from config.boxes import ArchiveError


class Command(BaseCommand):
    help = (
        "Replace database and media by what FILE holds, after asking; verifies every table's count and the chain over "
        "history, and erases again what was erased since. Stop web, worker and scheduler before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--tombstones",
            type=Path,
            help="a list written by `manage.py tombstones export`, where the database that was in use is gone",
        )

    def handle(self, *_args: Any, file: Path, yes: bool, **options: Any) -> None:
        if not yes and input("This replaces everything here. Type yes to go on: ") != "yes":
            raise CommandError("Nothing was changed.")
        began = time.monotonic()
        with tqdm(desc="Restoring", unit=" parts", disable=None) as bar:  # None: a bar only on a terminal

            def tell(what: str) -> None:
                bar.set_postfix_str(what)
                bar.update()

            try:
                restored = archives.restore(file, _tombstones(options.get("tombstones")), tell)
            except (ArchiveError, OSError, ValueError) as trouble:
                raise CommandError(str(trouble)) from trouble
        seconds = time.monotonic() - began
        self.stdout.write(f"Restored {restored.rows:,} rows from {restored.manifest['made_at']} in {seconds:.1f} s.")
        self.stdout.write(f"Counts and history are as they were. Erased again since then: {restored.erased}.")


def _tombstones(file: Path | None) -> list[dict[str, str]]:
    if not file:
        return []
    rows = json.loads(file.read_text())
    if not isinstance(rows, list):
        raise ArchiveError(f"{file} is not a list of tombstones.")
    return rows
