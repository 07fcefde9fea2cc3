"""Files of rows in the admin: who asked for what, the second person's yes or no, and the file itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import releasing
from engagement.forms.releases import AskForm
from engagement.models import ExportForm, ExportRequest, ExportState
from engagement.paging import page_after
from engagement.releasing import ReleasingError
from people.models import User
from people.roles import RELEASE_EXPORTS, TAKE_EXPORTS

_TYPES = {
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.SPSS: "application/zip",
}
_ENDINGS = {ExportForm.SPSS: "zip"}


def may_enter(user: Any) -> bool:
    return bool(user.has_perm(TAKE_EXPORTS) or user.has_perm(RELEASE_EXPORTS))


def at_work(request: HttpRequest) -> User:
    """Who asks for files or releases them; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not may_enter(user):
        raise PermissionDenied
    return user


def waiting_for(user: Any) -> int:
    """How many wait for this person's yes or no, for the menu."""
    if not isinstance(user, User) or not user.has_perm(RELEASE_EXPORTS):
        return 0
    return ExportRequest.objects.to_release(user, timezone.now()).count()


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every file that was asked for, the newest first."""
    user = at_work(request)
    found = ExportRequest.objects.visible_to(user).select_related("asked_by", "decided_by")
    page = page_after(found.newest_first(), request.GET.get("after", ""))
    context = frame(_("Exports")) | {
        "lines": [(one, releasing.title(one)) for one in page.rows],
        "next": page.next,
        "can_ask": user.has_perm(TAKE_EXPORTS),
    }
    return render(request, "engagement/exports/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = at_work(request)
    if not user.has_perm(TAKE_EXPORTS):
        raise PermissionDenied
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            export = releasing.ask(by=user, **form.cleaned_data)
        except ReleasingError as error:
            form.add_error("last", str(error))
        else:
            messages.success(request, _("Asked. Somebody else has to release it."))
            return redirect("exports:item", uuid=export.uuid)
    context = frame(_("Ask for an export"), inside=True) | {"form": form}
    return render(request, "engagement/exports/new.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    user = at_work(request)
    export = fetch_one(user, uuid)
    context = frame(str(_("Export %(n)d") % {"n": export.pk}), inside=True) | {
        "title": releasing.title(export),
        "export": export,
        "columns": releasing.columns_of(export),
        "rows": releasing.count(export) if export.state != ExportState.LAPSED else None,
        "events": export.events.select_related("by"),
        "to_release": releasing.is_to_release(export, user),
        "fetchable": releasing.is_fetchable(export, user),
        "own": export.asked_by_id == user.pk and export.state == ExportState.ASKED,
        "over": export.expires_at <= timezone.now(),
    }
    return render(request, "engagement/exports/item.html", context)


@require_POST
def decide(request: HttpRequest, uuid: str, action: str) -> HttpResponse:
    """The second person's yes or no."""
    user = at_work(request)
    export = fetch_one(user, uuid)
    try:
        (releasing.release if action == "release" else releasing.refuse)(export, by=user)
    except ReleasingError as error:
        messages.warning(request, str(error))
    return redirect("exports:item", uuid=export.uuid)


@never_cache
@require_POST
def fetch(request: HttpRequest, uuid: str) -> HttpResponse:
    """The file, made while it is sent and kept nowhere."""
    user = at_work(request)
    export = fetch_one(user, uuid)
    try:
        made = releasing.fetch(export, by=user)
    except ReleasingError as error:
        messages.warning(request, str(error))
        return redirect("exports:item", uuid=export.uuid)
    ending = _ENDINGS.get(ExportForm(export.form), export.form)
    response = HttpResponse(made, content_type=_TYPES[ExportForm(export.form)])
    response["Content-Disposition"] = f'attachment; filename="{export.kind}.{ending}"'
    response["Cache-Control"] = "no-store, private"
    return response


def fetch_one(user: User, uuid: str) -> ExportRequest:
    """One export that `user` may know of, else 404."""
    found = ExportRequest.objects.visible_to(user).select_related("asked_by", "decided_by", "theme")
    return get_object_or_404(found, uuid=uuid)


def frame(crumb: str, *, inside: bool = False) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside:
        trail.append({"url": reverse("exports:index"), "label": _("Exports")})
    return {
        "header_title": crumb,
        "header_icon": "download",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
