"""What screening says, put on a submission. Software sorts; people decide."""

from typing import Any

from django.utils import timezone

from engagement import live_rules
from engagement.deadlines import answer_by, due_at
from engagement.models import ConcernKind, Finding, Purpose, Safety, Submission, Urgency
from engagement.screening.findings import Findings

ALLEGATION = "allegation_staff"  # the screen's category for an adult who works with children


def sort(submission: Submission) -> list[Finding]:
    """Set on new words what the rules in force say of them, and return the unsaved findings."""
    found = live_rules.screen(submission.words)
    submission.urgency = max(submission.urgency, Urgency[found.urgency.upper()])
    submission.score = found.score
    submission.language = found.language
    submission.rules_version = found.version
    submission.screening_failed = found.failed
    submission.due_at = due_at(submission.urgency, submission.received_at)
    submission.answer_by = answer_by(submission.received_at)
    worry = worry_of(submission, {hit.category for hit in found.hits})
    submission.safety = Safety.WAITING if worry and worry != ConcernKind.ADVOCATE else Safety.NOT_RAISED
    return findings_of(submission, found)


def worry_of(submission: Submission, categories: set[str]) -> ConcernKind | None:
    """The concern that these words open at once, if any; what a young person asked for by itself needs no screen."""
    purpose = getattr(submission, "purpose", None)
    if ALLEGATION in categories:
        return ConcernKind.ALLEGATION
    if purpose == Purpose.HELP_NOW:
        return ConcernKind.HELP_NOW
    if submission.urgency == Urgency.URGENT:
        return ConcernKind.DISCLOSURE
    if submission.screening_failed:
        return ConcernKind.SCREEN_FAILED
    return ConcernKind.ADVOCATE if purpose == Purpose.ADVOCATE else None


def raised_by(submission: Submission, found: Findings) -> dict[str, Any]:
    """The fields that a second reading raises; none where it sees no more than is known. It never lowers anything."""
    urgency = Urgency[found.urgency.upper()]
    if not submission.is_open or urgency <= submission.urgency:
        return {}
    waits = urgency == Urgency.URGENT or found.failed or any(hit.category == ALLEGATION for hit in found.hits)
    return {
        "urgency": urgency,
        "safety": Safety.WAITING if waits else submission.safety,
        "due_at": min(submission.due_at, due_at(urgency, timezone.now())),
        "score": max(submission.score, found.score),
        "rules_version": found.version,
        "screening_failed": submission.screening_failed or found.failed,
    }


def findings_of(submission: Submission, found: Findings) -> list[Finding]:
    """What was noticed, as rows that are not saved yet."""
    return [
        Finding(
            submission=submission,
            rule=hit.rule,
            category=hit.category,
            urgency=Urgency[hit.urgency.upper()],
            start=hit.start,
            end=hit.end,
        )
        for hit in found.hits
    ] + [
        Finding(submission=submission, rule=span.kind, category=span.kind, start=span.start, end=span.end)
        for span in found.spans
    ]
