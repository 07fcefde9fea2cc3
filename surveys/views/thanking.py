"""The page that says thank you: made once for everybody who answered in one wording, but for the phrase."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override

from surveys import answering, drafting
from surveys.answers import helps
from surveys.drafting import Sheet
from surveys.models import Mode, Response, Survey
from surveys.models.surveys import published
from surveys.presenting import Reader, heading
from surveys.questions import MAIN_LANGUAGE
from surveys.remembering import Memory
from surveys.speaking import direction, phrases
from surveys.views import browser

MARK = "phrase-phrase-phrase-phrase"  # stands where each one's own words go
_PAGES = Memory(100)


@dataclass(frozen=True)
class Answered:
    """What the page depends on; `helps`: something picked says that help is needed."""

    version: int
    face: str
    language: str
    mode: str
    helps: bool

    @classmethod
    def from_sheet(cls, sheet: Sheet, *, helps: bool) -> "Answered":
        return cls(sheet.version, sheet.shown_face, sheet.language, sheet.mode, helps)

    @classmethod
    def from_response(cls, response: Response) -> "Answered":
        asked = published(response.version_id)
        needs = any(helps(asked.questions[key], value) for key, value in answering.each(response.answers))
        return cls(response.version_id, response.face, response.language, response.mode, needs)


def thank(request: HttpRequest, slug: str, secret: str, answered: Answered | None) -> HttpResponse:
    """Thanks, with the words that take the answers back: shown once, and with it this device forgets them."""
    phrase = drafting.receipt_phrase(secret) if secret else ""
    page: bytes = _PAGES.of((slug, answered), lambda: _page(request, slug, answered).content)
    return browser.forget(HttpResponse(page.replace(MARK.encode(), phrase.encode())), slug)


def _page(request: HttpRequest, slug: str, answered: Answered | None) -> HttpResponse:
    language = answered.language if answered else MAIN_LANGUAGE
    context: dict[str, Any] = {
        "survey": get_object_or_404(Survey.objects.defer("draft"), slug=slug),
        "phrase": MARK if answered else "",
        "t": phrases(language),
        "language": language,
        "direction": direction(language),
        "helps": answered is not None and answered.helps,
        "kiosk": answered is not None and answered.mode == Mode.KIOSK,
        "kiosk_url": f"{reverse('surveys:survey', args=[slug])}?{browser.KIOSK}=1",
        "thanks": answered and heading(published(answered.version).thanks, Reader(answered.face, language)),
    }
    with override(language):
        return render(request, "surveys/sent.html", context)
