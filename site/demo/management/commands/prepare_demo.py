"""Everything between an empty folder and a living demo council; quick when it is there already."""

from typing import Any

from django.core.management import BaseCommand, call_command

from engagement.models import Submission
from people import outbox


class Command(BaseCommand):
    help = "Migrate, make the cache table, and load the demo council if there is none. Safe to run again."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)
        if not Submission.objects.exists():
            call_command("load_demo", seed=1, stage="sealed")
        outbox.send_due()  # a first round, so that the screens do not say that nothing leaves while the worker starts
