"""What a wave found in pictures, tables and sentences: made from protected tables and from nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.charts import svg
from engagement.disclosure import HIDDEN, ProtectedTable
from engagement.editions import Cell, Chart, Point, Table
from people.models import CareStatus
from surveys.presenting import Reader, label_of
from surveys.proofing import named
from surveys.questions import NO_ANSWERS, RATHER_NOT, SCALES, Definition, Kind, Option, Question
from surveys.results import NO, OTHERS, Found
from surveys.speaking import phrases


@dataclass(frozen=True)
class Finding:
    """One question as it is shown: `says` is the finding in one sentence, `asked` the question."""

    key: str
    asked: str
    says: str
    chart: Chart
    table: Table
    crossed: tuple[Table, ...] = ()
    note: str = ""

    @property
    def short(self) -> str:
        """Its name in a list of what is on a page."""
        words = self.asked.split()
        return " ".join(words[:6]) + ("…" if len(words) > 6 else "")

    @cached_property
    def picture(self) -> str:
        """The chart as an accessible picture, with its marks."""
        return svg(self.chart, f"c-{self.key}")


@dataclass(frozen=True)
class Words:
    """How to speak to a reader: marks for staff and the Board, whole words for young people."""

    reader: Reader
    plain: bool = False

    @property
    def hidden(self) -> str:
        return _("fewer than 6, or hidden") if self.plain else HIDDEN


def findings(definition: Definition, found: Found, words: Words) -> list[Finding]:
    """One for each question that has numbers, in the order of the survey."""
    made = (_finding(question, found.tables, words) for question in definition.questions.values())
    return [one for one in made if one is not None]


def how_many(found: Found, words: Words) -> str:
    """How many answered, in words."""
    n = found.respondents
    if n is None:
        return _("Fewer than 10 people answered, so nothing is shown: it could point to one of them.")
    return ngettext("%(n)s person answered.", "%(n)s people answered.", n) % {"n": f"{n:,}"}


def _finding(question: Question, tables: Mapping[str, Mapping[str, ProtectedTable]], words: Words) -> Finding | None:
    rows = list(_rows(question, tables, words))
    if not rows:
        return None
    asked = words.reader.say(question.wordings)[0].text
    if question.kind == Kind.MATRIX:
        return _of_lines(question, asked, rows, words)
    points = tuple(Point(label, _value(count), _say(count)) for label, count, _table in rows)
    summary = f"{asked} " + ", ".join(f"{point.label}: {point.words}" for point in points) + "."
    first = next(iter(tables[name] for name in tables if _is_of(name, question.key)))
    return Finding(
        key=question.key,
        asked=asked,
        says=_sentence(rows, words),
        chart=Chart("bars", asked, summary, points),
        table=Table(
            asked, (_("Answer"), _("People")), tuple((Cell(label), _cell(count, words)) for label, count, _t in rows)
        ),
        crossed=tuple(_crossed(question, first, words)) if question.kind != Kind.SEVERAL else (),
        note=_note(question),
    )


Row = tuple[str, int | None, ProtectedTable]


def _rows(question: Question, tables: Mapping[str, Mapping[str, ProtectedTable]], words: Words) -> Iterator[Row]:
    """Each answer with its count or None, from the table that it stands in."""
    for name, by in tables.items():
        if not _is_of(name, question.key):
            continue
        table = by[""]
        for row in table.rows:
            key = row.removeprefix(f"{name}:")
            if key == NO and question.kind == Kind.SEVERAL:
                continue
            yield _label(question, name, key, words), table.count(row), table


def _is_of(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}.")


def _label(question: Question, name: str, key: str, words: Words) -> str:
    if key in NO_ANSWERS:
        return phrases(words.reader.language)["rather_not" if key == RATHER_NOT else "dont_know"]
    option = next((one for one in question.picks if one.key == key), None)
    return label_of(question, option, words.reader)[0] if option else key


def _of_lines(question: Question, asked: str, rows: list[Row], words: Words) -> Finding:
    """The lines of a matrix together: a stacked bar each where every part of it may be shown."""
    lines = {f"{question.key}.{line.key}": _line(line, words) for line in question.lines}
    points, cells = [], []
    columns = [_label(question, "", option.key, words) for option in question.picks]
    for name, label in lines.items():
        its = [(said, count, table) for said, count, table in rows if table.name == name and said in columns]
        if not its:
            continue
        shares = [its[0][2].share(f"{name}:{option.key}") for option in question.picks]
        points += [
            Point(label, share, f"{share}" if share is not None else HIDDEN, series=said)
            for (said, _count, _table), share in zip(its, shares, strict=False)
        ]
        cells.append((Cell(label), *(_cell(count, words) for _said, count, _table in its)))
    summary = f"{asked} " + "; ".join(
        f"{row[0].words}: " + ", ".join(f"{said} {cell.words}" for said, cell in zip(columns, row[1:], strict=False))
        for row in cells
    )
    return Finding(
        key=question.key, asked=asked, says=asked,
        chart=Chart("likert", asked, summary + ".", tuple(points), "%"),
        table=Table(asked, (_("Line"), *columns), tuple(cells)),
        note=_("Out of every 100 people who answered. The table has the numbers of people."),
    )  # fmt: skip


def _line(line: Option, words: Words) -> str:
    return words.reader.say(line.wordings)[0].text or line.key


def _crossed(question: Question, by: Mapping[str, ProtectedTable], words: Words) -> Iterator[Table]:
    """The same answers by who gave them."""
    for name, table in by.items():
        if not name or table.refused:
            continue
        columns = tuple(_group(col) for col in table.cols)
        rows = tuple(
            (
                Cell(_label(question, question.key, row.removeprefix(f"{question.key}:"), words)),
                *(_cell(table.count(row, col), words) for col in table.cols),
            )
            for row in table.rows
        )
        yield Table(
            _("By %(what)s") % {"what": _("age") if name == "face" else _("care status")}, (_("Answer"), *columns), rows
        )


def row_names(question: Question, table: ProtectedTable, words: Words) -> dict[str, str]:
    """What the rows of a question's table are called."""
    return {row: _label(question, question.key, row.removeprefix(f"{question.key}:"), words) for row in table.rows}


