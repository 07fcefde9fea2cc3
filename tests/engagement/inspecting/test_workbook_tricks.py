"""What a workbook can hide in ways that its own program does not offer, or that no library writes."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from openpyxl.worksheet.formula import ArrayFormula

from engagement.exports import Sheet, workbook
from engagement.inspecting import inspect

CLEAN = workbook([Sheet("A", ["Word", "n"], [["Pizza", 1]])])
SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
THEME = '<t><clrScheme><lt1><sysClr lastClr="FFFFFF"/></lt1><dk1><srgbClr val="000000"/></dk1></clrScheme></t>'


def changed(part: Any, before: Any, after: Any, add: Any = None) -> Any:
    """Our own workbook with one piece of one part in another form."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(CLEAN)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == part:
                assert before in text
                text = text.replace(before, after)
            new.writestr(name, text)
        for name, text in (add or {}).items():
            new.writestr(name, text)
    return out.getvalue()


def what(data: Any) -> Any:
    return {one.what for one in inspect(data, "xlsx")}


DATA = "<sheetData>"
TRICKS = [
    (SHEET, DATA, '<sheetFormatPr zeroHeight="1"/><sheetData>', "hidden row"),
    (SHEET, DATA, '<sheetFormatPr defaultRowHeight="nan"/><sheetData>', "hidden row"),
    (SHEET, DATA, '<sheetFormatPr defaultColWidth="0"/><sheetData>', "hidden column"),
    (SHEET, DATA, '<cols><col min="1" max="1" collapsed="1"/></cols><sheetData>', "grouped column"),
    (SHEET, DATA, '<sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>', "hidden zeros"),
    (
        SHEET,
        DATA,
        '<sheetViews><sheetView topLeftCell="A9"><pane state="frozen"/></sheetView></sheetViews><sheetData>',
        "hidden row or column",
    ),
    (SHEET, '<c s="0"><v>1', '<c s="0"><f t="shared" si="0"/><v>1', "formula"),
    (SHEET, '<c s="0"><v>1', '<c s="0" t="dataTable"><v>1', "formula"),
    (SHEET, '<c s="0"><v>1', '<c s="9"><v>1', "unknown style"),
    (SHEET, '<c s="0"><v>1', '<c s="0" t="str"><v>=1', "text that starts like a formula"),
    (SHEET, '<t xml:space="preserve">Pizza</t>', "<rPh><t>x</t></rPh><t>Pizza</t>", "hidden text"),
    (
        SHEET,
        '<t xml:space="preserve">Pizza</t>',
        '<r><rPr><color rgb="FFFFFFFF"/></rPr><t>P</t></r>',
        "colour inside a text",
    ),
    (SHEET, '<t xml:space="preserve">Pizza</t>', '<r><rPr><sz val="1"/></rPr><t>P</t></r>', "tiny text"),
    (SHEET, "</worksheet>", "<headerFooter><oddFooter>x</oddFooter></headerFooter></worksheet>", "header or footer"),
    (SHEET, "</worksheet>", "<hyperlinks/></worksheet>", "hyperlink"),
    (SHEET, "</worksheet>", "<conditionalFormatting/></worksheet>", "conditional formatting"),
    (SHEET, "</worksheet>", "<oleObjects/></worksheet>", "embedded object"),
    (SHEET, "</worksheet>", "<anything/></worksheet>", "unknown element"),
    (BOOK, "</sheets>", '</sheets><bookViews><workbookView visibility="hidden"/></bookViews>', "hidden sheet"),
    (BOOK, "</sheets>", '</sheets><bookViews><workbookView showSheetTabs="0"/></bookViews>', "hidden sheet"),
    (BOOK, "</sheets>", "</sheets><pivotCaches/>", "pivot cache"),
    (BOOK, "</sheets>", "</sheets><externalReferences/>", "external link"),
    (BOOK, "</sheets>", "</sheets><definedNames><definedName/></definedNames>", "defined name"),
    (BOOK, "</sheets>", "</sheets><anything/>", "unknown element"),
    ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet7.xml", "hidden sheet"),
    (
        "_rels/.rels",
        "</Relationships>",
        '<Relationship Type="x/hyperlink" Target="y"/></Relationships>',
        "hyperlink",
    ),
    (
        "_rels/.rels",
        "</Relationships>",
        '<Relationship Type="x/image" Target="https://x.example"/></Relationships>',
        "external link",
    ),
    ("[Content_Types].xml", "sheet.main+xml", "sheet.macroEnabled.main+xml", "macro"),
    (STYLES, '<font><sz val="11"/>', '<font><sz val="nan"/>', "tiny text"),
    (STYLES, '<font><sz val="11"/>', '<font><color theme="0"/>', "text in the colour of its ground"),
    (STYLES, '<font><sz val="11"/>', '<font><color theme="99"/>', "text in the colour of its ground"),
    (STYLES, '<font><sz val="11"/>', '<font><color indexed="1"/>', "text in the colour of its ground"),
    (STYLES, '<font><sz val="11"/>', '<font><color indexed="999"/>', "text in the colour of its ground"),
    (STYLES, '<font><sz val="11"/>', '<font><color theme="1" tint="0.99"/>', "text in the colour of its ground"),
    (
        STYLES,
        "</styleSheet>",
        '<colors><indexedColors><rgbColor rgb="00FFFFFF"/></indexedColors></colors></styleSheet>',
        "",
    ),
]


@pytest.mark.parametrize(("part", "before", "after", "name"), TRICKS)
def test_a_trick_in_a_part_of_our_own_is_refused(part: Any, before: Any, after: Any, name: Any) -> None:
    assert what(CLEAN) == set()
    assert (name in what(changed(part, before, after))) if name else not what(changed(part, before, after))


