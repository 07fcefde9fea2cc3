"""Actions in the admin: the list by how they stand, opening one from an ask, and one with its steps and history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import actions
from engagement.actions import ActionError, ActionState
from engagement.forms import meetings as forms
from engagement.models import Action, ActionStage, ActionVerb, Ask
from engagement.models.actions import ActionQuerySet
from engagement.paging import page_after
from engagement.views.meetings import frame, managed_by
from engagement.views.stepping_page import Back, Step, nothing_lost, shown, take
from people.models import User
from people.roles import ANSWER_ASKS, MANAGE_MEETINGS

_SAID = _t("It is written down.")
STEPS = {
    ActionVerb.CHECKED: Step(
        "check", _t("Read it"), forms.NothingForm, _t("Make it public"), _SAID,
        lambda action, by, form: actions.check(action, by=by),
        _t("Is it clear, kind and true? Could it point to one young person? A second person has to say."),
    ),
    ActionVerb.PROGRESS: Step(
        "progress", _t("Say how far it has come"), forms.ProgressForm, _t("Send"), _SAID,
        lambda action, by, form: actions.report_progress(action, by=by, words=form["words"]),
    ),
    ActionVerb.DONE: Step(
        "done", _t("Say that it is done"), forms.EvidenceForm, _t("It is done"), _SAID,
        lambda action, by, form: actions.finish(action, by=by, evidence=form["words"]),
        _t("Nothing closes without what shows it. Everybody can read it."),
    ),
    ActionVerb.MOVED: Step(
        "move", _t("Move the day"), forms.MoveForm, _t("Move it"), _SAID,
        lambda action, by, form: actions.move_date(action, by=by, due=form["due"], why=form["words"]),
        _t("The first day stays on the page."),
    ),
    ActionVerb.CONFIRMED: Step(
        "confirm", _t("Confirm it"), forms.NothingForm, _t("I looked, and it is so"), _SAID,
        lambda action, by, form: actions.confirm(action, by=by),
    ),
    ActionVerb.REOPENED: Step(
        "reopen", _t("Open it again"), forms.ReopenForm, _t("Open it again"), _SAID,
        lambda action, by, form: actions.reopen(action, by=by, why=form["words"], due=form["due"]),
    ),
    ActionVerb.HANDED: Step(
        "hand-over", _t("Give it to somebody else"), forms.OwnerForm, _t("Give it to them"), _SAID,
        lambda action, by, form: actions.hand_over(action, by=by, owner=form["owner"]),
    ),
    ActionVerb.REWORDED: Step(
        "reword", _t("Word it again"), forms.RewordForm, _t("Keep it"), _SAID,
        lambda action, by, form: actions.reword(action, by=by, wording=form["words"]),
        _t("A second person reads it again before it is public."),
    ),
}  # fmt: skip
BY_NAME = {step.name: step for step in STEPS.values()}


def answered_by(request: HttpRequest, action: Action | None = None) -> User:
    """Who plans meetings, or owns the action; raises PermissionDenied, or Http404 for somebody else's action."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    if user.has_perm(MANAGE_MEETINGS):
        return user
    if not user.has_perm(ANSWER_ASKS):
        raise PermissionDenied
    if action and action.owner_id != user.pk:
        raise Http404
    return user


def stand(rows: ActionQuerySet, state: str) -> ActionQuerySet:
    """The actions that stand so today."""
    today = timezone.localdate()
    match state:
        case ActionState.LATE:
            return rows.late(today)
        case ActionState.DUE_SOON:
            return rows.open().filter(due__gte=today, due__lte=today + actions.SOON)
        case ActionState.ON_TRACK:
            return rows.open().filter(due__gt=today + actions.SOON)
        case ActionState.DONE:
            return rows.filter(stage=ActionStage.DONE)
        case ActionState.CONFIRMED:
            return rows.filter(stage=ActionStage.CONFIRMED)
    return rows


def lines(rows: list[Action]) -> list[dict[str, Any]]:
    """Each action with how it stands today."""
    today = timezone.localdate()
    return [{"action": one, "state": actions.state(one, today), "days_late": one.days_late(today)} for one in rows]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every action, soonest first; owners see their own."""
    user = answered_by(request)
    mine = Action.objects.all() if user.has_perm(MANAGE_MEETINGS) else Action.objects.filter(owner=user)
    state = request.GET.get("state", "")
    rows = stand(mine, state).select_related("owner", "ask", "item__meeting").soonest_first()
    page = page_after(rows, request.GET.get("after", ""))
    context = frame(_("Actions")) | {
        "lines": lines(page.rows),
        "next": page.next,
        "state": state if state in ActionState else "",
        "states": ActionState.choices,
    }
    return render(request, "engagement/meetings/actions.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, uuid: str) -> HttpResponse:
    """An action that comes from an ask."""
    user, ask = managed_by(request), get_object_or_404(Ask, uuid=uuid)
    form = forms.OpenActionForm(request.POST or None, version=0)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            action = actions.open_action(
                by=user, wording=cleaned["wording"], owner=cleaned["owner"], due=cleaned["due"], ask=ask
            )
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("meetings:action", uuid=action.uuid)
    context = frame(_("Open an action"), inside=True) | {"form": form, "ask": ask}
    return render(request, "engagement/meetings/new.html", context, status=422 if form.errors else 200)


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    action = fetch(uuid)
    return action_page(request, answered_by(request, action), action)


def fetch(uuid: str) -> Action:
    return get_object_or_404(Action.objects.select_related("owner", "ask", "item__meeting", "confirmed_by"), uuid=uuid)


def action_page(request: HttpRequest, user: User, action: Action, back: Back | None = None) -> HttpResponse:
    possible = actions.possible(action, user)
    context = frame(_("Action"), inside=True) | {
        **lines([action])[0],
        "steps": shown(
            {step.name: step for verb, step in STEPS.items() if verb in possible},
            action.version,
            lambda name: reverse(f"meetings:action-{name}", args=[action.uuid]),
            back,
            reword={"words": action.wording},
        ),
        "events": action.events.select_related("by", "owner"),
        "trouble": nothing_lost(back),
    }
    return render(request, "engagement/meetings/action.html", context, status=back.status if back else 200)


@require_POST
def act(request: HttpRequest, uuid: str, step: str) -> HttpResponse:
    action = fetch(uuid)
    user = answered_by(request, action)
    with transaction.atomic():
        back = take(request, BY_NAME[step], action, user)
    if back:
        return action_page(request, user, action, back)
    messages.success(request, str(BY_NAME[step].said))
    return redirect("meetings:action", uuid=uuid)
