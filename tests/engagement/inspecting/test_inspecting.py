"""Each trick in a real file is refused, and the same file without it passes."""

import io
import zipfile
from typing import Any

import docx
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from engagement.exports import Sheet, workbook
from engagement.inspecting import inspect
from tests.engagement.inspecting.tricks import CLEAN, excel, repacked, what


def hide(book: Any, sheet: Any, state: Any) -> None:
    book.create_sheet("More").sheet_state = state


def white(sheet: Any, **font: Any) -> None:
    sheet["A1"].font = Font(**font)


EXCEL = {
    "hidden sheet": lambda book, sheet: hide(book, sheet, "hidden"),
    "hidden sheet ": lambda book, sheet: hide(book, sheet, "veryHidden"),
    "hidden row": lambda book, sheet: setattr(sheet.row_dimensions[1], "hidden", True),
    "hidden row ": lambda book, sheet: setattr(sheet.row_dimensions[1], "height", 0.1),
    "grouped row": lambda book, sheet: setattr(sheet.row_dimensions[1], "outlineLevel", 1),
    "hidden column": lambda book, sheet: setattr(sheet.column_dimensions["A"], "hidden", True),
    "hidden column ": lambda book, sheet: setattr(sheet.column_dimensions["A"], "width", 0.1),
    "grouped column": lambda book, sheet: setattr(sheet.column_dimensions["A"], "outlineLevel", 1),
    "comment": lambda book, sheet: setattr(sheet["A1"], "comment", Comment("x", "y")),
    "defined name": lambda book, sheet: book.defined_names.add(DefinedName("n", attr_text="Sheet!$A$1")),
    "hyperlink": lambda book, sheet: setattr(sheet["A1"], "hyperlink", "https://x.example"),
    "external link": lambda book, sheet: setattr(sheet["A1"], "hyperlink", "https://x.example"),
    "formula": lambda book, sheet: setattr(sheet["A1"], "value", "=1+1"),
    "text in the colour of its ground": lambda book, sheet: white(sheet, color="FFFFFFFF"),
    "text in the colour of its ground ": lambda book, sheet: white(sheet, color="FFF8F8F8"),
    "text in the colour of its ground  ": lambda book, sheet: setattr(
        sheet["A1"], "fill", PatternFill("solid", fgColor="FF000000")
    ),
    "tiny text": lambda book, sheet: white(sheet, sz=1),
    "number format that hides": lambda book, sheet: setattr(sheet["B2"], "number_format", ";;;"),
    "data validation": lambda book, sheet: sheet.add_data_validation(DataValidation("list", formula1='"a,b"')),
    "merged cells": lambda book, sheet: sheet.merge_cells("A1:B1"),
    "filter": lambda book, sheet: setattr(sheet.auto_filter, "ref", "A1:B2"),
}


def test_a_workbook_without_tricks_passes() -> None:
    assert inspect(excel(), "xlsx") == []


@pytest.mark.parametrize("name", EXCEL)
def test_a_workbook_with_a_trick_is_refused(name: Any) -> None:
    assert name.strip() in what(excel(EXCEL[name]))


PARTS = {
    "xl/vbaProject.bin": "macro",
    "docProps/core.xml": "document property",
    "docProps/app.xml": "document property",
    "docProps/custom.xml": "document property",
    "docProps/thumbnail.jpeg": "document property",
    "xl/comments1.xml": "comment",
    "xl/ThreadedComments/threadedComment1.xml": "comment",
    "xl/persons/person.xml": "comment",
    "xl/pivotCache/pivotCacheDefinition1.xml": "pivot cache",
    "xl/pivotTables/pivotTable1.xml": "pivot cache",
    "xl/calcChain.xml": "formula",
    "xl/macrosheets/sheet1.xml": "macro",
    "xl/activeX/activeX1.bin": "embedded object",
    "xl/media/image1.png": "embedded object",
    "xl/drawings/drawing1.xml": "embedded object",
    "xl/connections.xml": "external link",
    "xl/externalLinks/externalLink1.xml": "external link",
    "xl/embeddings/oleObject1.bin": "embedded object",
    "customXml/item1.xml": "custom XML",
    "xl/printerSettings/printerSettings1.bin": "printer settings",
    "../x": "a part outside the file",
    "xl/strange.bin": "unknown part",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_has_no_place_there_is_refused(part: Any) -> None:
    data = workbook([Sheet("A", ["n"], [[1]])])
    assert inspect(data, "xlsx") == []
    assert PARTS[part] in what(repacked(data, add={part: b"<p><creator>Somebody</creator></p>"}))


@pytest.mark.parametrize("body", ["<p><a>Ruth</a></p>", '<p><a b="Ruth"/></p>', "<p", "<!DOCTYPE p><p/>"])
def test_properties_that_say_something_are_refused_and_empty_ones_are_not(body: Any) -> None:
    data = workbook([Sheet("A", ["n"], [[1]])])
    assert "document property" in what(repacked(data, add={"docProps/core.xml": body}))
    for empty in ("<p/>", "<p><a></a></p>", "<p> <a/> </p>"):
        assert inspect(repacked(data, add={"docProps/core.xml": empty}), "xlsx") == []
    program = "<m><generator>LibreOffice/24.8</generator></m>"
    assert inspect(opened(**{"meta.xml": program}), "ods") == []
    assert what(opened(**{"meta.xml": program.replace("24.8", "24.8 @ Ruth’s")}), "ods") == {"document property"}


def word(trick: Any = None) -> Any:
    document = docx.Document()
    run = document.add_paragraph().add_run("Pizza")
    if trick:
        trick(document, run)
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), without=["docProps/", "customXml/"])


