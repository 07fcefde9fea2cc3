"""The chain over history: seal what was added, tell whether all of it is still as it was, and end it after its years.

A seal's digest covers the digest of the seal before, what the seal says of itself, and one digest a row over every
column. So an edited, removed or inserted row breaks the chain, by whomever it was done. Somebody who owns the
database could make the whole chain anew: therefore its heads are kept elsewhere too (`manage.py verify_events`).
"""

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Max, Min, Model, QuerySet
from django.utils import timezone

from people.encryption import EncryptedTextField
from people.guarding import LOCK, histories, lifted
from people.models import EventSeal

ROWS_A_SEAL = 1_000
PATIENCE = "250ms"  # how long one who writes history waits for us at most, while we wait for another who does
KEPT_FOR = timedelta(days=6 * 365)  # nothing younger is ended; where it is gone all the same, it was cut off
MOST_NAMED = 100  # problems of one table

Heads = dict[str, dict[str, Any]]
Tell = Callable[[int], object]


@dataclass(frozen=True)
class Problem:
    """One place where history is not what it was. `row` is None where it cannot be told."""

    table: str
    row: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}" if self.row else f"{self.table}: {self.what}"


def sealed() -> list[type[Model]]:
    """Every history but the seals, which are a chain themselves."""
    return [model for model in histories() if model is not EventSeal]


def seal() -> int:
    """Seal what was added since the last time; returns how many rows. Safe beside another sealer, and twice."""
    return sum(_seal(model) for model in sealed())


def _seal(model: type[Model]) -> int:
    done, settled = 0, _settled(model)
    names = _columns(model)
    while True:
        last = _seals(model).last()
        start = last.up_to_id + 1 if last else 1
        rows = list(_rows(model).filter(pk__gte=start, pk__lte=settled).values("pk", *names)[:ROWS_A_SEAL])
        if not rows:
            return done
        made = EventSeal(
            table=model._meta.db_table,
            from_id=start,
            up_to_id=rows[-1]["pk"],
            count=len(rows),
            columns=",".join(names),
            rows="\n".join(f"{row['pk']}:{_row_digest(row, names)}" for row in rows),
            at=timezone.now(),
            previous=last.digest if last else "",
        )
        made.digest = _digest(made)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # another sealer was quicker
            return done
        done += len(rows)


def _settled(model: type[Model]) -> int:
    """The number up to which no row can appear any more; 0 while that cannot be told.

    Numbers are given before rows are committed, so a lower one may come later. On PostgreSQL whoever adds history
    holds a shared lock until the end of the transaction (`people.guarding`); once we have it alone for a moment,
    everything numbered so far is either here or never will be. SQLite has one writer at a time.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                    cursor.execute(
                        "SELECT pg_advisory_xact_lock(%s, %s::regclass::oid::int)", [LOCK, model._meta.db_table]
                    )
            return _rows(model).aggregate(top=Max("pk"))["top"] or 0
    except OperationalError:  # somebody is still writing; the next round will do
        return 0


def heads() -> Heads:
    """Where each chain ends now. Kept elsewhere, it shows later whether the whole chain was made anew."""
    found = {}
    for model in sealed():
        last = _seals(model).last()
        if last:
            found[last.table] = {"up_to_id": last.up_to_id, "digest": last.digest}
    return found


def verify(against: Heads | None = None, tell: Tell = lambda _rows: None) -> list[Problem]:
    """What is not as it was sealed, up to `MOST_NAMED` a table; empty when all is well.

    Seals what is new first. Reads every row once, in constant memory. `against` are heads kept elsewhere; `tell`
    hears how many more rows were looked at.
    """
    seal()
    found: list[Problem] = []
    for model in sealed():
        with closing(_verify(model, (against or {}).get(model._meta.db_table), tell)) as problems:
            found += islice(problems, MOST_NAMED)
    return found


def _verify(model: type[Model], kept: Mapping[str, Any] | None, tell: Tell) -> Generator[Problem]:
    """Seals and rows are read side by side, in the order of their numbers."""
    table, first, last = model._meta.db_table, _seals(model).first(), _seals(model).last()
    if kept and not _leads_to(model, kept):
        yield Problem(table, kept["up_to_id"], "this is not the chain whose head was kept elsewhere")
    if not first or not last:
        return
    ended = _is_ended(model, first)
    if first.previous and not ended:
        yield Problem(table, first.from_id, "the chain before it is missing")
    rows = _stream(_rows(model).filter(pk__lte=last.up_to_id).values("pk", *_columns(model)), ROWS_A_SEAL)
    seals = _stream(_seals(model), 50)
    before: EventSeal | None = None
    with closing(rows), closing(seals):
        ahead = _Ahead(rows, tell)
        for each in seals:
            if each.digest != _digest(each):
                yield Problem(table, each.from_id, "the seal was changed")
                ahead.skip(each.up_to_id)  # nothing can be said about them
            else:
                if before and (each.previous, each.from_id) != (before.digest, before.up_to_id + 1):
                    yield Problem(table, each.from_id, "the seal does not follow the one before")
                if each != first or not ended:
                    yield from _compare(each, ahead)
            before = each
        while ahead.row:
            yield Problem(table, ahead.take()["pk"], "was put in between")


def _stream(queryset: QuerySet[Any, Any], size: int) -> Generator[Any]:
    """Rows in pieces; closing it lets the database's cursor go."""
    rows = queryset.iterator(chunk_size=size)
    try:
        yield from rows
    finally:
        rows.close()  # type: ignore[attr-defined]  # a generator, where the stubs say iterator


