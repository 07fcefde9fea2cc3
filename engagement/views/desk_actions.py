"""Every step at a desk: a POST with the version that was on the screen, one verb of `moderation`, the next item."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engagement import moderation
from engagement.desks import Desk
from engagement.forms.desk import SeenForm
from engagement.models import ReplyTemplate, State, Submission, SubmissionEvent, Verb
from engagement.redaction import flat
from engagement.views.desk import entered_by
from engagement.views.desk_item import FORMS, Trouble, fetch, gather_url, item_page, say_who
from people.models import User

Cleaned = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """What one button does: the event it leaves, the verb it calls, what to say afterwards."""

    leaves: Verb
    do: Callable[[Submission, User, Cleaned], object]
    said: Promise
    moves_on: bool = False


def _approve(item: Submission, by: User, form: Cleaned) -> None:
    moderation.approve(item, by=by, public_words=form["public_words"], board_words=form["board_words"])


def _draft(item: Submission, by: User, form: Cleaned) -> None:
    moderation.redact(item, by=by, public_words=form["public_words"])


def _reply(item: Submission, by: User, form: Cleaned) -> None:
    """Answer once, however often the button was pressed."""
    Submission.objects.select_for_update().get(pk=item.pk)
    if not any(earlier.words == form["reply"] for earlier in item.replies.filter(by=by)):
        moderation.reply(item, by=by, words=form["reply"])


def _note(item: Submission, by: User, form: Cleaned) -> None:
    Submission.objects.select_for_update().get(pk=item.pk)
    earlier = item.events.filter(by=by, verb=Verb.NOTED).select_related("kept_note")
    if not any(event.note == form["note"].strip() for event in earlier):
        moderation.note(item, by=by, words=form["note"])


STEPS: dict[str, Step] = {
    "opened": Step(Verb.OPENED, lambda _item, _by, _form: None, gettext_lazy("Opened.")),
    "approve": Step(Verb.APPROVED, _approve, gettext_lazy("Approved."), moves_on=True),
    "draft": Step(Verb.REDACTED, _draft, gettext_lazy("Kept as a draft.")),
    "keep": Step(
        Verb.KEPT_PRIVATE,
        lambda item, by, _form: moderation.keep_private(item, by=by),
        gettext_lazy("Heard, and not published."),
        moves_on=True,
    ),
    "decline": Step(
        Verb.DECLINED,
        lambda item, by, form: moderation.decline(item, by=by, reason=form["reason"], kind_words=form["kind_words"]),
        gettext_lazy("Sent back, with your words."),
        moves_on=True,
    ),
    "withdraw": Step(
        Verb.WITHDRAWN,
        lambda item, by, form: moderation.withdraw(item, by=by, why=form["why"]),
        gettext_lazy("No longer published."),
    ),
    "raise": Step(
        Verb.URGENCY_RAISED,
        lambda item, by, form: moderation.raise_urgency(item, by=by, why=form["why"]),
        gettext_lazy("Made urgent. The people on duty are being told."),
    ),
    "pass-on": Step(
        Verb.PASSED_ON,
        lambda item, by, form: moderation.pass_on(item, by=by, to=form["to"], reference=form["reference"]),
        gettext_lazy("Passed on. You can decide about the words now."),
    ),
    "rule-out": Step(
        Verb.RULED_OUT,
        lambda item, by, form: moderation.rule_out(item, by=by, why=form["why"]),
        gettext_lazy("Nobody at risk, and why, is written down."),
    ),
    "reply": Step(Verb.REPLIED, _reply, gettext_lazy("Answer sent.")),
    "note": Step(Verb.NOTED, _note, gettext_lazy("Note kept.")),
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, desk: Desk, uuid: str, action: str) -> HttpResponse:
    """Take one step. A GET, as after a reload, only shows the item again."""
    user = entered_by(request, desk)
    item = fetch(desk, user, uuid)
    if request.method != "POST":
        return redirect(_address(request, desk, item))
    if action == "reply" and "template" in request.POST:
        return _use_template(request, desk, user, item)
    step = STEPS[action]
    form = FORMS[action](request.POST, submission=item)
    if not form.is_valid():
        if "version" in form.errors:  # not one of our own pages
            return redirect(_address(request, desk, item))
        return item_page(request, desk, user, item, bound={action: form}, trouble=Trouble("", [], 422))
    changed = _changed_since(item, form)
    if changed and not _same_step(changed, step, user, form, item):
        return _overtaken(request, desk, user, item, form)
    if not changed:
        try:
            # One transaction: a step that is refused does not leave the item opened by it.
            with transaction.atomic():
                moderation.open_for_review(item, by=user)
                step.do(item, user, form.cleaned_data)
        except moderation.OvertakenError:
            return _overtaken(request, desk, user, fetch(desk, user, uuid), form)
        except moderation.ModerationError as error:
            fresh = fetch(desk, user, uuid)
            return item_page(request, desk, user, fresh, trouble=Trouble(str(error), form.typed, 422))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"state": item.state})
    return _onwards(request, desk, user, item, step)


def _changed_since(item: Submission, form: SeenForm) -> SubmissionEvent | None:
    """The last step after what was on the screen. Opening does not count: it changes nothing that was read."""
    seen = form.cleaned_data["version"]
    return item.events.filter(version__gt=seen).exclude(verb=Verb.OPENED).select_related("by").last()


def _same_step(event: SubmissionEvent, step: Step, user: User, form: SeenForm, item: Submission) -> bool:
    """Whether it is this very step that arrived before, as after a double click."""
    typed = form.cleaned_data.get("public_words")
    same_words = typed is None or flat(typed) == flat(item.public_words)
    return event.verb == step.leaves and event.by_id == user.pk and same_words


def _overtaken(request: HttpRequest, desk: Desk, user: User, item: Submission, form: SeenForm) -> HttpResponse:
    """Say who was first and give back what was typed; nothing is changed and nothing is lost."""
    message = say_who(item, form.cleaned_data["version"])
    return item_page(request, desk, user, item, trouble=Trouble(message, form.typed, 409))


def _use_template(request: HttpRequest, desk: Desk, user: User, item: Submission) -> HttpResponse:
    """With scripts off: put ready words under what is in the box already."""
    chosen = request.POST["template"]
    ready = ReplyTemplate.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    words = "\n\n".join(filter(None, [request.POST.get("reply", "").strip(), ready.words if ready else ""]))
    form = FORMS["reply"](submission=item, initial={"reply": words})
    return item_page(request, desk, user, item, bound={"reply": form})


def _onwards(request: HttpRequest, desk: Desk, user: User, item: Submission, step: Step) -> HttpResponse:
    """After a decision to the next item; after anything else back to this one."""
    said = str(step.said)
    if not step.moves_on:
        messages.success(request, said)
        return redirect(_address(request, desk, item))
    if gather := gather_url(desk, user, item):
        link = format_html('<a href="{}" data-key="g">{}</a>', gather, _("Gather it with similar views"))
        messages.success(request, format_html("{} {}", said, link))
    else:
        messages.success(request, said)
    following = desk.next_for(user, item)
    if following is None:
        return redirect(f"{desk.name}:to-read")
    return redirect(_address(request, desk, following))


def _address(request: HttpRequest, desk: Desk, item: Submission) -> str:
    address = reverse(f"{desk.name}:item", args=[item.uuid])
    after = request.GET.get("after", "")
    return f"{address}?after={after}" if after and item.state in (State.RECEIVED, State.IN_REVIEW) else address
