"""Somebody with the whole database, the logs and the tasks tries to say whose "just the idea" view is whose.

Knows the code and every column, not the keys; with `stolen` those too. Every strategy gives a distance between each
view and each space; `tests.attacks.guessing` makes guesses of them.
"""

import base64
import contextlib
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import product
from typing import Any
from uuid import UUID

import numpy as np
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from engagement.models import Submission, Voice
from people.encryption import decrypt
from people.models import YoungPerson

TOKEN = re.compile(r"[0-9A-Za-z-]{8,}")
FAR = 1e18
Matrix = NDArray[np.float64]


@dataclass
class Row:
    table: str
    place: int  # in physical order
    values: dict[str, Any]
    texts: list[str] = field(default_factory=list)


def dump(*, stolen: bool) -> list[Row]:
    """Every row of every table as it lies on the disk; with the keys, what was encrypted as well."""
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if "_fts" in table:  # SQLite's own index of our pages
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY {order}")  # noqa: S608  (a name from the database itself)
            names = [column[0] for column in cursor.description]
            for place, values in enumerate(cursor.fetchall()):
                rows.append(Row(table, place, dict(zip(names, map(_plain, values), strict=True))))
    for row in rows:
        row.texts = [text for value in row.values.values() if isinstance(value, str) for text in _opened(value, stolen)]
    return rows


def _plain(value: Any) -> Any:
    """SQLite gives times as text."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:", value):
        with contextlib.suppress(ValueError):
            value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def _opened(text: str, stolen: bool) -> Iterator[str]:
    """A text, and whatever can be made readable of it."""
    yield text
    if stolen and text.startswith("gAAAA"):
        with contextlib.suppress(InvalidToken):
            yield decrypt(text)
    if text.count(":") == 2 and len(text) > 60:  # signed, as Django's own sessions are: readable without any key
        part, is_packed = text.split(":")[0].lstrip("."), text.startswith(".")
        with contextlib.suppress(ValueError, zlib.error):
            raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
            inner = (zlib.decompress(raw) if is_packed else raw).decode()
            yield inner
            for value in json.loads(inner).values():
                if isinstance(value, str):
                    yield from _opened(value, stolen)


@dataclass
class Mentions:
    """What is known of one view or one space: in which rows it stands, at which times, beside which values."""

    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # by column
    values: set[str] = field(default_factory=set)
    size: float = 0


class Attacker:
    """`ideas` are the primary keys of the views in question, `spaces` those of all spaces there are."""

    def __init__(self, rows: Sequence[Row], papers: Sequence[str], ideas: Sequence[int], spaces: Sequence[int]) -> None:
        self.ideas, self.spaces = list(ideas), list(spaces)
        self.length: dict[str, int] = defaultdict(int)
        for row in rows:
            self.length[row.table] = max(self.length[row.table], row.place + 1)
        self.of = self._mentions(rows, papers)

    def _mentions(self, rows: Sequence[Row], papers: Sequence[str]) -> dict[tuple[str, int], Mentions]:
        names = _names(self.ideas, self.spaces)
        owner = dict(Submission.objects.exclude(space=None).values_list("pk", "space_id"))
        links = _links()
        found: dict[tuple[str, int], Mentions] = defaultdict(Mentions)
        for row in rows:
            who = {names[word] for text in row.texts for word in TOKEN.findall(text) if word in names}
            for column, kind in links.get(row.table, ()):
                if (value := row.values.get(column)) is not None:
                    who |= _meant(kind, value, owner)
            for each in who & found.keys() | {one for one in who if self._wanted(one)}:
                known = found[each]
                known.places[row.table].append(row.place)
                for column, value in row.values.items():
                    if _has_time(value):
                        known.times[f"{row.table}.{column}"].append(value.timestamp())
                known.values |= {w for text in row.texts for w in TOKEN.findall(text)}
                known.size = max(known.size, sum(map(len, row.texts)))
        for number, paper in enumerate(papers):
            for each in {names[word] for word in TOKEN.findall(paper) if word in names}:
                found[each].places["papers"].append(number)
                found[each].values |= set(TOKEN.findall(paper))
        self.length["papers"] = len(papers)
        return found

    def _wanted(self, one: tuple[str, int]) -> bool:
        return one[1] in (self._ideas if one[0] == "idea" else self._spaces)

    @property
    def _ideas(self) -> set[int]:
        return set(self.ideas)

    @property
    def _spaces(self) -> set[int]:
        return set(self.spaces)

    def distances(self) -> dict[str, Matrix]:
        """Each strategy by its name."""
        mine = [self.of[("idea", pk)] for pk in self.ideas]
        theirs = [self.of[("space", pk)] for pk in self.spaces]
        tables = sorted({table for known in (*mine, *theirs) for table in known.places})
        found: dict[str, Matrix] = {}
        for table in tables:
            near = _nearest([k.places[table] for k in mine], [k.places[table] for k in theirs])
            if (near < FAR).any():
                found[f"beside each other in {table}"] = near
        ranks = {t: max(1, n) for t, n in self.length.items()}
        ours = [[p / ranks[t] for t, places in k.places.items() for p in places] for k in mine]
        other = [[p / ranks[t] for t, places in k.places.items() for p in places] for k in theirs]
        found["as far on in any two tables"] = _nearest(ours, other)
        found["number made in turn"] = _nearest([[pk] for pk in self.ideas], [[pk] for pk in self.spaces])
        for column, other_column in product(_columns(mine), _columns(theirs)):
            name = f"times: {column}, {other_column}"
            found[name] = _nearest([k.times[column] for k in mine], [k.times[other_column] for k in theirs])
        found["size"] = _nearest([[k.size] for k in mine], [[k.size] for k in theirs])
        found["values shared"] = _shared([k.values for k in mine], [k.values for k in theirs])
        return found


def _names(ideas: Iterable[int], spaces: Iterable[int]) -> dict[str, tuple[str, int]]:
    """What can stand for a view or a space in a text."""
    named: dict[str, tuple[str, int]] = {}
    for pk, uuid, token, reference in Voice.objects.filter(pk__in=list(ideas)).values_list(
        "pk", "uuid", "token", "reference"
    ):
        named |= {str(x): ("idea", pk) for x in (uuid, uuid.hex, token, token and token.hex, reference, pk)}
    for pk, uuid in YoungPerson.objects.filter(pk__in=list(spaces)).values_list("pk", "uuid"):
        named |= {str(x): ("space", pk) for x in (uuid, uuid.hex)}
    return named


def _links() -> dict[str, list[tuple[str, str]]]:
    """The columns of each table that name a submission or a space."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.local_concrete_fields:
            target = column.remote_field.model if column.remote_field else model if column.primary_key else None
            kind = "space" if target is YoungPerson else "submission" if target in (Submission, Voice) else ""
            if kind:
                found[model._meta.db_table].append((str(column.column), kind))
    return found


