"""Everything about one person at the desk: written down, gathered, checked by a second person, handed over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from engagement import subject_requests
from engagement.forms.rights import GateForm, RecordForm
from engagement.models import FilePart, Purpose, RequestState, SubjectRequest
from engagement.views.my_rights import file_of
from engagement.views.rights_desk import day_clock, files_for, frame, handled_by, handled_or_checked_by
from engagement.writing_to import RightsError
from people.models import Opened, Reason, User
from people.reading import note_read
from people.roles import HANDLE_REQUESTS, ISSUE_KEYS


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Write down that somebody asked in person."""
    user = handled_by(request)
    form = RecordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = subject_requests.ask(form.cleaned_data["card"], recorded_by=user)
        return redirect("requests:file", uuid=asked.uuid)
    context = frame(_("Somebody asks for everything"), inside=True) | {"form": form}
    return render(request, "engagement/requests/record.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET"])
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    user = handled_or_checked_by(request)
    return _page(request, user, get_object_or_404(files_for(user), uuid=uuid))


@require_POST
def gather(request: HttpRequest, uuid: str) -> HttpResponse:
    user = handled_by(request)
    found = get_object_or_404(files_for(user), uuid=uuid)
    try:
        subject_requests.gather(found, by=user)
    except RightsError as error:
        messages.warning(request, str(error))
    return redirect("requests:file", uuid=found.uuid)


@never_cache
@sensitive_post_parameters()
@require_POST
def check(request: HttpRequest, uuid: str) -> HttpResponse:
    """The serious-harm gate, part by part."""
    user = handled_or_checked_by(request)
    found = get_object_or_404(files_for(user), uuid=uuid)
    form = GateForm(request.POST, parts=_parts(found))
    if not form.is_valid():
        return _page(request, user, found, form=form)
    try:
        found.version = form.cleaned_data["version"]
        subject_requests.check(found, by=user, handed=form.handed, why=form.why)
    except RightsError as error:
        found.refresh_from_db()
        return _page(request, user, found, form=form, trouble=str(error))
    messages.success(request, _("Checked. It can be handed over now."))
    return redirect("requests:index")


@never_cache
@require_POST
def fetch(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The file, made while it is sent and kept nowhere. Leaves one row in the audit of reading."""
    user = handled_by(request)
    found = get_object_or_404(files_for(user), uuid=uuid)
    try:
        subject_requests.note_fetched(found, by=user)
    except RightsError as error:
        messages.warning(request, str(error))
        return redirect("requests:file", uuid=found.uuid)
    note_read(user, Opened.PERSON_FILE, found.uuid, Reason.THEIR_DATA)
    return file_of(found, reader=user)


@require_POST
def hand_over(request: HttpRequest, uuid: str) -> HttpResponse:
    user = handled_by(request)
    found = get_object_or_404(files_for(user), uuid=uuid)
    try:
        subject_requests.hand_over(found, by=user)
    except RightsError as error:
        messages.warning(request, str(error))
    return redirect("requests:file", uuid=found.uuid)


def _parts(found: SubjectRequest) -> list[FilePart]:
    parts = found.parts.select_related("submission__voice").order_by("submission", "pk")
    return list(
        parts.prefetch_related("submission__replies", "submission__events__kept_note", "submission__concerns__events")
    )


def _page(
    request: HttpRequest, user: User, found: SubjectRequest, *, form: GateForm | None = None, trouble: str = ""
) -> HttpResponse:
    """The request; for who makes the check, with every word it would hand over, and one row in the audit of reading."""
    to_check = found.state == RequestState.GATHERED and subject_requests.may_check(user, found)
    if to_check:
        note_read(user, Opened.PERSON_FILE, found.uuid, Reason.THEIR_DATA)
        form = form or GateForm(parts=_parts(found), initial={"version": found.version})
    card = found.space.card if found.space and found.state == RequestState.CHECKED and user.has_perm(ISSUE_KEYS) else ""
    if card and found.space:  # whose card it is stands in the officer's own list: it tells who the young person is
        note_read(user, Opened.IDENTITY_LINK, found.space.uuid, Reason.THEIR_DATA)
    context = frame(_("Request %(number)s") % {"number": found.pk}, inside=True) | {
        "card": card,
        "asked": found,
        "clock": day_clock(found.due_on) if found.is_open else None,
        "events": found.events.select_related("by"),
        "handles": user.has_perm(HANDLE_REQUESTS),
        "to_check": to_check,
        "form": form if to_check else None,
        "advocacy": Purpose.ADVOCATE,
        "left_out": found.parts.filter(handed=False)
        if not found.is_open or found.state == RequestState.CHECKED
        else (),
        "trouble": trouble,
    }
    status = 422 if trouble or (form and form.errors) else 200
    return render(request, "engagement/requests/file_item.html", context, status=status)