def crossing(one: Question, other: Question, table: ProtectedTable, words: Words) -> Table:
    """Two questions against each other."""

    def said(question: Question, name: str) -> str:
        return _label(question, question.key, name.removeprefix(f"{question.key}:"), words)

    rows = ((Cell(said(one, row)), *(_cell(table.count(row, col), words) for col in table.cols)) for row in table.rows)
    asked = [words.reader.say(question.wordings)[0].text for question in (one, other)]
    columns = (_("Answer"), *(said(other, col) for col in table.cols))
    return Table(_("“%(one)s” by “%(other)s”") % dict(zip(("one", "other"), asked, strict=True)), columns, tuple(rows))


def _group(segment: str) -> str:
    name, _colon, value = segment.partition(":")
    if value == OTHERS:
        return _("Others together")
    if name == "face":
        return str(named(value))
    return str(CareStatus(value).label) if value in CareStatus.values else value


def _sentence(rows: list[Row], words: Words) -> str:
    """The finding in one sentence, which says no more than the numbers that are shown."""
    known = [(label, count) for label, count, _table in rows if count is not None]
    if not known:
        return _("Too few answers to show any.")
    label, count = max(known, key=lambda row: row[1])
    if len(known) == len(rows) and sum(n == count for _l, n in known) == 1:
        return _("“%(label)s” came first: %(n)s people.") % {"label": label, "n": f"{count:,}"}
    return _("“%(label)s”: %(n)s people.") % {"label": label, "n": f"{count:,}"}


def _note(question: Question) -> str:
    if question.kind == Kind.SEVERAL:
        return _("Number of people who picked each one. They could pick several.")
    if question.kind == Kind.RANKING:
        return _("Number of people who put it first.")
    return _("Number of people who picked each one.") if question.kind in SCALES or question.picks else ""


def _value(count: int | None) -> float | None:
    return None if count is None else float(count)


def _say(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _cell(count: int | None, words: Words) -> Cell:
    return Cell(words.hidden) if count is None else Cell(f"{count:,}", number=count)
