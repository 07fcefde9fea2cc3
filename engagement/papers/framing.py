"""What every format says around an edition, and its tables: one place, so that all formats say the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from engagement.disclosure.tables import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE
from engagement.editions import Cell, Chart, Edition, Figure, Section, Table


@dataclass(frozen=True)
class Frame:
    """The words around an edition."""

    lang: str
    title: str  # of the file
    stood: str
    version: str
    correction: str
    made_up: str
    marks: str
    footer: str
    appendix: str


def frame(edition: Edition) -> Frame:
    """In the council's own language; formats.make sees to that."""
    return Frame(
        lang=settings.LANGUAGE_CODE,
        title=f"{edition.title}: {edition.period}",
        stood=_("As it stood on %(day)s.") % {"day": edition.as_of},
        version=_("Version %(n)d.") % {"n": edition.version} if edition.version else _("Draft."),
        correction=_("This version corrects an earlier one. %(note)s") % {"note": edition.note} if edition.note else "",
        made_up=_("Sample data: every name and story here is made up.") if settings.SAMPLE_DATA else "",
        marks=_(
            "%(hidden)s means fewer than 6, or hidden to protect others. %(away)s means not available. "
            "%(apart)s means that it does not apply."
        )
        % {"hidden": HIDDEN, "away": NOT_AVAILABLE, "apart": NOT_APPLICABLE},
        footer=f"{settings.PRODUCT_NAME}, {settings.COUNCIL_NAME}. {edition.period}",
        appendix=_("Appendix"),
    )


def in_order(edition: Edition) -> list[Section]:
    """The first pages, then the appendix, each in its own order."""
    return sorted(edition.sections, key=lambda one: one.appendix)


def tables(section: Section) -> list[Table]:
    """The tables of a section, and one for each chart that has none of its name beside it."""
    there = {table.caption for table in section.tables}
    return [*section.tables, *(as_table(chart) for chart in section.charts if chart.title not in there)]


def as_table(chart: Chart) -> Table:
    """A chart's numbers; with a column more where it has several series."""
    if any(point.series for point in chart.points):
        columns = (_("What"), _("Answer"), _("How many"))
        rows = tuple((Cell(p.label), Cell(p.series), Cell(p.words, number=p.value)) for p in chart.points)
        return Table(chart.title, columns, rows)
    return Table(
        chart.title,
        (_("What"), _("How many")),
        tuple((Cell(p.label), Cell(p.words, number=p.value)) for p in chart.points),
    )


def sheets(edition: Edition) -> Iterator[Table]:
    """Every table of the edition in reading order, the headline figures first."""
    if figures := [(section, figure) for section in in_order(edition) for figure in section.figures]:
        columns = (_("Part"), _("What is counted"), _("Value"), _("Out of"), _("Who did not answer"), _("Before"))
        yield Table(_("Figures"), columns, tuple(_figure(section, figure) for section, figure in figures))
    for section in in_order(edition):
        yield from tables(section)


def _figure(section: Section, figure: Figure) -> tuple[Cell, ...]:
    texts = (section.kicker, figure.counts, figure.value, figure.of, figure.missing, figure.before)
    return tuple(map(Cell, texts))
