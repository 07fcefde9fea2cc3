"""`manage.py verify_pack FILE`: whether an inspector's pack is what was made; exit 1 and the first fault if not."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from engagement.packs.checking import fault_of


class Command(BaseCommand):
    help = "Check an inspector's pack: exit 0 when whole, 1 with the first thing that is not as it was made."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--head", default="", help="the head as the page shows it, where the database is another")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError:
            fault = _("cannot be read: there is no such file, or it may not be opened")
        else:
            fault = fault_of(data, head=options["head"])
        self.stdout.write(fault or _("whole: every event is as it was made"))
        if fault:
            sys.exit(1)
