"""The Board's page: one quarter to read, to print and as a PDF. Reads an Edition and nothing else."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement import board_replies, compiling, formats
from engagement.editions import build
from engagement.models import Audience, BoardEdition
from engagement.quarters import Quarter
from engagement.views.board_home import reader
from engagement.views.papers import paper
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
def page(request: HttpRequest, quarter: str) -> HttpResponse:
    """The quarter as sheets of paper: as it was sealed, once the Board may read that; until then as it stands."""
    today = timezone.localdate()
    chosen = _asked_for(request, quarter, today)
    sealed = _sealed(chosen)
    context: dict[str, Any] = {
        "edition": compiling.read(sealed) if sealed else build(chosen, today, protect=lambda _tables: {}),
        "sealed": sealed,
        "replies": board_replies.replies(sealed) if sealed else {},
        "kinds": formats.kinds() if sealed else [],
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
    if sealed := _sealed(chosen):
        return paper(request, sealed, "pdf", audience=Audience.BOARD)
    edition = build(chosen, today, protect=lambda _tables: {})
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


@login_required
@require_safe
def file(request: HttpRequest, quarter: str, version: int, kind: str) -> HttpResponse:
    """One format of a version that the Board may read, an earlier one too."""
    reader(request)
    every = BoardEdition.objects.filter(audience__in=Audience.values).select_related("sealed")
    return paper(request, get_object_or_404(every, quarter=quarter, version=version), kind, audience=Audience.BOARD)


def _sealed(quarter: Quarter) -> BoardEdition | None:
    """The newest version of a quarter that the Board may read."""
    return BoardEdition.objects.for_board().select_related("sealed").filter(quarter=str(quarter)).first()
