"""Backs up database and media into one encrypted file."""

import time
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from config import archives
from config.boxes import ArchiveError


class Command(BaseCommand):
    help = "Back up database and media to FILE, encrypted with the first of FIELD_KEYS. Keep the keys somewhere else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        began = time.monotonic()
        with tqdm(desc="Backing up", unit=" parts", disable=None) as bar:  # None: a bar only on a terminal

            def tell(what: str) -> None:
                bar.set_postfix_str(what)
                bar.update()

            try:
                manifest = archives.write(file, tell)
            except (ArchiveError, OSError) as trouble:
                raise CommandError(str(trouble)) from trouble
        rows, size = sum(manifest["counts"].values()), file.stat().st_size / 1e6
        self.stdout.write(f"{file}: {rows:,} rows, {size:.1f} MB, encrypted, in {time.monotonic() - began:.1f} s.")
