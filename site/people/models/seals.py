"""The chain over everything that is never changed: each seal covers some rows and the seal before it."""

from django.db import models
from django.db.models import F, Q

from people.models.append_only import AppendOnly


class EventSeal(AppendOnly):
    """So many rows of one table, as they were when they were sealed. Written by `people.sealing` only."""

    table = models.CharField(max_length=63)
    from_id = models.BigIntegerField()  # right after the seal before, so that nothing slips in between two
    up_to_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    columns = models.TextField()  # names, comma separated: a column that comes later does not break older seals
    rows = models.TextField()  # one line a row, "id:digest"; with it a broken row can be named
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)  # empty for the first of a table
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["table", "from_id"]
        constraints = [
            # Two sealers at once make one chain and not a fork.
            models.UniqueConstraint(fields=["table", "from_id"], name="people_one_seal_a_place"),
            models.CheckConstraint(condition=Q(up_to_id__gte=F("from_id"), count__gte=1), name="people_seal_has_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.from_id}–{self.up_to_id}"
