"""Writing down what young people said somewhere else: many views from one session, and the list of sessions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from engagement import moderation
from engagement.forms.sessions import MOST_ROWS, ROWS, BaseRows, SessionForm, view_rows
from engagement.models import Session, Voice
from engagement.paging import page_after
from people.models import User
from people.roles import ENTER_ON_BEHALF


def _may_write(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(ENTER_ON_BEHALF):
        raise PermissionDenied
    return user


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The sessions, latest first, with how many views each brought. No words."""
    _may_write(request)
    counted = Count("voices", filter=Q(voices__restricted=False))
    sessions = Session.objects.annotate(views=counted).select_related("entered_by")
    page = page_after(sessions.order_by("-held_on", "-pk"), request.GET.get("after", ""))
    context = _frame(_("Sessions")) | {"sessions": page.rows, "next": page.next}
    return render(request, "engagement/desk/sessions.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One session and its views. With scripts off, "more rows" is a button that comes back with everything kept."""
    user = _may_write(request)
    form = SessionForm(request.POST or None)
    rows = view_rows(request.POST or None)
    if request.method == "POST" and "more" in request.POST:
        rows = view_rows(_with_more_rows(request))
        return _page(request, SessionForm(initial=request.POST.dict()), rows, status=200)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        number = _write_down(form, rows, by=user)
        said = ngettext(
            "%(n)d view written down. Somebody else decides about it.",
            "%(n)d views written down. Somebody else decides about them.",
            number,
        )
        messages.success(request, said % {"n": number})
        return redirect("sessions:index")
    return _page(request, form, rows, status=422 if request.method == "POST" else 200)


def _write_down(form: SessionForm, rows: BaseRows, *, by: User) -> int:
    """Store the session and its views together; the same rows sent again change nothing."""
    tokens = [row.cleaned_data["token"] for row in rows.filled]
    with transaction.atomic():
        if Voice.objects.filter(author=by, token__in=tokens).exists():
            return len(tokens)
        form.instance.entered_by = by
        session = form.save()
        for row in rows.filled:
            told = {name: row.cleaned_data[name] for name in ("words", "theme", "feeling", "may_quote")}
            moderation.receive(Voice(author=by, session=session, **told), token=row.cleaned_data["token"])
        if not session.voices.exists():  # the other of two copies was quicker by a moment
            session.delete()
    return len(tokens)


def _with_more_rows(request: HttpRequest) -> dict[str, Any]:
    data = request.POST.copy()
    shown = int(data.get("views-TOTAL_FORMS", "")) if data.get("views-TOTAL_FORMS", "").isdecimal() else 0
    data["views-TOTAL_FORMS"] = str(min(shown + ROWS, MOST_ROWS))
    return data


def _page(request: HttpRequest, form: SessionForm, rows: BaseRows, *, status: int) -> HttpResponse:
    context = _frame(_("Write down a session")) | {"form": form, "rows": rows, "most_rows": MOST_ROWS}
    return render(request, "engagement/desk/session_new.html", context, status=status)


def _frame(crumb: str) -> dict[str, Any]:
    return {
        "header_title": crumb,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("sessions:index"), "label": _("Sessions")},
            *([{"url": "", "label": crumb}] if crumb != _("Sessions") else []),
        ],
    }
