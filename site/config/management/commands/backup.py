"""Backs up database and media into one encrypted file."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from config import archives


class Command(BaseCommand):
    help = "Back up database and media to FILE, encrypted with the first of FIELD_KEYS. Keep the keys somewhere else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        manifest = archives.write(file)
        rows = sum(manifest["counts"].values())
        self.stdout.write(f"{file}: {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB, encrypted.")
