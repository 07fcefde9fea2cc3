"""Waves in the admin: planning one, who was reached, codes, results; and a look at a survey before it opens."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement.disclosure.tables import FEWEST_SHOWN
from engagement.editions import Table
from surveys import showing, tabling, tickets, waves, weighting
from surveys.findings import Finding, Words, findings, how_many, row_names
from surveys.forms.waves import CodesForm, WaveForm
from surveys.models import Draft, Result, Survey, Ticket, Wave
from surveys.presenting import Reader, ask, heading
from surveys.questions import FACES, MAIN_LANGUAGE, worded
from surveys.results import Found
from surveys.routing import Step
from surveys.speaking import direction, languages, phrases
from surveys.tasks import work_out
from surveys.tickets import TicketError
from surveys.views.builder import built_by, frame
from surveys.waves import WaveError
from surveys.weighting import Cohort


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, uuid: str) -> HttpResponse:
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    form = WaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wave = waves.plan(survey, form.plan(), by=user)
        except WaveError as error:
            form.add_error(None, str(error))
        else:
            return redirect("survey-builder:wave", uuid=wave.uuid)
    context = frame(_("A new wave"), survey=survey) | {"survey": survey, "form": form}
    return render(request, "surveys/admin/wave_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, uuid: str) -> HttpResponse:
    user, wave = built_by(request), wave_at(uuid)
    form = WaveForm(request.POST or None, initial=WaveForm.filled(wave))
    if request.method == "POST" and form.is_valid():
        try:
            waves.change(wave, form.plan(), by=user)
        except WaveError as error:
            form.add_error(None, str(error))
        else:
            return redirect("survey-builder:wave", uuid=wave.uuid)
    context = frame(_("Change the wave"), survey=wave.survey) | {"survey": wave.survey, "form": form}
    return render(request, "surveys/admin/wave_form.html", context, status=422 if form.errors else 200)


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    """One wave: who was reached and where people stop while it runs, what it found once it is over."""
    built_by(request)
    wave = wave_at(uuid)
    found = showing.found_in(wave, released=True) or showing.found_in(wave, released=False)
    words = Words(Reader("11-17", MAIN_LANGUAGE))
    asked, cohort = wave.version.asked, weighting.cohort_of(wave)
    address = request.build_absolute_uri(wave.get_absolute_url())
    context = frame(wave.name, survey=wave.survey) | {
        "survey": wave.survey,
        "wave": wave,
        "is_open": wave.is_open(),
        "answered": _few(wave.responses.count()),
        "stopped": _stopped(wave),
        "sheets": wave.sheets.annotate(left=Count("tickets")),
        "left": Ticket.objects.filter(sheet__wave=wave).count(),
        "address": address,
        "follow_ups": wave.survey.follow_ups.select_related("ask"),
        "questions": [(key, worded(one.wordings, "11-17")[0].text) for key, one in asked.questions.items()],
        "reminder": waves.reminder(wave, address),
        "results": {result.is_released: result for result in Result.objects.filter(wave=wave).defer("shown")},
        "found": _weighted(wave, found, words, cohort) if found else [],
        "reach": _reach(wave, found, cohort),
        "how_many": how_many(found, words) if found else "",
    }
    context["waiting"] = any(result.is_waiting for result in context["results"].values())
    return render(request, "surveys/admin/wave.html", context)


def _reach(wave: Wave, found: Found | None, cohort: Cohort | None) -> Table | None:
    """Who was heard, once results are there; until then as far as it may be said while answers come in."""
    if cohort is None:
        return None
    return weighting.reach(found, cohort) if found else weighting.reach_so_far(wave, cohort)


def _weighted(wave: Wave, found: Found, words: Words, cohort: Cohort | None) -> list[Finding]:
    """The findings, with shares weighted to the cohort beside those that were counted."""
    made = findings(wave.version.asked, found, words)
    if cohort is None:
        return made
    with_weights = []
    for one in made:
        by = found.tables.get(one.key, {})
        names = row_names(wave.version.asked.questions[one.key], by[""], words) if by else {}
        table = weighting.weighted(by, cohort, names)
        with_weights.append(replace(one, crossed=(*one.crossed, table)) if table else one)
    return with_weights


def _few(count: int) -> str:
    """A count of people as staff may see it while answers come in."""
    return f"{count:,}" if count >= FEWEST_SHOWN else "0" if not count else _("fewer than 6")


def _stopped(wave: Wave) -> list[tuple[str, str]]:
    """After which section people stopped who have not sent yet, by its heading."""
    asked = wave.version.asked
    there = dict(Draft.objects.filter(wave=wave).values_list("at").annotate(n=Count("pk")).order_by())
    named = [
        (one.key, worded(one.wordings, asked.faces[0])[0].text or _("Section %(n)d") % {"n": number})
        for number, one in enumerate(asked.sections, start=1)
    ]
    return [(title, _few(there[key])) for key, title in named if there.get(key)]


@require_POST
def close(request: HttpRequest, uuid: str) -> HttpResponse:
    user, wave = built_by(request), wave_at(uuid)
    try:
        waves.close(wave, by=user)
    except WaveError as error:
        messages.error(request, str(error))
    return redirect("survey-builder:wave", uuid=uuid)


@require_POST
def show_results(request: HttpRequest, uuid: str) -> HttpResponse:
    """Have the results worked out, for staff or for everybody."""
    user, wave = built_by(request), wave_at(uuid)
    try:
        with transaction.atomic():
            result = showing.ask_for(wave, by=user, release="release" in request.POST)
            work_out.delay_on_commit(result.pk)
    except WaveError as error:
        messages.error(request, str(error))
    return redirect("survey-builder:wave", uuid=uuid)


@require_GET
def tables(request: HttpRequest, uuid: str, kind: str) -> HttpResponse:
    """The tables on the page as a file."""
    built_by(request)
    wave = wave_at(uuid)
    found = showing.found_in(wave, released=True) or showing.found_in(wave, released=False)
    if found is None or kind not in tabling.KINDS:
        raise Http404
    made = findings(wave.version.asked, found, Words(Reader("11-17", MAIN_LANGUAGE)))
    response = HttpResponse(tabling.file(made, kind), content_type=tabling.KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{wave.survey.slug}.{kind}"'
    return response


@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest, uuid: str) -> HttpResponse:
    """Print a sheet of codes for one group. The codes are on this one page and nowhere else."""
    user, wave = built_by(request), wave_at(uuid)
    form = CodesForm(request.POST or None, faces=wave.version.asked.faces)
    context = frame(_("Codes for a group"), survey=wave.survey) | {"survey": wave.survey, "wave": wave, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            printed = tickets.print_sheet(wave, by=user, **form.cleaned_data)
        except TicketError as error:
            form.add_error(None, str(error))
        else:
            door = request.build_absolute_uri(reverse("surveys:code"))
            context |= {
                "printed": printed,
                "door": door,
                "slips": [(code, tickets.square(door, code)) for code in printed.codes],
            }
            response = render(request, "surveys/admin/slips.html", context)
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "surveys/admin/codes.html", context, status=422 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, uuid: str) -> HttpResponse:
    """Every question at once, as one face reads it in one language. Nothing can be sent from here."""
    built_by(request)
    survey = get_object_or_404(Survey, uuid=uuid)
    definition = survey.definition
    face, language = request.GET.get("face", definition.faces[0]), request.GET.get("language", MAIN_LANGUAGE)
    face = face if face in definition.faces else definition.faces[0]
    language = language if language in definition.languages else MAIN_LANGUAGE
    reader = Reader(face, language)
    context: dict[str, Any] = {
        "survey": survey,
        "title": heading(definition.title, reader).text or survey.title,
        "intro": heading(definition.intro, reader).text,
        "sections": [
            {
                "heading": heading(section.wordings, reader).text,
                "asked": [ask(Step(one, section), reader, definition, {}) for one in section.questions],
            }
            for section in definition.sections
        ],
        "t": phrases(language),
        "face": face,
        "is_easy": face == FACES[-1],
        "faces": definition.faces,
        "language": language,
        "direction": direction(language),
        "languages": [(code, languages().get(code, code)) for code in definition.languages],
    }
    with override(language):
        return render(request, "surveys/admin/preview.html", context)


def wave_at(uuid: str) -> Wave:
    """A wave with all that its pages show; 404 where there is none."""
    return get_object_or_404(Wave.objects.select_related("survey", "version").defer("survey__draft"), uuid=uuid)
