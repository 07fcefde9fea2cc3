"""Everything about one person: asked for, gathered, checked by a second person for serious harm, handed over.

UK GDPR art. 12(3) and 15 give one month. A second person with a safeguarding role decides what has to be left out
because it would be likely to cause serious harm (Data Protection Act 2018, Sch. 3 Pt. 3 and 5).
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.deadlines import a_month_after
from engagement.models import (
    Concern,
    FilePart,
    Note,
    Part,
    RequestEvent,
    RequestState,
    RequestStep,
    SubjectRequest,
    Submission,
)
from engagement.writing_to import RightsError, may_handle
from people.models import User, YoungPerson
from people.roles import HANDLE_ALLEGATIONS, HANDLE_CONCERNS

FETCHED_WITHIN = timedelta(days=30)


def ask(space: YoungPerson, *, recorded_by: User | None = None) -> SubjectRequest:
    """Begin a request; while one is open, that one. `recorded_by` wrote it down for somebody who asked in person."""
    if recorded_by:
        may_handle(recorded_by)
    today = timezone.localdate()
    with transaction.atomic():
        YoungPerson.objects.select_for_update().get(pk=space.pk)
        request = SubjectRequest.objects.open().filter(space=space).first()
        if request is None:
            request = SubjectRequest.objects.create(
                space=space, asked_on=today, due_on=a_month_after(today), recorded_by=recorded_by
            )
            _log(request, RequestStep.ASKED, by=recorded_by)
    return request


def gather(request: SubjectRequest, *, by: User) -> None:
    """List every piece we hold. Concerns, allegations and colleagues' notes are left out unless somebody decides."""
    may_handle(by)
    with transaction.atomic():
        _step(request, RequestState.ASKED, RequestStep.GATHERED, by=by, state=RequestState.GATHERED, gathered_by=by)
        theirs = Submission.objects.filter(space=request.space_id).order_by("received_at", "pk")
        worried = set(Concern.objects.filter(submission__in=theirs).values_list("submission", flat=True))
        noted = set(Note.objects.filter(event__submission__in=theirs).values_list("event__submission", flat=True))
        parts = []
        for submission in theirs.only("pk", "restricted"):
            parts.append(FilePart(submission=submission, handed=not submission.restricted))
            if submission.pk in worried:
                parts.append(FilePart(submission=submission, part=Part.CONCERN, handed=False))
            if submission.pk in noted:
                parts.append(FilePart(submission=submission, part=Part.NOTES, handed=False))
        for part in parts:
            part.request = request
        FilePart.objects.bulk_create(parts)


def check(request: SubjectRequest, *, by: User, handed: Mapping[int, bool], why: Mapping[int, str]) -> None:
    """The serious-harm gate: for each part by number whether it may be handed over and, if not, why."""
    if not may_check(by):
        raise PermissionDenied
    if by.pk in (request.gathered_by_id, request.recorded_by_id):
        raise RightsError(_("You gathered this. Somebody else has to check it."))
    with transaction.atomic():
        now = timezone.now()
        _step(
            request,
            RequestState.GATHERED,
            RequestStep.CHECKED,
            by=by,
            state=RequestState.CHECKED,
            checked_by=by,
            checked_at=now,
        )
        for part in request.parts.all():
            part.handed = handed.get(part.pk, False)
            part.why = "" if part.handed else why.get(part.pk, "").strip()
            if not part.handed and not part.why:
                raise RightsError(_("Say why each part that is left out is left out."))
            part.save(update_fields=["handed", "why"])


def may_check(user: User, request: SubjectRequest | None = None) -> bool:
    """The safeguarding group, who alone may see all that is held; and a second person where `request` is given."""
    mine = request and user.pk in (request.gathered_by_id, request.recorded_by_id)
    return not mine and user.has_perms((HANDLE_CONCERNS, HANDLE_ALLEGATIONS))


def is_ready(request: SubjectRequest) -> bool:
    """Whether the young person finds the file in their space."""
    return request.checked_at is not None and timezone.now() < request.checked_at + FETCHED_WITHIN


def note_fetched(request: SubjectRequest, *, by: User | None) -> None:
    """Write down that the file was made for `by`, or for the young person; only once it has been checked.

    A phone may lose its connection half-way, so the young person may fetch it again for `FETCHED_WITHIN`.
    """
    if by:
        may_handle(by)
    if request.state != RequestState.CHECKED and (by or not is_ready(request)):
        raise RightsError(_("It has to be checked for serious harm first."))
    _log(request, RequestStep.FETCHED, by=by)


def hand_over(request: SubjectRequest, *, by: User | None) -> None:
    """Close it: the young person has the file. `by` is empty when they fetched it from their space themselves."""
    if by:
        may_handle(by)
    in_part = request.parts.filter(handed=False).exists()
    state = RequestState.HANDED_OVER_IN_PART if in_part else RequestState.HANDED_OVER
    with transaction.atomic():
        _step(request, RequestState.CHECKED, RequestStep.HANDED_OVER, by=by, state=state)


def _step(request: SubjectRequest, before: str, step: RequestStep, *, by: User | None, **fields: object) -> None:
    """Set `fields` if nobody changed the request since it was read and it stands where the step begins."""
    found = SubjectRequest.objects.filter(pk=request.pk, version=request.version, state=before)
    if not found.update(version=F("version") + 1, **fields):
        raise RightsError(_("That step does not fit where this request is now."))
    request.version += 1
    for name, value in fields.items():
        setattr(request, name, value)
    _log(request, step, by=by)


def _log(request: SubjectRequest, step: RequestStep, *, by: User | None) -> None:
    RequestEvent.objects.create(request=request, step=step, by=by, at=timezone.now())
