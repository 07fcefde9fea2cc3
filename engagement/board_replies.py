"""What Board members say about an edition: that they have read it, and their replies to what it asks of them.

Board members are grown-ups with a name and an office. Their words are the council's, public once the edition is;
nobody reads them first, and whoever looks after editions can take down what should not have been said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement import compiling
from engagement.editions import Item
from engagement.models import Audience, BoardEdition, BoardReply, ReadReceipt, ReplyTakenDown
from people.models import User
from people.roles import MANAGE_EDITIONS, Role

LONGEST_REPLY = 1_000  # characters
LONGEST_REASON = 400  # characters


class BoardReplyError(Exception):
    """A step that cannot be taken; the message is for whoever took it."""


@dataclass(frozen=True)
class ReadBy:
    """Who of the Board has read an edition: of those who sit on it now."""

    readers: tuple[User, ...]
    others: tuple[User, ...]

    @property
    def words(self) -> str:
        """ "7 of 9 have read this." """
        read, of = len(self.readers), len(self.readers) + len(self.others)
        said = ngettext("%(read)d of %(of)d has read this.", "%(read)d of %(of)d have read this.", read)
        return said % {"read": read, "of": of}


def note_read(edition: BoardEdition, member: User) -> None:
    """A member of the Board says that they have read it. Twice is once."""
    _on_board(member)
    _out(edition)
    receipt = ReadReceipt(edition=edition, user=member, at=timezone.now())
    ReadReceipt.objects.bulk_create([receipt], ignore_conflicts=True)


def reply(edition: BoardEdition, item: Item | str, words: str, by: User) -> BoardReply:
    """Keep a member's words on one item; sent twice they are kept once. A later reply of theirs takes its place."""
    _on_board(by)
    _out(edition)
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise BoardReplyError(_("Write your reply first."))
    if len(words) > LONGEST_REPLY:
        raise BoardReplyError(_("Please keep it under %(n)d letters.") % {"n": LONGEST_REPLY})
    ref = item.ref if isinstance(item, Item) else item
    if ref not in {one.ref for one in items(edition)}:
        raise BoardReplyError(_("This edition asks nothing of that kind."))
    with transaction.atomic():
        BoardEdition.objects.select_for_update().get(pk=edition.pk)  # two presses stand in line
        last: BoardReply | None = (
            BoardReply.objects.filter(edition=edition, ref=ref, by=by).select_related("taken_down").last()
        )
        if last and last.words == words and not hasattr(last, "taken_down"):
            return last
        return BoardReply.objects.create(
            edition=edition, ref=ref, by=by, by_role=by.job_title, words=words, at=timezone.now()
        )


def take_down(said: BoardReply, reason: str, by: User) -> None:
    """Off every page at once; the row stays with who took it down and why. Twice is once."""
    if not by.has_perm(MANAGE_EDITIONS):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise BoardReplyError(_("Say why. The member will ask."))
    if len(reason) > LONGEST_REASON:
        raise BoardReplyError(_("Please keep it under %(n)d letters.") % {"n": LONGEST_REASON})
    taken = ReplyTakenDown(reply=said, by=by, reason=reason, at=timezone.now())
    ReplyTakenDown.objects.bulk_create([taken], ignore_conflicts=True)


def read_by(edition: BoardEdition) -> ReadBy:
    """Who of those on the Board now has said so, by name. Two queries."""
    read = set(ReadReceipt.objects.filter(edition=edition).values_list("user", flat=True))
    members = list(User.objects.filter(groups__name=Role.BOARD_MEMBER, is_active=True).order_by("last_name", "pk"))
    return ReadBy(tuple(one for one in members if one.pk in read), tuple(one for one in members if one.pk not in read))


def replies(edition: BoardEdition) -> dict[str, list[BoardReply]]:
    """Each member's last word on each item, but what has been taken down, by the item's address. One query."""
    every = BoardReply.objects.filter(edition=edition).select_related("by", "taken_down").order_by("at", "pk")
    last = {(one.ref, one.by_id): one for one in every}  # what was replaced does not come back by a taking down
    said: dict[str, list[BoardReply]] = {}
    for one in last.values():
        if hasattr(one, "taken_down"):
            continue
        said.setdefault(one.ref, []).append(one)
    return said


def told(edition: BoardEdition) -> str:
    """For young people: "7 of 9 have read this. Amina Example, Lead Member, replied." Three queries."""
    names = dict.fromkeys(named(one) for said in replies(edition).values() for one in said)
    return " ".join(filter(None, (read_by(edition).words, _replied(list(names)))))


def named(said: BoardReply) -> str:
    """A member by name and office as they were when they said it, never by address."""
    name = said.by.get_full_name() or _("A member of the Board")
    return f"{name}, {said.by_role}" if said.by_role else name


def items(edition: BoardEdition) -> list[Item]:
    """All that an edition asks of the Board, in its order."""
    return [item for section in compiling.read(edition).sections for item in section.items]


def _replied(names: Iterable[str]) -> str:
    return " ".join(_("%(name)s replied.") % {"name": name} for name in names)


def _on_board(user: User) -> None:
    """Raises PermissionDenied for everybody who does not sit on the Board: receipts and replies are theirs alone."""
    if not user.is_active or not user.groups.filter(name=Role.BOARD_MEMBER).exists():
        raise PermissionDenied


def _out(edition: BoardEdition) -> None:
    if edition.audience not in Audience.values:
        raise BoardReplyError(_("This edition is not with the Board yet."))
