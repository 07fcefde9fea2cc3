"""The builder in the admin: the list, one survey with its outline and what to look at, and every step of building."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement.paging import page_after
from people.models import User
from people.roles import MANAGE_SURVEYS
from surveys import building
from surveys.building import BuildError
from surveys.forms.building import SectionForm, StartForm, SurveyForm
from surveys.forms.question import KINDS, QuestionForm, filled
from surveys.forms.translating import TranslationForm
from surveys.forms.wording import title_of
from surveys.models import Survey
from surveys.picturing import shipped
from surveys.proofing import named, proof
from surveys.questions import MAIN_LANGUAGE, Definition, QuestionError, worded
from surveys.shelf import templates
from surveys.speaking import direction, languages


def built_by(request: HttpRequest) -> User:
    """The officer at work here; raises PermissionDenied for everybody who does not build surveys."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
    return user


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    built_by(request)
    page = page_after(Survey.objects.defer("draft").prefetch_related("waves"), request.GET.get("after", ""))
    context = frame(_("Surveys")) | {"surveys": page.rows, "next": page.next}
    return render(request, "surveys/admin/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = built_by(request)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        template = templates().get(form.cleaned_data["template"])
        definition = template.definition if template else None
        survey = building.make(form.cleaned_data["title"], by=user, definition=definition)
        return redirect("survey-builder:item", uuid=survey.uuid)
    context = frame(_("A new survey"), inside=True) | {"form": form}
    return render(request, "surveys/admin/new.html", context, status=422 if form.errors else 200)


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    """One survey: its sections and questions, what to look at before publishing, and its waves."""
    built_by(request)
    survey = get_object_or_404(Survey, uuid=uuid)
    definition, latest = survey.definition, survey.latest
    remarks = proof(definition)
    context = frame(survey.title, inside=True) | {
        "survey": survey,
        "definition": definition,
        "outline": [_outlined(definition, section, remarks) for section in definition.sections],
        "general": [one for one in remarks if not one.key or one.key in ("title", "intro", "thanks")],
        "stops": sum(one.severity == "stops" for one in remarks),
        "warns": sum(one.severity == "warns" for one in remarks),
        "latest": latest,
        "changes": building.unpublished_changes(survey),
        "is_published": latest is not None and latest.definition == survey.draft,
        "waves": survey.waves.filter(is_test=False),
        "events": survey.events.select_related("by")[:20],
        "faces": [(face, named(face)) for face in definition.faces],
        "others": [(code, languages().get(code, code)) for code in definition.languages if code != MAIN_LANGUAGE],
    }
    return render(request, "surveys/admin/item.html", context)


def _outlined(definition: Definition, section: Any, remarks: list[Any]) -> dict[str, Any]:
    return {
        "section": section,
        "title": worded(section.wordings, definition.faces[0])[0].text,
        "remarks": [one for one in remarks if one.key == section.key],
        "questions": [
            {
                "question": question,
                "title": title_of(question, definition),
                "kind": KINDS[question.kind],
                "remarks": [one for one in remarks if one.key == question.key],
                "faces": sum(bool(question.wordings.get(face)) for face in definition.faces),
            }
            for question in section.questions
        ],
    }


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, uuid: str) -> HttpResponse:
    """Title, faces, languages and the words around the questions."""
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    definition = survey.definition
    first = definition.faces[0]
    start: dict[str, Any] = {
        name: worded(getattr(definition, name), first)[0].text for name in ("title", "intro", "thanks")
    }
    start |= {"faces": definition.faces, "languages": definition.languages, "version": survey.version}
    form = SurveyForm(request.POST or None, initial=start | {"asks_who_helped": definition.asks_who_helped})
    if request.method == "POST" and form.is_valid() and _kept(form, survey, form.changed, user):
        building.rename(survey, form.cleaned_data["title"], by=user)
        return redirect("survey-builder:item", uuid=uuid)
    return _form(request, survey, _("What the whole survey says"), form, "surveys/admin/form.html")


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, uuid: str, key: str = "") -> HttpResponse:
    """A section's heading and repetition; without a key, a new one at the end."""
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    definition = survey.definition
    one = next((each for each in definition.sections if each.key == key), None)
    if key and one is None:
        raise Http404
    start: dict[str, Any] = {"version": survey.version}
    if one:
        start |= {"heading": worded(one.wordings, definition.faces[0])[0].text, "repeat": one.repeat}
    form = SectionForm(request.POST or None, definition=definition, section=one, initial=start)
    if request.method == "POST" and form.is_valid():

        def put(before: Definition) -> Definition:
            made = before if one else building.add_section(before, form.cleaned_data["heading"])
            target = next(each for each in made.sections if each.key == key) if one else made.sections[-1]
            return made.with_section(form.made(made, target))

        if _kept(form, survey, put, user):
            return redirect("survey-builder:item", uuid=uuid)
    return _form(request, survey, _("Section"), form, "surveys/admin/form.html")


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, uuid: str, key: str = "", section: str = "") -> HttpResponse:
    """One question with all its faces; without a key, a new one at the end of `section`."""
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    definition = survey.definition
    one = definition.questions.get(key)
    if (key and one is None) or (section and section not in {each.key for each in definition.sections}):
        raise Http404
    start = filled(one, definition.faces) if one else {"kind": request.GET.get("kind", "one"), "rather_not": True}
    form = QuestionForm(
        request.POST or None, definition=definition, question=one, pictures=shipped(),
        initial=start | {"version": survey.version},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.made()
        if _kept(form, survey, lambda before: before.with_question(made, section), user):
            if "another" in request.POST:
                home = survey.definition.section_of[made.key].key
                return redirect("survey-builder:question-new", uuid=uuid, section=home)
            if "stay" in request.POST:
                return redirect("survey-builder:question", uuid=uuid, key=made.key)
            return redirect(reverse("survey-builder:item", args=[uuid]) + f"#{made.key}")
    context = {"question": one, "options": form.table("options"), "lines": form.table("lines")}
    return _form(request, survey, _("Question"), form, "surveys/admin/question.html", **context)


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, uuid: str, language: str, face: str) -> HttpResponse:
    """Every text of one face beside its translation."""
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    definition = survey.definition
    if language not in definition.languages or language == MAIN_LANGUAGE or face not in definition.faces:
        raise Http404
    form = TranslationForm(
        request.POST or None, definition=definition, face=face, language=language, initial={"version": survey.version}
    )
    if request.method == "POST" and form.is_valid() and _kept(form, survey, form.translated, user):
        return redirect("survey-builder:item", uuid=uuid)
    title = f"{languages().get(language, language)}, {named(face)}"
    return _form(
        request, survey, title, form, "surveys/admin/translate.html", language=language, direction=direction(language)
    )


