"""Finds views that want the same thing, so that they can be gathered into one Ask: compared in memory, kept nowhere."""

from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from engagement.models import PUBLIC_STATES, State, Submission
from engagement.models.submissions import SubmissionQuerySet

MOST_COMPARED = 300  # rows decrypted by one look
MOST_SHOWN = 12
READ = 600  # characters compared of each; what somebody wants is said early
SAME_THEME = 20  # points, of a hundred for the words
LEAST = 45


@dataclass(frozen=True)
class Likeness:
    """A view and how near it is: 0 to 120, for ordering only."""

    submission: Submission
    points: float


def gatherable(words: SubmissionQuerySet) -> SubmissionQuerySet:
    """Decided, not sent back, not taken back, and not in an Ask yet."""
    decided = words.filter(state__in=(*PUBLIC_STATES, State.KEPT_PRIVATE))
    return decided.filter(contribution__isnull=True, taken_back__isnull=True)


def similar_to(submission: Submission, words: SubmissionQuerySet) -> list[Likeness]:
    """The views among the latest 300 that can be gathered which are most like `submission`, most alike first."""
    others = gatherable(words).exclude(pk=submission.pk).select_related("theme").order_by("-decided_at", "-pk")
    others = others.defer("public_words", "board_words")[:MOST_COMPARED]
    wanted = submission.words[:READ]
    found = []
    for other in others:
        points = fuzz.token_set_ratio(wanted, other.words[:READ], processor=utils.default_process)
        if submission.theme_id is not None and other.theme_id == submission.theme_id:
            points += SAME_THEME
        if points >= LEAST:
            found.append(Likeness(other, points))
    return sorted(found, key=lambda likeness: -likeness.points)[:MOST_SHOWN]
