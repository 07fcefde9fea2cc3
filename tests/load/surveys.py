"""Complete answers a second: our survey of 20 questions beside a stock Wagtail form with the same, in one run.

Run with PostgreSQL in DATABASE_URL: `.venv/bin/python tests/load/surveys.py [seconds] [people at once]`. Web server
(gunicorn, two workers of four threads), database and clients share the machine. A complete answer of ours is the
first page and a POST for each of four sections, the last of which brings the page that says thanks, as it does in a
browser with scripts; stock's is its page and one POST.
Makes and drops a database of its own; prints figures and the ratio. Nothing here passes or fails.
"""

import asyncio
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE), str(HERE / "site")]
NAME = "survey_load"
URL = os.environ.get("DATABASE_URL", "")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.load.surveys_settings",
    "LOG_LEVEL": "WARNING",
}

import django
import psycopg

KINDS = ("feeling", "agree", "one", "several")
QUESTIONS = 20
SECTION = 5
Fields = dict[str, str] | None
OPTIONS = ("first", "second", "third", "fourth")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def questions() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    picks = [{"key": key, "wordings": f"The {key} answer"} for key in OPTIONS]
    for number in range(QUESTIONS):
        kind = KINDS[number % len(KINDS)]
        options = picks if kind in ("one", "several") else []
        made.append({"key": f"q{number}", "kind": kind, "wordings": f"How is number {number}?", "options": options})
    return made


def told(number: int) -> dict[str, str]:
    kind = KINDS[number % len(KINDS)]
    return {f"q{number}": {"feeling": "good", "agree": "mostly"}.get(kind, OPTIONS[number % 4])}


def prepare() -> str:
    """Our survey, open, and stock's page, published. Returns the address of ours."""
    from django.core.management import call_command
    from django.utils import timezone
    from wagtail.models import Page

    from surveys import building, waves
    from surveys.writing import from_json
    from tests.factories import make_officer
    from tests.load.stock.models import StockField, StockPage

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    officer = make_officer()
    starts = range(0, QUESTIONS, SECTION)
    sections = [{"key": f"s{first}", "questions": questions()[first : first + SECTION]} for first in starts]
    definition = from_json({"title": "Load", "faces": ["11-17"], "sections": sections, "asks_who_helped": False})
    survey = building.make("Load", by=officer, definition=definition)
    building.publish(survey, by=officer)
    now = timezone.now()
    waves.plan(survey, waves.Plan("Load", now - timedelta(days=1), now + timedelta(days=1), ("link",)), by=officer)
    home = Page.objects.filter(depth=2)[0]
    page = StockPage(title="Stock", slug="stock-form")
    home.add_child(instance=page)
    for number in range(QUESTIONS):
        StockField.objects.create(
            page=page, sort_order=number, label=f"Q{number}", field_type="radio", required=False,
            clean_name=f"q{number}",            choices="\n".join((*OPTIONS, "good", "mostly")),
        )  # fmt: skip
    page.save_revision().publish()
    return f"/surveys/{survey.slug}/"


