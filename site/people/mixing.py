"""Rows whose order would tell who was here when: numbered at random, and laid down again in no order at all."""

import random
import secrets
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Model

FIRST = 2**40  # far above anything a sequence gives out, so the two never meet
HOW_MANY = 2**52


def any_number() -> int:
    """A primary key that says nothing about when the row was made. SQLite keeps rows in this order, too."""
    return FIRST + secrets.randbelow(HOW_MANY)


def lay_anew(model: type[Model], keys: Collection[Any]) -> None:
    """Lay these rows of `model` down once more, in no order; what they say stays. Inside a transaction.

    PostgreSQL keeps rows as they came, and a dump shows them so. Rewritten once, rows of a page with room to spare
    would stay together; after the second time nothing of the first order is left. SQLite keeps a number in turn
    beside every key that is not its own: that becomes the key or, where the key is no number, any number.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    key = model._meta.pk
    column = connection.ops.quote_name(str(key.column))
    is_kept_by_key = connection.vendor == "sqlite"
    place = "rowid" if is_kept_by_key else column
    rows = [key.get_db_prep_value(one, connection) for one in keys]
    with connection.cursor() as cursor:
        for _ in range(1 if is_kept_by_key else 2):
            random.SystemRandom().shuffle(rows)
            pairs = [(any_number() if is_kept_by_key and not isinstance(row, int) else row, row) for row in rows]
            cursor.executemany(f"UPDATE {table} SET {place} = %s WHERE {column} = %s", pairs)  # noqa: S608  (a table's own names)
