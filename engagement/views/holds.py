"""Legal holds and what goes tonight: for those who answer for what is kept and what is erased."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engagement import purging
from engagement.forms.holds import HoldForm
from engagement.models import Submission
from engagement.paging import page_after
from people import holds
from people.models import LegalHold, User
from people.roles import HOLD_RECORDS

PAGE_SIZE = 50


def _keeper(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(HOLD_RECORDS):
        raise PermissionDenied
    return user


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every hold, newest first. A view is named by its reference where the reader may see it; a space never."""
    keeper = _keeper(request)
    found = LegalHold.objects.select_related("by", "lifted_by").order_by("-pk")
    page = page_after(found, request.GET.get("after", ""), PAGE_SIZE)
    seen = Submission.objects.visible_to(keeper).filter(uuid__in=[hold.about for hold in page.rows if hold.about])
    references: dict[UUID | None, str] = dict(seen.values_list("uuid", "reference"))
    lines = [{"hold": hold, "reference": references.get(hold.about, "")} for hold in page.rows]
    return render(
        request, "engagement/holds/index.html", _frame(_("Legal holds")) | {"lines": lines, "next": page.next}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Place a hold."""
    keeper = _keeper(request)
    form = HoldForm(request.POST or None, by=keeper)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        hold = holds.place(
            by=keeper, scope=said["scope"], why=said["why"], about=said["about"], first=said["first"], last=said["last"]
        )
        messages.success(
            request,
            _("Hold %(number)d is placed. Nothing under it is erased until it is lifted.") % {"number": hold.pk},
        )
        return redirect("holds:index")
    status = 422 if form.errors else 200
    return render(request, "engagement/holds/new.html", _frame(_("Place a legal hold")) | {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lift a hold, after asking."""
    keeper = _keeper(request)
    hold = get_object_or_404(LegalHold, uuid=uuid)
    if request.method == "POST":
        holds.lift(hold, by=keeper)
        messages.success(request, _("Hold %(number)d is lifted.") % {"number": hold.pk})
        return redirect("holds:index")
    return render(request, "engagement/holds/lift.html", _frame(_("Lift a legal hold")) | {"hold": hold})


@never_cache
@require_safe
def tonight(request: HttpRequest) -> HttpResponse:
    """The retention table, with how many rows each rule ends in the coming night."""
    _keeper(request)
    outcomes = purging.purge(dry_run=True, now=timezone.now())
    return render(request, "engagement/holds/tonight.html", _frame(_("Kept and erased")) | {"outcomes": outcomes})


def _frame(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "lock"}
