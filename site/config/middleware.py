"""Request ids, and one content security policy with an exception for the admin."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

import structlog
from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

ADMIN_PREFIX = "/admin/"


class RequestIdMiddleware:
    """Gives every request an id and writes one line about it: method, route, status. Never the path, query or words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
        match = request.resolver_match
        self.log.info(
            "request",
            request_id=request_id,
            method=request.method,
            # The route's pattern, not the path: a path may hold a reference.
            route=match.route if match else "",
            status=response.status_code,
        )
        response["X-Request-ID"] = request_id
        return response


class KeptByNobodyMiddleware:
    """For pages of answers without a session: kept by no cache, told to no other site, and nobody is signed in.

    The database is not asked first whether it is still there; where it went away meanwhile, the page is tried once
    more on a new connection. Nothing was written by then: the first query of a request is a read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.health_check_done = True  # type: ignore[attr-defined]  # Django’s own
        request.user = AnonymousUser()
        request.young_person = None  # type: ignore[attr-defined]  # as people.middleware would put it there
        response = self.get_response(request)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, OperationalError | InterfaceError) or match is None or connection.is_usable():
            return None
        connection.close()
        again: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return again


class SameHeadersMiddleware:
    """Every header that `ANSWERING_HEADERS` would add, asked of them once and then repeated.

    They say the same on every page of answers; putting them together anew was a sixth of what such a page cost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.learned: dict[bool, list[tuple[str, str]]] = {}
        chain: Callable[[HttpRequest], HttpResponse] = lambda _request: HttpResponse(headers={"Content-Type": ""})  # noqa: E731
        for name in reversed(settings.ANSWERING_HEADERS):
            chain = import_string(name)(chain)
        self.layers = chain

    def __call__(self, request: HttpRequest) -> HttpResponse:
        headers = self.learned.get(request.is_secure())
        if headers is None:
            asked = self.layers(request)
            if asked.status_code != HTTPStatus.OK:  # on to https, say
                return asked
            headers = [(name, value) for name, value in asked.items() if name != "Content-Type"]
            self.learned[request.is_secure()] = headers
        response = self.get_response(request)
        for name, value in headers:
            response.headers.setdefault(name, value)
        return response


class AdminAwareCSPMiddleware(CSPMiddleware):
    """Strict everywhere; Wagtail's admin inserts inline scripts and styles, so there they are allowed.

    A nonce would cancel 'unsafe-inline', which is why the directives are replaced and not added to.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_replace = {  # type: ignore[attr-defined]  # django-csp's own hook
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "frame-ancestors": [SELF],
                "img-src": [SELF, "data:", *filter(None, [settings.MEDIA_ORIGIN])],
            }
        return super().process_response(request, response)
