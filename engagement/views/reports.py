"""The Board's reports for everybody: a list of the quarters, each quarter's newest version, and its files."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement import board_replies, compiling, formats
from engagement.models import Audience, BoardEdition
from engagement.quarters import Quarter
from engagement.views.papers import KEPT, paper

MOST = 60  # versions in the list: some ten years


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every quarter whose report is public, the newest first, with its versions and what each mends."""
    public = BoardEdition.objects.filter(audience=Audience.PUBLIC).newest_first()[:MOST]
    quarters = [
        {"period": _period(quarter), "newest": versions[0], "earlier": versions[1:]}
        for quarter, group in groupby(public, key=lambda one: one.quarter)
        if (versions := list(group))
    ]
    return _kept(render(request, "engagement/reports/index.html", {"quarters": quarters, "kinds": formats.kinds()}))


@require_safe
def report(request: HttpRequest, quarter: str, version: int = 0) -> HttpResponse:
    """The newest public version of a quarter, or an earlier one, which says that it was corrected."""
    edition = _public(quarter, version)
    context = {
        "edition": compiling.read(edition, audience=Audience.PUBLIC),
        "sealed": edition,
        "later": compiling.corrected_by(edition, audience=Audience.PUBLIC),
        "kinds": formats.kinds(),
        "replies": board_replies.replies(edition),
        "told": board_replies.told(edition),
    }
    return _kept(render(request, "engagement/reports/report.html", context))


@require_safe
def file(request: HttpRequest, quarter: str, version: int, kind: str) -> HttpResponse:
    return paper(request, _public(quarter, version), kind, audience=Audience.PUBLIC)


def _public(quarter: str, version: int) -> BoardEdition:
    """A version that everybody may read, by default the newest; else 404."""
    if version:
        every = BoardEdition.objects.select_related("sealed")
        return get_object_or_404(every, quarter=quarter, version=version, audience=Audience.PUBLIC)
    if found := BoardEdition.objects.for_public().select_related("sealed").filter(quarter=quarter).first():
        return found
    raise Http404


def _period(quarter: str) -> str:
    parsed = Quarter.parse(quarter)
    months = {"first": date_format(parsed.first_day, "F"), "last": date_format(parsed.last_day, "F Y")}
    return _("Quarter %(number)d, %(first)s to %(last)s") % {"number": parsed.number, **months}


def _kept(response: HttpResponse) -> HttpResponse:
    """A page with quotes on it is kept ten minutes by whoever keeps it."""
    response["Cache-Control"] = f"max-age={KEPT}"
    return response