def _meant(kind: str, value: int, owner: Mapping[int, int]) -> set[tuple[str, int]]:
    if kind == "space":
        return {("space", value)}
    return {("idea", value), *([("space", owner[value])] if value in owner else [])}


def _has_time(value: Any) -> bool:
    """A moment, and not just a day."""
    return isinstance(value, datetime) and timezone.localtime(value).time() != time(0)


def _columns(known: Sequence[Mentions]) -> list[str]:
    """Those that tell people apart: the end of a day that all deadlines share does not."""
    seen: dict[str, set[float]] = defaultdict(set)
    for one in known:
        for column, times in one.times.items():
            seen[column].update(times)
    return sorted(column for column, times in seen.items() if len(times) > 10)


def _nearest(mine: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> Matrix:
    """The smallest distance between any of a view's and any of a space's numbers."""
    flat = sorted((number, who) for who, numbers in enumerate(theirs) for number in set(numbers))
    at = np.array([number for number, _ in flat])
    whose = np.array([who for _, who in flat], dtype=int)
    found = np.full((len(mine), len(theirs)), FAR)
    for i, numbers in enumerate(mine):
        for number in set(numbers):
            if len(at):
                np.minimum.at(found[i], whose, np.abs(at - number))
    return found


def _shared(mine: Sequence[set[str]], theirs: Sequence[set[str]]) -> Matrix:
    """Rare values in common weigh most."""
    often: dict[str, int] = defaultdict(int)
    for values in (*mine, *theirs):
        for value in values:
            often[value] += 1
    having: dict[str, list[int]] = defaultdict(list)
    for who, values in enumerate(theirs):
        for value in values:
            if often[value] <= 6:
                having[value].append(who)
    found = np.zeros((len(mine), len(theirs)))
    for i, values in enumerate(mine):
        for value in values:
            for who in having.get(value, ()):
                found[i, who] -= 1 / often[value]
    return found