def inside(markup: Any) -> Any:
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return lambda _document, run: run._r.append(parse_xml(markup.replace("/>", f" {space}/>", 1)))


WORD = {
    "hidden text": lambda document, run: setattr(run.font, "hidden", True),
    "text in the colour of its ground": lambda document, run: setattr(
        run.font.color, "rgb", docx.shared.RGBColor(255, 255, 255)
    ),
    "tiny text": lambda document, run: setattr(run.font, "size", docx.shared.Pt(1)),
    "field": inside('<w:fldSimple w:instr="INCLUDETEXT x"/>'),
    "tracked change": inside("<w:del/>"),
    "hyperlink": inside("<w:hyperlink/>"),
    "embedded object": inside("<w:object/>"),
    "comment": inside("<w:commentReference/>"),
}


def test_a_document_without_tricks_passes() -> None:
    assert inspect(word(), "docx") == []


@pytest.mark.parametrize("name", WORD)
def test_a_document_with_a_trick_is_refused(name: Any) -> None:
    assert name in what(word(WORD[name]), "docx")


def opened(body: Any = "", **more: Any) -> Any:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<o xmlns:t="t" xmlns:f="f"><t:table>{body}</t:table></o>')
        for name, text in more.items():
            archive.writestr(name, text)
    return out.getvalue()


OPEN = {
    '<t:cell t:formula="of:=1"/>': "formula",
    '<t:row t:visibility="collapse"/>': "hidden row or column",
    '<t:row t:row-height="0cm"/>': "hidden row or column",
    "<t:table-row-group/>": "grouped row",
    '<t:p t:display="false"/>': "hidden sheet or text",
    "<t:annotation/>": "comment",
    "<t:named-range/>": "defined name",
    "<t:data-pilot-table/>": "pivot cache",
    "<t:a/>": "hyperlink",
    "<t:object/>": "embedded object",
    "<t:script/>": "macro",
    "<t:tracked-changes/>": "tracked change",
    "<t:hidden-text/>": "hidden text",
    '<t:style><t:text-properties f:color="#ffffff"/></t:style>': "text in the colour of its ground",
    '<t:style><t:table-cell-properties f:background-color="#111111"/></t:style>': "text in the colour of its ground",
    '<t:row t:row-height="0.1mm"/>': "hidden row or column",
    '<t:column t:column-width="0in"/>': "hidden row or column",
    '<t:p t:visibility="filter"/>': "hidden row or column",
    "<t:number-style><t:text>x</t:text></t:number-style>": "number format that hides",
    "<t:table-cell><t:p>=1+1</t:p></t:table-cell>": "text that starts like a formula",
    "<t:map/>": "conditional formatting",
    "<t:database-range/>": "filter",
    "<t:table-source/>": "external link",
    "<t:image/>": "embedded object",
    "<t:event-listener/>": "macro",
    "<t:encryption-data/>": "encrypted part",
    '<t:text-properties f:font-size="0.5mm"/>': "tiny text",
    '<t:text-properties f:font-size="1pt"/>': "tiny text",
}


HARMLESS = (
    '<t:style><t:text-properties f:color="#000000" f:font-size="120%"/></t:style>'
    '<t:style><t:table-cell-properties f:background-color="#000000"/><t:text-properties f:color="#ffffff"/></t:style>'
    "<t:number-style><t:number/></t:number-style><t:row t:row-height='0.2in'/>"
    "<t:table-cell><t:p>Pizza</t:p></t:table-cell><t:table-cell><t:p>-5</t:p></t:table-cell>"
)


@pytest.mark.parametrize("kind", ["ods", "odt"])
@pytest.mark.parametrize("body", OPEN)
def test_an_open_document_with_a_trick_is_refused(body: Any, kind: Any) -> None:
    assert inspect(opened(HARMLESS), kind) == []
    assert OPEN[body] in what(opened(body), kind)


@pytest.mark.parametrize(("part", "name"), [("meta.xml", "document property"), ("Basic/a.xml", "macro")])
def test_an_open_document_with_a_strange_part_is_refused(part: Any, name: Any) -> None:
    assert name in what(opened(**{part: "<x><y>Ruth</y></x>"}), "ods")


def test_a_zip_with_nothing_of_its_kind_in_it_is_refused() -> None:
    assert "not an open document" in what(repacked(opened(), without=["content"]), "odt")
    assert "not a workbook" in what(repacked(CLEAN, without=["xl/workbook.xml"]))
    assert "not a document" in what(repacked(word(), without=["word/document.xml"]), "docx")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+A1", "-A1", "@x", '"\t=1"', " =1", "\u3000=1", "\u200b\u2003-A1", '"""=1"', "\u00ad@x", "＝1"]
)
def test_a_csv_formula_is_refused(cell: Any) -> None:
    assert inspect(b"n\r\n-5\r\n", "csv") == []
    assert "text that starts like a formula" in what(f"n\r\n{cell}\r\n".encode(), "csv")
