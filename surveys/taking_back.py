"""A receipt phrase takes an answer back: the response, its words and its part of every figure go at once."""

from django.db import transaction
from django.utils import timezone

from engagement import erasing, rights
from engagement.models import Submission
from people.models import Tombstone
from surveys.answering import receipt_of, slip_of
from surveys.folding import subtract
from surveys.models import Comment, Response

RULE = "taken_back"  # as the tombstone names why they are gone


def take_back(phrase: str) -> bool:
    """Take back what was sent with this receipt; False where there is nothing (any more).

    Words that somebody is reading, or that may mean that a child is not safe, are hidden at once and erased as soon
    as that is settled: see `engagement.rights`.
    """
    with transaction.atomic():
        found = Response.objects.filter(receipt=receipt_of(phrase)).select_related("wave", "version")
        response = found.select_for_update(of=("self",)).first()
        if response is None:
            return False
        erase(response)
        for comment in Comment.objects.filter(slip=slip_of(phrase)):
            _erase_words(comment)
    return True


def erase(response: Response) -> None:
    """Take one response out of everything, and remember that it is gone. Inside a transaction."""
    subtract(response)
    Tombstone.objects.get_or_create(
        kind=Tombstone.Kind.RESPONSE, uuid=response.pk, defaults={"on": timezone.localdate(), "rule": RULE}
    )
    response.delete()


def replay() -> int:
    """Take out again what a restored backup brought back."""
    gone = Tombstone.objects.filter(kind=Tombstone.Kind.RESPONSE).values("uuid")
    back = list(Response.objects.filter(pk__in=gone).select_related("wave", "version"))
    for response in back:
        erase(response)
    return len(back)


def _erase_words(comment: Comment) -> None:
    Comment._base_manager.filter(pk=comment.pk).update(slip="")
    nobody_reads = comment.is_open and not comment.events.exists()
    nothing_else = erasing.obstacle(comment) in (None, erasing.Obstacle.UNREAD)
    if nobody_reads and nothing_else:
        erasing.erase_all([comment], rule=RULE)
        Submission.objects.filter(pk=comment.pk).delete()
    else:
        rights.take_back(comment)
