"""Figures from elsewhere in the admin: indicators from a file, and how many children there are in a quarter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engagement import cohorts, indicators
from engagement.cohorts import CohortError
from engagement.forms.figures import CohortForm, IndicatorsForm
from engagement.quarters import Quarter
from engagement.views.editions import frame, managed_by

EARLIEST, LATEST = Quarter(2015, 1), Quarter(2099, 4)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_indicators(request: HttpRequest) -> HttpResponse:
    """What is measured now; a file is looked at first and kept by a second press."""
    user = managed_by(request)
    form = IndicatorsForm(request.POST or None, request.FILES or None)
    context = frame(_("Indicators"), inside=True) | {"form": form}
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        else:
            data = form.data_read
            reading = indicators.read(data)
            if "keep" in request.POST and not reading.problems:
                kept = indicators.keep(data, user)
                said = _("%(new)d new, %(changed)d changed, %(same)d as they were.")
                messages.success(request, said % {"new": kept.new, "changed": kept.changed, "same": kept.same})
                return redirect("editions:indicators")
            context["reading"] = reading
            if reading.problems:
                status = 422
                found = len(reading.problems)
                context["trouble"] = ngettext(
                    "Nothing was kept. %(n)d thing to put right in the file.",
                    "Nothing was kept. %(n)d things to put right in the file.",
                    found,
                ) % {"n": found}
            else:
                context["form"] = IndicatorsForm(initial={"text": data.decode("utf-8-sig")})
    context["newest"] = indicators.newest()
    return render(request, "engagement/editions/indicators.html", context, status=status)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty file to start from."""
    managed_by(request)
    response = HttpResponse(indicators.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="indicators.csv"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_cohort(request: HttpRequest, quarter: str) -> HttpResponse:
    """How many children there are in a quarter, by group. What does not add up comes back as it was typed."""
    user = managed_by(request)
    chosen = _quarter(quarter)
    there = cohorts.for_quarter(chosen)
    form = CohortForm(request.POST) if request.method == "POST" else CohortForm(cohort=there)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cohorts.enter(chosen, form.entry(), user)
            except CohortError as error:
                form.say(error.found)
            else:
                messages.success(request, _("The numbers are kept. Count the draft again to see them in it."))
                return redirect("editions:cohort", quarter=quarter)
    context = frame(_("Children and young people in %(quarter)s") % {"quarter": quarter}, inside=True) | {
        "form": form,
        "groups": list(form.groups()),
        "quarter": chosen,
        "there": there,
        "trouble": _("Nothing was kept yet. What to put right stands beside the numbers.") if status == 422 else "",
    }
    return render(request, "engagement/editions/cohort.html", context, status=status)


def _quarter(text: str) -> Quarter:
    try:
        chosen = Quarter.parse(text)
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= chosen <= LATEST:
        raise Http404
    return chosen
