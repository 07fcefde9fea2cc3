"""The pages of one survey: a section at a time, kept as it is sent, then sent as a whole."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
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
from surveys.routing import Page, Step, with_answer
from surveys.views import browser
from surveys.views.browser import Answering
from surveys.views.rendering import Came, later, pages_of, place, refused, show, trouble
from surveys.views.thanking import Answered, thank

NEXT, BACK, LATER, CHANGE, SEND = "next", "back", "later", "change", "send"
BY_SCRIPT = "X-Section"  # a header: answer with the next section itself, not with where it is
TRIES = 5  # two devices at once: read again and put this page's answers in


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
    at = on.section.key if on else ""
    for _try in range(TRIES):
        sheet = _with(request, here.sheet, came, number, do)
        try:
            if do == SEND and not came.errors:
                return _send(request, here, sheet, at)
            here.keep(sheet, at)
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


def _send(request: HttpRequest, here: Answering, sheet: Sheet, at: str) -> HttpResponse:
    """Send it, once; what could not be sent is kept, and the page says why."""
    try:
        sent = sending.send(here.secret, sheet, here.wave, here.draft)
    except UsedError:
        here.keep(sheet, at)
        return trouble(
            request, here, _("This code was used before, so it cannot send answers again. Ask for a new one.")
        )
    except ClosedError:
        here.keep(sheet, at)
        return trouble(request, here, _("This survey closed before you sent your answers. You can still tell us."))
    return thanks(request, here, Answered.from_sheet(sheet, helps=sent.helps))


def thanks(request: HttpRequest, here: Answering, answered: Answered | None = None) -> HttpResponse:
    """The page that says thank you: by a script at once, else on to its address.

    The cookie goes with that page, so whatever is lost on the way can be asked for again.
    """
    slug = here.wave.survey.slug
    if not request.headers.get(BY_SCRIPT):
        return browser.remember(redirect("surveys:sent", slug), slug, here.secret)
    if answered is None:
        response = sending.sent_with(drafting.receipt_phrase(here.secret))
        answered = Answered.from_response(response) if response else None
    page = thank(request, slug, here.secret, answered)
    page[BY_SCRIPT] = reverse("surveys:sent", args=[slug])
    return page
