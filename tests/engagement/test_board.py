"""The Board's page and its PDF: who gets in, which quarters there are, and the same numbers in both."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from engagement import asks
from engagement.editions import build
from engagement.quarters import Quarter
from people.models import User
from people.roles import READ_BOARD_PAGE, Role, roles_that_may
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_asked,
    make_promised,
    make_space,
    make_user,
    make_voice,
)
from tests.pages.rendered import html_of

pytestmark = pytest.mark.django_db


def quarter() -> Quarter:
    return Quarter.of(timezone.localdate())


def page(path: str = "") -> str:
    return f"/board/{quarter()}/{path}"


@pytest.fixture
def board_client(board_member: User) -> Client:
    client = Client()
    client.force_login(board_member)
    return client


@pytest.fixture
def busy_quarter(officer: User, manager: User) -> None:
    """Something of everything."""
    make_promised(by=officer, owner=manager, voices=10)
    late = make_asked(by=officer, owner=manager, wording="A dog")
    asks.refuse(late, by=manager, reason="money", words="Too dear.", would_change="A gift.")
    done = make_promised(by=officer, owner=manager, wording="بيتزا 🍕")
    asks.finish(done, by=manager, words="It comes on Fridays.")
    make_approved_voice("I like pizza & <b>dogs</b>", by=officer, may_quote=True)


def pdf_of(client: Client, path: str = "") -> bytes:
    response = client.get(path or page("page.pdf"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return bytes(response.content)


def pdf_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(sheet.get_textpage().get_text_bounded() for sheet in opened)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_door_is_the_boards_own_page(board_client: Client) -> None:
    assert "Ten minutes for the Board" in html_of(board_client.get("/board/"))
    assert board_client.get(page()).status_code == 200


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("path", ["", "page.pdf"])
def test_only_readers_of_the_board_get_in(role: Role | None, path: str) -> None:
    client = Client()
    client.force_login(make_user(role))
    assert client.get(page(path)).status_code == (200 if role in roles_that_may(READ_BOARD_PAGE) else 403)


@pytest.mark.parametrize("path", ["/board/", "/board/2026-q1/", "/board/2026-q1/page.pdf", "/board/2999-q1/"])
def test_anybody_else_is_asked_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_quarter_to_come_is_not_there(board_client: Client) -> None:
    for missing in (str(quarter().next), "9999-q4", "2014-q4", "0000-q1", "2026-q5", "x"):
        assert board_client.get(f"/board/{missing}/").status_code == 404
        assert board_client.get(f"/board/{missing}/page.pdf").status_code == 404


def test_one_quarter_leads_to_the_next(board_client: Client) -> None:
    html = html_of(board_client.get(page()))
    assert f'href="/board/{quarter().previous}/" rel="prev"' in html
    assert 'rel="next"' not in html
    earlier = html_of(board_client.get(f"/board/{quarter().previous}/"))
    assert f'href="{page()}" rel="next"' in earlier
    assert 'rel="prev"' not in html_of(board_client.get("/board/2015-q1/"))


def test_a_quarter_without_anything_says_so(board_client: Client) -> None:
    for path in ("/board/2015-q2/", page()):
        assert "No asks in this quarter." in html_of(board_client.get(path))
    assert flat("No asks in this quarter.") in flat(pdf_text(pdf_of(board_client, "/board/2015-q2/page.pdf")))


@pytest.mark.usefixtures("busy_quarter")
def test_page_and_pdf_say_the_same(board_client: Client) -> None:
    edition = build(quarter(), timezone.localdate(), protect=lambda _tables: {})
    html = html_of(board_client.get(page()))
    text = flat(pdf_text(pdf_of(board_client)))
    assert re.findall(r"<b>([^<]+)</b>", html) == [f.value for s in edition.sections for f in s.figures]
    for section in edition.sections:
        assert f">{section.finding}</h2>" in html
        assert flat(section.finding) in text
        for figure in section.figures:
            assert flat(figure.value + figure.counts) in text
        for table in section.tables:
            assert html.count(f"<caption>{table.caption}</caption>") == 1
            assert flat(table.caption) in text
            for cell in (cell for row in table.rows for cell in row):
                assert cell.words in html
    main = re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("<header", 1)[1].split("</main>")[0])
    assert digits(main) == digits(pdf_text(pdf_of(board_client)).replace("\r\n", " "))


def digits(text: str) -> set[str]:
    """Every number in a text but the page numbers, which only the PDF has."""
    return set(re.findall(r"\d+", text)) - {"1", "2", "3"}


@pytest.mark.usefixtures("busy_quarter")
def test_the_pdf_is_made_for_everybody(board_client: Client) -> None:
    with pikepdf.open(BytesIO(pdf_of(board_client))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "What they told us" in metadata["dc:title"]
            assert str(quarter().number) in metadata["dc:title"]
        tags = list(structure(pdf.Root.StructTreeRoot))
        assert tags.count("/H1") == 1
        assert tags.count("/H2") == 6
        assert tags.count("/H3") == tags.count("/Table") == 6
        assert tags.count("/TH") > 12
        assert tags.count("/TR") > 3 + 3 + 1 + 1


def structure(node: Any) -> Iterator[str]:
    """The tags of a PDF in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from structure(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from structure(node.K)


def test_the_same_quarter_gives_the_same_bytes(board_client: Client, officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager)
    assert pdf_of(board_client) == pdf_of(board_client)


def test_sample_data_is_marked_as_such(board_client: Client, settings: Settings) -> None:
    settings.SAMPLE_DATA = True
    assert flat("every name and story here is made up") in flat(pdf_text(pdf_of(board_client)))


@pytest.mark.usefixtures("busy_quarter")
def test_the_page_is_for_readers_and_kept_nowhere(board_client: Client) -> None:
    response = board_client.get(page())
    assert response["Cache-Control"] == "no-store, private"
    html = html_of(response)
    assert "I like pizza &amp; &lt;b&gt;dogs&lt;/b&gt;" in html
    title = html.split("<title>")[1].split("</title>")[0]
    assert not re.search(r"in care|looked after", title)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", html)


def test_the_board_reaches_no_row(board_client: Client, officer: User, board_member: User) -> None:
    space = make_space(issued_by=officer)
    voice = make_voice(f"{CANARY} I am Kim", space=space)
    ask = make_asked(by=officer, owner=board_member)
    html = html_of(board_client.get(page()))
    assert CANARY not in html
    assert voice.reference not in html
    for path in ("", "voices/", f"voices/{voice.uuid}/", "asks/", f"asks/{ask.uuid}/", "keys/"):
        response = board_client.get(f"/admin/{path}")
        assert response.status_code in (302, 403)
        assert CANARY not in response.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("path", ["", "page.pdf"])
def test_the_page_costs_the_same_however_much_there_is(
    board_client: Client,
    officer: User,
    manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    path: str,
) -> None:
    for _n in range(rows):
        make_promised(by=officer, owner=manager)
        make_approved_voice(by=officer, may_quote=True)
    # session, person, second factor, two for permissions, a sealed one, nine to count
    with django_assert_num_queries(16):
        board_client.get(page(path))


def test_a_lateness_stands_in_red_and_in_words(board_client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.promise(ask, by=manager, what="Pizza", due=in_days(0))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        client = Client()
        client.force_login(User.objects.get(first_name="Amina"))
        html = html_of(client.get(f"/board/{Quarter.of(timezone.localdate())}/"))
    assert re.search(r'class="rag rag--r">.*late by 2 days</strong>', html)
