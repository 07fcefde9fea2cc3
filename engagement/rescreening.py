"""Runs of a rule set over words that are here: the draft in shadow, and new rules over what waits to be read.

A run goes in short steps, each in a transaction of its own with the place it has reached. So it can stop anywhere and
go on, a second worker waits for the first, and no item is read twice or left out.
"""

from django.db import transaction
from django.utils import timezone

from engagement import live_rules, moderation, rulesets, screening
from engagement.models import RunKind, ScreeningChange, ScreeningRun, State, Submission, Urgency
from engagement.models.submissions import SubmissionQuerySet

STEP = 50  # items in one transaction
CLOSED = 500  # the latest closed items that a draft is tried on


def items_of(run: ScreeningRun) -> SubmissionQuerySet:
    """What a run reads. Nothing that was closed since it began comes in, so a run can go on days later."""
    if run.kind == RunKind.OPEN_QUEUE:
        return Submission.objects.unrestricted().filter(state__in=(State.RECEIVED, State.IN_REVIEW))
    latest = Submission.objects.unrestricted().heard().filter(decided_at__lte=run.at).order_by("-decided_at", "-pk")
    return Submission.objects.filter(pk__in=list(latest.values_list("pk", flat=True)[:CLOSED]))


def carry_on(run_id: int) -> bool:
    """Take the next step of a run; True while there is more to read."""
    with transaction.atomic():
        run = ScreeningRun.objects.select_for_update().get(pk=run_id)
        if run.finished_at:
            return False
        items = items_of(run).filter(pk__gt=run.reached).order_by("pk")
        if not run.total:
            run.total = items.count()
        chunk = list(items.prefetch_related("findings")[:STEP]) if _still_stands(run) else []
        if run.kind == RunKind.SHADOW:
            _compare(run, chunk)
        else:
            _raise(run, chunk)
        run.done += len(chunk)
        run.reached = chunk[-1].pk if chunk else run.reached
        run.finished_at = None if len(chunk) == STEP else timezone.now()
        run.save(update_fields=["total", "done", "reached", "finished_at"])
    return run.finished_at is None


def _still_stands(run: ScreeningRun) -> bool:
    """A draft that was changed since is not tried to the end; rules that went out of force are not either."""
    if run.kind == RunKind.OPEN_QUEUE:
        return rulesets.in_force() == run.rule_set
    return bool(run.rule_set and run.rule_set.version == run.rule_set_version)


def _compare(run: ScreeningRun, chunk: list[Submission]) -> None:
    """Read each item by both sets and note where they part. What people did about an item plays no part."""
    if not chunk or run.rule_set is None:
        return
    now, then = live_rules.live(), live_rules.compiled(run.rule_set)
    for item in chunk:
        before, after = (Urgency[screening.screen(item.words, rules).urgency.upper()] for rules in (now, then))
        if before != after:
            ScreeningChange.objects.create(run=run, submission=item, before=before, after=after)


def _raise(run: ScreeningRun, chunk: list[Submission]) -> None:
    for item in chunk:
        before = item.urgency
        try:
            raised = moderation.screen_again(item, live_rules.screen(item.words))
        except moderation.OvertakenError:  # a moderator was quicker by a moment; their step counts, and then ours
            item.refresh_from_db()
            raised = moderation.screen_again(item, live_rules.screen(item.words))
        if raised:
            ScreeningChange.objects.create(run=run, submission=item, before=before, after=item.urgency)
