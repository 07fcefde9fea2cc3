"""Walks through the site's forms as a browser without scripts would; shared by attacks and tests of the whole."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Walker:
    """One browser. Remembers every address it has been to."""

    def __init__(self) -> None:
        self.client = Client()
        self.addresses: list[str] = []

    def get(self, path: str) -> HttpResponse:
        return self._follow(self.client.get(path), path)

    def post(self, path: str, data: Mapping[str, Any]) -> HttpResponse:
        return self._follow(self.client.post(path, dict(data)), path)

    def _follow(self, response: Any, path: str) -> HttpResponse:
        self.addresses.append(path)
        while response.status_code in (302, 303):
            path = response["Location"]
            self.addresses.append(path)
            response = self.client.get(path)
        self.here = path
        return response  # type: ignore[no-any-return]  # Django's client answers with its own subclass

    def tell(self, **answers: str) -> HttpResponse:
        """Go through Tell us with `answers` by field name, to the thanks page."""
        response = self.post("/tell-us/", {"purpose": answers.get("purpose", "idea")})
        while not self.here.endswith("/thanks/"):
            before = self.here
            wanted = {name: answers[name] for name in fields(response) if name in answers}
            response = self.post(self.here, wanted)
            assert self.here != before, f"stuck at {before}: {response.content.decode()[:3000]}"
        return response


def fields(response: HttpResponse) -> set[str]:
    """The names of everything that can be filled in on a page."""

    class Names(HTMLParser):
        found: set[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag in ("input", "textarea", "select", "button") and (name := dict(attrs).get("name")):
                self.found.add(name)

    parser = Names()
    parser.found = set()
    parser.feed(response.content.decode())
    return parser.found
