"""One screen for the whole Council: put up by an officer who is signed out first, and good for an evening."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagement import council
from engagement.models import Ask
from engagement.stepping import AskError
from engagement.views.asks import answered_by
from people.roles import MANAGE_ASKS
from people.sessions import TABLE_IN_SESSION, leave

STANDS = 3 * 60 * 60  # seconds until a screen that was left standing is nobody's
_SIGNER = TimestampSigner(salt="engagement.shared_table")


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Turn this browser into the Council's screen. Whoever did it is signed out first."""
    if not answered_by(request).has_perm(MANAGE_ASKS):
        raise PermissionDenied
    leave(request)
    request.session.cycle_key()
    request.session[TABLE_IN_SESSION] = _SIGNER.sign("council")
    request.session.set_expiry(0)
    return redirect("engagement:shared-table")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """One ask at a time, in large letters, with two buttons for what the Council says together."""
    if not _stands(request):
        request.session.pop(TABLE_IN_SESSION, None)
        return render(request, "engagement/table/shared.html", {"over": True})
    if request.method == "POST":
        return _take(request)
    waiting = council.waiting()
    at = _place(request.GET.get("at", ""), len(waiting))
    put = waiting[at] if waiting else None
    context = {
        "put": put,
        "words": council.words_of(put.ask) if put else [],
        "nth": at + 1,
        "of": len(waiting),
        "before": at - 1 if at else None,
        "after": at + 1 if at + 1 < len(waiting) else None,
        "at": at,
    }
    return render(request, "engagement/table/shared.html", context)


def _take(request: HttpRequest) -> HttpResponse:
    if "end" in request.POST:
        leave(request)
        return redirect("engagement:wall")
    number, at = request.POST.get("ask", ""), request.POST.get("at", "")
    ask = Ask.objects.public().filter(pk=number).first() if number.isascii() and number.isdecimal() else None
    if ask:
        try:
            council.say(ask, request.POST.get("affects", ""))
        except AskError as error:
            messages.error(request, str(error))
    return redirect(f"{request.path}?at={at}" if at.isascii() and at.isdecimal() else request.path)


def _stands(request: HttpRequest) -> bool:
    try:
        _SIGNER.unsign(request.session.get(TABLE_IN_SESSION, ""), max_age=STANDS)
    except BadSignature:
        return False
    return True


def _place(asked: str, of: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    return min(number, max(0, of - 1))
