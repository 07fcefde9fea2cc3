"""A real browser against a real server: what journeys share."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from people.models import User

AXE = (Path(__file__).resolve().parents[1] / "axe" / "axe.min.js").read_text()


@dataclass
class Visit:
    """One person at one screen; remembers what must not happen there."""

    page: Page
    address: str
    scripted: bool = True
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.ok, f"{path} answers {response.status}"

    def listen(self) -> None:
        def hear(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
                self.complaints.append(message.text)

        def watch(request: Request) -> None:
            if not request.url.startswith((self.address, "data:", "blob:", "about:")):
                self.complaints.append(f"third-party request: {request.url}")

        self.page.on("console", hear)
        self.page.on("request", watch)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


OpenVisit = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[OpenVisit]:
    """Opens a fresh browser window; afterwards no window may have broken the policy or asked a third party."""
    opened: list[Visit] = []

    def open_visit(width: int = 360, *, scripts: bool = True, dark: bool = False, staff: User | None = None) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        if staff:
            client = Client()
            client.force_login(staff)
            context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
        new = Visit(context.new_page(), live_server.url, scripted=scripts)
        new.listen()
        opened.append(new)
        return new

    yield open_visit
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.page.context.close()
    assert complaints == []


def axe(page: Page, *, inside: str = "") -> list[str]:
    """What axe-core finds wrong on the page as it is now, one line a finding; `inside` looks at one part only."""
    page.evaluate(AXE)
    result = page.evaluate("(inside) => axe.run(inside || document)", inside)
    return [
        f"{page.url}: {found['id']}: {json.dumps(found['nodes'][0]['target'])} {found['help']}"
        for found in result["violations"]
    ]
