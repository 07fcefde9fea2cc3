"""A young person at an old browser, while the service dies and comes back around them."""

import http.client
import time
from urllib.parse import urlencode

PATIENCE = 180  # seconds until a child gives up pressing the button


class Child:
    """One browser without scripts, that presses the button again when something goes wrong."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number
        self.cookies: dict[str, str] = {}
        self.gives_up_at = time.monotonic() + PATIENCE

    def ask(self, method: str, path: str, answers: dict[str, str]) -> tuple[str, str]:
        """Page and redirect of one request, pressed again until the service answers."""
        while True:
            try:
                status, page, location = self._once(method, path, answers)
            except (OSError, http.client.HTTPException):
                status = 0
            if 0 < status < 500:
                assert status in (200, 302), f"{status} at {path}: {page[:2000]}"
                return page, location
            assert time.monotonic() < self.gives_up_at, f"{method} {path} never answered"
            time.sleep(0.5)

    def _once(self, method: str, path: str, answers: dict[str, str]) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": f"10.{self.number // 65536}.{self.number // 256 % 256}.{self.number % 256}",
        }
        body = None
        if method == "POST":
            body = urlencode(answers | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return answer.status, page, answer.headers.get("Location", "")
        finally:
            line.close()
