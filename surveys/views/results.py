"""What a survey found, for young people: in their own wording, with what the council does about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import following, showing
from surveys.findings import Words, findings, how_many
from surveys.models import Wave
from surveys.presenting import Reader, heading
from surveys.questions import FACES, MAIN_LANGUAGE
from surveys.remembering import Memory
from surveys.trends import trends

USUAL = "11-17"
_SHOWN = Memory(60)


@require_safe
def results(request: HttpRequest, slug: str, uuid: str) -> HttpResponse:
    """Released tables only, each with its picture, sentence and table."""
    waves = Wave.objects.with_results().select_related("survey", "version").defer("survey__draft")
    wave = get_object_or_404(waves, survey__slug=slug, uuid=uuid)
    asked = wave.version.asked
    face = request.GET.get("face", USUAL)
    words = Words(Reader(face if face in asked.faces else USUAL, MAIN_LANGUAGE), plain=True)
    shown: dict[str, Any] | None = _SHOWN.of((wave.pk, words, get_language()), lambda: _shown(wave, words))
    if shown is None:
        raise Http404
    context = shown | {
        "wave": wave,
        "title": heading(asked.title, words.reader).text or wave.survey.title,
        "asks": following.asks_of(wave.survey),
        "has_easy": FACES[-1] in asked.faces,
        "easy": words.reader.face == FACES[-1],
    }
    return render(request, "surveys/results.html", context)


def _shown(wave: Wave, words: Words) -> dict[str, Any] | None:
    """What is the same for everybody who reads in these words; None before anything was released."""
    found = showing.found_in(wave, released=True)
    if found is None:
        return None
    n = found.respondents
    return {
        "headline": _("What %(n)s of you told us") % {"n": f"{n:,}"} if n else _("What you told us"),
        "found": findings(wave.version.asked, found, words) if n else [],
        "trends": trends(wave, words),
        "how_many": how_many(found, words),
    }
