"""Rows that are written once: the history of what people did."""

from typing import Any, ClassVar, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove history."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and adds; never updates or deletes."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Events are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Events are never deleted.")


class AppendOnly(models.Model):
    """Base of event rows. The database itself refuses to change or remove one (`people.guarding`).

    Holds no free words about a child: those have to be erasable one day, so they stand in a table of their own.
    """

    stays: ClassVar[bool] = False  # also after the six years: something is derived from every row

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("Events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Events are never deleted.")
