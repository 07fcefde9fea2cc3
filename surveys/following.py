"""What the council does about what a survey found: its asks, attached to the question that they answer."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from engagement.models import Ask
from people.models import User
from people.roles import MANAGE_SURVEYS
from surveys.models import FollowUp, Survey


class FollowUpError(Exception):
    """It cannot be done; the message says why."""


def attach(survey: Survey, question: str, number: int, *, by: User) -> FollowUp:
    """Show the public ask with that number beside a question. Twice is once."""
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
    ask = Ask.objects.public().filter(pk=number).first()
    if ask is None:
        raise FollowUpError(_("There is no public ask with that number. It stands in its address."))
    if question not in survey.definition.questions:
        raise FollowUpError(_("There is no such question."))
    row, _new = FollowUp.objects.get_or_create(survey=survey, question=question, ask=ask, defaults={"by": by})
    return row


def detach(follow_up: FollowUp, *, by: User) -> None:
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
    follow_up.delete()


def asks_of(survey: Survey) -> Mapping[str, list[Ask]]:
    """Public asks by question. One query."""
    found: dict[str, list[Ask]] = {}
    rows = FollowUp.objects.filter(survey=survey, ask__in=Ask.objects.public())
    for row in rows.select_related("ask__theme", "ask__owner"):
        found.setdefault(row.question, []).append(row.ask)
    return found
