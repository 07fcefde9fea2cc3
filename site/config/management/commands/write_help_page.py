"""Writes the page of help numbers that a proxy shows while everything behind it is down."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser
from django.db import DatabaseError
from django.template.loader import render_to_string

from pages.context_processors import council
from pages.models import HelpContact
from pages.views import NUMBERS_WITHOUT_DATABASE


class Command(BaseCommand):
    help = (
        "Write one page with the help numbers, whole in itself, to FILE: run it after every migrate and when the "
        "numbers change. Without a database it holds the national numbers."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=Path(settings.STATIC_ROOT) / "help.html")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            numbers: Any = list(HelpContact.objects.all()) or NUMBERS_WITHOUT_DATABASE
        except DatabaseError:
            numbers = NUMBERS_WITHOUT_DATABASE
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(render_to_string("help_page.html", {**council(), "help_contacts": numbers}))
        part.replace(file)  # a proxy never sends half a page
        self.stdout.write(f"{file}: {len(numbers)} numbers.")