def test_a_palette_and_a_theme_of_its_own_decide_what_white_is() -> None:
    palette = '<colors><indexedColors><rgbColor rgb="00FFFFFF"/></indexedColors></colors></styleSheet>'
    first = '<font><color indexed="0"/><sz val="11"/>'
    assert what(changed(STYLES, '<font><sz val="11"/>', first)) == set()
    data = changed(STYLES, "</styleSheet>", palette)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).decode().replace('<font><sz val="11"/>', first))
    assert what(out.getvalue()) == {"text in the colour of its ground"}
    themed = '<font><color theme="1"/><sz val="11"/>'
    theme = {"xl/theme/theme1.xml": THEME}
    assert what(changed(STYLES, '<font><sz val="11"/>', themed, theme)) == set()
    swapped = {"xl/theme/theme1.xml": THEME.replace("000000", "FFFFFF")}
    assert what(changed(STYLES, '<font><sz val="11"/>', themed, swapped)) == {"text in the colour of its ground"}


HIDES = [";;;", '"";"";""', "[White]0", "[Color 2]0", '"x"', "0;;0;@"]


@pytest.mark.parametrize("number_format", HIDES)
def test_number_formats_that_show_nothing_are_refused(number_format: Any) -> None:
    assert "number format that hides" in what(excel(lambda _b, s: setattr(s["B2"], "number_format", number_format)))


@pytest.mark.parametrize("number_format", ["0.0%", "#,##0", "dd/mm/yyyy", '0 "days"', "@"])
def test_usual_number_formats_pass(number_format: Any) -> None:
    assert what(excel(lambda _b, s: setattr(s["B2"], "number_format", number_format))) == set()


def excel(trick: Any) -> Any:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "Pizza", 7
    trick(book, book.active)
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.startswith("docProps/c") and name != "docProps/app.xml":
                new.writestr(name, old.read(name).replace(b"<definedNames />", b""))
        if book.custom_doc_props.names:
            new.writestr("docProps/custom.xml", old.read("docProps/custom.xml"))
    return out.getvalue()


def styled(sheet: Any, **how: Any) -> None:
    for name, value in how.items():
        setattr(sheet["A1"], name, value)


BY_LIBRARY = [
    (lambda b, s: s.__setitem__("A1", ArrayFormula("A1:A2", "=B2*2")), "formula"),
    (lambda b, s: s.__setitem__("A1", '=HYPERLINK("https://x.example","Pizza")'), "formula"),
    (lambda b, s: b.custom_doc_props.append(StringProperty(name="who", value="Ruth")), "document property"),
    (
        lambda b, s: s.conditional_formatting.add("A1", CellIsRule("equal", ["1"], font=Font(color="FFFFFF"))),
        "conditional formatting",
    ),
    (lambda b, s: styled(s, font=Font(color=Color(theme=0))), "text in the colour of its ground"),
    (lambda b, s: styled(s, font=Font(color=Color(indexed=9))), "text in the colour of its ground"),
    (lambda b, s: styled(s, fill=PatternFill("solid", fgColor=Color(theme=1))), "text in the colour of its ground"),
    (lambda b, s: styled(s, fill=PatternFill("darkUp")), "text in the colour of its ground"),
    (lambda b, s: styled(s, fill=GradientFill(stop=("000000", "FFFFFF"))), "text in the colour of its ground"),
    (lambda b, s: s.column_dimensions.group("A", "B", hidden=True), "hidden column"),
    (lambda b, s: s.row_dimensions.group(1, 2, hidden=True), "grouped row"),
]


@pytest.mark.parametrize(("trick", "name"), BY_LIBRARY)
def test_a_trick_by_openpyxl_is_refused(trick: Any, name: Any) -> None:
    assert name in what(excel(trick))


def test_a_colour_that_can_be_read_passes() -> None:
    assert what(excel(lambda _b, s: styled(s, font=Font(color="FF1D4ED8")))) == set()
    white_on_black = {"font": Font(color="FFFFFFFF"), "fill": PatternFill("solid", fgColor="FF000000")}
    assert what(excel(lambda _b, s: styled(s, **white_on_black))) == set()
    assert what(excel(lambda _b, s: styled(s, font=Font(color=Color(auto=True))))) == set()


def test_a_book_without_styles_and_relations_is_looked_into_all_the_same() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(CLEAN)) as old, zipfile.ZipFile(out, "w") as new:
        for name in (SHEET, BOOK):
            new.writestr(name, old.read(name))
    assert what(out.getvalue()) == {"hidden sheet", "unknown style"}  # headings have a style


def test_shared_texts_are_looked_into() -> Any:
    def shared(markup: Any) -> Any:
        add = {"xl/sharedStrings.xml": f"<sst><si>{markup}</si></sst>"}
        return what(changed(SHEET, '<c s="0"><v>1', '<c s="0" t="s"><v>0', add))

    assert shared("<t>Pizza</t>") == set()
    assert shared("<t>=1+1</t>") == {"text that starts like a formula"}
    assert shared('<r><rPr><sz val="1"/></rPr><t>Pizza</t></r>') == {"tiny text"}


def test_nonsense_inside_is_a_broken_file_and_another_kind_is_not_known() -> None:
    assert [str(one) for one in inspect(changed(SHEET, '<c s="0"><v>1', '<c s="x"><v>1'), "xlsx")] == [
        "cannot be read: the file is broken"
    ]
    assert [str(one) for one in inspect(CLEAN, "pdf")] == ["a kind of file that is not known: pdf"]
    assert [str(one) for one in inspect(CLEAN, "")] == ["a kind of file that is not known: no ending"]
