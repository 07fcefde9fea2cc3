"""allauth's addresses, without those that would let staff change who they are."""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path, re_path


def closed(_request: HttpRequest) -> NoReturn:
    """An e-mail address is chosen by whoever invites, and confirmed by the invitation."""
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("email/", closed),
    re_path(r"^confirm-email/", closed),
    path("", include("allauth.urls")),
]
