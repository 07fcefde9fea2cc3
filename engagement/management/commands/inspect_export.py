"""`manage.py inspect_export FILE`: what in a file is more than meets the eye; exit 1 if anything is."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from engagement.inspecting import inspect


class Command(BaseCommand):
    help = "Look into an xlsx, ods, docx, odt or csv file: exit 0 when clean, 1 with what was found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError:
            self.stdout.write("cannot be read: there is no such file, or it may not be opened")
            sys.exit(1)
        found = inspect(data, path.suffix.lower().removeprefix("."))
        for one in found:
            self.stdout.write(str(one))
        if found:
            sys.exit(1)
