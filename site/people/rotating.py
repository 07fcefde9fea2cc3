"""Puts every encrypted text under the first of FIELD_KEYS, while the site goes on serving."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, Model

from people.encryption import EncryptedTextField, decrypt, encrypt, is_current

BATCH = 200  # rows read, and written in one transaction

Tell = Callable[[int], object]


@dataclass(frozen=True)
class Column:
    """One encrypted column of one table."""

    model: type[Model]
    field: "Field[Any, Any]"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def filled(self) -> int:
        """How many rows have something in it."""
        return self.model._base_manager.exclude(**{self.field.name: ""}).count()

    def batches(self) -> Iterator[list[tuple[Any, str]]]:
        """Primary key and what stands in the column, as it is, in the order of the keys."""
        q = connection.ops.quote_name
        key, column = q(_key(self.model)), q(str(self.field.column))
        asked = f"SELECT {key}, {column} FROM {q(self.table)} WHERE {column} <> ''"  # noqa: S608  (names of our own)
        last: Any = None
        while True:
            with connection.cursor() as cursor:
                more = "" if last is None else f" AND {key} > %s"
                cursor.execute(f"{asked}{more} ORDER BY {key} LIMIT {BATCH}", [] if last is None else [last])
                rows = cursor.fetchall()
            if not rows:
                return
            yield rows
            last = rows[-1][0]

    def replace(self, key: Any, old: str, new: str) -> bool:
        """Put `new` where `old` still stands; False when somebody wrote in between, and with the new key already."""
        q = connection.ops.quote_name
        column = q(str(self.field.column))
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {q(self.table)} SET {column} = %s "  # noqa: S608  (names of our own)
                f"WHERE {q(_key(self.model))} = %s AND {column} = %s",
                [new, key, old],
            )
            changed: int = cursor.rowcount
        return changed == 1


def encrypted_columns() -> list[Column]:
    """Every encrypted column of every room's tables."""
    return [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]


def rotate(tell: Tell = lambda _rows: None) -> int:
    """Write every text anew that is not current; returns how many. Stopped half-way, the next run goes on from there.

    Raises cryptography.fernet.InvalidToken for a text that no key opens: then nothing more is touched.
    """
    return sum(_rotate(column, tell) for column in encrypted_columns())


def _rotate(column: Column, tell: Tell) -> int:
    done = 0
    for rows in column.batches():
        with transaction.atomic():
            for key, token in rows:
                if not is_current(token):
                    done += column.replace(key, token, encrypt(decrypt(token)))
        tell(len(rows))
    return done


def outdated(tell: Tell = lambda _rows: None) -> dict[str, int]:
    """How many texts are not current, by table and column; only those that have some."""
    found: dict[str, int] = {}
    for column in encrypted_columns():
        for rows in column.batches():
            if old := sum(not is_current(token) for _key, token in rows):
                name = f"{column.table}.{column.field.column}"
                found[name] = found.get(name, 0) + old
            tell(len(rows))
    return found


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)
