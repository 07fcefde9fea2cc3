"""Tell us: one question a page, a look at it all before sending, and the page that says thanks."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from engagement import drafts, telling
from engagement.audience import audience
from engagement.drafts import Draft
from engagement.forms.telling import STEP_FORMS, NameForm, PurposeForm, SomeoneForm, StepForm
from engagement.models import Feeling, NameChoice, Purpose
from engagement.opening import opening
from engagement.views.telling_pages import answers_of, what_happens_next
from people.keys import find_space
from people.limits import give_back, limited, seconds_left
from people.models import YoungPerson
from people.sessions import enter_space

CHANGE = "change"  # in the query: somebody came from the last page to change one answer
UNKNOWN_KEY = _("We don’t know that key. Check the four words and try again.")


def space_of(request: HttpRequest) -> YoungPerson | None:
    """The space open in this browser."""
    space: YoungPerson | None = request.young_person  # type: ignore[attr-defined]  # YoungPersonMiddleware puts it there
    return space or None


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def tell_us(request: HttpRequest) -> HttpResponse:
    """The first question. A draft begins with its answer."""
    asked = {
        "purpose": request.GET.get("purpose", "") if request.GET.get("purpose") in telling.PATHS else "",
        "feeling": request.GET.get("feeling", "") if request.GET.get("feeling") in Feeling else "",
    }
    draft = Draft()
    form = PurposeForm(request.POST if request.method == "POST" else None, draft=draft, initial=asked)
    if request.method == "POST" and form.is_valid():
        draft.answers.update(form.cleaned_data)
        drafts.keep(request.session, draft)
        return redirect("engagement:tell-us-step", draft.id, telling.path(draft)[1])
    return _page(request, draft, "purpose", form)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, draft_id: str, name: str) -> HttpResponse:
    """One step of a draft: a GET shows what was answered, a POST keeps the answer and goes on."""
    draft = drafts.find(request.session, draft_id)
    if draft is None:
        return _gone(request)
    if draft.is_sent:
        return redirect("engagement:thanks", draft.id)
    space = space_of(request)
    next_open = telling.first_unanswered(draft, in_space=space is not None)
    way = telling.path(draft)
    if name not in way or (next_open in way and way.index(name) > way.index(next_open)):
        return redirect("engagement:tell-us-step", draft.id, next_open)
    form = STEP_FORMS[name](request.POST if request.method == "POST" else None, draft=draft, in_space=space is not None)
    if request.method != "POST" or not form.is_valid() or not _opens_space(request, form):
        return _page(request, draft, name, form)
    if name == "check":
        return _check(request, draft, form)
    draft.answers.update({field: value for field, value in form.cleaned_data.items() if field != "key"})
    drafts.keep(request.session, draft)
    return redirect(_after(request, draft, name))


def _after(request: HttpRequest, draft: Draft, name: str) -> str:
    """Where an answer leads: on, or back to the last page when only one thing was changed."""
    way = telling.path(draft)
    if telling.is_paper_only(draft) and name == way[-1]:
        return reverse("engagement:tell-us-paper", args=[draft.id])
    in_space = space_of(request) is not None
    onwards = telling.first_unanswered(draft, in_space=in_space) if CHANGE in request.GET else way[way.index(name) + 1]
    return reverse("engagement:tell-us-step", args=[draft.id, onwards])


def _opens_space(request: HttpRequest, form: StepForm) -> bool:
    """Open the space whose key was typed on the name page, where one was; False when it is no key of ours."""
    if not isinstance(form, NameForm) or form.cleaned_data["name_choice"] != NameChoice.MY_SPACE or form.in_space:
        return True
    if limited(request, "key"):
        form.add_error("key", _slow_down("key"))
        return False
    space = find_space(form.cleaned_data["key"])
    if space is None:
        form.add_error("key", UNKNOWN_KEY)
        return False
    give_back(request, "key")
    enter_space(request, space)
    return True


def _check(request: HttpRequest, draft: Draft, form: StepForm) -> HttpResponse:
    """Send it from the last page, unless far too much came from one place; then everything stays as it was."""
    if limited(request, "telling"):
        form.add_error(None, _slow_down("telling"))
        return _page(request, draft, "check", form)
    return _send(request, draft)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    telling.send(draft, space_of(request))
    drafts.keep(request.session, draft)
    return redirect("engagement:thanks", draft.id)


def _slow_down(name: str) -> str:
    minutes = seconds_left(name) // 60 + 1
    return ngettext(
        "That was a lot of tries. Your words are still here. Try again in %(n)d minute.",
        "That was a lot of tries. Your words are still here. Try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


def _page(request: HttpRequest, draft: Draft, name: str, form: StepForm) -> HttpResponse:
    way = telling.path(draft)
    number = way.index(name)
    context: dict[str, Any] = {
        "draft": draft,
        "step": name,
        "form": form,
        "heading": telling.HEADINGS[name],
        "number": number + 1,
        "last": len(way),
        "back": reverse("engagement:tell-us-step", args=[draft.id, way[number - 1]]) if number else "",
        "opening": opening(),
        "purpose": draft.answers.get("purpose", ""),
    }
    if name in ("name", "check", "words"):
        chosen = draft.answers.get("name_choice", NameChoice.JUST_THE_IDEA)
        may_quote = draft.answers.get("may_quote") == telling.YES
        context["audience"] = audience(context["purpose"], chosen, may_quote=may_quote)
        context["audiences"] = [
            (choice, audience(context["purpose"], choice, may_quote=may_quote)) for choice in NameChoice
        ]
    if name == "check":
        face = telling.feeling(draft)
        context |= {
            "said": telling.said(draft),
            "feeling": Feeling(face).label if face else "",
            "answers": answers_of(draft),
        }
    return render(request, f"engagement/telling/{name}.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def thanks(request: HttpRequest, draft_id: str) -> HttpResponse:
    """What happens next. The same for every text, whatever screening found in it."""
    draft = drafts.find(request.session, draft_id)
    if draft is None:
        return _gone(request)
    if not draft.is_sent:
        return redirect("engagement:tell-us-step", draft.id, "check")
    context = {
        "reference": draft.reference,
        "key": telling.key_for(draft),
        "in_space": draft.answers["name_choice"] == NameChoice.MY_SPACE,
        "purpose": draft.answers["purpose"],
        "steps": what_happens_next(draft),
        "opening": opening(draft.received_at),
    }
    return render(request, "engagement/telling/thanks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, draft_id: str) -> HttpResponse:
    """The page to take along to a meeting. A POST wipes it; nothing of it is stored elsewhere."""
    draft = drafts.find(request.session, draft_id)
    if draft is None or draft.is_sent or draft.answers.get("purpose") != Purpose.MEETING:
        return _gone(request)
    if request.method == "POST":
        drafts.forget(request.session, draft)
        return redirect("/")
    context = {"draft": draft, "page": telling.meeting_page(draft), "today": timezone.localdate()}
    return render(request, "engagement/telling/paper.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def tell_someone(request: HttpRequest) -> HttpResponse:
    """Tell someone now: urgent whatever the words say, and never turned away."""
    space = space_of(request)
    sealed = {"sending": drafts.seal(str(uuid4()))}
    form = SomeoneForm(request.POST if request.method == "POST" else None, in_space=space is not None, initial=sealed)
    if request.method == "POST" and form.is_valid():
        draft = Draft(token=str(drafts.unseal(form.cleaned_data["sending"]) or uuid4()))
        with_reply = NameChoice.MY_SPACE if space else NameChoice.GIVE_ME_A_KEY
        draft.answers = {
            "purpose": Purpose.HELP_NOW.value,
            "words": form.cleaned_data["words"],
            "contact_detail": form.cleaned_data["contact"],
            "name_choice": (with_reply if form.cleaned_data["reply"] else NameChoice.JUST_THE_IDEA).value,
        }
        return _send(request, draft)
    context = {"form": form, "opening": opening(), "audience": audience(Purpose.HELP_NOW, NameChoice.JUST_THE_IDEA)}
    return render(request, "engagement/telling/someone.html", context, status=422 if form.errors else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    """Say kindly that a draft is no longer here. Words that came with this very press begin a new one."""
    kept = ""
    if words := request.POST.get("words", "").strip():
        draft = Draft(answers={"words": words})
        drafts.keep(request.session, draft)
        kept = reverse("engagement:tell-us-step", args=[draft.id, "purpose"])
    return render(request, "engagement/telling/gone.html", {"kept": kept, "opening": opening()}, status=410)
