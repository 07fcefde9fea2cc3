"""Bring a survey from elsewhere, or what an earlier one found; what could not be brought is listed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import bringing, building, lime
from surveys.forms.bringing import BringForm, BringResultsForm
from surveys.models import Survey
from surveys.questions import QuestionError
from surveys.views.builder import built_by, frame


@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest) -> HttpResponse:
    """A survey from an .lss file or a CSV of questions."""
    user = built_by(request)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = lime.read if file.name.lower().endswith(".lss") else bringing.questions
            brought = read(file.read())
        except QuestionError as error:
            form.add_error("file", str(error))
        else:
            title = form.cleaned_data["title"] or brought.title or _("A survey that was brought")
            made = building.make(title, by=user, definition=brought.definition)
            for one in brought.left_out:
                messages.warning(request, one)
            messages.success(request, _("%(n)d questions are in.") % {"n": len(brought.definition.questions)})
            return redirect("survey-builder:item", uuid=made.uuid)
    context = frame(_("Bring a survey"), inside=True) | {"form": form}
    return render(request, "surveys/admin/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def results(request: HttpRequest, uuid: str) -> HttpResponse:
    """Counts of an earlier survey as a wave that is over."""
    user, one = built_by(request), get_object_or_404(Survey, uuid=uuid)
    form = BringResultsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            wave = bringing.results(
                one, data["file"].read(), name=data["name"], opened=data["opened"], closed=data["closed"], by=user
            )
        except QuestionError as error:
            form.add_error("file", str(error))
        else:
            return redirect("survey-builder:wave", uuid=wave.uuid)
    context = frame(_("Bring earlier results"), survey=one) | {"form": form, "survey": one}
    return render(request, "surveys/admin/bring.html", context, status=422 if form.errors else 200)
