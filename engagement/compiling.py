"""An edition's report as it stands: counted, compared with the one before, with the officer's words in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import timezone, translation

from engagement import comparing, editions, ledger, obstacles, payloads
from engagement.disclosure import CountTable, ProtectedTable
from engagement.models import Audience, BoardEdition
from engagement.quarters import Quarter


def count(edition: BoardEdition) -> None:
    """Count a draft and keep what came out. Nothing is put into the ledger of releases."""
    edition.payload = payloads.write(build(edition, ledger.preview))
    edition.save(update_fields=["payload", "as_of", "refused"])


def build(edition: BoardEdition, protect: editions.Protect) -> editions.Edition:
    """The report in the council's own language, compared with the edition before it; sets `as_of` and `refused`."""
    refused: dict[str, str] = {}

    def noted(tables: Sequence[CountTable]) -> Mapping[str, ProtectedTable]:
        shown = protect(tables)
        refused.update({name: table.refused for name, table in shown.items() if table.refused})
        return shown

    quarter, today = Quarter.parse(edition.quarter), timezone.localdate()
    with translation.override(settings.LANGUAGE_CODE):
        built = payloads.with_keys(editions.build(quarter, today, protect=noted))
        built = replace(built, version=edition.version, note=edition.note)
        earlier = BoardEdition.objects.sealed().filter(quarter__lt=edition.quarter).newest_first().first()
        built = comparing.with_changes(payloads.read(earlier.sealed.payload) if earlier else None, built)
    edition.as_of, edition.refused = min(quarter.last_day, today), refused
    return built


def words_of(edition: BoardEdition) -> dict[str, str]:
    """The officer's words by section, as written."""
    if not edition.is_draft:
        return dict(edition.sealed.narratives)
    return dict(edition.narratives.exclude(words="").order_by("pk").values_list("section", "words"))


def read(edition: BoardEdition, *, audience: str = Audience.BOARD) -> editions.Edition:
    """What it says now: the words of quotes are looked up anew each time, the rest of a sealed one never changes."""
    if not edition.is_draft:
        return payloads.read(edition.sealed.payload, audience=audience)
    return obstacles.as_written(payloads.read(edition.payload, audience=audience), words_of(edition))


def corrected_by(edition: BoardEdition, *, audience: str = Audience.BOARD) -> BoardEdition | None:
    """The newest later version that `audience` may read; the page of an old version names it."""
    later = BoardEdition.objects.for_public() if audience == Audience.PUBLIC else BoardEdition.objects.for_board()
    return later.filter(quarter=edition.quarter, version__gt=edition.version).first()
