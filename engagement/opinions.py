"""Right, wrong, too low: what people at the desk say about the screen, so that its rules can be made better."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import moderation
from engagement.models import Opinion, ScreeningOpinion, Submission, Urgency
from people.models import User
from people.roles import MODERATE


def say(submission: Submission, *, by: User, says: str, rule: str = "", why: str = "") -> None:
    """Keep one opinion a person on a finding, or on the whole text where `rule` is empty. The last one counts.

    "Too low" makes an open item urgent at once, through the same door as the button for that, which asks why.
    """
    if not by.has_perm(MODERATE):
        raise PermissionDenied
    if says not in Opinion.values:
        raise moderation.ModerationError(_("Pick right, wrong or too low."))
    if rule and not submission.findings.filter(rule=rule).exists():
        raise moderation.ModerationError(_("Screening did not mark that here."))
    with transaction.atomic():
        if says == Opinion.TOO_LOW and submission.is_open and submission.urgency < Urgency.URGENT:
            moderation.open_for_review(submission, by=by)
            moderation.raise_urgency(submission, by=by, why=why)
        ScreeningOpinion.objects.update_or_create(
            submission_id=submission.pk,
            rule=rule,
            by=by,
            defaults={"says": says, "at": timezone.now()},
        )
