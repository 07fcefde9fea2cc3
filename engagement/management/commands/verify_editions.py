"""Check that every sealed edition is still what was sealed; ends with 1 if one is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engagement import verifying
from engagement.models import BoardEdition


class Command(BaseCommand):
    help = "Check the digests, the chain, the figures, the words and the formats of every sealed edition."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = 0
        for edition in BoardEdition.objects.sealed().order_by("sealed_at", "pk"):
            problems = verifying.verify(edition)
            broken += bool(problems)
            self.stdout.write(f"{edition}: {'; '.join(problems) if problems else 'as sealed'}")
            for note in verifying.notes(edition):
                self.stdout.write(f"  {note}")
        if broken:
            raise CommandError(f"{broken} of the sealed editions are not what was sealed.", returncode=1)
