"""Shows whether all history is as it was written, and prints the heads of its chains."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from people import sealing


class Command(BaseCommand):
    help = (
        "Compare every event and every read-audit row with its seal. Ends with 1 and names the broken rows, or prints "
        "the heads of the chains as JSON: keep them on another machine, and compare with --against next time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="heads kept earlier, or a backup's manifest")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *_args: Any, against: Path | None, no_progress: bool, **_options: Any) -> None:
        kept = read_heads(against) if against else None
        quiet = True if no_progress else None  # None: a bar only on a terminal
        with tqdm(desc="Comparing", unit=" rows", disable=quiet, file=sys.stderr) as bar:
            problems = sealing.verify(kept, tell=bar.update)
        if problems:
            raise CommandError("\n".join(["History was changed.", *map(str, problems)]), returncode=1)
        self.stdout.write(json.dumps({"heads": sealing.heads()}, indent=1))


def read_heads(file: Path) -> sealing.Heads:
    """Heads from an earlier run of this command, or from a backup's manifest."""
    try:
        heads: sealing.Heads = json.loads(file.read_text())["heads"]
        for head in heads.values():
            int(head["up_to_id"]), str(head["digest"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise CommandError(f"{file} holds no heads of ours.") from trouble
    return heads
