"""Protect tables: the one door through which counts leave as something that may be published."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from engagement.disclosure.attacking import CLOSE, WIDTH, reaches
from engagement.disclosure.hiding import choose
from engagement.disclosure.links import Link
from engagement.disclosure.systems import SMALLEST_POPULATION, System, build
from engagement.disclosure.tables import ALL, THRESHOLD, CountTable, ProtectedTable, refused

TOO_FEW = "fewer than 10 people"
NO_WAY = "no safe way to show it"
ALL_AT_ONCE = 160  # above so many unknowns, start from the tables one by one: all at once takes minutes


def protect(
    tables: Sequence[CountTable],
    linked: Sequence[Link] = (),
    threshold: int = THRESHOLD,
    *,
    earlier: Mapping[str, ProtectedTable] | None = None,
    known: Sequence[CountTable] = (),
    unsaid: Sequence[CountTable] = (),
) -> dict[str, ProtectedTable]:
    """What may be shown of each table, by name: none points to a child, alone or together with the others.

    `known` tables were published before, as `earlier` says, and stay as they are. `unsaid` tables are published
    nowhere, but can be worked out through the links: their small counts are guarded as well. Fails closed: a table
    that cannot be shown safely beside the rest is refused. Raises ValueError for two tables of one name or a link to
    a table that is not there.
    """
    everyone = [*known, *tables, *unsaid]
    names = [table.name for table in everyone]
    if len(set(names)) < len(names):
        raise ValueError("two tables have one name")
    if any(term[0] not in names for link in linked for term in link.terms):
        raise ValueError("a link names a table that is not there")
    answer = {table.name: refused(table, TOO_FEW) for table in tables if table.at(ALL, ALL) < SMALLEST_POPULATION}
    left = [table for table in everyone if table.name not in answer]
    with solver_kept_quiet():
        for group, links in _groups(left, linked):
            new = [table for table in tables if table in group]
            if new:
                answer |= _group(group, links, new, threshold, dict(earlier or {}), {table.name for table in unsaid})
    return {table.name: answer[table.name] for table in tables}


def _group(
    group: Sequence[CountTable],
    links: Sequence[Link],
    new: Sequence[CountTable],
    threshold: int,
    earlier: Mapping[str, ProtectedTable],
    unsaid: set[str],
) -> dict[str, ProtectedTable]:
    """Protect one group of tables that hang together; the last new one is left out until the rest can be shown."""
    answer: dict[str, ProtectedTable] = {}
    shown = list(new)
    while shown:
        out = [table.name for table in new if table not in shown]
        inside = [table for table in group if table.name not in out]
        ties = [link for link in links if all(term[0] not in out for term in link.terms)]
        system = build(inside, ties, threshold, unsaid)
        hidden = _pattern(system, inside, shown, threshold, earlier)
        if hidden is not None:
            return answer | {table.name: _shown(table, system, hidden) for table in shown}
        answer[shown[-1].name] = refused(shown[-1], NO_WAY)
        shown.pop()
    return answer


def _pattern(
    system: System,
    inside: Sequence[CountTable],
    shown: Sequence[CountTable],
    threshold: int,
    earlier: Mapping[str, ProtectedTable],
) -> np.ndarray | None:
    size = len(system.values)
    fixed_hidden, fixed_shown = np.zeros(size, bool), np.zeros(size, bool)
    for table in inside:
        if table.name in earlier:
            for row, col in table.places:
                place = system.of[table.name, row, col]
                was_shown = earlier[table.name].counts[row][col] is not None
                fixed_shown[place] |= was_shown
                fixed_hidden[place] |= not was_shown
    fixed_hidden &= ~fixed_shown
    # What was published as it stands cannot be mended now; only what it still protects has to stay protected.
    secrets = np.flatnonzero(system.secret)
    if (system.secret & fixed_shown).any():
        return None
    start = _one_by_one(system, shown, threshold) if size > ALL_AT_ONCE else None
    hidden = choose(system, fixed_hidden=fixed_hidden, fixed_shown=fixed_shown, start=start)
    if hidden is None:
        return None
    # Trust nothing: attack the pattern that is about to be published once more.
    whole = hidden | system.unsaid
    safe = all(reach.width >= WIDTH - CLOSE for reach in reaches(system, whole, secrets.tolist()))
    return hidden if safe else None


def _one_by_one(system: System, shown: Sequence[CountTable], threshold: int) -> np.ndarray:
    """What each table alone would hide, put together: near enough to start from."""
    together = np.zeros(len(system.values), bool)
    for table in shown:
        alone = build([table], [], threshold)
        nothing = np.zeros(len(alone.values), bool)
        hidden = choose(alone, fixed_hidden=nothing, fixed_shown=nothing)
        for (_name, row, col), place in alone.of.items():
            together[system.of[table.name, row, col]] |= hidden is None or hidden[place]
    return together


def _shown(table: CountTable, system: System, hidden: np.ndarray) -> ProtectedTable:
    rows, cols = [*range(len(table.rows)), ALL], [*range(len(table.cols)), ALL]
    return ProtectedTable(
        table.name,
        table.rows,
        table.cols,
        tuple(
            tuple(None if hidden[system.of[table.name, row, col]] else table.at(row, col) for col in cols)
            for row in rows
        ),
    )


def _groups(tables: Sequence[CountTable], links: Sequence[Link]) -> Iterator[tuple[list[CountTable], list[Link]]]:
    """Tables that hang together through links, in their order."""
    left = {table.name: table for table in tables}
    live = [link for link in links if all(term[0] in left for term in link.terms)]
    while left:
        inside = {next(iter(left))}
        while (
            more := {term[0] for link in live if any(term[0] in inside for term in link.terms) for term in link.terms}
            - inside
        ):
            inside |= more
        yield (
            [left.pop(table.name) for table in tables if table.name in inside],
            [link for link in live if link.terms[0][0] in inside],
        )


@contextmanager
def solver_kept_quiet() -> Iterator[None]:
    """HiGHS now and then prints a line of its own from C++: send it to standard error, out of any answer."""
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
