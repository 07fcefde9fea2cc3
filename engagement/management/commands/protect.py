"""Hide what would point to a child in tables given as JSON: `manage.py protect < tables.json`."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engagement.disclosure import CountTable, Link, ProtectedTable, adds_up, inferred, protect

ACCEPTED = 'Give {"tables": [{"name", "rows", "cols", "counts"}], "linked": [{"total", "parts"}]} as JSON.'


class Command(BaseCommand):
    """Answers JSON on standard output and nothing else there; what is wrong with the input, in a line, is exit 1.

    Sums and equal margins among the tables are found without being told; `linked` may name them: a total with its
    parts, or a list of tables about the same people.
    """

    help = "Protects the tables read from standard input. " + ACCEPTED
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            given = json.load(sys.stdin)
        except (ValueError, RecursionError) as broken:
            raise CommandError(f"That is not JSON. {ACCEPTED}") from broken
        tables, stated = _read(given)
        protected = protect(tables, list(dict.fromkeys([*stated, *inferred(tables)])))
        self.stdout.write(json.dumps({"tables": [_told(table) for table in protected.values()]}))


def _told(table: ProtectedTable) -> dict[str, Any]:
    if table.refused:
        return {"name": table.name, "refused": table.refused}
    return {"name": table.name, "counts": table.counts}


def _read(given: Any) -> tuple[list[CountTable], list[Link]]:
    match given:
        case {"tables": [*tables]}:
            read = [_table(table, number) for number, table in enumerate(tables, 1)]
        case _:
            raise CommandError(ACCEPTED)
    by_name = {table.name: table for table in read}
    if len(by_name) < len(read):
        raise CommandError("Two tables have one name.")
    linked = given.get("linked") or []
    if not isinstance(linked, list):
        raise CommandError(f"linked is no list. {ACCEPTED}")
    return read, [link for entry in linked for link in _links(entry, by_name)]


def _table(given: Any, number: int) -> CountTable:
    match given:
        case {"name": str(name), "rows": [*rows], "cols": [*cols], "counts": [*counts]} if all(
            isinstance(line, list) for line in counts
        ):
            try:
                return CountTable(name, tuple(map(str, rows)), tuple(map(str, cols)), tuple(map(tuple, counts)))
            except ValueError as wrong:
                raise CommandError(f"{wrong}.") from wrong
    raise CommandError(f"Table {number} is not complete. {ACCEPTED}")


def _links(entry: Any, tables: dict[str, CountTable]) -> list[Link]:
    match entry:
        case {"total": str(total), "parts": [*parts]}:
            names = [total, *parts]
        case [*names]:
            total = ""
        case _:
            raise CommandError(f"An entry of linked cannot be read. {ACCEPTED}")
    for name in names:
        if name not in tables:
            raise CommandError("linked names a table that is not there.")
    if not total:
        return []  # the links that hold among them are found below
    try:
        links = adds_up(tables[total], [tables[name] for name in names[1:]])
    except ValueError as wrong:
        raise CommandError(f"{wrong}.") from wrong
    if any(sum(sign * tables[name].at(row, col) for name, row, col, sign in link.terms) for link in links):
        raise CommandError(f"{total} is not the sum of its parts.")
    return links
