"""What ties the cells of several tables to each other, so that they have to be protected together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from engagement.disclosure.tables import ALL, CountTable

MOST_PARTS = 6  # a year to date has four quarters at most; six leaves room for a series of months


@dataclass(frozen=True)
class Link:
    """The signed sum of some cells is zero, which anybody can know: (table, row, column, sign), `ALL` for a total."""

    terms: tuple[tuple[str, int, int, int], ...]


def adds_up(total: CountTable, parts: Sequence[CountTable]) -> list[Link]:
    """`total` is the sum of `parts`, cell by cell: a year to date and its quarters, everybody and two groups.

    Raises ValueError where the rows and columns are not the same.
    """
    if any((part.rows, part.cols) != (total.rows, total.cols) for part in parts):
        raise ValueError(f"{total.name}: only tables with the same rows and columns add up")
    return [
        Link(((total.name, row, col, 1), *((part.name, row, col, -1) for part in parts)))
        for row in range(len(total.rows))
        for col in range(len(total.cols))
    ]


def same_people(one: CountTable, other: CountTable) -> list[Link]:
    """Two tables about the same people: one grand total, and one margin for each breakdown that both have."""
    links = [Link(((one.name, ALL, ALL, 1), (other.name, ALL, ALL, -1)))]
    for mine in (0, 1):
        for theirs in (0, 1):
            labels = _labels(one, mine)
            if len(labels) > 1 and sorted(labels) == sorted(_labels(other, theirs)):
                for place, label in enumerate(labels):
                    there = _labels(other, theirs).index(label)
                    links.append(
                        Link(((one.name, *_margin(mine, place), 1), (other.name, *_margin(theirs, there), -1)))
                    )
    return links


def inferred(tables: Sequence[CountTable]) -> list[Link]:
    """The links that anybody would guess and that hold: sums of tables with the same labels, and equal margins."""
    links: list[Link] = []
    for total, parts in _sums(tables):
        links += adds_up(total, parts)
    for one, other in combinations(tables, 2):
        found = same_people(one, other)
        if all(_holds(link, {one.name: one, other.name: other}) for link in found):
            links += found
    return links


def _sums(tables: Sequence[CountTable]) -> Iterator[tuple[CountTable, tuple[CountTable, ...]]]:
    for total in tables:
        alike = [
            table
            for table in tables
            if table is not total and (table.rows, table.cols) == (total.rows, total.cols) and table.at(ALL, ALL) > 0
        ]
        for size in range(min(MOST_PARTS, len(alike)), 1, -1):
            parts = next((some for some in combinations(alike, size) if _is_sum(total, some)), None)
            if parts is not None:
                yield total, parts
                break


def _is_sum(total: CountTable, parts: Sequence[CountTable]) -> bool:
    return total.at(ALL, ALL) == sum(part.at(ALL, ALL) for part in parts) and all(
        count == sum(part.counts[row][col] for part in parts)
        for row, line in enumerate(total.counts)
        for col, count in enumerate(line)
    )


def _holds(link: Link, tables: dict[str, CountTable]) -> bool:
    return sum(sign * tables[name].at(row, col) for name, row, col, sign in link.terms) == 0


def _labels(table: CountTable, axis: int) -> tuple[str, ...]:
    return table.cols if axis else table.rows


def _margin(axis: int, place: int) -> tuple[int, int]:
    return (ALL, place) if axis else (place, ALL)
