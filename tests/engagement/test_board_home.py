"""The Board's one page and the public reports: who gets in, what can be done there, and what cannot be reached."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from engagement import asks, board_replies, editions, formats, publishing
from engagement.editions import Item, Quote, Section
from engagement.models import Ask, AskState, BoardEdition, ReadReceipt, Submission
from people.models import User
from people.roles import READ_BOARD_PAGE, Role, roles_that_may
from tests.engagement.papers.test_papers import docx_text, in_csv, in_xlsx, pdf_text
from tests.engagement.published import AFTER, CANARY_HERE, QUARTER, SAID, busy_quarter, sealed
from tests.factories import in_days, make_asked, make_user, make_voice
from tests.pages.rendered import html_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Workbook contains no default style"),
]
ITEM = Item("decision:1", "Pay for phones", (("Why now", "They asked."),), "Agree.")


@pytest.fixture(autouse=True)
def _after_the_quarter(officer: User, manager: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def asks_the_board(_span: object) -> list[Section]:
        quotes = tuple(Quote(one.public_words, "Food", one.reference) for one in Submission.objects.quotable())
        return [Section("decide", "Decisions", "A thing to decide.", items=(ITEM,), quotes=quotes)]

    monkeypatch.setitem(editions._registered, asks_the_board, 95)
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def edition(officer: User) -> BoardEdition:
    made = sealed(officer)
    publishing.publish(made, "board", officer)
    return made


@pytest.fixture
def public(edition: BoardEdition, officer: User) -> BoardEdition:
    publishing.publish(edition, "public", officer)
    return edition


@pytest.fixture
def board(board_member: User) -> Client:
    client = Client()
    client.force_login(board_member)
    return client


def test_a_board_member_lands_here(board: Client) -> None:
    response = board.get(reverse("people:staff-door"))
    assert (response.status_code, response["Location"]) == (302, "/board/")


@pytest.mark.parametrize("role", [None, *Role])
def test_who_gets_in(role: Role | None, edition: BoardEdition) -> None:
    client = Client()
    client.force_login(make_user(role))
    expected = 200 if role in roles_that_may(READ_BOARD_PAGE) else 403
    assert client.get("/board/").status_code == expected
    assert client.get(f"/board/{QUARTER}/1.csv").status_code == expected
    if role != Role.BOARD_MEMBER:
        assert client.post(f"/board/{edition.uuid}/read/").status_code == 403


def test_before_there_is_anything(board: Client) -> None:
    html = html_of(board.get("/board/"))
    assert "No report yet." in html
    assert "0 things wait for you." in html


def test_reading_is_said_by_a_press(board: Client, edition: BoardEdition) -> None:
    assert "0 of 1 have read this." in html_of(board.get("/board/"))
    assert not ReadReceipt.objects.exists()
    assert board.post(f"/board/{edition.uuid}/read/").status_code == 302
    html = html_of(board.get("/board/"))
    assert "1 of 1 has read this." in html
    assert "I have read this" not in html


def test_a_reply_is_kept_or_comes_back(board: Client, edition: BoardEdition) -> None:
    long = "w" * 1001
    answer = board.post(f"/board/{edition.uuid}/reply/", {"ref": ITEM.ref, "words": long})
    assert answer.status_code == 422
    assert long in html_of(answer)
    assert board.post(f"/board/{edition.uuid}/reply/", {"ref": ITEM.ref, "words": "We agree."}).status_code == 302
    assert "We agree." in html_of(board.get("/board/"))
    assert "We agree." in html_of(board.get(f"/board/{QUARTER}/"))


def test_an_ask_is_promised_right_there(board: Client, officer: User, board_member: User) -> None:
    ask = make_asked(by=officer, owner=board_member, wording="A quiet room")
    html = html_of(board.get("/board/"))
    assert "1 thing waits for you." in html
    assert "A quiet room" in html
    step, due = f"/board/asks/{ask.uuid}/promise/", in_days(20).isoformat()
    wrong = board.post(step, {"version": ask.version, "what": "A room at home.", "due": ""})
    assert wrong.status_code == 422
    assert "A room at home." in html_of(wrong)
    assert board.post(step, {"version": ask.version, "what": "A room.", "due": due}).status_code == 302
    assert Ask.objects.get(pk=ask.pk).state == AskState.PROMISED
    late = board.post(step, {"version": ask.version, "what": "Typed late.", "due": due})
    assert late.status_code == 409
    assert "Typed late." in html_of(late)


def test_words_survive_a_change_by_somebody_else(board: Client, officer: User, board_member: User) -> None:
    ask = make_asked(by=officer, owner=board_member)
    seen = ask.version
    asks.reword(Ask.objects.get(pk=ask.pk), by=officer, wording="Pizza on Mondays")
    step, typed = f"/board/asks/{ask.uuid}/promise/", {"what": "It comes soon.", "due": in_days(20).isoformat()}
    answer = board.post(step, {"version": seen, **typed})
    assert answer.status_code == 409
    html = html_of(answer)
    assert "It comes soon." in html
    version = Ask.objects.get(pk=ask.pk).version
    assert f'name="version" value="{version}"' in html
    assert board.post(step, {"version": version, **typed}).status_code == 302


def test_a_date_gone_by_is_said_at_the_form(board: Client, officer: User, board_member: User) -> None:
    ask = make_asked(by=officer, owner=board_member)
    data = {"version": ask.version, "what": "It comes soon.", "due": in_days(-2).isoformat()}
    answer = board.post(f"/board/asks/{ask.uuid}/promise/", data)
    assert answer.status_code == 422
    assert "It comes soon." in html_of(answer)


def test_nobody_answers_for_another(board: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    assert board.post(f"/board/asks/{ask.uuid}/promise/", {}).status_code == 404


def test_no_row_is_reached_from_here(board: Client, edition: BoardEdition, officer: User, board_member: User) -> None:
    """Every link and every form of every page that a member can get to from their own."""
    unseen = make_voice(f"unseen{CANARY_HERE} I am Kim")
    make_asked(by=officer, owner=board_member)
    to_see, seen = ["/board/"], set()
    while to_see:
        address = to_see.pop()
        seen.add(address)
        assert not address.startswith("/admin/")
        response = board.get(address)
        if response.headers["Content-Type"].startswith("text/html") and "Content-Disposition" not in response.headers:
            html = html_of(response)
            assert f"unseen{CANARY_HERE}" not in html
            assert unseen.reference not in html
            found = {re.sub(r"[?#].*", "", one) for one in re.findall(r'(?:href|action)="(/[^"]*)"', html)}
            wanted = ("/board/", "/reports/")
            to_see += sorted(one for one in found - seen if one.startswith(wanted) and one not in to_see)
            assert not [one for one in found if one.startswith(("/admin/", "/desk/"))]
    assert {f"/board/{QUARTER}/", f"/board/{QUARTER}/1.pdf"} <= seen
    assert board.get("/admin/").status_code in (302, 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same(
    board: Client,
    edition: BoardEdition,
    officer: User,
    board_member: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for _n in range(rows):
        make_asked(by=officer, owner=board_member)
        make_user(Role.BOARD_MEMBER)
    # session, person, second factor, two of rights, Board, owed, edition, quotes, receipts, members, replies
    with django_assert_num_queries(15):
        board.get("/board/")


def test_only_what_is_public_is_public(client: Client, edition: BoardEdition, officer: User) -> None:
    for address in (f"/reports/{QUARTER}/", f"/reports/{QUARTER}/1/", f"/reports/{QUARTER}/1.pdf", "/reports/x/"):
        assert client.get(address).status_code == 404
    assert "No report yet" in html_of(client.get("/reports/"))
    publishing.publish(edition, "public", officer)
    assert "Quarter 1, April to June 2026" in html_of(client.get("/reports/"))
    for kind in formats.kinds():
        response = client.get(f"/reports/{QUARTER}/1.{kind}")
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "public, max-age=600"
    assert client.get(f"/reports/{QUARTER}/1.exe").status_code == 404


def test_young_people_see_who_read_it_and_who_replied(
    client: Client, public: BoardEdition, board_member: User, officer: User
) -> None:
    board_replies.note_read(public, board_member)
    said = board_replies.reply(public, ITEM, "We agree.", board_member)
    html = html_of(client.get(f"/reports/{QUARTER}/"))
    assert "1 of 1 has read this. Amina Example, Board member replied." in html
    assert "We agree." in html
    admin = Client()
    admin.force_login(officer)
    down = f"/admin/editions/replies/{said.pk}/take-down/"
    assert admin.post(down, {"reason": ""}).status_code == 302
    assert "We agree." in html_of(client.get(f"/reports/{QUARTER}/"))
    assert admin.post(down, {"reason": "It names somebody."}).status_code == 302
    assert "We agree." not in html_of(client.get(f"/reports/{QUARTER}/"))


def test_a_correction_is_told(client: Client, public: BoardEdition, officer: User) -> None:
    new = publishing.correct(public, "A wrong date is mended.", officer)
    publishing.seal(new, officer)
    for audience in ("board", "public"):
        publishing.publish(new, audience, officer)
    assert "Version 2 mends this: A wrong date is mended." in html_of(client.get("/reports/"))
    assert "This version was corrected." in html_of(client.get(f"/reports/{QUARTER}/1/"))
    html = html_of(client.get(f"/reports/{QUARTER}/"))
    assert "A wrong date is mended." in html
    assert "This version was corrected." not in html


@pytest.mark.parametrize("kind", ["page", "html", "pdf", "docx", "xlsx", "csv"])
@pytest.mark.parametrize("who", ["board", "public"])
def test_words_taken_back_are_gone_from_every_format(
    kind: str, who: str, board: Client, client: Client, public: BoardEdition
) -> None:
    reader, start = (board, "/board") if who == "board" else (client, "/reports")
    address = f"{start}/{QUARTER}/" + ("" if kind == "page" else f"1.{kind}")
    before = reader.get(address)
    if kind not in ("xlsx", "csv"):  # they hold tables, and so no words at all
        assert flat(SAID) in flat(text_of(kind, before.content))
    Submission.objects.quotable().update(may_quote=False)
    after = reader.get(address, headers={"If-None-Match": before.headers.get("ETag", "")})
    assert after.status_code == 200  # the tag a browser kept is not the tag of what it says now
    assert CANARY_HERE not in text_of(kind, after.content)
    kept = after["Cache-Control"]
    assert "no-store" in kept or int(kept.split("max-age=")[1]) <= 3600


def test_what_has_not_changed_is_not_sent_again(client: Client, public: BoardEdition) -> None:
    first = client.get(f"/reports/{QUARTER}/1.pdf")
    again = client.get(f"/reports/{QUARTER}/1.pdf", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_sealed_report_is_what_the_board_reads(board: Client, edition: BoardEdition) -> None:
    html = html_of(board.get(f"/board/{QUARTER}/"))
    assert "Version 1." in html
    assert "Not sealed yet" not in html
    assert formats.digest(board.get(f"/board/{QUARTER}/page.pdf").content) == edition.papers.get(kind="pdf").digest


def text_of(kind: str, made: bytes) -> str:
    if kind in ("page", "html"):
        return made.decode()
    readers: dict[str, Callable[[bytes], str]] = {
        "pdf": pdf_text,
        "docx": docx_text,
        "xlsx": lambda data: str(in_xlsx(data)),
        "csv": lambda data: str(in_csv(data)),
    }
    return readers[kind](made)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)
