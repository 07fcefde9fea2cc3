"""Files in an S3-compatible bucket are private: a real client against a small server that speaks enough of S3."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django.fixtures import Settings

from config import archives
from tests.config.test_production import BUCKET, read

STORAGE = read("settings.STORAGES['default']", **BUCKET)


class Bucket(BaseHTTPRequestHandler):
    """Keeps objects and the headers of each request in memory; asks every request for a signature."""

    objects: ClassVar[dict[str, bytes]] = {}
    seen: ClassVar[list[tuple[str, str, dict[str, str]]]] = []

    def log_message(self, *_args: Any) -> None:
        """Quietly."""

    def handle_one(self) -> None:
        place = urlsplit(self.path)
        key = unquote(place.path).removeprefix("/files").lstrip("/")
        query = parse_qs(place.query)
        self.seen.append((self.command, key, {name.lower(): value for name, value in self.headers.items()}))
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", "") and "X-Amz-Signature" not in query:
            self.reply(403)
        elif self.command == "PUT":
            self.objects[key] = self.unchunked(content)
            self.reply(200)
        elif self.command == "DELETE":
            self.objects.pop(key, None)
            self.reply(204)
        elif not key:
            prefix = query.get("prefix", [""])[0]
            self.reply(200, self.listing(prefix).encode())
        elif key in self.objects:
            self.reply(200, self.objects[key])
        else:
            self.reply(404)

    do_GET = do_PUT = do_HEAD = do_DELETE = handle_one  # noqa: N815  (http.server's own names)

    def unchunked(self, content: bytes) -> bytes:
        """Without the client's own framing of an upload that is signed in pieces."""
        if self.headers.get("Content-Encoding") != "aws-chunked":
            return content
        size, _line, rest = content.partition(b"\r\n")
        return rest[: int(size.split(b";")[0], 16)]

    def listing(self, prefix: str) -> str:
        names = [key.removeprefix(prefix) for key in self.objects if key.startswith(prefix)]
        files = "".join(f"<Contents><Key>{prefix}{name}</Key></Contents>" for name in names if "/" not in name)
        inner = {name.split("/")[0] for name in names if "/" in name}
        folders = "".join(f"<CommonPrefixes><Prefix>{prefix}{name}/</Prefix></CommonPrefixes>" for name in inner)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{files}{folders}</ListBucketResult>"

    def reply(self, code: int, content: bytes = b"") -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@pytest.fixture
def bucket(settings: Settings) -> Iterator[type[Bucket]]:
    """The council's storage settings, with the server of this test as their endpoint."""
    Bucket.objects.clear()
    Bucket.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    Thread(target=server.serve_forever, daemon=True).start()
    assert isinstance(STORAGE, dict)
    options = STORAGE["OPTIONS"] | {"endpoint_url": f"http://127.0.0.1:{server.server_port}"}
    settings.STORAGES = settings.STORAGES | {"default": STORAGE | {"OPTIONS": options}}
    yield Bucket
    server.shutdown()
    server.server_close()


def test_a_file_goes_in_private_and_signed(bucket: type[Bucket]) -> None:
    storages["default"].save("images/one.txt", ContentFile(b"one"))
    assert bucket.objects == {"images/one.txt": b"one"}
    (headers,) = [headers for method, _key, headers in bucket.seen if method == "PUT"]
    assert headers["x-amz-acl"] == "private"
    assert headers["cache-control"] == "private, no-store"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256")


def test_an_address_is_signed_and_ends_in_a_minute(bucket: type[Bucket]) -> None:
    url = storages["default"].url("images/one.txt")
    assert re.search(r"[?&]X-Amz-Expires=60(&|$)", url)
    assert "X-Amz-Signature=" in url


def test_a_second_file_of_one_name_does_not_replace_the_first(bucket: type[Bucket]) -> None:
    first = storages["default"].save("one.txt", ContentFile(b"one"))
    second = storages["default"].save("one.txt", ContentFile(b"two"))
    assert first != second
    assert bucket.objects[first] == b"one"


def test_a_backup_finds_every_file_in_it_and_a_restore_puts_back_just_these(
    bucket: type[Bucket], tmp_path: Any
) -> None:
    bucket.objects.update({"images/one.txt": b"one", "images/deep/two.txt": b"two", "later.txt": b"later"})
    storage = storages["default"]
    assert sorted(archives.files(storage)) == ["images/deep/two.txt", "images/one.txt", "later.txt"]
    (tmp_path / "images" / "deep").mkdir(parents=True)
    (tmp_path / "images" / "one.txt").write_bytes(b"one, as it was")
    (tmp_path / "images" / "deep" / "two.txt").write_bytes(b"two")
    archives.put_media(tmp_path)
    assert bucket.objects == {"images/one.txt": b"one, as it was", "images/deep/two.txt": b"two"}
