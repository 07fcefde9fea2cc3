"""The inspector's pack in the admin: one click to make it, how far it is, the file, and the head to check it by."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from engagement import tasks
from engagement.forms.packs import PackForm
from engagement.models import Pack, PackFile, PackState
from engagement.packs import making
from engagement.packs.making import PackError
from engagement.paging import page_after
from people.models import User
from people.roles import READ_PACK


def read_by(request: HttpRequest) -> User:
    """Who reads packs; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(READ_PACK):
        raise PermissionDenied
    return user


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    read_by(request)
    return _index(request, PackForm())


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Begin a pack and wake the worker."""
    user = read_by(request)
    form = PackForm(request.POST)
    if not form.is_valid():
        return _index(request, form)
    pack = making.start(by=user, **form.cleaned_data)
    transaction.on_commit(lambda: tasks.carry_on_pack.delay(pack.pk))
    return redirect("packs:item", uuid=pack.uuid)


@never_cache
@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    read_by(request)
    pack = fetch_one(uuid)
    context = frame(_("Pack of %(day)s") % {"day": date_format(pack.made_at, "j F Y")}, inside=True) | {
        "pack": pack,
        "building": pack.state == PackState.BUILDING,
        "seal": getattr(pack, "seal", None),
        "there": PackFile.objects.filter(pack=pack).exists(),
    }
    return render(request, "engagement/packs/item.html", context)


@never_cache
@require_POST
def fetch(request: HttpRequest, uuid: str) -> HttpResponse:
    """The zip. That it was fetched is written down."""
    user = read_by(request)
    pack = fetch_one(uuid)
    try:
        data = making.fetch(pack, by=user)
    except PackError as error:
        messages.warning(request, str(error))
        return redirect("packs:item", uuid=pack.uuid)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="pack-{pack.last_day.isoformat()}.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


def fetch_one(uuid: str) -> Pack:
    return get_object_or_404(Pack.objects.select_related("made_by", "seal"), uuid=uuid)


def _index(request: HttpRequest, form: PackForm) -> HttpResponse:
    page = page_after(Pack.objects.select_related("made_by").newest_first(), request.GET.get("after", ""))
    context = frame(_("Inspector’s pack")) | {"packs": page.rows, "next": page.next, "form": form}
    return render(request, "engagement/packs/index.html", context, status=422 if form.errors else 200)


def frame(crumb: str, *, inside: bool = False) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside:
        trail.append({"url": reverse("packs:index"), "label": _("Inspector’s pack")})
    return {
        "header_title": crumb,
        "header_icon": "folder-open-inverse",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
