"""Makes the data map and the retention table in docs/data-protection.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import translation

from config import data_map


class Command(BaseCommand):
    help = "Write the data map into docs/data-protection.md; fails where a personal field has no purpose or retention."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is not up to date")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        if missing := data_map.problems():
            raise CommandError("The data map has gaps:\n" + "\n".join(missing))
        with translation.override("en-gb"):
            same = data_map.write(check=check)
        if check and not same:
            raise CommandError(f"{data_map.PAGE.name} is not up to date: run manage.py data_map.")
        self.stdout.write("Up to date." if same else f"{data_map.PAGE.name} is written.")
