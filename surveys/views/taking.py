"""What staff take from the answers of a wave: two questions against each other, and rows by two people."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from engagement.models import ExportForm, ExportReason
from engagement.releasing import ReleasingError
from people.roles import TAKE_EXPORTS
from surveys import crossing, showing, tabling
from surveys import rows as asking
from surveys.crossing import CrossingError
from surveys.findings import Words
from surveys.findings import crossing as table_of
from surveys.forms.waves import RowsForm
from surveys.models import Wave
from surveys.presenting import Reader
from surveys.questions import MAIN_LANGUAGE, worded
from surveys.views.builder import built_by, frame
from surveys.views.wave_item import wave_at


class CrossForm(forms.Form):
    """Which question goes down and which across."""

    rows = forms.ChoiceField(label=gettext_lazy("Down"))
    columns = forms.ChoiceField(label=gettext_lazy("Across"))

    def __init__(self, data: Mapping[str, Any] | None, wave: Wave) -> None:
        super().__init__(data)
        can = crossing.questions(wave.version.asked)
        choices = [(key, worded(one.wordings, "11-17")[0].text) for key, one in can.items()]
        for name in ("rows", "columns"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


@require_GET
def cross(request: HttpRequest, uuid: str) -> HttpResponse:
    """A form, and the table that it asks for; `as=csv` brings the table as a file."""
    built_by(request)
    wave = wave_at(uuid)
    found = showing.found_in(wave, released=False) or showing.found_in(wave, released=True)
    if found is None:
        return redirect("survey-builder:wave", uuid=uuid)
    form = CrossForm(request.GET if "rows" in request.GET else None, wave)
    table = None
    if form.is_valid():
        keys = (form.cleaned_data["rows"], form.cleaned_data["columns"])
        one, other = (wave.version.asked.questions[key] for key in keys)
        try:
            protected = crossing.cross(wave, *keys, found)
            if protected.refused:
                raise CrossingError(_("No table of these two can be shown that points to nobody."))
        except CrossingError as error:
            form.add_error(None, str(error))
        else:
            table = table_of(one, other, protected, Words(Reader("11-17", MAIN_LANGUAGE)))
    if table and request.GET.get("as") == "csv":
        response = HttpResponse(tabling.one(table), content_type=tabling.KINDS["csv"])
        response["Content-Disposition"] = f'attachment; filename="{wave.survey.slug}-{keys[0]}-{keys[1]}.csv"'
        return response
    context = frame(_("Compare two questions"), survey=wave.survey) | {"wave": wave, "form": form, "table": table}
    return render(request, "surveys/admin/cross.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def rows(request: HttpRequest, uuid: str) -> HttpResponse:
    """Ask for a row for each person; a second person releases it, as for every file of rows."""
    user, wave = built_by(request), wave_at(uuid)
    if not user.has_perm(TAKE_EXPORTS):
        raise PermissionDenied
    form = RowsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            export = asking.ask(wave, form=ExportForm(told["form"]), reason=ExportReason(told["reason"]), by=user)
        except ReleasingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked. Somebody else has to release it."))
            return redirect("exports:item", uuid=export.uuid)
    context = frame(_("Answers as rows"), survey=wave.survey) | {"wave": wave, "form": form}
    return render(request, "surveys/admin/rows.html", context, status=422 if form.errors else 200)