class _Ahead:
    """Rows with a look at the next one."""

    def __init__(self, rows: Iterator[dict[str, Any]], tell: Tell) -> None:
        self.rows, self.tell = rows, tell
        self.row = next(rows, None)

    def take(self) -> dict[str, Any]:
        taken, self.row = self.row, next(self.rows, None)
        self.tell(1)
        return taken or {}

    def skip(self, up_to: int) -> None:
        while self.row and self.row["pk"] <= up_to:
            self.take()


def _compare(seal: EventSeal, ahead: _Ahead) -> Iterator[Problem]:
    """The rows of one seal that holds."""
    names = seal.columns.split(",")
    for line in seal.rows.splitlines():
        number, digest = line.split(":")
        while ahead.row and ahead.row["pk"] < int(number):
            yield Problem(seal.table, ahead.take()["pk"], "was put in between")
        if ahead.row is None or ahead.row["pk"] > int(number):
            yield Problem(seal.table, int(number), "is missing")
        elif not set(names) <= set(row := ahead.take()) or _row_digest(row, names) != digest:
            yield Problem(seal.table, int(number), "was changed")


def _leads_to(model: type[Model], kept: Mapping[str, Any]) -> bool:
    """Whether the kept head is a link of today's chain, or of the part that was ended after its years."""
    if _seals(model).filter(up_to_id=kept["up_to_id"], digest=kept["digest"]).exists():
        return True
    first = _seals(model).first()
    return bool(first and first.previous and kept["up_to_id"] < first.from_id)


def _is_ended(model: type[Model], first: EventSeal) -> bool:
    """Whether the rows of the first seal left are gone rightly: all of them, and not before their time."""
    empty = not _rows(model).filter(pk__lte=first.up_to_id).exists()
    return empty and first.at <= timezone.now() - KEPT_FOR


def prune(table: str, before: datetime, *, dry_run: bool = False) -> int:
    """End the chain's oldest part: remove rows that were sealed before `before`; returns how many.

    Whole seals only, and none from the first row on that another table still points to. The last of them stays
    without its rows, as the chain's new beginning. Needs the rights of the database's owner (`owns_history`). Raises
    ValueError for a day within the years that audit is kept.
    """
    if before > timezone.now() - KEPT_FOR:
        raise ValueError("History is kept for six years.")
    model = next(model for model in sealed() if model._meta.db_table == table)
    ended = _seals(model).filter(at__lt=before)
    for relation in model._meta.related_objects:
        name = relation.field.attname
        needed = relation.related_model._base_manager.aggregate(first=Min(name))["first"]
        ended = ended.filter(up_to_id__lt=needed) if needed else ended
    last = None if getattr(model, "stays", False) else ended.last()
    old = _rows(model).filter(pk__lte=last.up_to_id).count() if last else 0
    if dry_run or not last or not old:
        return old
    seals = EventSeal._meta.db_table
    quote = connection.ops.quote_name
    with lifted(connection, table, seals), connection.cursor() as cursor:
        # Past the models, which never remove anything.
        cursor.execute(f"DELETE FROM {quote(table)} WHERE id <= %s", [last.up_to_id])  # noqa: S608  (a table's own name)
        cursor.execute(
            f"DELETE FROM {quote(seals)} WHERE {quote('table')} = %s AND from_id < %s",  # noqa: S608  (a table's own name)
            [table, last.from_id],
        )
    return old


def owns_history() -> bool:
    """Whether this process may end a chain: the database's owner may, the application's role may not."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [EventSeal._meta.db_table]
        )
        return bool(cursor.fetchone()[0])


def _rows(model: type[Model]) -> QuerySet[Any]:
    return model._base_manager.order_by("pk")


def _seals(model: type[Model]) -> QuerySet[EventSeal]:
    return EventSeal.objects.filter(table=model._meta.db_table).order_by("from_id")


def _columns(model: type[Model]) -> list[str]:
    """Everything but the number, which every line has, and what is encrypted, which a new key writes anew."""
    fields = model._meta.concrete_fields
    return sorted(f.attname for f in fields if not f.primary_key and not isinstance(f, EncryptedTextField))


def _row_digest(row: Mapping[str, Any], names: list[str]) -> str:
    told = json.dumps([row["pk"], *([name, row[name]] for name in names)], default=_plain, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _digest(seal: EventSeal) -> str:
    """What the seal says, and the one before: everything but its own number."""
    told = [
        seal.previous,
        seal.table,
        seal.from_id,
        seal.up_to_id,
        seal.count,
        seal.columns,
        seal.rows,
        _plain(seal.at),
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> str:
    """The same text on every database and in every time zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
