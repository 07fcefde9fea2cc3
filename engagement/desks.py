"""The desks where words are read: which words lie on each, who may sit there, and what can be done there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement.models import Purpose, State, Submission, Urgency
from engagement.models.submissions import SubmissionQuerySet
from engagement.paging import place_of, rows_after
from people.models import User
from people.roles import MODERATE, READ_ADVOCACY, READ_WORDS

SECONDS_AN_ITEM = 45  # the target: 40 items in 30 minutes
MOST_COUNTED = 1_000  # counting stops here, so that a flood does not slow every page of the admin down
LATELY = timedelta(days=28)


def _views(words: SubmissionQuerySet) -> SubmissionQuerySet:
    return words.exclude(voice__purpose=Purpose.ADVOCATE)


def _requests(words: SubmissionQuerySet) -> SubmissionQuerySet:
    return words.filter(voice__purpose=Purpose.ADVOCATE)


@dataclass(frozen=True)
class Desk:
    """One desk. `name` is its URL namespace; `actions` are the names in `engagement.views.desk_actions`."""

    name: str
    title: Promise
    permissions: tuple[str, ...]
    narrow: Callable[[SubmissionQuerySet], SubmissionQuerySet]
    actions: frozenset[str] = field(default_factory=frozenset)

    def is_open_to(self, user: User | AnonymousUser) -> bool:
        return user.has_perms(self.permissions)

    def words_for(self, user: User | AnonymousUser) -> SubmissionQuerySet:
        """Everything `user` may read here. Every object on a desk is fetched through this."""
        if not self.is_open_to(user):
            return Submission.objects.none()
        return self.narrow(Submission.objects.visible_to(user).unrestricted())

    def to_read(self, user: User | AnonymousUser) -> SubmissionQuerySet:
        return self.words_for(user).to_read()

    def decided_lately(self, user: User) -> SubmissionQuerySet:
        """What was decided in the last four weeks, newest first."""
        since = timezone.now() - LATELY
        return self.words_for(user).heard().filter(decided_at__gte=since).order_by("-decided_at", "-pk")

    def next_for(self, user: User, after: Submission) -> Submission | None:
        """What to read after `after`: a cry for help nobody has opened, else the next in order, else the first left.

        Leaves out what `user` wrote down for somebody: another person has to decide about that.
        """
        queue = self.to_read(user).filter(Q(author__isnull=True) | ~Q(author=user)).exclude(pk=after.pk)
        return (
            queue.filter(urgency=Urgency.URGENT, state=State.RECEIVED).first()
            or rows_after(queue, place_of(after, queue)).first()
            or queue.first()
        )


@dataclass(frozen=True)
class Workload:
    """How much waits. `more` says that counting stopped at `items`."""

    items: int
    more: bool

    @property
    def minutes(self) -> int:
        return ceil(self.items * SECONDS_AN_ITEM / 60)

    def __str__(self) -> str:
        return f"{self.items:,}+" if self.more else f"{self.items:,}"


def workload(desk: Desk, user: User | AnonymousUser) -> Workload:
    """How much waits to be read by `user`: one count over the index of open items, never over the table."""
    counted = desk.to_read(user).order_by()[: MOST_COUNTED + 1].count()
    return Workload(items=min(counted, MOST_COUNTED), more=counted > MOST_COUNTED)


TALK = frozenset({"opened", "reply", "note"})
SAFETY = frozenset({"raise", "pass-on", "rule-out"})
PUBLISHING = frozenset({"approve", "draft", "keep", "decline", "withdraw"})

VOICES = Desk("voices", _("Voices"), (MODERATE, READ_WORDS), _views, TALK | SAFETY | PUBLISHING)
# What a young person tells an advocate is between the two of them: the participation team neither sees nor counts it.
ADVOCACY = Desk("advocacy", _("Advocate requests"), (READ_ADVOCACY,), _requests, TALK | SAFETY | {"keep"})
DESKS = (VOICES, ADVOCACY)
