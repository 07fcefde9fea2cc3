"""The five formats: the same bytes every time, the same numbers and marks in each, and made for everybody."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html  # type: ignore[import-untyped]  # lxml ships no types
from pytest_django.fixtures import Settings

from engagement import formats
from engagement.editions import Cell, Edition, Section, Table
from engagement.inspecting import inspect
from engagement.papers import framing, pictures, sheets
from tests.engagement.papers.rich import bare, rich

# Until exports.workbook names a default style; nothing to do with what is in the cells.
pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no default style")

Rows = list[list[str]]
SHEET_TABLES = 4  # of the rich edition; the headline figures are a table more in workbook and CSV


def expected(edition: Edition) -> list[Rows]:
    every = (table for section in framing.in_order(edition) for table in framing.tables(section))
    return [[list(table.columns), *([cell.words for cell in row] for row in table.rows)] for table in every]


def in_html(made: bytes) -> list[Rows]:
    root = lxml_html.fromstring(made.decode())
    return [
        [[cell.text_content() for cell in row.iter("th", "td")] for row in table.iter("tr")]
        for table in root.iter("table")
    ]


def in_docx(made: bytes) -> list[Rows]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(made)).tables
    ]


def in_xlsx(made: bytes) -> list[Rows]:
    book = openpyxl.load_workbook(io.BytesIO(made))
    return [[[str(v or "") if v != 0 else "0" for v in row] for row in sheet.values] for sheet in book][1:]


def in_csv(made: bytes) -> list[Rows]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        texts = [archive.read(name).decode("utf-8-sig") for name in sorted(archive.namelist())]
    return [list(csv.reader(io.StringIO(text, newline=""))) for text in texts][1:]


def plain(tables: list[Rows]) -> list[Rows]:
    """Without the apostrophe by which a spreadsheet is told not to run a text."""
    return [[[re.sub(r"^'(?=[=+\-@])", "", cell) for cell in row] for row in rows] for rows in tables]


@pytest.mark.parametrize(("kind", "cells"), [("html", in_html), ("docx", in_docx), ("xlsx", in_xlsx), ("csv", in_csv)])
def test_every_format_has_the_same_cells(kind: str, cells: Callable[[bytes], list[Rows]]) -> None:
    edition = rich()
    assert len(expected(edition)) == SHEET_TABLES
    assert plain(cells(formats.make(kind, edition))) == expected(edition)


def test_the_pdf_has_the_same_cells() -> None:
    text = flat(pdf_text(formats.make("pdf", rich())))
    for rows in expected(rich()):
        for row in rows:
            # Arabic is drawn from right to left, so its letters come back in another order.
            for cell in (cell for cell in row if cell.isascii() or "’" in cell):
                assert flat(cell) in text
    assert text.count("[c]") >= sum(cell == "[c]" for rows in expected(rich()) for row in rows for cell in row)


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "xlsx", "csv"])
@pytest.mark.parametrize("edition", [rich(), bare()], ids=["rich", "bare"])
def test_made_twice_it_is_the_same_to_the_byte(kind: str, edition: Edition) -> None:
    assert formats.make(kind, edition) == formats.make(kind, edition)


def test_all_five_are_compulsory() -> None:
    assert formats.kinds() == ["html", "pdf", "docx", "xlsx", "csv"]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("edition", [rich(), bare()], ids=["rich", "bare"])
def test_the_inspector_finds_nothing(kind: str, edition: Edition) -> None:
    assert inspect(formats.make(kind, edition), kind) == []


def test_figures_stand_first_in_workbook_and_csv() -> None:
    book = openpyxl.load_workbook(io.BytesIO(formats.make("xlsx", rich())))
    assert book.sheetnames[0] == "Figures"
    rows = list(book["Figures"].values)
    assert rows[1][1:] == ("views came in", 164, "of 250 young people", "86 said nothing", 131)
    assert rows[2][2] == "[c]"


@pytest.mark.parametrize(("words", "value"), [("12", 12), ("0", 0), ("012", "012"), ("12%", "12%"), ("[c]", "[c]")])
def test_a_number_is_a_number_where_the_words_are_just_that(words: str, value: object) -> None:
    assert sheets.value(Cell(words)) == value


def test_a_caption_without_letters_still_names_its_file() -> None:
    one = Section("a", "k", "f", tables=(Table("№", ("a",), ((Cell("b"),),)),))
    with zipfile.ZipFile(io.BytesIO(formats.make("csv", Edition("q", "t", "p", "d", (one,))))) as archive:
        assert archive.namelist() == ["01-table.csv"]


def test_the_page_is_made_for_everybody() -> None:
    root = lxml_html.fromstring(formats.make("html", rich()).decode())
    assert root.get("lang")
    assert len(root.findall(".//h1")) == 1
    assert [one.text for one in root.iter("h2")] == ["Two asks. One is late.", "By the system.", "Most feel safe."]
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(cell.get("scope") == "col" for cell in table.find("thead").iter("th"))
        assert all(row[0].get("scope") == "row" for row in table.find("tbody"))
    text = formats.make("html", rich()).decode()
    assert not re.search(r"<link|<script|src=|url\(http|<b>dogs", text)
    assert "A wrong date is mended." in text


def test_the_word_file_has_headings_header_rows_and_a_language() -> None:
    document = docx.Document(io.BytesIO(formats.make("docx", rich())))
    styles = [one.style and one.style.name for one in document.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 3
    assert styles.count("Quote") == 2
    for table in document.tables:
        properties = table.rows[0]._tr.trPr
        assert properties is not None
        assert properties.find(qn("w:tblHeader")) is not None
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")).startswith("en")


def test_the_pdf_is_universally_accessible() -> None:
    with pikepdf.open(io.BytesIO(formats.make("pdf", rich()))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "What they told us: Quarter 1, April to June 2026"
        tags = list(structure(pdf.Root.StructTreeRoot))
        assert tags.count("/H1") == 1
        assert tags.count("/H2") == 3
        assert tags.count("/Table") == SHEET_TABLES
        assert tags.count("/TH") == sum(len(rows[0]) for rows in expected(rich()))
        fonts = [font for sheet in pdf.pages for font in sheet.Resources.get("/Font", {}).values()]
        assert fonts
        assert all(is_embedded(font) for font in fonts)


def test_the_pdf_reads_in_order() -> None:
    text = flat(pdf_text(formats.make("pdf", rich())))
    places = [text.index(flat(words)) for words in ("Two asks.", "By the system.", "Most feel safe.")]
    assert places == sorted(places)


def test_sample_data_and_drafts_are_marked(settings: Settings) -> None:
    settings.SAMPLE_DATA = True
    for kind, read in (("html", bytes.decode), ("pdf", pdf_text), ("docx", docx_text)):
        text = flat(read(formats.make(kind, bare())))
        assert flat("every name and story here is made up") in text
    assert framing.frame(bare()).version == "Draft."
    assert framing.frame(bare()).correction == ""


def test_every_chart_has_words_in_the_pdf() -> None:
    with pikepdf.open(io.BytesIO(formats.make("pdf", rich()))) as pdf:
        alts = list(structure(pdf.Root.StructTreeRoot, "/Alt"))
    for chart in rich().sections[1].charts:
        assert f"{chart.title}. {chart.summary}" in alts


def test_every_chart_is_a_picture_with_title_and_words_on_the_page() -> None:
    root = lxml_html.fromstring(formats.make("html", rich()).decode())
    drawn = root.findall(".//svg")
    assert [one.find("title").text for one in drawn] == [one.title for one in rich().sections[1].charts]
    assert [one.find("desc").text for one in drawn] == [one.summary for one in rich().sections[1].charts]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert "var(" not in formats.make("html", rich()).decode()


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_a_printed_chart_brings_its_colours_and_measures(nth: int) -> None:
    made = pictures.printed(rich().sections[1].charts[nth], "t")
    assert re.match(r'<svg class="chart"[^>]* width="640"[^>]* xmlns="http://www.w3.org/2000/svg"><style>', made)
    assert "var(" not in made
    assert pictures.coloured("fill:var(--unheard-of)") == "fill:#25132E"


def flat(text: str) -> str:
    return re.sub(r"\s+|\ufffe|\xad|\x02", "", text)  # the last ones stand where a word is parted


def pdf_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(sheet.get_textpage().get_text_bounded() for sheet in opened)


def docx_text(made: bytes) -> str:
    return " ".join(one.text for one in docx.Document(io.BytesIO(made)).paragraphs)


def structure(node: Any, wanted: str = "/S") -> Iterator[str]:
    """The tags of a PDF in reading order, or what else each of them says."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from structure(kid, wanted)
    elif isinstance(node, pikepdf.Dictionary):
        if wanted in node:
            yield str(node[wanted])
        if "/K" in node:
            yield from structure(node.K, wanted)


def is_embedded(font: Any) -> bool:
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(name in below.FontDescriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
