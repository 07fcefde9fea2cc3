"""Editions in the admin: every quarter's versions and where they are, and opening the draft of a quarter."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engagement import publishing
from engagement.models import BoardEdition
from engagement.paging import page_after
from engagement.publishing import EditionError
from engagement.quarters import Quarter
from people.models import User
from people.roles import MANAGE_EDITIONS

CAN_BE_OPENED = 4  # quarters back, the running one included


def managed_by(request: HttpRequest) -> User:
    """The officer at work here; raises PermissionDenied for everybody who does not look after editions."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(MANAGE_EDITIONS):
        raise PermissionDenied
    return user


def fetch(uuid: str) -> BoardEdition:
    """One edition with who made and sealed it, else 404."""
    return get_object_or_404(BoardEdition.objects.select_related("sealed_by", "made_by", "supersedes"), uuid=uuid)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every edition, the newest quarter first, and the quarters that have none yet."""
    managed_by(request)
    editions = BoardEdition.objects.select_related("sealed_by").newest_first()
    page = page_after(editions, request.GET.get("after", ""))
    context = frame(_("Editions")) | {
        "editions": page.rows,
        "next": page.next,
        "without": _without_edition(),
        "recent": _recent(),
    }
    return render(request, "engagement/editions/index.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open the draft of one of the quarters on offer."""
    user = managed_by(request)
    wanted = request.POST.get("quarter", "")
    if wanted not in map(str, _recent()):
        messages.error(request, _("Pick one of the quarters."))
        return redirect("editions:index")
    try:
        edition = publishing.open_draft(wanted, user)
    except EditionError as error:
        messages.error(request, str(error))
        return redirect("editions:index")
    return redirect("editions:item", uuid=edition.uuid)


def _recent() -> list[Quarter]:
    quarters = [Quarter.of(timezone.localdate())]
    while len(quarters) < CAN_BE_OPENED:
        quarters.append(quarters[-1].previous)
    return quarters


def _without_edition() -> list[Quarter]:
    recent = _recent()
    have = set(BoardEdition.objects.filter(quarter__in=map(str, recent)).values_list("quarter", flat=True))
    return [quarter for quarter in recent if str(quarter) not in have]


def frame(crumb: str, *, inside: bool = False) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside:
        trail.append({"url": reverse("editions:index"), "label": _("Editions")})
    return {
        "header_title": crumb,
        "header_icon": "doc-full",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
