"""Every step of a concern: a POST with the version that was on the screen, one verb, and how it stands afterwards."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagement import moderation
from engagement.changes import ModerationError, OvertakenError
from engagement.forms.concerns import ConcernForm
from engagement.forms.desk import ReplyForm
from engagement.models import Concern, ConcernVerb, ReplyTemplate, Submission
from engagement.views.concern_item import STEPS, Trouble, concern_page, fetch, may_answer, say_who, steps_for
from engagement.views.concerns import entered_by
from people.models import User


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, uuid: str, step: str) -> HttpResponse:
    """Take one step, or show the concern again with what was typed. A GET, as after a reload, only shows it."""
    user = entered_by(request)
    concern = fetch(user, uuid)
    if request.method != "POST":
        return redirect("concerns:item", uuid=concern.uuid)
    form = STEPS[step].form(request.POST, concern=concern)
    if not form.is_valid():
        return _come_back(request, user, concern, step, form)
    seen = form.cleaned_data["version"]
    if _was_this(concern, step, user):
        return _onwards(request, concern, step)
    if concern.version != seen:
        return _overtaken(request, user, concern, step, form)
    try:
        with transaction.atomic():
            STEPS[step].do(concern, user, form.cleaned_data)
    except OvertakenError:
        return _overtaken(request, user, fetch(user, uuid), step, form)
    except ModerationError as error:
        return concern_page(request, user, fetch(user, uuid), trouble=Trouble(str(error), form.typed, 422))
    return _onwards(request, concern, step)


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, uuid: str) -> HttpResponse:
    """Write back to the young person, once, however often the button was pressed."""
    user = entered_by(request)
    concern = fetch(user, uuid)
    if request.method != "POST" or not may_answer(concern, user):
        return redirect("concerns:item", uuid=concern.uuid)
    if "template" in request.POST:
        return concern_page(request, user, concern, reply=_with_ready_words(request, concern))
    form = ReplyForm(request.POST, submission=concern.submission)
    if not form.is_valid():
        return concern_page(request, user, concern, reply=form, trouble=Trouble("", [], 422))
    words = form.cleaned_data["reply"]
    with transaction.atomic():
        item = Submission.objects.select_for_update().get(pk=concern.submission_id)
        if not any(earlier.words == words for earlier in item.replies.filter(by=user)):
            moderation.reply(item, by=user, words=words)
    messages.success(request, _("Answer sent."))
    return redirect("concerns:item", uuid=concern.uuid)


def _with_ready_words(request: HttpRequest, concern: Concern) -> ReplyForm:
    """With scripts off: ready words under what is in the box already."""
    chosen = request.POST["template"]
    ready = ReplyTemplate.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    words = "\n\n".join(filter(None, [request.POST.get("reply", "").strip(), ready.words if ready else ""]))
    return ReplyForm(submission=concern.submission, initial={"reply": words})


def _was_this(concern: Concern, step: str, user: User) -> bool:
    """Whether this very step by this very person is the last thing that was done: the button was pressed twice."""
    if STEPS[step].leaves == ConcernVerb.OPENED:  # what was opened again is another concern
        return concern.submission.concerns.filter(pk__gt=concern.pk, events__by=user, events__verb="opened").exists()
    last = concern.events.filter(by__isnull=False).last()
    return bool(last and (last.verb, last.by_id) == (STEPS[step].leaves, user.pk))


def _come_back(request: HttpRequest, user: User, concern: Concern, step: str, form: ConcernForm) -> HttpResponse:
    if "version" in form.errors:  # not one of our own pages
        return redirect("concerns:item", uuid=concern.uuid)
    if step in steps_for(concern, user):
        message = _("Something is missing. It is marked below.")
        return concern_page(request, user, concern, came_back={step: form}, trouble=Trouble(message, [], 422))
    return concern_page(request, user, concern, trouble=Trouble(say_who(concern), form.typed, 409))


def _overtaken(request: HttpRequest, user: User, concern: Concern, step: str, form: ConcernForm) -> HttpResponse:
    """Say who was first; what was typed is still in its box where the step still makes sense, and else shown."""
    kept = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "version"}
    if kept and step in steps_for(concern, user):
        again = STEPS[step].form(concern=concern, initial=kept)
        return concern_page(request, user, concern, came_back={step: again}, trouble=Trouble(say_who(concern), [], 409))
    return concern_page(request, user, concern, trouble=Trouble(say_who(concern), form.typed, 409))


def _onwards(request: HttpRequest, concern: Concern, step: str) -> HttpResponse:
    messages.success(request, str(STEPS[step].said))
    newest = concern.submission.concerns.order_by("pk").last() if step == "disagree" else concern
    return redirect(reverse("concerns:item", args=[(newest or concern).uuid]))
