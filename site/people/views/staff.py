"""Steps with one member of staff that want a second look: invite again, switch off, switch on."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from people import inviting
from people.models import User
from people.roles import INVITE_STAFF


class Step(NamedTuple):
    """What a step is called, asks, says afterwards and does."""

    label: Promise | str
    icon: str
    consequence: Promise | str
    done: Promise | str
    take: Callable[..., None]


STEPS = {
    "invite-again": Step(
        _("Send the invitation again"),
        "mail",
        _("A new link to set a password is sent. It works once."),
        _("A new link is on its way."),
        inviting.invite_again,
    ),
    "switch-off": Step(
        _("Switch off"),
        "lock",
        _("This person is signed out everywhere and cannot sign in. What they did stays in the history."),
        _("This person can no longer sign in."),
        inviting.switch_off,
    ),
    "switch-on": Step(
        _("Switch on"),
        "lock-open",
        _("This person can sign in again, with the same roles."),
        _("This person can sign in again."),
        inviting.switch_on,
    ),
}


def choices_for(user: User) -> list[tuple[str, Promise | str, str]]:
    """The steps that make sense with `user` now."""
    names = ["switch-off"] if user.is_active else ["switch-on"]
    if user.is_active and not user.has_usable_password():
        names.insert(0, "invite-again")
    return [(name, STEPS[name].label, STEPS[name].icon) for name in names]


def address(name: str, user: User) -> str:
    return reverse("wagtailusers_users:step", args=[user.pk, name])


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Ask first (GET), then do it (POST)."""
    by, user = request.user, get_object_or_404(User, pk=pk)
    if not isinstance(by, User) or not by.has_perm(INVITE_STAFF):
        raise PermissionDenied
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    if request.method == "POST":
        try:
            chosen.take(user, by=by)
        except inviting.InvitationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(chosen.done))
        return redirect("wagtailusers_users:index")
    context = {
        "page_title": chosen.label,
        "header_icon": "user",
        "question": user,
        "consequence": chosen.consequence,
        "button": chosen.label,
    }
    return render(request, "people/staff/confirm.html", context)
