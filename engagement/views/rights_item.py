"""One complaint, one objection, one erasure that waits: what is known, and the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from engagement import complaints, rights
from engagement.desks import VOICES
from engagement.forms.rights import AnswerForm, KeepForm, ObjectionForm, ToThemForm
from engagement.models import Submission
from engagement.views.rights_desk import (
    complaints_for,
    day_clock,
    frame,
    handled_by,
    longer,
    objections_for,
    waiting_erasures_for,
)
from engagement.writing_to import RightsError
from people.models import User


def read_at(user: User, submission: Submission | None) -> str:
    """Where `user` reads the words at the desk; empty for who may not."""
    if submission is None or not VOICES.words_for(user).filter(pk=submission.pk).exists():
        return ""
    return reverse("voices:item", args=[submission.uuid])


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest, uuid: str) -> HttpResponse:
    """A complaint with its clock. POST with `longer` asks for more time, else answers."""
    user = handled_by(request)
    found = get_object_or_404(complaints_for(user), uuid=uuid)
    more_time = "longer" in request.POST
    posted = request.method == "POST"
    answer = AnswerForm(request.POST if posted and not more_time else None)
    why = ToThemForm(request.POST if posted and more_time else None, prefix="longer")
    form = why if more_time else answer

    def take() -> None:
        if more_time:
            complaints.take_longer(found, by=user, why=form.cleaned_data["words"])
        else:
            said = form.cleaned_data
            complaints.answer(found, by=user, outcome=said["outcome"], words=said["words"])

    trouble = _taken(request, form, take)
    if trouble is None:
        messages.success(request, _("Sent. It waits in their space."))
        return redirect("requests:complaint", uuid=found.uuid)
    context = frame(_("Complaint %(reference)s") % {"reference": found.voice.reference}, inside=True) | {
        "complaint": found,
        "clock": day_clock(found.answer_by) if found.is_open else None,
        "stage": longer(found),
        "read_at": read_at(user, found.voice),
        "may_answer": complaints.may_answer(user) and found.is_open,
        "answer": answer,
        "why": why if not found.longer_since else None,
        "trouble": trouble,
    }
    return render(request, "engagement/requests/complaint.html", context, status=_status(form, trouble))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, uuid: str) -> HttpResponse:
    user = handled_by(request)
    found = get_object_or_404(objections_for(user), uuid=uuid)
    form = ObjectionForm(request.POST if request.method == "POST" else None, use=found.use)
    trouble = _taken(
        request,
        form,
        lambda: rights.answer_objection(
            found, by=user, agreed=form.cleaned_data["agreed"] == "yes", words=form.cleaned_data["words"]
        ),
    )
    if trouble is None:
        messages.success(request, _("Sent. It waits in their space."))
        return redirect("requests:objection", uuid=found.uuid)
    context = frame(_("Objection about %(name)s") % {"name": found.submission.reference}, inside=True) | {
        "objection": found,
        "clock": day_clock(found.answer_by) if found.is_open else None,
        "read_at": read_at(user, found.submission),
        "said_at": read_at(user, found.said),
        "form": form,
        "trouble": trouble,
    }
    return render(request, "engagement/requests/objection.html", context, status=_status(form, trouble))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def erasure(request: HttpRequest, uuid: str) -> HttpResponse:
    """Words that were taken back and are still there: why, and the decision to keep them."""
    user = handled_by(request)
    found = get_object_or_404(waiting_erasures_for(user), submission__uuid=uuid)
    form = KeepForm(request.POST if request.method == "POST" else None)
    trouble = _taken(
        request,
        form,
        lambda: rights.keep(found, by=user, reason=form.cleaned_data["reason"], words=form.cleaned_data["words"]),
    )
    if trouble is None:
        messages.success(request, _("Written down, and sent to their space."))
        return redirect("requests:index")
    reason = rights.why_it_waits(found.submission)
    context = frame(_("Taken back: %(name)s") % {"name": found.submission.reference}, inside=True) | {
        "taken": found,
        "reason": reason.label if reason else "",
        "read_at": read_at(user, found.submission),
        "form": form,
        "trouble": trouble,
    }
    return render(request, "engagement/requests/erasure.html", context, status=_status(form, trouble))


def _taken(request: HttpRequest, form: Form, take: Callable[[], Any]) -> str | None:
    """Take the step if a valid form was sent: None once taken, else what is in the way (nothing to say on a GET)."""
    if request.method != "POST" or not form.is_valid():
        return ""
    try:
        take()
    except RightsError as error:
        return str(error)
    return None


def _status(form: Form, trouble: str | None) -> int:
    return 422 if form.errors or trouble else 200
