"""Gives the application's own database role what it needs, and keeps history out of its reach."""

import os
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from people import granting


class Command(BaseCommand):
    help = (
        "On PostgreSQL, as the owner, after every migrate: let ROLE use every table, and only read and add to "
        "history. Web and worker then run as ROLE, migrations and purge as the owner. Safe to run twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--app", required=True, metavar="ROLE", help="the role that web and worker sign in as")
        parser.add_argument(
            "--make", action="store_true", help="make the role first, with the password in APP_DATABASE_PASSWORD"
        )

    def handle(self, *_args: Any, app: str, make: bool, **_options: Any) -> None:
        try:
            if make:
                granting.make(app, _password())
            kept = granting.grant(app)
        except granting.GrantingError as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{app} may use every table, and can only read and add to: {', '.join(kept)}.")


def _password() -> str:
    """By environment and not on the command line, which every process on the machine can read."""
    password = os.environ.get("APP_DATABASE_PASSWORD", "")
    if not password:
        raise CommandError("APP_DATABASE_PASSWORD is missing.")
    return password
