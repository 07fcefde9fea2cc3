"""Reads what a page is made of, for the tests of the shell."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

# Everything anybody can open without signing in, with the status it has.
OPEN_PAGES = {
    "/": 200,
    "/how-we-keep-you-safe/": 200,
    "/your-information/": 200,
    "/accessibility/": 200,
    "/help-now/": 200,
    "/there-is-no-such-page/": 404,
}


def html_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def title_of(html: str) -> str:
    """The words in the browser's tab."""
    return " ".join(html.split("<title>")[1].split("</title>")[0].split())


def get(client: Client, path: str) -> str:
    """The page at `path`, after a first visit that fills Wagtail's own caches."""
    client.get(path)
    return html_of(client.get(path))


def static_file(url: str) -> Path:
    found = finders.find(url.removeprefix("/static/"))
    assert isinstance(found, str), f"{url} is not there"
    return Path(found)


def static_urls(html: str) -> set[str]:
    """Every file of ours that a browser fetches for `html`, fonts for latin text included."""
    urls = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    sheets = [static_file(url).read_text() for url in urls if url.endswith(".css")]
    fonts = {
        f"/static/fonts/{name}" for css in sheets for name in re.findall(r"fonts/([\w-]+-latin-wght[\w-]+\.woff2)", css)
    }
    return urls | fonts


def weight(html: str) -> int:
    """Bytes over the wire for a first visit, text compressed by gzip."""
    files = [static_file(url) for url in static_urls(html)]
    sent = sum(
        len(file.read_bytes()) if file.suffix == ".woff2" else len(gzip.compress(file.read_bytes())) for file in files
    )
    return sent + len(gzip.compress(html.encode()))
