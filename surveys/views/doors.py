"""The ways into surveys and out again: what is open, a code, four words, the cover, thanks, and taking back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.keys import LONGEST_KEY
from people.limits import come_back_later, give_back, limited
from surveys import answering, drafting, taking_back, tickets
from surveys.models import Participation, Survey, Wave, WayIn
from surveys.presenting import Reader, heading
from surveys.questions import FACES, MAIN_LANGUAGE
from surveys.speaking import direction, languages, phrases
from surveys.views import browser
from surveys.views.thanking import Answered, thank

LIMIT = "survey_words"


class FourWordsForm(forms.Form):
    """Four words from a slip of paper, in any case, with anything between them."""

    words = forms.CharField(
        label=gettext_lazy("The four words"),
        max_length=LONGEST_KEY,
        error_messages={
            "required": gettext_lazy("Type the four words."),
            "max_length": gettext_lazy("That is too long for four words. Check it and try again."),
        },
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is open, what was found, and the three things that four words do."""
    return _index(request)


def _index(
    request: HttpRequest, *, code: FourWordsForm | None = None, back: FourWordsForm | None = None
) -> HttpResponse:
    open_now = Wave.objects.open().for_everybody().select_related("survey").order_by("closes_at")
    context = {
        "waves": _unanswered(request, list(open_now.defer("survey__draft"))),
        "found": Wave.objects.with_results()
        .select_related("survey")
        .defer("survey__draft")
        .order_by("-results_at")[:12],
        "code": code or FourWordsForm(auto_id="code_%s"),
        "back": back or FourWordsForm(auto_id="back_%s"),
    }
    wrong = bool((code and code.errors) or (back and back.errors))
    return render(request, "surveys/index.html", context, status=422 if wrong else 200)


def _unanswered(request: HttpRequest, waves: list[Wave]) -> list[Wave]:
    """Without those that the space open here has answered; those for spaces alone only where one is open."""
    space = request.young_person  # type: ignore[attr-defined]  # YoungPersonMiddleware puts it there
    if not space:
        return [wave for wave in waves if wave.lets_in(WayIn.LINK)]
    marks = {tickets.mark_of(space, wave): wave for wave in waves if wave.lets_in(WayIn.SPACE)}
    done = set(Participation.objects.filter(mark__in=marks).values_list("mark", flat=True))
    return [wave for wave in waves if tickets.mark_of(space, wave) not in done]


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """A code from a sheet opens its survey in this browser, in the wording that the sheet is for."""
    if request.method != "POST":
        return _index(request)
    form = FourWordsForm(request.POST, auto_id="code_%s")
    if form.is_valid():
        if limited(request, LIMIT):
            return come_back_later(request, LIMIT)
        ticket = tickets.find(form.cleaned_data["words"])
        if ticket:
            give_back(request, LIMIT)
            return _open(ticket)
        form.add_error("words", _("We don’t know that code, or it was used already. Check the four words."))
    return _index(request, code=form)


def _open(ticket: Any) -> HttpResponse:
    sheet, wave, secret = ticket.sheet, ticket.sheet.wave, drafting.new_secret()
    easy = sheet.face == FACES[-1]
    ages = [face for face in wave.version.asked.faces if face != FACES[-1]]
    begun = drafting.begin(
        wave, ages[0] if easy and ages else sheet.face, easy=easy, ticket=ticket.code,
        age_band=sheet.age_band, care_status=sheet.care_status,
    )  # fmt: skip
    drafting.keep(secret, wave, begun)
    return browser.remember(redirect("surveys:page", wave.survey.slug, 1), wave.survey.slug, secret)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Four words open answers that somebody stopped, on whatever device."""
    if request.method != "POST":
        return _index(request)
    form = FourWordsForm(request.POST, auto_id="back_%s")
    if form.is_valid():
        if limited(request, LIMIT):
            return come_back_later(request, LIMIT)
        secret = drafting.come_back(form.cleaned_data["words"])
        found = drafting.read(secret) if secret else None
        if secret and found:
            give_back(request, LIMIT)
            slug = browser.wave_with(found[1].wave_id).survey.slug
            return browser.remember(redirect("surveys:page", slug, max(1, found[0].reached + 1)), slug, secret)
        form.add_error("words", _("We found no answers with these words. They are kept for 28 days."))
    return _index(request, back=form)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """The words from the last page take the answers back for good."""
    form = FourWordsForm(request.POST if request.method == "POST" else None)
    done = False
    if request.method == "POST" and form.is_valid():
        if limited(request, LIMIT):
            return come_back_later(request, LIMIT)
        done = taking_back.take_back(form.cleaned_data["words"])
        if done:
            give_back(request, LIMIT)
        else:
            form.add_error("words", _("There are no answers with these words. Perhaps you took them back already."))
    context = {"form": form, "done": done}
    return render(request, "surveys/take_back.html", context, status=422 if form.errors else 200)


@require_safe
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """The cover: what it is about, how long it takes, who sees what, and for whom it shall be worded."""
    one = get_object_or_404(Survey.objects.defer("draft").filter(versions__isnull=False).distinct(), slug=slug)
    wave = browser.wave_of(slug)
    if wave is None:
        return _closed(request, one)
    language = request.GET.get("language", MAIN_LANGUAGE)
    asked = wave.version.asked
    if language not in asked.languages:
        language = MAIN_LANGUAGE
    reader = Reader("11-17", language)
    secret = browser.secret_in(request, slug)
    begun = drafting.read(secret) if secret else None
    sheet = browser.first_sheet(request, wave)
    names = languages()
    context = {
        "survey": one,
        "wave": wave,
        "title": heading(asked.title, reader).text or one.title,
        "intro": heading(asked.intro, reader),
        "faces": [(face, face.replace("-", "–")) for face in asked.faces if face != FACES[-1]],
        "has_easy": FACES[-1] in asked.faces,
        "languages": [(each, names.get(each, each)) for each in asked.languages],
        "language": language,
        "direction": direction(language),
        "t": phrases(language),
        "minutes": max(1, round(len(asked.questions) / 4)),
        "begun": begun and max(1, begun[0].reached + 1),
        "may_come_in": browser.may_come_in(sheet, wave),
        "kiosk": browser.KIOSK if request.GET.get(browser.KIOSK) and wave.lets_in(WayIn.KIOSK) else "",
        "answered": bool(sheet.mark) and Participation.objects.filter(mark=sheet.mark).exists(),
    }
    with override(language):
        return render(request, "surveys/cover.html", context)


def _closed(request: HttpRequest, one: Survey) -> HttpResponse:
    """It is not open: when it was or will be, what it found, and what is open instead."""
    waves = one.waves.filter(is_test=False)
    context = {
        "survey": one,
        "coming": waves.filter(opens_at__gt=timezone.now()).order_by("opens_at").first(),
        "last": waves.closed().first(),
        "found": one.waves.with_results().first(),
        "others": Wave.objects.open().for_everybody().select_related("survey").defer("survey__draft")[:5],
    }
    return render(request, "surveys/closed.html", context)


@never_cache
@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The page that says thank you, for who sent their answers just now."""
    secret = browser.secret_in(request, slug)
    response = answering.sent_with(drafting.receipt_phrase(secret)) if secret else None
    if secret and response is None:  # not sent yet: nothing is forgotten
        return redirect("surveys:survey", slug)
    return thank(request, slug, secret, Answered.from_response(response) if response else None)


@require_POST
def throw_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin anew: nothing of what was answered here stays."""
    secret = browser.secret_in(request, slug)
    if secret:
        drafting.throw_away(secret)
    return browser.forget(redirect("surveys:survey", slug), slug)
