"""A new row, without putting the same SQL together again for each of the many that come in one hour."""

from functools import lru_cache

from django.db import connection, models


@lru_cache(20)
def _statement(model: type[models.Model]) -> str:
    fields = model._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608  (our own names)


def insert(row: models.Model) -> None:
    """Store `row`, whose key is known already. No signals are sent. Raises IntegrityError as `save` does."""
    fields = row._meta.local_concrete_fields
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row)), values)
    row._state.adding = False
