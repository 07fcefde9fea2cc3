"""The Board's page: one quarter to read, to print and as a PDF. Reads an Edition and nothing else."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.editions import build
from engagement.quarters import Quarter
from people.roles import READ_BOARD_PAGE
from people.typesetting import compile_pdf

FIRST_YEAR = 2015
TEMPLATE = settings.BASE_DIR / "templates" / "engagement" / "board" / "page.typ"


def _asked_for(request: HttpRequest, text: str, today: date) -> Quarter:
    """The quarter in the address, for a reader of the Board's page. A quarter to come is not there."""
    if not request.user.has_perm(READ_BOARD_PAGE):
        raise PermissionDenied
    try:
        quarter = Quarter.parse(text)
    except ValueError as error:
        raise Http404 from error
    if quarter.year < FIRST_YEAR or quarter > Quarter.of(today):
        raise Http404
    return quarter


@login_required
@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """To the quarter that runs now."""
    return redirect("engagement:board", quarter=str(Quarter.of(timezone.localdate())))


@login_required
@require_safe
def page(request: HttpRequest, quarter: str) -> HttpResponse:
    """The quarter as sheets of paper."""
    today = timezone.localdate()
    chosen = _asked_for(request, quarter, today)
    context: dict[str, Any] = {
        "edition": build(chosen, today),
        "previous": chosen.previous if chosen.previous.year >= FIRST_YEAR else None,
        "next": chosen.next if chosen.next <= Quarter.of(today) else None,
    }
    return render(request, "engagement/board/page.html", context)


@login_required
@require_safe
def pdf(request: HttpRequest, quarter: str) -> HttpResponse:
    """The same edition as an accessible PDF."""
    today = timezone.localdate()
    chosen = _asked_for(request, quarter, today)
    edition = build(chosen, today)
    stood = _("As it stood on %(day)s.") % {"day": edition.as_of}
    data = {
        **asdict(edition),
        "lang": get_language().split("-")[0],
        "title": f"{edition.title}: {edition.period}",
        "heading": edition.title,
        "stood": stood,
        "footer": f"{settings.PRODUCT_NAME}, {settings.COUNCIL_NAME}. {edition.period}",
        "made_up": _("Sample data: every name and story here is made up.") if settings.SAMPLE_DATA else "",
    }
    response = HttpResponse(compile_pdf(TEMPLATE, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="board-{chosen}.pdf"'
    return response