@require_POST
def step(request: HttpRequest, uuid: str, key: str, do: str) -> HttpResponse:
    """Move or remove a question or a section."""
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    definition = survey.definition
    if key not in definition.questions and key not in {each.key for each in definition.sections}:
        raise Http404
    how: dict[str, Callable[[Definition], Definition]] = {
        "up": lambda before: building.move(before, key, -1),
        "down": lambda before: building.move(before, key, 1),
        "remove": lambda before: before.without(key),
    }
    building.change(survey, how[do], by=user)
    if do == "remove":
        messages.success(request, _("It is taken out. Published versions still have it."))
        return redirect("survey-builder:item", uuid=uuid)
    return redirect(reverse("survey-builder:item", args=[uuid]) + f"#{key}")


@require_POST
def publish(request: HttpRequest, uuid: str) -> HttpResponse:
    user, survey = built_by(request), get_object_or_404(Survey, uuid=uuid)
    try:
        version = building.publish(survey, by=user)
    except BuildError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Version %(n)d is published. It never changes.") % {"n": version.number})
    return redirect("survey-builder:item", uuid=uuid)


def _kept(form: Any, survey: Survey, how: Callable[[Definition], Definition], user: User) -> bool:
    """Whether the draft was changed; otherwise the form says why, with everything that was typed."""
    try:
        building.change(survey, how, by=user, version=form.cleaned_data["version"])
    except (BuildError, QuestionError) as error:
        form.add_error(None, str(error))
        # What stands now is what the next press changes: the page shows the colleague's version number.
        form.data = form.data.copy()
        form.data["version"] = str(Survey.objects.values_list("version", flat=True).get(pk=survey.pk))
        return False
    return True


def _form(request: HttpRequest, survey: Survey, title: str, form: Any, template: str, **more: Any) -> HttpResponse:
    context = frame(title, survey=survey) | {"survey": survey, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def frame(crumb: str, *, inside: bool = False, survey: Survey | None = None) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside or survey:
        trail.append({"url": reverse("survey-builder:index"), "label": _("Surveys")})
    if survey:
        trail.append({"url": reverse("survey-builder:item", args=[survey.uuid]), "label": survey.title})
    return {
        "header_title": crumb,
        "header_icon": "clipboard-list",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
