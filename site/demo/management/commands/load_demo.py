"""The demo council from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from demo.diary import Stage
from demo.duty import worry_now
from demo.loading import AlreadyLoadedError, load


class Command(BaseCommand):
    help = "Build an invented council: people, a year of views, and what became of them. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="the same seed on the same day makes the same council")
        parser.add_argument("--stage", choices=list(Stage), default=Stage.SEALED, help="how far the year has got")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        quiet = True if options.get("no_progress") else None  # None: a bar only on a terminal
        with tqdm(desc="Loading the demo council", unit=" steps", disable=quiet) as bar:

            def show(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            try:
                load(seed=options["seed"], stage=Stage(options["stage"]), today=timezone.localdate(), tell=show)
            except AlreadyLoadedError:
                self.stdout.write("The demo council is there already. Nothing was changed.")
                return
        worry_now()
        self.stdout.write("The demo council is ready.")
