"""Who read what: the read audit in the Wagtail admin, for those who check. Kinds and numbers, never a word."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.forms import WhoReadForm
from people.models import ReadAudit, User
from people.reading import openings_for
from people.roles import READ_AUDIT

PAGE_SIZE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Openings, newest first; of one person or one kind where asked for."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(READ_AUDIT):
        raise PermissionDenied
    form = WhoReadForm(request.GET)
    # A filter that makes no sense shows nothing, rather than everything under a wrong name.
    found = _narrowed(openings_for(user), form) if form.is_valid() else ReadAudit.objects.none()
    after = request.GET.get("after", "")
    if after.isascii() and after.isdecimal() and len(after) < 18:
        found = found.filter(pk__lt=int(after))
    rows = list(found.select_related("by").order_by("-pk")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    narrowed = request.GET.copy()
    narrowed["after"] = str(rows[-1].pk) if more else ""
    context = {
        "page_title": _("Who read what"),
        "header_title": _("Who read what"),
        "header_icon": "view",
        "form": form,
        "rows": rows,
        "next": narrowed.urlencode() if more else "",
        "about": str(form.cleaned_data.get("about") or "")[:8],
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "people/reading/index.html", context)


def _narrowed(found: QuerySet[ReadAudit], form: WhoReadForm) -> QuerySet[ReadAudit]:
    for name, value in form.cleaned_data.items():
        if value:
            found = found.filter(**{name: value})
    return found
