"""My space, the rights in it: take back, say no to a use, complain, and get everything we hold."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from engagement import complaints, drafts, person_file, rights, subject_requests
from engagement.forms.rights import ComplainForm, ObjectForm
from engagement.models import NameChoice, SubjectRequest, Voice
from engagement.opening import opening
from engagement.views.my_space import sent_from, with_space
from engagement.writing_to import RightsError
from people.models import User, YoungPerson


@require_http_methods(["GET", "HEAD", "POST"])
@with_space
def take_back(request: HttpRequest, space: YoungPerson, uuid: UUID) -> HttpResponse:
    """A page that says what goes and what stays; its button does it, once however often it is pressed."""
    voice = get_object_or_404(sent_from(space), uuid=uuid)
    if request.method == "POST":
        rights.take_back(voice)
    elif not hasattr(voice, "taken_back"):
        context = {"voice": voice, "complaint": getattr(voice, "complaint", None)}
        return render(request, "engagement/my_space/take_back.html", context)
    return redirect("engagement:my-view", uuid=voice.uuid)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_space
def object_to(request: HttpRequest, space: YoungPerson, uuid: UUID) -> HttpResponse:
    """Say no to a use: a pick, and words if they like."""
    voice = get_object_or_404(sent_from(space), uuid=uuid)
    form = ObjectForm(request.POST if request.method == "POST" else None, initial=_sealed())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        rights.object_to(voice, said["use"], words=said["words"], token=_token(said["sending"]))
        return redirect("engagement:my-view", uuid=voice.uuid)
    if hasattr(voice, "taken_back"):
        return redirect("engagement:my-view", uuid=voice.uuid)
    context = {"voice": voice, "form": form, "opening": opening()}
    return render(request, "engagement/my_space/object.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_space
def complain(request: HttpRequest, space: YoungPerson) -> HttpResponse:
    """A complaint, what happens with it, and who else can help."""
    form = ComplainForm(request.POST if request.method == "POST" else None, initial=_sealed())
    if request.method == "POST" and form.is_valid():
        voice = Voice(words=form.cleaned_data["words"], space=space, name_choice=NameChoice.MY_SPACE, wants_reply=True)
        sent = complaints.lodge(voice, token=_token(form.cleaned_data["sending"]))
        return redirect("engagement:my-view", uuid=sent.uuid)
    context = {
        "form": form,
        "opening": opening(),
        "answer_by": complaints.working_days_after(timezone.now(), complaints.ANSWER_WITHIN),
    }
    return render(request, "engagement/my_space/complain.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_space
def everything(request: HttpRequest, space: YoungPerson) -> HttpResponse:
    """Everything we hold: ask for it, see how far it is."""
    if request.method == "POST":
        subject_requests.ask(space)
        return redirect("engagement:my-everything")
    asked = SubjectRequest.objects.filter(space=space).order_by("-pk").first()
    today = timezone.localdate()
    context = {
        "asked": asked,
        "open": bool(asked and asked.is_open),
        "ready": bool(asked and subject_requests.is_ready(asked)),
        "late": asked.days_late(today) if asked else 0,
    }
    return render(request, "engagement/my_space/everything.html", context)


@require_POST
@with_space
def fetch_everything(request: HttpRequest, space: YoungPerson) -> HttpResponseBase:
    """The file itself, made while it is sent; with it the request is closed."""
    asked = SubjectRequest.objects.filter(space=space).order_by("-pk").first()
    if asked is None or not subject_requests.is_ready(asked):
        raise Http404
    pieces = file_of(asked, reader=None)
    try:
        subject_requests.note_fetched(asked, by=None)
        if asked.is_open:
            subject_requests.hand_over(asked, by=None)
    except RightsError:  # a second press, or a colleague handed it over at this moment
        return redirect("engagement:my-everything")
    return pieces


def file_of(asked: SubjectRequest, *, reader: User | None) -> StreamingHttpResponse:
    """The zip as an answer that no cache keeps. Its name says nothing about whose it is."""
    response = StreamingHttpResponse(
        person_file.zipped(person_file.told(asked, reader=reader)), content_type="application/zip"
    )
    response["Content-Disposition"] = 'attachment; filename="everything.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


def _sealed() -> dict[str, str]:
    return {"sending": drafts.seal(str(uuid4()))}


def _token(sealed: str) -> UUID:
    return drafts.unseal(sealed) or uuid4()