class Browser:
    """One connection, kept open for one answer, with its cookies: everybody answers from a browser of their own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.took: list[float] = []
        self.writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        if self.writer:
            self.writer.close()
        self.cookies.clear()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, method: str, path: str, fields: Fields = None, **headers: str) -> tuple[int, bytes]:
        body = urlencode(fields or {}).encode()
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        began = time.perf_counter()
        assert self.writer
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        status = int(head.split(" ", 2)[1])
        length = re.search(r"(?i)content-length: (\d+)", head)
        content = await self.reader.readexactly(int(length[1])) if length else b""
        if not length and "chunked" in head.lower():
            while size := int((await self.reader.readline()).strip(), 16):
                content += await self.reader.readexactly(size)
                await self.reader.readline()
            await self.reader.readline()
        self.took.append(time.perf_counter() - began)
        for name, value in re.findall(r"(?i)set-cookie: ([^=]+)=([^;]*)", head):
            self.cookies[name] = value.strip('"')
        return status, content


Answer = Callable[[Browser, str], Awaitable[None]]


async def ours(browser: Browser, at: str) -> None:
    await browser.open()
    status, page = await browser.ask("GET", f"{at}1/?face=11-17")
    token = re.search(rb'name="token" value="(\w+)"', page)
    assert status == 200, (status, page[:200])
    assert token
    sections = range(0, QUESTIONS, SECTION)
    for number, first in enumerate(sections, start=1):
        fields = {"token": token[1].decode(), "do": "send" if number == len(sections) else "next"}
        for question in range(first, first + SECTION):
            fields |= told(question)
        status, page = await browser.ask("POST", f"{at}{number}/", fields, X_Section="1")
        assert status == 200, (status, page[:200])
    assert b"ticket__code" in page


async def stock(browser: Browser, at: str) -> None:
    await browser.open()
    status, page = await browser.ask("GET", "/stock-form/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert status == 200, (status, page[:200])
    assert token
    fields = {"csrfmiddlewaretoken": token[1].decode()}
    for question in range(QUESTIONS):
        fields |= told(question)
    status, page = await browser.ask("POST", "/stock-form/", fields, Referer="http://127.0.0.1/")
    assert status == 200, (status, page[:300])


async def crowd(answer: Answer, port: int, at: str, seconds: float, people: int) -> tuple[int, int, list[float]]:
    """Answers, errors and the time of each request, of so many people at once."""
    until, done, wrong = time.perf_counter() + seconds, 0, 0
    browsers = [Browser(port) for _person in range(people)]

    async def one(browser: Browser) -> None:
        nonlocal done, wrong
        while time.perf_counter() < until:
            try:
                await answer(browser, at)
                done += 1
            except Exception as error:  # noqa: BLE001  (each is counted and shown)
                wrong += 1
                if wrong < 4:
                    print("error:", repr(error)[:300])

    await asyncio.gather(*(one(browser) for browser in browsers))
    return done, wrong, [took for browser in browsers for took in browser.took]


def memory(pid: int) -> int:
    """Megabytes of a process and its children."""
    out = subprocess.run(["ps", "--ppid", str(pid), "-o", "rss="], capture_output=True, text=True, check=False).stdout
    return sum(int(line) for line in out.split()) // 1024


def measure(name: str, answer: Answer, at: str, seconds: float, people: int, server: tuple[int, int]) -> float:
    port, pid = server
    asyncio.run(crowd(answer, port, at, 3, people))  # warm
    before, began = memory(pid), time.perf_counter()
    done, wrong, took = asyncio.run(crowd(answer, port, at, seconds, people))
    rate = done / (time.perf_counter() - began)
    cuts = statistics.quantiles(took, n=100)
    print(
        f"{name}: {rate:.1f} complete answers a second ({done:,} in all, {wrong} errors, {len(took) / seconds:.0f} "
        f"requests a second), a request p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
        f"workers {before} -> {memory(pid)} MB"
    )
    return rate


def main(seconds: float, people: int) -> None:
    admin = psycopg.connect(URL, autocommit=True)
    admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    admin.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = URL.rsplit("/", 1)[0] + f"/{NAME}"
    django.setup()
    at = prepare()
    from django.db import connection

    connection.close()
    port = free_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "2", "--threads", "4", "--bind",
            f"127.0.0.1:{port}", "--keep-alive", "30", "--log-level", "warning", "--chdir", str(HERE / "site"),
        ],
        env={**os.environ, "PYTHONPATH": f"{HERE}:{HERE / 'site'}"},
    )  # fmt: skip
    try:
        for _try in range(60):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        base = measure("stock", stock, at, min(seconds, 60), people, (port, server.pid))
        rate = measure("ours", ours, at, seconds, people, (port, server.pid))
        print(f"ratio {rate / base:.1f}")
        check(at)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def check(at: str) -> None:
    """Everything that was acknowledged is there, once; then how quickly it is counted."""
    from django.db import connection

    from surveys import folding
    from surveys.models import Draft, Response, Wave

    wave = Wave.objects.get()
    began, folded = time.perf_counter(), 0
    while done := folding.fold(wave):
        folded += done
    took = time.perf_counter() - began
    print(
        f"stored {Response.objects.count():,}, half-way {Draft.objects.count():,}; counted {folded:,} in {took:.1f} s "
        f"({folded / max(took, 0.001):.0f} a second), cells wrong: {len(folding.recount(wave))}"
    )
    connection.close()


if __name__ == "__main__":
    if not URL.startswith("postgres"):
        sys.exit("DATABASE_URL has to lead to PostgreSQL: see tests/postgresql_and_redis.sh.")
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 8)
