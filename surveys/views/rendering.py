"""Pages of a survey made ready to show; those that nobody has answered yet are made once for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_callable, reverse
from django.utils.translation import override

from surveys import drafting
from surveys.drafting import OvertakenError, Sheet
from surveys.models.responses import Helper
from surveys.presenting import Reader, ask, heading, is_piped
from surveys.questions import Definition
from surveys.remembering import Memory
from surveys.routing import Page, Step, answer_to, path
from surveys.speaking import direction, languages, phrases
from surveys.views import browser
from surveys.views.browser import Answering


@dataclass(frozen=True)
class Came:
    """A page of answers as it was posted: what can be kept, and what is wrong by the question's field."""

    values: Sequence[tuple[Step, Any]]
    errors: Mapping[str, str]


MARK = "0123456789abcdef" * 2  # stands where each browser's own token goes
_BLANK = Memory(400)


def later(request: HttpRequest, here: Answering) -> HttpResponse:
    """The four words that open these answers on any device, shown once; this device forgets them."""
    try:
        words = drafting.finish_later(here.secret)
    except OvertakenError:
        return redirect("surveys:survey", here.wave.survey.slug)
    context = frame(here) | {"words": words, "until": drafting.kept_until(), "wave": here.wave}
    response = spoken(request, "surveys/later.html", context, here)
    return browser.forget(response, here.wave.survey.slug)


def trouble(request: HttpRequest, here: Answering, words: str) -> HttpResponse:
    return spoken(request, "surveys/trouble.html", frame(here) | {"words": words}, here, status=409)


def refused(request: HttpRequest, here: Answering) -> HttpResponse:
    """The form came from elsewhere, or the browser takes no cookies."""
    say: HttpResponse = get_callable(settings.CSRF_FAILURE_VIEW)(request)
    return say


def show(request: HttpRequest, here: Answering, number: int, came: Came | None = None) -> HttpResponse:
    """A page with its questions; after the last one, the page that asks who helped."""
    pages, sheet = pages_of(here), here.sheet
    on = pages[number - 1] if number <= len(pages) else None
    steps = on.steps if on else ()
    is_last = number >= len(pages) and (on is None or not _decides(drafting.asked_in(sheet), on))
    last = max(number, len(pages) + (0 if is_last and on else 1))

    def make(token: str) -> HttpResponse:
        context = frame(here) | _asked(request, here, steps, came) | {
            "token": token,
            "number": number,
            "last": last,
            "part": frame_words(here)["part"].format(n=number, last=last),
            "is_last": is_last,
            "asks_who_helped": is_last and drafting.asked_in(sheet).asks_who_helped,
            "section": heading(on.section.wordings, reader_of(sheet)) if on else None,
            "action": place(here.wave.survey.slug, here, number),
            "is_kept": here.draft is not None or came is not None,
        }  # fmt: skip
        return spoken(request, "surveys/page.html", context, here, status=422 if came else 200)

    if came or not _is_blank(sheet, steps):
        return make(here.token)
    kind = (sheet.version, sheet.face, sheet.language, sheet.easy, sheet.mode, here.draft is None)
    names = tuple(step.name for step in steps)
    blank: bytes = _BLANK.of((here.wave.pk, kind, names, number, last, is_last), lambda: make(MARK).content)
    return HttpResponse(blank.replace(MARK.encode(), here.token.encode()))


def _is_blank(sheet: Sheet, steps: Sequence[Step]) -> bool:
    """Whether the page looks the same for everybody with this wording: no answer, order or words of one's own."""
    return not sheet.helped_by and all(
        answer_to(sheet.answers, step) is None and not step.question.shuffled and not is_piped(step.question)
        for step in steps
    )


def _asked(request: HttpRequest, here: Answering, steps: Sequence[Step], came: Came | None) -> dict[str, Any]:
    """The questions with what was answered or, where something is wrong, with what was typed."""
    sheet, posted = here.sheet, None
    if came:
        posted = {name: [str(one) for one in values] for name, values in request.POST.lists()}
    asked = [
        ask(
            step, reader_of(sheet), drafting.asked_in(sheet), sheet.answers,
            posted=posted, error=came.errors.get(step.name, "") if came else "",
        )
        for step in steps
    ]  # fmt: skip
    return {
        "asked": asked,
        "errors": [one for one in asked if one.error],
        "helpers": [(one.value, frame_words(here)[one.value]) for one in Helper],
        "helped_by": sheet.helped_by,
    }


def _decides(definition: Definition, on: Page) -> bool:
    """Whether what is answered on this page decides about what comes later."""
    return any(step.question.key in definition.deciding for step in on.steps)


def frame(here: Answering) -> dict[str, Any]:
    """What every page of a survey shows around its content."""
    sheet, definition = here.sheet, drafting.asked_in(here.sheet)
    reader = reader_of(sheet)
    names = languages()
    return {
        "survey": here.wave.survey,
        "wave": here.wave,
        "title": heading(definition.title, reader).text or here.wave.survey.title,
        "t": frame_words(here),
        "sheet": sheet,
        "language": sheet.language,
        "direction": direction(sheet.language),
        "languages": [(one, names.get(one, one)) for one in definition.languages],
        "has_easy": "easy" in definition.faces,
    }


def frame_words(here: Answering) -> Mapping[str, str]:
    return phrases(here.sheet.language)


def spoken(
    request: HttpRequest, template: str, context: Mapping[str, Any], here: Answering, status: int = 200
) -> HttpResponse:
    with override(here.sheet.language):
        return render(request, template, dict(context), status=status)


def pages_of(here: Answering) -> list[Page]:
    return path(drafting.asked_in(here.sheet), here.sheet.answers, here.sheet.who)


def reader_of(sheet: Sheet) -> Reader:
    return Reader(sheet.shown_face, sheet.language, sheet.seed)


@lru_cache(1000)
def _address(slug: str, number: int) -> str:
    return reverse("surveys:page", args=[slug, number])


def place(slug: str, here: Answering, number: int) -> str:
    """The address of a page. Before anything is kept it carries the wording: there is no draft to remember it."""
    address = _address(slug, number)
    if here.draft is None and number == 1:
        asked = {"face": here.sheet.face, "language": here.sheet.language, "easy": "1" if here.sheet.easy else ""}
        return address + "?" + "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return address
