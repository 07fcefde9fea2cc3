"""An edition as a Word document: real headings, repeated header rows, a language, and nothing that is not seen."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as LINK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from engagement.editions import Edition, Section, Table
from engagement.exports import released
from engagement.papers import framing
from engagement.papers.packing import put

FONT = "Arial"  # there on every council's computer
INK = RGBColor(0x25, 0x13, 0x2E)
USED = ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Quote", "Normal Table", "Table Grid")
NEEDED = (LINK.STYLES, LINK.SETTINGS, LINK.FONT_TABLE, LINK.NUMBERING, LINK.WEB_SETTINGS, LINK.THEME)


def make(edition: Edition) -> bytes:
    """Raises ReleaseStoppedError when the inspector finds something."""
    framed = framing.frame(edition)
    document = Document()
    _prepare(document, framed.lang)
    document.add_paragraph(edition.title, style="Title")
    document.add_paragraph(f"{edition.period}. {framed.stood} {framed.version}")
    for words in filter(None, (framed.correction, framed.made_up)):
        document.add_paragraph().add_run(words).bold = True
    for section in framing.in_order(edition):
        _section(document, section, framed.appendix)
    document.add_paragraph(framed.marks)
    document.add_paragraph(framed.footer)
    return released(_packed(document), "docx")


def _section(document: Any, section: Section, appendix: str) -> None:
    document.add_heading(section.finding, level=1)
    document.add_paragraph(f"{appendix}: {section.kicker}" if section.appendix else section.kicker)
    for words in filter(None, (section.lead, *section.narrative.split("\n\n"))):
        document.add_paragraph(words)
    for figure in section.figures:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(figure.value).bold = True
        before = _("before: ") + figure.before if figure.before else ""
        line.add_run(" " + "; ".join(filter(None, (figure.counts, figure.of, figure.missing, before))))
    for chart in section.charts:
        document.add_paragraph(f"{chart.title}. {chart.summary}")
    for table in framing.tables(section):
        _table(document, table)
    for quote in section.quotes:
        document.add_paragraph(f"{quote.about}: {quote.words}" if quote.about else quote.words, style="Quote")
    for item in section.items:
        document.add_heading(item.words, level=2)
        for name, words in item.facts:
            document.add_paragraph(f"{name}: {words}")
        if item.suggested:
            document.add_paragraph(f"{_('We suggest:')} {item.suggested}")
    for note in section.notes:
        document.add_paragraph(note)


def _table(document: Any, table: Table) -> None:
    document.add_heading(table.caption, level=2)
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, words in zip(made.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    header = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(header)
    for row in table.rows:
        for cell, one in zip(made.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(one.words)
    for row in made.rows:
        row.cells[0].paragraphs[0].runs[0].bold = True


def _prepare(document: Any, lang: str) -> None:
    """One plain font in ink, the language for whoever reads it aloud, and no part that says more than the page."""
    for style in list(document.styles):
        if style.name not in USED:  # the template's others have white letters for dark cells, which look hidden
            style.delete()
        else:
            style.font.name, style.font.color.rgb = FONT, INK
    document.styles["Normal"].font.size = Pt(11)
    for link in list(document.styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)  # to a style that is gone
    document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").set(qn("w:val"), lang)
    package, part = document.part.package, document.part
    for rels, keep in ((package.rels, (LINK.OFFICE_DOCUMENT,)), (part.rels, NEEDED)):
        for key in [key for key, link in rels.items() if link.reltype not in keep]:
            del rels[key]


def _packed(document: Any) -> bytes:
    """The parts in one order and without the hour."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            put(archive, name, parts.read(name))
    return out.getvalue()
