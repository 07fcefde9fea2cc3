"""What a wave found, as far as it may be shown: every table goes through disclosure control before anybody reads it.

First the tables of who answered are protected; a breakdown whose groups are not all shown is not used at all. Then
each question is solved beside them, with its own breakdowns: what two questions share is only what was shown, so one
question gives nothing away about another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engagement import ledger
from engagement.disclosure import CountTable, ProtectedTable, protect, refused, related
from engagement.disclosure.tables import SMALLEST_BASE
from engagement.models import ReleaseKind
from people.models import User
from surveys.folding import ANSWERED, EVERYBODY
from surveys.models import Cell, Wave
from surveys.questions import NO_ANSWERS, Definition, Kind, Question

BREAKDOWNS = ("face", "care")  # what a question may be crossed with, as segments are named
OTHERS = "others"
NO = "no"
CELL = ("question", "option", "segment", "n")

Shown = Mapping[str, ProtectedTable]
Door = Callable[[Sequence[CountTable], Sequence[CountTable], Shown], Shown]
Tell = Callable[[int, int], None]
Counts = Mapping[tuple[str, str, str], int]  # by question, option and segment
__all__ = ["ANSWERED", "BREAKDOWNS", "EVERYBODY", "Found", "counts_of", "plain", "publish", "what_may_be_shown"]


@dataclass(frozen=True)
class Found:
    """All that may be shown of one wave. `who` is by breakdown ("" for none), `tables` by question and breakdown."""

    who: Mapping[str, ProtectedTable]
    tables: Mapping[str, Mapping[str, ProtectedTable]] = field(default_factory=dict)

    @property
    def respondents(self) -> int | None:
        """How many answered, or None where that may not be said."""
        table = self.who.get("")
        return table.total if table and not table.refused else None


@dataclass(frozen=True)
class _Groups:
    """The groups of one breakdown, small ones put together."""

    name: str
    members: Mapping[str, tuple[str, ...]]  # segments by group


def counts_of(wave: Wave, questions: Sequence[str] = ()) -> Counts:
    """The cells of a wave, of all questions or of some. One query; for this room's solvers and tests only."""
    cells = Cell.objects.filter(wave=wave)
    if questions:
        cells = cells.filter(question__in=questions)
    return {(question, option, segment): n for question, option, segment, n in cells.values_list(*CELL)}


def plain(wave: Wave, asked: Sequence[Question], counts: Counts) -> list[CountTable]:
    """How many answered, and each of these questions by itself, as counted: for what is solved beside them."""
    alone = (_tables(wave, question, counts, {}) for question in asked)
    return [_who(wave, counts)[""], *(by[""] for tables in alone for by in tables.values())]


def what_may_be_shown(wave: Wave, counts: Counts | None = None, tell: Tell | None = None) -> Found:
    """Solve a wave anew. Nothing is noted: for staff, before publication. `tell` hears how far it is."""

    def solve(tables: Sequence[CountTable], known: Sequence[CountTable], earlier: Shown) -> Shown:
        ties = related(tables, known)
        return protect(tables, ties.links, earlier=earlier, known=known, unsaid=ties.unsaid)

    return _found(wave, counts_of(wave) if counts is None else counts, solve, tell)


def publish(wave: Wave, *, by: User) -> Found:
    """Release what may be shown through the ledger: safe beside everything that was ever published of these people."""

    def release(tables: Sequence[CountTable], known: Sequence[CountTable], earlier: Shown) -> Shown:
        # Who answered is known to everybody: the ledger has to know it beside each question, too.
        for some in (known, tables):
            answer = ledger.release(some, kind=ReleaseKind.SURVEY, about=str(wave.uuid), by=by) if some else {}
        return answer

    return _found(wave, counts_of(wave), release)


def _found(wave: Wave, counts: Counts, door: Door, tell: Tell | None = None) -> Found:
    """Who answered, then each question beside it; `door` protects tables beside others that are known as shown."""
    who = _who(wave, counts)
    shown = door(list(who.values()), [], {})
    by_name = {name: shown[table.name] for name, table in who.items()}
    groups = {name: _groups(name, counts) for name in who if name and not _has_gaps(by_name[name])}
    found: dict[str, dict[str, ProtectedTable]] = {}
    questions = list(_questions(wave.version.asked))
    for done, question in enumerate(questions):
        if tell:
            tell(done, len(questions))
        for name, tables in _tables(wave, question, counts, groups).items():
            if by_name[""].refused:
                found[name] = {key: refused(table, by_name[""].refused) for key, table in tables.items()}
                continue
            population = next(iter(tables.values())).population
            known = [replace(table, population=population) for table in who.values()]
            answer = door(list(tables.values()), known, shown)
            found[name] = {key: answer[table.name] for key, table in tables.items()}
    return Found(by_name, found)


