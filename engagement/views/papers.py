"""An edition's files, for the Board and for everybody: made when asked for, so a yes taken back is gone at once."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from engagement import compiling, formats, payloads
from engagement.models import Audience, BoardEdition

KEPT = 600  # seconds that a browser or a proxy keeps a public file; the law's hour has room to spare
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
}
ENDINGS = {"csv": "csv.zip"}


def paper(request: HttpRequest, edition: BoardEdition, kind: str, *, audience: str) -> HttpResponse:
    """One format as `audience` may read it now. Nothing made is stored anywhere on our side.

    Public files carry an ETag over all that they say: once a quote is taken back no cache can call its copy fresh.
    """
    if kind not in formats.kinds():
        raise Http404
    report = compiling.read(edition, audience=audience)
    public = audience == Audience.PUBLIC
    tag = f'"{sha256(f"{kind} {edition.digest} {payloads.write(report)}".encode()).hexdigest()}"'
    response: HttpResponse
    if public and request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(formats.make(kind, report), content_type=TYPES[kind])
        name = f"report-{edition.quarter}-v{edition.version}.{ENDINGS.get(kind, kind)}"
        # Never shown inside the site: the page's own styles are not those of the site's policy.
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    if public:
        response["ETag"], response["Cache-Control"] = tag, f"public, max-age={KEPT}"
    else:
        response["Cache-Control"] = "no-store, private"
    return response
