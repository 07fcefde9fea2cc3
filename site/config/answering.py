"""A short way to the pages of a survey, for the hour in which a whole cohort answers.

Most requests need sessions, accounts and editors' pages; a page of answers in a browser that is signed in nowhere
needs none of them. Such requests go through `ANSWERING_MIDDLEWARE` alone: the same views, the same headers.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

PAGES = re.compile(r"/surveys/[-a-zA-Z0-9_]+/(\d+|sent)/")

Start = Callable[..., Any]


class AnsweringHandler(WSGIHandler):
    """Django's own handler with fewer layers around the view."""

    def load_middleware(self, is_async: bool = False) -> None:
        # Django knows one list of layers; it is read here, once, before the process takes its first request.
        whole, settings.MIDDLEWARE = settings.MIDDLEWARE, settings.ANSWERING_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole


class Lanes:
    """Sends each request the short way or the whole way."""

    def __init__(self, whole: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> None:
        self.whole, self.short = whole, AnsweringHandler()
        self.session = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        is_page = PAGES.fullmatch(environ.get("PATH_INFO", ""))
        if is_page and self.session not in environ.get("HTTP_COOKIE", ""):
            return self.short(environ, start_response)
        return self.whole(environ, start_response)
