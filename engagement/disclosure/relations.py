"""What released tables say about each other without a word: quarters of a year, filters, one count at two times.

Whatever can be worked out from two tables that are both published becomes a table of its own here, which is shown
nowhere and guarded all the same: the rest of a year, those left out by a filter, those who came in between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from engagement.disclosure.links import Link, adds_up, same_people
from engagement.disclosure.tables import ALL, CountTable

MOST_REMAINDERS = 60  # of one series; what would need more is refused
_QUARTER = re.compile(r"(\d{4})-q([1-4])")


@dataclass
class Relations:
    """`unsaid` can be worked out through `links`. `clashes` names tables that fit no way to what is published."""

    links: list[Link] = field(default_factory=list)
    unsaid: list[CountTable] = field(default_factory=list)
    clashes: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Node:
    """A table, published or worked out, with the quarters that it covers and the new tables that it is made from."""

    table: CountTable
    covers: frozenset[str]
    made_from: frozenset[str]


def related(tables: Sequence[CountTable], known: Sequence[CountTable] = ()) -> Relations:
    """How new `tables` and those `known` hang together; every table needs a name of its own."""
    new = {table.name for table in tables}
    found = Relations()
    everyone = [*known, *tables]
    for group in _alike(everyone):
        _over_time(group, new, found)
    for one, other in combinations(everyone, 2):
        if one.population == other.population and one.period == other.period:
            if one.part_of == other.part_of and _series(one) != _series(other):
                _of_the_same_people(one, other, found)
            elif one.part_of and other.part_of and one.at(ALL, ALL) == other.at(ALL, ALL):
                _of_the_same_people(one, other, found)  # two cuts of one group, such as those who were heard
            elif one.part_of == _series(other) and not other.part_of:
                _filtered(other, one, new, found)
            elif other.part_of == _series(one) and not one.part_of:
                _filtered(one, other, new, found)
    return found


def covered(period: str) -> frozenset[str]:
    """The quarters of a period. Another word than quarters covers itself only."""
    match [_QUARTER.fullmatch(end) for end in period.split("/")]:
        case [re.Match() as first, re.Match() as last]:
            ends = [4 * int(end[1]) + int(end[2]) - 1 for end in (first, last)]
            return frozenset(f"{at // 4}-q{at % 4 + 1}" for at in range(ends[0], ends[1] + 1))
    return frozenset([period])


def _series(table: CountTable) -> str:
    return table.series or table.name


def _alike(tables: Sequence[CountTable]) -> Iterator[list[CountTable]]:
    """Tables that add up over time, or are one count taken twice."""
    kinds: dict[object, list[CountTable]] = {}
    for table in tables:
        kind = (_series(table), table.population, table.part_of, table.rows, table.cols)
        kinds.setdefault(kind, []).append(table)
    yield from (group for group in kinds.values() if len(group) > 1)


def _over_time(group: Sequence[CountTable], new: set[str], found: Relations) -> None:
    nodes = [_Node(table, covered(table.period), frozenset([table.name]) & new) for table in group]
    done = 0
    while done < len(nodes):
        latest, done = nodes[done], done + 1
        for other in nodes[: done - 1]:
            if latest.covers == other.covers:
                _twice(other, latest, found)
                continue
            small, large = sorted((latest, other), key=lambda node: len(node.covers))
            if small.covers < large.covers:
                _remainder(large, small, nodes, found)
        if len(nodes) > len(group) + MOST_REMAINDERS:
            found.clashes |= {table.name for table in group} & new
            return


def _twice(one: _Node, other: _Node, found: Relations) -> None:
    """The same count at two times: whoever came in between, or went, must not show."""
    for more, less in ((one, other), (other, one)):
        change = _less(more.table, less.table, f"{more.table.name} but not {less.table.name}")
        if change is not None:
            if change.at(ALL, ALL):
                found.unsaid.append(change)
            parts = [less.table, change] if change.at(ALL, ALL) else [less.table]
            found.links += adds_up(more.table, parts)
            return
    found.clashes |= one.made_from | other.made_from


def _remainder(large: _Node, small: _Node, nodes: list[_Node], found: Relations) -> None:
    """The rest of a longer time is a published table, one that was met before, or a new one to guard."""
    made_from, covers = large.made_from | small.made_from, large.covers - small.covers
    left = _less(large.table, small.table, f"{large.table.name} without {small.table.name}")
    if left is None:
        found.clashes |= made_from
        return
    twin = next((node for node in nodes if node.covers == covers and node.table.counts == left.counts), None)
    if twin is None:
        nodes.append(_Node(left, covers, made_from))
        found.unsaid.append(left)
    found.links += adds_up(large.table, [small.table, twin.table if twin else left])


def _filtered(whole: CountTable, part: CountTable, new: set[str], found: Relations) -> None:
    """Those left out by a filter are guarded like those in it."""
    name = f"{whole.name} without {part.name}"
    if (whole.rows, whole.cols) == (part.rows, part.cols):
        rest = _less(whole, part, name)
        if rest is not None:
            found.unsaid.append(rest)
            found.links += adds_up(whole, [part, rest])
    else:
        rest = _difference(whole.at(ALL, ALL) - part.at(ALL, ALL), name)
        if rest is not None:
            found.unsaid.append(rest)
            found.links.append(Link(((whole.name, ALL, ALL, 1), (part.name, ALL, ALL, -1), (rest.name, 0, 0, -1))))
    if rest is None:
        found.clashes |= {whole.name, part.name} & new


def _of_the_same_people(one: CountTable, other: CountTable, found: Relations) -> None:
    """Totals and margins that both have. Where they differ, the few that one lacks are guarded."""
    by_name = {one.name: one, other.name: other}
    for link in same_people(one, other):
        size = {term: by_name[term[0]].at(term[1], term[2]) for term in link.terms}
        more, less = sorted(link.terms, key=lambda term: -size[term])
        gap = size[more] - size[less]
        if gap == 0:
            found.links.append(link)
            continue
        rest = CountTable(f"{more[:3]} but not {less[:3]}", ("all",), ("",), ((gap,),))
        found.unsaid.append(rest)
        found.links.append(Link(((*more[:3], 1), (*less[:3], -1), (rest.name, 0, 0, -1))))


def _less(more: CountTable, less: CountTable, name: str) -> CountTable | None:
    """`more` without `less`; None where that would be below zero."""
    counts = tuple(
        tuple(more.at(row, col) - less.at(row, col) for col in range(len(more.cols))) for row in range(len(more.rows))
    )
    if any(count < 0 for line in counts for count in line):
        return None
    return CountTable(name, more.rows, more.cols, counts, sensitive=more.sensitive)


def _difference(count: int, name: str) -> CountTable | None:
    return CountTable(name, ("all",), ("",), ((count,),)) if count >= 0 else None
