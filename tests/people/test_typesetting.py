"""The PDF maker: accessible, safe with any text, silent about what it was given."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.typesetting import TypesettingError, compile_pdf, drawable
from tests.factories import CANARY

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: "Atkinson Hyperlegible Next", lang: "en")
= #data.title
#for line in data.lines [
  #line

]
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("typst") / "letter.typ"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_makes_a_tagged_pdf_with_title_and_language(template: Path) -> None:
    pdf = compile_pdf(template, {"title": "A quarter", "lines": ["One", "Two"]})
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert str(opened.Root.Lang) == "en"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == "A quarter"
            assert metadata["pdfuaid:part"] == "1"


def test_text_is_never_read_as_markup(template: Path) -> None:
    words = '#import "x" *b* @ref `code` $x$ \\ <label> #read("/etc/passwd")'
    assert "#import" in text_of(compile_pdf(template, {"title": "T", "lines": [words]}))


@pytest.mark.parametrize(
    "line",
    [
        "Zażółć gęślą jaźń, Việt Nam",
        "مرحبا، سلام په پښتو ځ څ ډ",
        "ሰላም ትግርኛ",
        "😀 👩‍👩‍👧 🇬🇧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 ❤️ 1️⃣ x🏽 e\u200d😀",
        "a\u064e q\u0301\u0302 \ufeff \x00\x07 \u2028 \ufffd \ue000 \u202eabc",
    ],
)
def test_any_sign_can_be_typeset(template: Path, line: str) -> None:
    assert compile_pdf(template, {"title": "T", "lines": [line]}).startswith(b"%PDF")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_at_all_can_be_typeset(template: Path, lines: list[str]) -> None:
    assert compile_pdf(template, {"title": "T", "lines": lines}).startswith(b"%PDF")


def test_what_has_no_glyph_is_put_into_words() -> None:
    assert drawable("Hi ♔, বাংলা") == "Hi [white chess king], [bengali letters]"
    assert drawable("Việt") == "Viet"
    assert drawable("ﬀﬀ kept\u0007") in {"ﬀﬀ kept", "ffff kept"}


def test_reads_no_file_outside_its_own_folder(tmp_path: Path) -> None:
    template = tmp_path / "inner" / "spy.typ"
    template.parent.mkdir()
    (tmp_path / "secret.txt").write_text(CANARY)
    template.write_text('#set document(title: "T")\n#read("../secret.txt")')
    with pytest.raises(TypesettingError):
        compile_pdf(template, {})


def test_a_document_that_cannot_be_made_says_so_without_its_text(tmp_path: Path) -> None:
    template = tmp_path / "broken.typ"
    template.write_text("#panic(sys.inputs.data)")
    with pytest.raises(TypesettingError) as caught:
        compile_pdf(template, {"words": CANARY})
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
