"""Who is asking: a young person by their space, staff with a second factor; and personal pages that leave no copy."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from people.models import YoungPerson
from people.sessions import SPACE_IN_SESSION, lock_when_idle

__all__ = ["SPACE_IN_SESSION"]

GetResponse = Callable[[HttpRequest], HttpResponse]

ONWARDS_IN_SESSION = "onwards"
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Where somebody without a second factor may still go: to set one up, or to leave.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/leave/", "/healthz", "/readyz")


class YoungPersonMiddleware:
    """Puts the open space of this browser on the request as `request.young_person`, or None."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lock_when_idle(request.session)
        request.young_person = SimpleLazyObject(lambda: _space_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _space_of(request: HttpRequest) -> YoungPerson | None:
    uuid = request.session.get(SPACE_IN_SESSION)
    return YoungPerson.objects.filter(uuid=uuid, closed_on__isnull=True).first() if uuid else None


class SecondFactorMiddleware:
    """No staff page without a second factor: a signed-in user who has none is sent to set one up, and then onwards.

    Recovery codes alone are none: they are spare keys to a door that must be there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR)
            and not get_mfa_adapter().is_mfa_enabled(request.user, SECOND_FACTORS)
        ):
            if request.method == "GET":
                request.session[ONWARDS_IN_SESSION] = request.get_full_path()
            return redirect(reverse("mfa_index"))
        return self.get_response(request)


class PersonalPagesMiddleware:
    """Pages shown to somebody known, and every answer to a form, are kept by no cache and tell no other site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (request.session.accessed and not request.session.is_empty()) or request.method == "POST":
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
            # Not "no-referrer": with that, browsers send forms with `Origin: null`, and no form here would be taken.
            response["Referrer-Policy"] = "same-origin"
        return response
