"""The Board's one page: the newest report and who has read it, what this member owes, and the next meeting."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement import actions, agendas, asks, board_replies, compiling, formats
from engagement.forms.asks import AskStepForm
from engagement.models import AgendaItem, Ask, AskVerb, BoardEdition, Meeting
from engagement.views.actions import BY_NAME
from engagement.views.actions import lines as lines_of_actions
from engagement.views.ask_steps import STEPS
from engagement.views.asks import lines, owed_by
from engagement.views.stepping_page import Back as Waiting
from engagement.views.stepping_page import shown
from people.models import User
from people.roles import ANSWER_ASKS, READ_BOARD_PAGE, Role

MOST_OWED = 20  # asks shown at once
# What a member does here; everything else about an ask is the participation team's.
ON_ACTIONS = ("progress", "done")
HERE = (AskVerb.PROMISED, AskVerb.REFUSED, AskVerb.ALREADY_SO, AskVerb.DONE)


@dataclass(frozen=True)
class Back:
    """What came back to be put right: an ask's form, or the words of a reply and why they were not taken."""

    ask: str = ""  # its uuid
    verb: AskVerb | None = None
    form: AskStepForm | None = None
    ref: str = ""
    words: str = ""
    trouble: str = ""
    action: Waiting | None = None


def reader(request: HttpRequest) -> User:
    """The reader of the Board's page; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(READ_BOARD_PAGE):
        raise PermissionDenied
    return user


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return board_page(request, reader(request))


def board_page(request: HttpRequest, user: User, *, back: Back | None = None, status: int = 200) -> HttpResponse:
    """The page as it stands, with what came back from a step that was not taken.

    Shows wordings, reports and names of grown-ups; no word of a young person but quotes with a yes.
    """
    back = back or Back()
    edition = BoardEdition.objects.for_board().select_related("sealed").first()
    on_board = user.groups.filter(name=Role.BOARD_MEMBER).exists()
    context: dict[str, Any] = {
        "edition": edition,
        "on_board": on_board,
        "owed": _owed(user, back) if user.has_perm(ANSWER_ASKS) else [],
        "actions": _actions(user, back) if user.has_perm(ANSWER_ASKS) else [],
        "decisions": list(AgendaItem.objects.decisions_owed_by(user).select_related("ask", "theme", "taken_at")),
        **_next_meeting(),
        "back": back,
        "kinds": formats.kinds(),
    }
    context["owing"] = len(context["owed"]) + len(context["actions"]) + len(context["decisions"])
    if edition:
        report, read = compiling.read(edition), board_replies.read_by(edition)
        context |= {
            "report": report,
            "items": [item for section in report.sections for item in section.items],
            "read": read,
            "has_read": user in read.readers,
            "replies": board_replies.replies(edition),
        }
    return render(request, "engagement/board/home.html", context, status=status)


def _owed(user: User, back: Back) -> list[dict[str, Any]]:
    """Each ask that waits for this member, with the steps that can be taken here and now."""
    mine: list[Ask] = list(owed_by(user).filter(owner=user)[:MOST_OWED])
    today = timezone.localdate()
    return [
        {**line, "late": line["ask"].days_late(today), "steps": _steps(line["ask"], user, back)} for line in lines(mine)
    ]


def _actions(user: User, back: Back) -> list[dict[str, Any]]:
    """Each open action of this member, with what can be said of it here."""
    here = {name: BY_NAME[name] for name in ON_ACTIONS}
    rows = []
    for line in lines_of_actions(actions.owed_by(user)[:MOST_OWED]):
        uuid = line["action"].uuid
        url = partial(_address, uuid)
        rows.append({**line, "steps": shown(here, line["action"].version, url, back.action, about=str(uuid))})
    return rows


def _address(uuid: UUID, step: str) -> str:
    return reverse(f"engagement:board-action-{step}", args=[uuid])


def _next_meeting() -> dict[str, Any]:
    meeting = Meeting.objects.next(timezone.localdate())
    return {"meeting": meeting, "agenda": agendas.on_agenda(meeting) if meeting else []}


def _steps(ask: Ask, user: User, back: Back) -> list[dict[str, Any]]:
    possible = asks.possible(ask, user)
    steps = []
    for verb in HERE:
        came_back = back.form if (str(ask.uuid), verb) == (back.ask, back.verb) else None
        if verb in possible:
            form = came_back or STEPS[verb].form(ask=ask, auto_id=f"id_{ask.pk}_{verb}_%s")
            steps.append({"step": STEPS[verb], "form": form, "open": came_back is not None})
    return steps
