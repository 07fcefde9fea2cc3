"""Keeps tombstones beside the backups, and puts them back, so that a restored backup forgets what was erased."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from engagement import erasing


class Command(BaseCommand):
    help = "export: write every tombstone to FILE. import: read FILE, and erase again what a backup brought back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=["export", "import"])
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, step: str, file: Path, **_options: Any) -> None:
        if step == "export":
            rows = erasing.export_tombstones()
            file.write_text(json.dumps(rows, indent=0))
            self.stdout.write(f"{file}: {len(rows):,} tombstones.")
            return
        try:
            new = erasing.import_tombstones(json.loads(file.read_text()))
        except (OSError, ValueError) as trouble:
            raise CommandError(f"{file} is not a list of tombstones: nothing was changed.") from trouble
        self.stdout.write(f"{new:,} new tombstones; {erasing.replay_tombstones():,} rows erased again.")
