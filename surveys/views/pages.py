"""The pages of one survey: a section at a time, kept as it is sent, then sent as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_callable, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from surveys import answering as sending
from surveys import drafting
from surveys.answering import ClosedError, UsedError
from surveys.answers import AnswerError, read
from surveys.drafting import OvertakenError, Sheet
from surveys.models.responses import Helper
from surveys.presenting import Reader, ask, heading
from surveys.questions import Definition
from surveys.routing import Page, Step, asks_about, path, with_answer
from surveys.speaking import direction, languages, phrases
from surveys.views import browser
from surveys.views.browser import Answering

NEXT, BACK, LATER, CHANGE, SEND = "next", "back", "later", "change", "send"
BY_SCRIPT = "X-Section"  # a header: answer with the next section itself, not with where it is
TRIES = 5  # two devices at once: read again and put this page's answers in


@dataclass(frozen=True)
class Came:
    """A page of answers as it was posted: what can be kept, and what is wrong by the question's field."""

    values: Sequence[tuple[Step, Any]]
    errors: Mapping[str, str]


@csrf_exempt  # the form has a token of its own, which needs no session: see browser.is_ours
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One page: a GET shows what was answered, a POST keeps the answers and goes on."""
    here = browser.at(request, slug)
    if here is None or not browser.may_come_in(here.sheet, here.wave):
        return redirect("surveys:survey", slug)
    if here.draft is None and not here.is_new and sending.was_sent(here.secret):
        return thanks(request, here)
    pages = pages_of(here)
    if request.method == "POST":
        if not browser.is_ours(request, here):
            return refused(request, here)
        return _take(request, here, pages[number - 1] if number <= len(pages) else None, number)
    if number > min(len(pages), here.sheet.reached + 1) and number > 1:
        return redirect(place(slug, here, min(here.sheet.reached + 1, len(pages) + 1)))
    return browser.remember(show(request, here, number), slug, here.secret)


def _take(request: HttpRequest, here: Answering, on: Page | None, number: int) -> HttpResponse:
    """Keep what can be kept of this page, whatever is wrong with the rest; then go where the button leads."""
    came = _read(on.steps if on else (), request)
    do = str(request.POST.get("do", NEXT))
    for _try in range(TRIES):
        try:
            here.keep(_with(request, here.sheet, came, number, do), on.section.key if on else "")
            break
        except OvertakenError:
            again = browser.at(request, here.wave.survey.slug)
            if again is None or again.draft is None:  # it was sent from another device
                return redirect("surveys:sent", here.wave.survey.slug)
            here = again
    if came.errors and do in (NEXT, SEND):
        return show(request, here, number, came=came)
    slug = here.wave.survey.slug
    if do == LATER:
        return later(request, here)
    if do == SEND:
        return send(request, here)
    to = max(1, number - 1) if do == BACK else number if do == CHANGE else number + 1
    if request.headers.get(BY_SCRIPT):
        response = show(request, here, to)
        response[BY_SCRIPT] = place(slug, here, to)
        return browser.remember(response, slug, here.secret)
    return browser.remember(redirect(place(slug, here, to)), slug, here.secret)


def _read(steps: Sequence[Step], request: HttpRequest) -> Came:
    values, errors = [], {}
    for step in steps:
        try:
            values.append((step, read(step, request.POST)))
        except AnswerError as error:
            errors[step.name] = str(error)
    return Came(values, errors)


def _with(request: HttpRequest, sheet: Sheet, came: Came, number: int, do: str) -> Sheet:
    answers = sheet.answers
    for step, value in came.values:
        answers = with_answer(answers, step, value)
    helped = request.POST.get("helped_by", sheet.helped_by)
    moved = replace(
        sheet,
        answers=dict(answers),
        reached=max(sheet.reached, number if do in (NEXT, SEND) and not came.errors else number - 1),
        helped_by=helped if helped in Helper.values else "",
    )
    if do != CHANGE:
        return moved
    definition = drafting.asked_in(sheet)
    language = request.POST.get("to_language", sheet.language)
    return drafting.in_language(
        moved,
        language=language if language in definition.languages else sheet.language,
        easy=bool(request.POST.get("to_easy")) and "easy" in definition.faces,
    )


def send(request: HttpRequest, here: Answering) -> HttpResponse:
    """Send it, once; what could not be sent stays as it was, and the page says why."""
    try:
        sending.send(here.secret, here.sheet, here.wave)
    except UsedError:
        return trouble(
            request, here, _("This code was used before, so it cannot send answers again. Ask for a new one.")
        )
    except ClosedError:
        return trouble(request, here, _("This survey closed before you sent your answers. You can still tell us."))
    return thanks(request, here)


def thanks(request: HttpRequest, here: Answering) -> HttpResponse:
    """On to the page that says thank you. The cookie stays until that page has come."""
    slug = here.wave.survey.slug
    response: HttpResponse = redirect("surveys:sent", slug)
    if request.headers.get(BY_SCRIPT):
        response = HttpResponse(headers={BY_SCRIPT: reverse("surveys:sent", args=[slug])})
    return browser.remember(response, slug, here.secret)


def later(request: HttpRequest, here: Answering) -> HttpResponse:
    """The four words that open these answers on any device, shown once; this device forgets them."""
    try:
        words = drafting.finish_later(here.secret)
    except OvertakenError:
        return redirect("surveys:survey", here.wave.survey.slug)
    context = frame(here) | {"words": words, "until": here.draft and here.draft.kept_until, "wave": here.wave}
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
    pages, sheet, definition = pages_of(here), here.sheet, drafting.asked_in(here.sheet)
    reader = reader_of(sheet)
    on = pages[number - 1] if number <= len(pages) else None
    posted = dict(request.POST.lists()) if came else None
    asked = [
        ask(
            step, reader, definition, sheet.answers,
            posted={name: [str(one) for one in values] for name, values in posted.items()} if posted else None,
            error=came.errors.get(step.name, "") if came else "",
        )
        for step in (on.steps if on else ())
    ]  # fmt: skip
    is_last = number >= len(pages) and (on is None or not _decides(definition, on))
    last = max(number, len(pages) + (0 if is_last and on else 1))
    context = frame(here) | {
        "asked": asked,
        "errors": [one for one in asked if one.error],
        "number": number,
        "last": last,
        "part": frame_words(here)["part"].format(n=number, last=last),
        "is_last": is_last,
        "asks_who_helped": is_last and definition.asks_who_helped,
        "helpers": [(one.value, frame_words(here)[one.value]) for one in Helper],
        "helped_by": sheet.helped_by,
        "section": heading(on.section.wordings, reader) if on else None,
        "action": place(here.wave.survey.slug, here, number),
        "is_kept": here.draft is not None or came is not None,
    }
    return spoken(request, "surveys/page.html", context, here, status=422 if came else 200)


def _decides(definition: Definition, on: Page) -> bool:
    """Whether what is answered on this page decides about what comes later."""
    here = {step.question.key for step in on.steps}
    later_on = [(one.show_if, one.repeat) for one in definition.sections]
    later_on += [(question.show_if, "") for question in definition.questions.values()]
    return any(here & {*asks_about(condition), repeat} for condition, repeat in later_on)


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
        "token": here.token,
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


def place(slug: str, here: Answering, number: int) -> str:
    """The address of a page. Before anything is kept it carries the wording: there is no draft to remember it."""
    address = reverse("surveys:page", args=[slug, number])
    if here.draft is None and number == 1:
        asked = {"face": here.sheet.face, "language": here.sheet.language, "easy": "1" if here.sheet.easy else ""}
        return address + "?" + "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return address
