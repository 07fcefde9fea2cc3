"""What changed since the last edition: computed from the two, and only from numbers that both of them show."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from engagement.editions import Cell, Edition, Figure, Section, Table
from engagement.narratives import figures_of

NAME = "changed"


def with_changes(previous: Edition | None, now: Edition) -> Edition:
    """`now` with each figure's value in the edition before, and a section that says what changed, after the first."""
    if previous is None:
        return now
    before = figures_of(previous)
    sections = tuple(
        replace(one, figures=tuple(_with_before(figure, before.get(figure.key)) for figure in one.figures))
        for one in now.sections
    )
    told = changes(previous, now)
    return replace(now, sections=(*sections[:1], *([told] if told else []), *sections[1:]))


def changes(previous: Edition, now: Edition) -> Section | None:
    """The numbers that moved and the asks that moved; None where the two editions have nothing in common."""
    before, after = figures_of(previous), figures_of(now)
    both = [key for key in after if key in before and _is_shown(before[key]) and _is_shown(after[key])]
    moved = [key for key in both if before[key].value != after[key].value]
    asks = list(_moved_asks(previous, now))
    if not both and not asks:
        return None
    tables = []
    if moved:
        tables.append(
            Table(
                caption=_("Numbers that moved"),
                columns=(_("What is counted"), _("Before"), _("Now")),
                rows=tuple((Cell(after[key].counts), Cell(before[key].value), Cell(after[key].value)) for key in moved),
            )
        )
    if asks:
        tables.append(
            Table(
                caption=_("Asks that moved"),
                columns=(_("What young people asked"), _("Before"), _("Now")),
                rows=tuple(asks),
            )
        )
    return Section(
        name=NAME,
        kicker=_("Since the last edition"),
        finding=_("What changed since %(period)s") % {"period": previous.period}
        if tables
        else _("Nothing that both editions show has moved."),
        paper="sky",
        tables=tuple(tables),
        appendix=True,
    )


def _with_before(figure: Figure, before: Figure | None) -> Figure:
    shown = before is not None and _is_shown(before) and _is_shown(figure)
    return replace(figure, before=before.value) if shown and before else figure


def _is_shown(figure: Figure) -> bool:
    return bool(figure.value) and not figure.hidden


def _moved_asks(previous: Edition, now: Edition) -> Iterable[tuple[Cell, Cell, Cell]]:
    """Asks in both editions whose status changed or that became late since, by what the tables say of each."""
    before = _asks(previous)
    for ref, (wording, status) in _asks(now).items():
        if ref not in before:
            continue
        was = before[ref][1]
        if (was.status, was.late) != (status.status, status.late):
            yield wording, was, status


def _asks(edition: Edition) -> dict[str, tuple[Cell, Cell]]:
    """Each ask by its address: its wording and its status, late or not."""
    found: dict[str, tuple[Cell, Cell]] = {}
    for row in (row for section in edition.sections for table in section.tables for row in table.rows):
        status = next((cell for cell in row if cell.status), None)
        if row[0].ref and status and row[0].ref not in found:
            late = any(cell.late for cell in row)
            words = _("%(status)s, late") % {"status": status.words} if late else status.words
            found[row[0].ref] = (row[0], replace(status, words=words, late=late))
    return found
