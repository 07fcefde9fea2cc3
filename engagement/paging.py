"""Pages of a list by key: the next page starts after the last row of this one, so no page costs more than another."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.timezone import is_naive

M = TypeVar("M", bound=Model)

PAGE_SIZE = 50
BETWEEN = "~"


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and the place after which the next page starts (empty on the last page)."""

    rows: list[M]
    next: str


def page_after(queryset: QuerySet[M], place: str, size: int = PAGE_SIZE) -> Page[M]:
    """The `size` rows after `place`. The queryset is ordered by columns of its own; the last one is unique.

    A place that makes no sense gives the first page: it comes from an address that anyone can type.
    """
    rows = list(rows_after(queryset, place)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows=rows, next=place_of(rows[-1], queryset) if more else "")


def place_of(row: M, queryset: QuerySet[M]) -> str:
    """Where `row` stands in the order of `queryset`, fit for a query string. Keys only, never words."""
    values = (getattr(row, name.lstrip("-")) for name in _order(queryset))
    return BETWEEN.join(value.isoformat() if isinstance(value, date) else str(value) for value in values)


def rows_after(queryset: QuerySet[M], place: str) -> QuerySet[M]:
    """`queryset` from after `place` on."""
    order = _order(queryset)
    parts = place.split(BETWEEN)
    if len(parts) != len(order):
        return queryset
    try:
        values = [_field(queryset, name).to_python(part) for name, part in zip(order, parts, strict=True)]
    except ValidationError:
        return queryset
    if any(isinstance(value, datetime) and is_naive(value) for value in values):
        return queryset
    later = Q()
    for name, value in reversed(list(zip(order, values, strict=True))):
        bare, step = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        further = Q(**{f"{bare}__{step}": value})
        later = further | (Q(**{bare: value}) & later) if later else further
    # Says again what follows already, in the one form that lets the database start in the middle of its index.
    first, start = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return queryset.filter(later, **{f"{first}__{start}": values[0]})


def _order(queryset: QuerySet[M]) -> tuple[str, ...]:
    return tuple(map(str, queryset.query.order_by))


def _field(queryset: QuerySet[M], name: str) -> "Field[Any, Any]":
    meta = queryset.model._meta
    bare = name.lstrip("-")
    return cast("Field[Any, Any]", meta.pk if bare == "pk" else meta.get_field(bare))
