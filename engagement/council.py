"""The Children in Care Council: what waits for its members, what they say, and what came of it.

Members read public words only: approved, redacted, without a name. What one of them says is counted, never shown.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import asks
from engagement.disclosure.tables import FEWEST_SHOWN
from engagement.models import Affects, Ask, AskState, CouncilSay, Submission
from engagement.stepping import AskError
from people.models import YoungPerson

MOST_WORDS = 6  # views shown of one ask


@dataclass(frozen=True)
class Put:
    """An ask as a member sees it."""

    ask: Ask
    voices: str  # how many want it, in words
    said: str = ""  # what this member said so far


@dataclass(frozen=True)
class Result:
    """What members said, for the officer: numbers of members, who are known in person to each other anyway."""

    many: int = 0
    some: int = 0
    together: str = ""  # what the Council said as one, at its meeting

    @property
    def affects(self) -> str:
        """What it comes to: said together, or by more members; empty where there is no answer."""
        if self.together or self.many == self.some:
            return self.together
        return Affects.MANY if self.many > self.some else Affects.SOME


def waiting(space: YoungPerson | None = None) -> list[Put]:
    """Asks before the Council, oldest first, with what `space` said or, without one, all together. Two queries."""
    before = Ask.objects.public().filter(state=AskState.WITH_COUNCIL).annotate(voices=Count("contributions"))
    says = CouncilSay.objects.filter(space=space) if space else CouncilSay.objects.filter(meeting=True)
    said = dict(says.values_list("ask", "affects"))
    return [
        Put(ask, _in_words(ask.voices), said.get(ask.pk, ""))  # type: ignore[attr-defined]  # counted by the query
        for ask in before.select_related("theme").order_by("changed_at", "pk")
    ]


def words_of(ask: Ask) -> list[str]:
    """What young people wrote, as it may be published. One query."""
    approved = Submission.objects.approved().unrestricted().filter(contribution__ask=ask).exclude(public_words="")
    return list(approved.order_by("pk").values_list("public_words", flat=True)[:MOST_WORDS])


def say(ask: Ask, affects: str, *, space: YoungPerson | None = None) -> None:
    """What a member says or, without one, the Council together. It may be another until the ask goes on.

    Raises AskError once it has, or for an answer that there is not.
    """
    if affects not in Affects:
        raise AskError(_("Say whether it matters to many, or just some."))
    with transaction.atomic():
        now = Ask.objects.select_for_update().get(pk=ask.pk)
        if now.state != AskState.WITH_COUNCIL or not now.is_public:
            raise AskError(_("This one has gone on already. Thank you all the same."))
        facts = {"affects": affects, "on": timezone.localdate()}
        if space:
            CouncilSay.objects.update_or_create(ask=now, space=space, defaults=facts)
        else:
            CouncilSay.objects.update_or_create(ask=now, meeting=True, defaults=facts)
            asks.record_council(now, affects)


def result(ask: Ask) -> Result:
    """What was said so far. One query."""
    says = list(CouncilSay.objects.filter(ask=ask).values_list("affects", "meeting"))
    alone = Counter(affects for affects, meeting in says if not meeting)
    together = next((affects for affects, meeting in says if meeting), "")
    return Result(alone[Affects.MANY], alone[Affects.SOME], together)


def members() -> int:
    return YoungPerson.objects.filter(on_council=True, closed_on=None).count()


def _in_words(voices: int) -> str:
    if voices < FEWEST_SHOWN:
        return _("A few of you want this.")
    return _("%(n)d of you want this.") % {"n": voices}
