"""Staff write down what somebody answered on paper, by phone or face to face: the same questions on one page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from people.models import AgeBand, CareStatus, User
from people.roles import ENTER_ON_BEHALF, MANAGE_SURVEYS
from surveys import answering, drafting
from surveys.answers import AnswerError, read
from surveys.models import Mode, WayIn
from surveys.models.responses import Helper
from surveys.presenting import Reader, ask, heading
from surveys.proofing import named
from surveys.questions import FACES, IN_WORDS, MAIN_LANGUAGE, Kind
from surveys.routing import Step, answer_to, with_answer
from surveys.speaking import direction, languages, phrases
from surveys.views.builder import built_by, frame
from surveys.views.wave_item import wave_at

SALT, LONGEST = "a sheet typed once", 8 * 60 * 60  # seconds between the two times: a working day
BY_STAFF = [choice for choice in Mode.choices if choice[0] not in (Mode.ONLINE, Mode.KIOSK)]


class AboutForm(forms.Form):
    """What is known of the sheet itself. `first` is what was typed the first time, sealed; it is kept nowhere else."""

    mode = forms.ChoiceField(label=gettext_lazy("How it came"), choices=BY_STAFF, initial=Mode.PAPER)
    face = forms.ChoiceField(label=gettext_lazy("Wording on the sheet"))
    age_band = forms.ChoiceField(label=gettext_lazy("Age"), required=False, choices=[("", "–"), *AgeBand.choices])
    care_status = forms.ChoiceField(
        label=gettext_lazy("Looked after or care leaver"), required=False, choices=[("", "–"), *CareStatus.choices]
    )
    helped_by = forms.ChoiceField(
        label=gettext_lazy("Who helped to answer"), required=False, choices=[("", "–"), *Helper.choices]
    )
    first = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, faces: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on
        self.fields["face"].choices = [(face, named(face)) for face in faces]  # type: ignore[attr-defined]  # a choice field


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, uuid: str) -> HttpResponse:
    """One sheet, typed twice. What is wrong is said and nothing typed is lost; answers off the path are left out."""
    user = request.user
    if not isinstance(user, User) or not (user.has_perm(MANAGE_SURVEYS) and user.has_perm(ENTER_ON_BEHALF)):
        raise PermissionDenied
    wave = wave_at(uuid)
    definition = wave.version.asked
    form = AboutForm(request.POST or None, faces=definition.faces)
    posted = {name: [str(one) for one in values] for name, values in request.POST.lists()} or None
    face = request.POST.get("face", request.GET.get("face", definition.faces[0]))
    reader = Reader(face if face in definition.faces else definition.faces[0], MAIN_LANGUAGE)
    sections = [section for section in definition.sections if not section.repeat]
    steps = [Step(question, section) for section in sections for question in section.questions]
    errors: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for step in steps if request.method == "POST" else ():
        try:
            answers = with_answer(answers, step, read(step, request.POST))
        except AnswerError as error:
            errors[step.name] = str(error)
    first = _typed_first(form)
    if first is not None and not errors:
        errors = _differences(steps, first, answers)
    again = bool(request.method == "POST" and form.is_valid() and not errors and first is None)
    if request.method == "POST" and form.is_valid() and not errors and not again:
        if not wave.is_open() or not wave.lets_in(WayIn.STAFF):
            form.add_error(None, _("This wave does not take sheets now."))
        else:
            data = {name: value for name, value in form.cleaned_data.items() if name not in ("first", "face")}
            easy = reader.face == FACES[-1]
            ages = [one for one in definition.faces if one != FACES[-1]] or [FACES[-1]]
            sheet = drafting.begin(wave, ages[0] if easy else reader.face, easy=easy, answers=answers, **data)
            answering.enter(wave, sheet)
            messages.success(request, _("It is in. Put the sheet where sheets are kept, then destroy it."))
            return redirect("survey-builder:enter", uuid=uuid)
    in_words = {question.key for question in definition.questions.values() if question.kind in IN_WORDS}
    if again and posted:
        posted = {name: typed for name, typed in posted.items() if name in in_words}
    if request.method == "POST" and not form.errors:
        picked = {key: value for key, value in answers.items() if key not in in_words}
        data = request.POST.copy()
        data["first"] = signing.dumps(picked, salt=SALT)
        form.data = data
    context = frame(_("Write down a sheet"), survey=wave.survey) | {
        "survey": wave.survey,
        "wave": wave,
        "form": form,
        "again": again,
        "asked": [ask(step, reader, definition, {}, posted=posted, error=errors.get(step.name, "")) for step in steps],
        "t": phrases(MAIN_LANGUAGE),
    }
    return render(request, "surveys/admin/enter.html", context, status=422 if form.errors or errors else 200)


def _typed_first(form: AboutForm) -> dict[str, Any] | None:
    """The answers as they were typed the time before; None the first time, or where that was not sealed by us."""
    try:
        typed = signing.loads(str(form.data.get("first", "")), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return dict(typed)


def _differences(steps: list[Step], first: dict[str, Any], answers: dict[str, Any]) -> dict[str, str]:
    """What was not typed alike both times, by field. Words are typed once: nobody types a page of them alike."""
    said = _("The first time you typed something else. Look at the sheet.")
    return {
        step.name: said
        for step in steps
        if step.question.kind not in IN_WORDS and answer_to(first, step) != answer_to(answers, step)
    }


@require_GET
def paper(request: HttpRequest, uuid: str) -> HttpResponse:
    """The survey as a sheet to print, for one face and language, from the same words as on screen."""
    built_by(request)
    wave = wave_at(uuid)
    definition = wave.version.asked
    face, language = request.GET.get("face", definition.faces[0]), request.GET.get("language", MAIN_LANGUAGE)
    face = face if face in definition.faces else definition.faces[0]
    language = language if language in definition.languages else MAIN_LANGUAGE
    reader = Reader(face, language)
    context = {
        "survey": wave.survey,
        "wave": wave,
        "title": heading(definition.title, reader).text or wave.survey.title,
        "intro": heading(definition.intro, reader).text,
        "sections": [
            {
                "heading": heading(section.wordings, reader).text,
                "asked": [ask(Step(one, section), reader, definition, {}) for one in section.questions],
            }
            for section in definition.sections
        ],
        "kinds": Kind,
        "t": phrases(language),
        "face": face,
        "faces": [(one, named(one)) for one in definition.faces],
        "language": language,
        "direction": direction(language),
        "languages": [(code, languages().get(code, code)) for code in definition.languages],
        "back": reverse("survey-builder:wave", args=[wave.uuid]),
    }
    return render(request, "surveys/admin/paper.html", context)
