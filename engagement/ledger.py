"""The ledger of releases: a table of counts leaves only if it is safe beside all that were published before.

What is published cannot be taken back, so a new table is protected jointly with every earlier one about the same
people, and is refused where that cannot be done. A count that was published once is shown again as it was.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from engagement import disclosure
from engagement.disclosure import CountTable, ProtectedTable, refused, related
from engagement.models import ReleasedCounts, ReleasedTable, ReleaseTurn
from people.models import User

DOES_NOT_FIT = "it does not fit to what was published before"


@dataclass(frozen=True)
class _Earlier:
    counted: CountTable  # named by the row's number, which is unique
    shown: ProtectedTable
    row: ReleasedTable


def preview(tables: Sequence[CountTable]) -> Mapping[str, ProtectedTable]:
    """What may be shown of `tables` now, by name. Nothing is noted. Raises ValueError for two of one name."""
    return _protected(tables, _published(tables))


def release(
    tables: Sequence[CountTable], *, kind: str, about: str = "", by: User | None = None
) -> Mapping[str, ProtectedTable]:
    """Note that `tables` are published, as far as they may be, and say what may be shown, by name.

    Raises ValueError for two tables of one name. Call it in the transaction that publishes.
    """
    with transaction.atomic():
        turn, _made = ReleaseTurn.objects.get_or_create(pk=1)
        ReleaseTurn.objects.select_for_update().get(pk=turn.pk)
        earlier = _published(tables)
        answer = _protected(tables, earlier)
        for table in tables:
            shown = answer[table.name]
            if shown.refused or any(_is_version(table, one) and one.shown.counts == shown.counts for one in earlier):
                continue  # it says nothing, or nothing new
            row = ReleasedTable.objects.create(
                name=table.name,
                series=table.series or table.name,
                population=table.population,
                period=table.period,
                part_of=table.part_of,
                sensitive=table.sensitive,
                rows=table.rows,
                cols=table.cols,
                shown=shown.counts,
                kind=kind,
                about=about,
                by=by,
                at=timezone.now(),
            )
            ReleasedCounts.objects.create(table=row, counts=json.dumps(table.counts))
    return answer


def _protected(tables: Sequence[CountTable], earlier: Sequence[_Earlier]) -> dict[str, ProtectedTable]:
    if len({table.name for table in tables}) < len(tables):
        raise ValueError("two tables have one name")
    answer = {table.name: same for table in tables if (same := _repeated(table, earlier)) is not None}
    # A colon keeps new names apart from the numbers of earlier ones.
    new = [replace(table, name=f":{table.name}", series=_series(table)) for table in tables if table.name not in answer]
    known = [one.counted for one in earlier]
    relations = related(new, known)
    if relations.clashes:
        for table in new:
            if table.name in relations.clashes:
                answer[table.name[1:]] = _as_before(table, earlier) or refused(table, DOES_NOT_FIT)
        new = [table for table in new if table.name not in relations.clashes]
        relations = related(new, known)
    shown = disclosure.protect(
        new,
        relations.links,
        earlier={one.counted.name: one.shown for one in earlier},
        known=known,
        unsaid=relations.unsaid,
    )
    for table in new:
        answer[table.name[1:]] = shown[table.name]
        if shown[table.name].refused:
            answer[table.name[1:]] = _as_before(table, earlier) or shown[table.name]
    return {table.name: replace(answer[table.name], name=table.name) for table in tables}


def _published(tables: Sequence[CountTable]) -> list[_Earlier]:
    """What was published about the people of `tables`, oldest first. One query."""
    rows = ReleasedTable.objects.filter(population__in={table.population for table in tables}).select_related("raw")
    earlier = []
    for row in rows:
        labels = tuple(row.rows), tuple(row.cols)
        counted = CountTable(
            str(row.pk),
            *labels,
            tuple(map(tuple, json.loads(row.raw.counts))),
            population=row.population,
            period=row.period,
            sensitive=row.sensitive,
            part_of=row.part_of,
            series=row.series,
        )
        shown = ProtectedTable(row.name, *labels, tuple(map(tuple, row.shown)))
        earlier.append(_Earlier(counted, shown, row))
    return earlier


def _repeated(table: CountTable, earlier: Sequence[_Earlier]) -> ProtectedTable | None:
    """What was shown of the very same counts."""
    same = (one for one in earlier if _is_version(table, one) and one.counted.counts == table.counts)
    return next((one.shown for one in same), None)


def _as_before(table: CountTable, earlier: Sequence[_Earlier]) -> ProtectedTable | None:
    """What was published last of this table: to say it again gives nothing away, where the new count cannot be said."""
    return next((one.shown for one in reversed(earlier) if _is_version(table, one)), None)


def _is_version(table: CountTable, one: _Earlier) -> bool:
    was = one.counted
    return (_series(table), table.population, table.period, table.part_of, table.rows, table.cols) == (
        was.series, was.population, was.period, was.part_of, was.rows, was.cols,
    )  # fmt: skip


def _series(table: CountTable) -> str:
    return table.series or table.name
