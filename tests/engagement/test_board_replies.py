"""What Board members say about an edition: read receipts, replies, and replies taken down."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from engagement import board_replies, editions, publishing
from engagement.board_replies import BoardReplyError
from engagement.editions import Item, Section
from engagement.models import BoardEdition, BoardReply, ReadReceipt, ReplyTakenDown
from people.models import User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.engagement.published import AFTER, busy_quarter, sealed
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ITEM = Item("decision:1", "Pay for phones", (("Why now", "They asked."),), "Agree.")


@pytest.fixture(autouse=True)
def _after_the_quarter(officer: User, manager: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def asks_the_board(_span: object) -> list[Section]:
        return [Section("decide", "Decisions", "A thing to decide.", items=(ITEM,))]

    monkeypatch.setitem(editions._registered, asks_the_board, 95)
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def edition(officer: User) -> BoardEdition:
    made = sealed(officer)
    publishing.publish(made, "board", officer)
    return made


def test_a_member_says_that_they_have_read_it_once(edition: BoardEdition, board_member: User) -> None:
    gone = make_user(Role.BOARD_MEMBER, is_active=False)
    other = make_user(Role.BOARD_MEMBER, last_name="Aaa")
    assert board_replies.read_by(edition).words == "0 of 2 have read this."
    board_replies.note_read(edition, board_member)
    board_replies.note_read(edition, board_member)
    read = board_replies.read_by(edition)
    assert (read.readers, read.others, read.words) == ((board_member,), (other,), "1 of 2 has read this.")
    assert ReadReceipt.objects.count() == 1
    with pytest.raises(PermissionDenied):
        board_replies.note_read(edition, gone)


@pytest.mark.parametrize("role", [None, *Role])
def test_receipts_and_replies_are_the_boards_alone(role: Role | None, edition: BoardEdition) -> None:
    user = make_user(role)
    for step in (
        lambda: board_replies.note_read(edition, user),
        lambda: board_replies.reply(edition, ITEM, "Yes.", user),
    ):
        if role == Role.BOARD_MEMBER:
            step()
        else:
            with pytest.raises(PermissionDenied):
                step()


def test_nothing_is_said_about_what_the_board_does_not_have(officer: User, board_member: User) -> None:
    draft = sealed(officer)
    with pytest.raises(BoardReplyError, match="not with the Board"):
        board_replies.note_read(draft, board_member)
    with pytest.raises(BoardReplyError, match="not with the Board"):
        board_replies.reply(draft, ITEM, "Yes.", board_member)


def test_a_later_reply_takes_the_place_of_an_earlier_one(edition: BoardEdition, board_member: User) -> None:
    first = board_replies.reply(edition, ITEM, " Yes.\r\nGladly. ", board_member)
    assert board_replies.reply(edition, ITEM.ref, "Yes.\nGladly.", board_member) == first  # pressed twice
    second = board_replies.reply(edition, ITEM, "No.", board_member)
    assert board_replies.replies(edition) == {ITEM.ref: [second]}
    assert second.by_role == "Board member"


@pytest.mark.parametrize(
    ("ref", "words", "said"),
    [
        ("decision:1", "  ", "Write your reply"),
        ("decision:1", "w" * 1001, "under 1000"),
        ("ask:9", "Yes.", "nothing of"),
    ],
)
def test_what_cannot_be_kept(ref: str, words: str, said: str, edition: BoardEdition, board_member: User) -> None:
    with pytest.raises(BoardReplyError, match=said):
        board_replies.reply(edition, ref, words, board_member)
    assert not BoardReply.objects.exists()


def test_a_reply_taken_down_is_gone_and_nothing_older_comes_back(
    edition: BoardEdition, board_member: User, officer: User
) -> None:
    board_replies.reply(edition, ITEM, "First.", board_member)
    said = board_replies.reply(edition, ITEM, "A name.", board_member)
    for reason, told in ((" ", "Say why"), ("w" * 401, "under 400")):
        with pytest.raises(BoardReplyError, match=told):
            board_replies.take_down(said, reason, officer)
    board_replies.take_down(said, "It names a child.", officer)
    board_replies.take_down(said, "Again.", officer)
    assert ReplyTakenDown.objects.get().reason == "It names a child."
    assert board_replies.replies(edition) == {}
    again = board_replies.reply(BoardEdition.objects.get(pk=edition.pk), ITEM, "A name.", board_member)
    assert board_replies.replies(edition) == {ITEM.ref: [again]}  # said anew, so shown anew


@pytest.mark.parametrize("role", list(Role))
def test_who_may_take_a_reply_down(role: Role, edition: BoardEdition, board_member: User) -> None:
    said, user = board_replies.reply(edition, ITEM, "Yes.", board_member), make_user(role)
    if role in roles_that_may(MANAGE_EDITIONS):
        board_replies.take_down(said, "It names a child.", user)
    else:
        with pytest.raises(PermissionDenied):
            board_replies.take_down(said, "It names a child.", user)


def test_young_people_hear_who_read_and_who_replied(edition: BoardEdition, board_member: User) -> None:
    assert board_replies.told(edition) == "0 of 1 have read this."
    board_replies.note_read(edition, board_member)
    board_replies.reply(edition, ITEM, "Yes.", board_member)
    assert board_replies.told(edition) == "1 of 1 has read this. Amina Example, Board member replied."
    User.objects.filter(pk=board_member.pk).update(first_name="", last_name="", email="who@fenbrook.example")
    assert "A member of the Board, Board member replied." in board_replies.told(edition)
    nameless = BoardReply(by=board_member, by_role="")
    assert board_replies.named(nameless) == "Amina Example"


def test_the_database_keeps_what_was_said(edition: BoardEdition, board_member: User, officer: User) -> None:
    board_replies.note_read(edition, board_member)
    said = board_replies.reply(edition, ITEM, "Yes.", board_member)
    board_replies.take_down(said, "Why.", officer)
    for table in ("readreceipt", "boardreply", "replytakendown"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM engagement_{table}")  # noqa: S608  (names from this test)
    assert [str(one) for one in (said, ReadReceipt.objects.get(), ReplyTakenDown.objects.get())] == [
        f"Reply {said.pk}", f"Receipt {ReadReceipt.objects.get().pk}", f"Reply {said.pk} taken down",
    ]  # fmt: skip
