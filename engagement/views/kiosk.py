"""A screen at a drop-in where everybody may tap whether it happened: put up by staff, signed in as nobody."""

import time
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagement import drafts, verdicts
from engagement.asks import AskError
from engagement.models import VerdictRound
from engagement.views.ask_item import fetch
from engagement.views.asks import answered_by
from people.models import User
from people.roles import MANAGE_ASKS

KIOSK_IN_SESSION = "kiosk"
STANDS = 4 * 60 * 60  # seconds until a screen that was left standing is nobody's


@require_POST
def start(request: HttpRequest, uuid: str) -> HttpResponse:
    """Turn this browser into a kiosk for one ask. Whoever did it is signed out first: the screen is everybody's."""
    user = answered_by(request)
    if not user.has_perm(MANAGE_ASKS):
        raise PermissionDenied
    this = fetch(user, uuid).verdict_rounds.running().first()
    if this is None:
        messages.error(request, _("Nobody is asked about this now."))
        return redirect("asks:item", uuid=uuid)
    logout(request)
    request.session[KIOSK_IN_SESSION] = {"round": this.pk, "by": user.pk, "until": int(time.time()) + STANDS}
    request.session.set_expiry(0)
    return redirect("engagement:kiosk")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest) -> HttpResponse:
    """Two buttons, and after a tap a thank-you that makes room for the next person. The same tap twice is one."""
    standing = _standing(request)
    if standing is None:
        request.session.pop(KIOSK_IN_SESSION, None)
        return render(request, "engagement/wall/kiosk.html", {"over": True})
    this, by = standing
    if request.method == "POST":
        token, answer = drafts.unseal(request.POST.get("token", "")), request.POST.get("happened")
        if token is None or answer not in ("yes", "no"):
            return redirect("engagement:kiosk")
        with suppress(AskError):  # it was over a moment ago
            verdicts.say(this, happened=answer == "yes", token=token, by=by)
        return redirect(f"{request.path}?thanks=1")
    context: dict[str, Any] = {
        "ask": this.ask,
        "thanks": "thanks" in request.GET,
        "token": drafts.seal(str(uuid4())),
    }
    return render(request, "engagement/wall/kiosk.html", context)


def _standing(request: HttpRequest) -> tuple[VerdictRound, User] | None:
    """The round that is asked about here and who put the screen up; None once either may no longer."""
    kept = request.session.get(KIOSK_IN_SESSION)
    if not kept or kept["until"] < time.time():
        return None
    this = VerdictRound.objects.running().select_related("ask").filter(pk=kept["round"]).first()
    by = User.objects.filter(pk=kept["by"]).first()
    return (this, by) if this and by and by.has_perm(MANAGE_ASKS) else None
