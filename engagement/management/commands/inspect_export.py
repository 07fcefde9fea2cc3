"""`manage.py inspect_export FILE`: what in a file is more than meets the eye; exit 1 if anything is."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from engagement.inspecting import inspect

MOST_BYTES = 256 * 2**20


class Command(BaseCommand):
    help = "Look into an xlsx, ods, docx, odt or csv file: exit 0 when clean, 1 with what was found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            large = path.stat().st_size > MOST_BYTES
            data = b"" if large else path.read_bytes()
        except OSError:
            self._end(_("cannot be read: there is no such file, or it may not be opened"))
        if large:
            self._end(_("cannot be read: the file is too large"))
        found = inspect(data, path.suffix.lower().removeprefix("."))
        for one in found:
            self.stdout.write(str(one))
        if found:
            sys.exit(1)
        self.stdout.write(_("clean: nothing in it is more than meets the eye"))

    def _end(self, line: str) -> None:
        self.stdout.write(line)
        sys.exit(1)