def _who(wave: Wave, counts: Counts) -> dict[str, CountTable]:
    """How many answered, in all and by each breakdown that leaves no group under ten."""
    total = counts.get((EVERYBODY, ANSWERED, ""), 0)
    tables = {"": CountTable("*who", ("everybody",), ("",), ((total,),), population=wave.population)}
    for name in BREAKDOWNS:
        groups = _groups(name, counts).members
        if len(groups) > 1:
            sizes = {
                group: sum(counts.get((EVERYBODY, ANSWERED, one), 0) for one in its) for group, its in groups.items()
            }
            rest = total - sum(sizes.values())
            if rest == 0 or rest >= SMALLEST_BASE:
                labels = tuple(sizes)
                tables[name] = CountTable(
                    f"*who.{name}",
                    labels,
                    ("",),
                    tuple((sizes[label],) for label in labels),
                    population=wave.population,
                )
    return tables


def _groups(name: str, counts: Counts) -> _Groups:
    """Segments with ten people or more by themselves, the others together, so that no margin has to be hidden."""
    sizes = {
        segment: n
        for (question, option, segment), n in counts.items()
        if (question, option) == (EVERYBODY, ANSWERED) and segment.startswith(f"{name}:")
    }
    large = sorted((segment for segment, n in sizes.items() if n >= SMALLEST_BASE), key=_in_order)
    small = sorted(segment for segment in sizes if segment not in large)
    while small and large and sum(sizes[segment] for segment in small) < SMALLEST_BASE:
        # The smallest of the others joins them: two groups that differ by a few would give those few away.
        smallest = min(large, key=lambda segment: sizes[segment])
        large.remove(smallest)
        small.append(smallest)
    members: dict[str, tuple[str, ...]] = {segment: (segment,) for segment in large}
    if small:
        members[f"{name}:{OTHERS}"] = tuple(small)
    return _Groups(name, members)


def _in_order(segment: str) -> tuple[int, str]:
    value = segment.partition(":")[2]
    first = value.partition("-")[0]
    return (int(first) if first.isdigit() else 99, value)


def _has_gaps(table: ProtectedTable) -> bool:
    return bool(table.refused) or any(count is None for line in table.counts for count in line)


def _questions(definition: Definition) -> Iterable[Question]:
    return (question for question in definition.questions.values() if question.kind in _ROWS)


def _tables(
    wave: Wave, question: Question, counts: Counts, groups: Mapping[str, _Groups]
) -> dict[str, dict[str, CountTable]]:
    """The tables of one question by the name of its line or option, then by breakdown."""
    made: dict[str, dict[str, CountTable]] = {}
    for name, rows in _ROWS[question.kind](question, counts).items():
        labels = tuple(f"{name}:{row}" for row in rows)
        if not labels:
            continue
        asked = {"": _Groups("", {"": ("",)}), **groups}
        made[name] = {
            key: CountTable(
                f"{name}{'*' if key else ''}{key}",
                labels,
                tuple(group.members),
                tuple(
                    tuple(sum(_count(counts, options, one) for one in its) for its in group.members.values())
                    for options in rows.values()
                ),
                population=f"{wave.population}:{name}",
                sensitive=question.sensitive,
            )
            for key, group in asked.items()
        }
    return made


Parts = Sequence[tuple[str, str, int]]  # question, option, sign: what a row adds up from
Rows = Mapping[str, Parts]


def _count(counts: Counts, parts: Parts, segment: str) -> int:
    return sum(sign * counts.get((question, option, segment), 0) for question, option, sign in parts)


def _of_one(question: Question, counts: Counts) -> dict[str, Rows]:
    return {question.key: _picked(question, question.key, [option.key for option in question.picks])}


def _of_lines(question: Question, counts: Counts) -> dict[str, Rows]:
    keys = [option.key for option in question.picks]
    names = (f"{question.key}.{line.key}" for line in question.lines)
    return {name: _picked(question, name, keys) for name in names}


def _picked(question: Question, name: str, keys: Sequence[str]) -> Rows:
    skips = [how for how in NO_ANSWERS if (question.dont_know, question.rather_not)[NO_ANSWERS.index(how)]]
    return {key: [(name, key, 1)] for key in (*keys, *skips)}


def _of_ticks(question: Question, counts: Counts) -> dict[str, Rows]:
    """A table of yes and no for each option: ticks are no parts of a whole."""
    key = question.key
    return {
        f"{key}.{option.key}": {
            option.key: [(key, option.key, 1)],
            NO: [(key, ANSWERED, 1), (key, option.key, -1)],
        }
        for option in question.options
    }


def _of_number(question: Question, counts: Counts) -> dict[str, Rows]:
    key = question.key
    seen = {option for name, option, segment in counts if name == key and not segment and not option.startswith("_")}
    low = sorted(seen, key=lambda band: int(band.partition("–")[0]))
    return {key: _picked(question, key, low)} if low else {}


def _of_ranking(question: Question, counts: Counts) -> dict[str, Rows]:
    """What was put first."""
    return {question.key: {option.key: [(question.key, f"{option.key}:1", 1)] for option in question.options}}


_ROWS = {
    Kind.FEELING: _of_one, Kind.AGREE: _of_one, Kind.ONE: _of_one, Kind.PICTURE: _of_one, Kind.SEVERAL: _of_ticks,
    Kind.NUMBER: _of_number, Kind.RANKING: _of_ranking, Kind.MATRIX: _of_lines,
}  # fmt: skip
