"""What a word document can hide: colours of styles and themes, pictures without a place, and what is never used."""

import io
import zipfile
from typing import Any

import docx
import pytest

from engagement.inspecting import inspect

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
THEME = '<t><clrScheme><lt1><srgbClr val="FFFFFF"/></lt1><dk1><srgbClr val="000000"/></dk1></clrScheme></t>'


def document(body: Any = "", styles: Any = "", add: Any = None) -> Any:
    """The least that is a document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{SPACE}">{body}</w:document>')
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{SPACE}">{styles}</w:styles>')
        for name, data in (add or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def what(data: Any) -> Any:
    return {one.what for one in inspect(data, "docx")}


WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
UNSEEN = {"text in the colour of its ground"}


def table_style(name: Any, more: Any = "", inside: Any = WHITE) -> Any:
    return f'<w:style w:type="table" w:styleId="{name}" {more}>{inside}</w:style>'


def test_a_table_style_is_looked_at_where_a_table_has_it() -> None:
    used = '<w:tbl><w:tblPr><w:tblStyle w:val="A"/></w:tblPr></w:tbl>'
    assert what(document(styles=table_style("A"))) == set()
    assert what(document(used, table_style("A"))) == UNSEEN
    assert what(document(styles=table_style("A", 'w:default="1"'))) == UNSEEN
    based = table_style("A", inside='<w:basedOn w:val="B"/>') + table_style(
        "B", inside='<w:basedOn w:val="A"/>' + WHITE
    )
    assert what(document(used, based)) == UNSEEN
    assert what(document(used, table_style("A", inside='<w:basedOn w:val="Gone"/>'))) == set()
    assert what(document(styles=f'<w:style w:type="paragraph" w:styleId="A">{WHITE}</w:style>')) == UNSEEN


COLOURS = {
    '<w:r><w:rPr><w:color w:themeColor="background1"/></w:rPr></w:r>': UNSEEN,
    '<w:r><w:rPr><w:color w:themeColor="text1" w:themeTint="00"/></w:rPr></w:r>': UNSEEN,
    '<w:r><w:rPr><w:color w:themeColor="background1" w:themeShade="00"/></w:rPr></w:r>': set(),
    '<w:r><w:rPr><w:color w:val="auto"/></w:rPr></w:r>': set(),
    '<w:r><w:rPr><w:shd w:fill="000000"/><w:color w:val="000000"/></w:rPr></w:r>': UNSEEN,
    '<w:p><w:pPr><w:shd w:themeFill="text1"/></w:pPr><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:r></w:p>': set(),
}


@pytest.mark.parametrize("body", COLOURS)
def test_colours_by_theme_tint_shade_and_ground(body: Any) -> None:
    assert what(document(body, add={"word/theme/theme1.xml": THEME})) == COLOURS[body]


TRICKS = {
    "<w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r>": "field",
    "<w:moveFrom/>": "tracked change",
    "<w:altChunk/>": "embedded object",
    "<w:dataBinding/>": "custom XML",
    "<w:docVar/>": "document property",
    "<w:attachedTemplate/>": "external link",
    '<w:sz w:val="nan"/>': "tiny text",
    "<w:specVanish/>": "hidden text",
}


@pytest.mark.parametrize("body", TRICKS)
def test_what_a_reader_does_not_see_is_refused(body: Any) -> None:
    assert what(document(body)) == {TRICKS[body]}


def test_what_is_switched_off_hides_nothing() -> None:
    assert what(document('<w:vanish w:val="0"/><w:r><w:instrText> PAGE </w:instrText></w:r>')) == set()


def test_a_picture_that_nothing_shows_is_refused() -> None:
    rels = '<Relationships><Relationship Type="x/image" Target="media/a.png"/></Relationships>'
    picture = {"word/media/a.png": b"x"}
    assert what(document(add=picture)) == {"embedded object"}
    assert what(document(add=picture | {"word/_rels/document.xml.rels": rels})) == set()


PARTS = {
    "word/vbaProject.bin": "macro",
    "word/comments.xml": "comment",
    "word/people.xml": "comment",
    "word/embeddings/a.bin": "embedded object",
    "customXml/item1.xml": "custom XML",
    "docProps/core.xml": "document property",
    "word/footnotes.xml": "unknown part",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_has_no_place_there_is_refused(part: Any) -> None:
    assert PARTS[part] in what(document(add={part: b"<p><creator>Somebody</creator></p>"}))


def test_the_template_of_python_docx_passes_without_its_properties_and_thumbnail() -> None:
    made, out = io.BytesIO(), io.BytesIO()
    plain = docx.Document()
    plain.add_paragraph("Pizza")
    plain.save(made)
    assert what(made.getvalue()) >= {"document property"}
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.startswith(("docProps/", "customXml/")):
                new.writestr(name, old.read(name))
    assert what(out.getvalue()) == set()
