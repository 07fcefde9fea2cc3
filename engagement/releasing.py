"""Files of rows: asked for with a reason, released by a second person, made when they are fetched, and kept nowhere.

Views leave without names, keys, numbers, ages or times, and their words only where the young person lets us quote
them. The checked file itself comes from `engagement.exports`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.exports import ReleaseStoppedError, Sheet, Value
from engagement.models import (
    FETCHABLE,
    ExportEvent,
    ExportForm,
    ExportKind,
    ExportReason,
    ExportRequest,
    ExportState,
    ExportVerb,
    Theme,
)
from engagement.sources import source_of
from people import outbox
from people.models import Opened, Reason, User
from people.reading import note_read
from people.roles import RELEASE_EXPORTS, TAKE_EXPORTS, roles_that_may

WITHIN = timedelta(days=7)  # to be released, and then to be fetched
LONGEST = timedelta(days=366)
MOST_ROWS = 20_000
# What the audit of reading calls the reasons that it knows; the others stand with the export, whose number it holds.
_CALLED = {ExportReason.COMPLAINT: Reason.COMPLAINT, ExportReason.LAW: Reason.LAW}


class ReleasingError(Exception):
    """A step that cannot be taken; the message is for the colleague."""


def ask(
    *,
    by: User,
    kind: ExportKind,
    form: ExportForm,
    first: date,
    last: date,
    reason: ExportReason,
    theme: Theme | None = None,
    about: str = "",
) -> ExportRequest:
    """Ask for a file, `about` one thing where its kind needs that. Who may release it gets a mail without a word."""
    _may(by, TAKE_EXPORTS)
    if last < first:
        raise ReleasingError(_("The last day comes before the first."))
    if last > timezone.localdate():
        raise ReleasingError(_("The last day has not come yet."))
    if last - first >= LONGEST:
        raise ReleasingError(_("One year at most in one file."))
    now = timezone.now()
    with transaction.atomic():
        export = ExportRequest.objects.create(
            kind=ExportKind(kind),
            form=ExportForm(form),
            first_day=first,
            last_day=last,
            theme=theme,
            about=about,
            reason=ExportReason(reason),
            asked_by=by,
            asked_at=now,
            expires_at=now + WITHIN,
        )
        _note(export, ExportVerb.ASKED, by)
        for colleague in _who_release().exclude(pk=by.pk):
            _tell("export_to_release", colleague, export)
    return export


def release(export: ExportRequest, *, by: User) -> None:
    """Let it out: a second person has looked at what is asked for and why."""
    _decide(export, ExportState.RELEASED, ExportVerb.RELEASED, by)


def refuse(export: ExportRequest, *, by: User) -> None:
    _decide(export, ExportState.REFUSED, ExportVerb.REFUSED, by)


def fetch(export: ExportRequest, *, by: User) -> bytes:
    """The file, made now, for the person who asked. Leaves one row in the audit of reading each time."""
    _may(by, TAKE_EXPORTS)
    stopped = False
    with transaction.atomic():
        locked = ExportRequest.objects.select_for_update().get(pk=export.pk)
        if locked.asked_by_id != by.pk:
            raise PermissionDenied
        if locked.state not in FETCHABLE or locked.expires_at <= timezone.now():
            raise ReleasingError(_("That step does not fit where this export is now."))
        rows = list(rows_of(locked))
        if len(rows) > MOST_ROWS:
            raise ReleasingError(_("More than %(n)d rows. Ask for a shorter time.") % {"n": MOST_ROWS})
        source = source_of(locked)
        try:
            made = source.file(locked, Sheet(source.name(locked), source.columns(locked), rows))
        except ReleaseStoppedError:
            stopped, made = True, b""
        _note(locked, ExportVerb.STOPPED if stopped else ExportVerb.FETCHED, by, rows=0 if stopped else len(rows))
        if not stopped:
            note_read(by, Opened.EXPORT, locked.uuid, _CALLED.get(ExportReason(locked.reason), ""))
            locked.state = ExportState.FETCHED
            locked.save(update_fields=["state"])
    export.refresh_from_db()
    if stopped:
        raise ReleasingError(_("The check of the finished file found something that must not leave. Nothing was sent."))
    return made


def lapse_due() -> int:
    """End what nobody released or fetched in time. Returns how many. Safe to run twice."""
    with transaction.atomic():
        due = list(ExportRequest.objects.lapsing(timezone.now()).select_for_update())
        for export in due:
            export.state = ExportState.LAPSED
            export.save(update_fields=["state"])
            _note(export, ExportVerb.LAPSED, None)
    return len(due)


def is_fetchable(export: ExportRequest, user: User) -> bool:
    """Whether `user` gets the file when they press the button now."""
    mine = export.asked_by_id == user.pk and user.has_perm(TAKE_EXPORTS)
    return mine and export.state in FETCHABLE and export.expires_at > timezone.now()


def is_to_release(export: ExportRequest, user: User) -> bool:
    """Whether `user` is a second person who can release or refuse it now."""
    second = export.asked_by_id != user.pk and user.has_perm(RELEASE_EXPORTS)
    return second and export.state == ExportState.ASKED and export.expires_at > timezone.now()


def count(export: ExportRequest) -> int:
    """How many rows the file would have now."""
    return source_of(export).count(export)


def columns_of(export: ExportRequest) -> list[str]:
    return source_of(export).columns(export)


def rows_of(export: ExportRequest) -> Iterator[list[Value]]:
    """The rows, read as they are asked for."""
    return source_of(export).rows(export)


def _decide(export: ExportRequest, state: ExportState, verb: ExportVerb, by: User) -> None:
    _may(by, RELEASE_EXPORTS)
    now = timezone.now()
    with transaction.atomic():
        locked = ExportRequest.objects.select_for_update().get(pk=export.pk)
        if locked.asked_by_id == by.pk:
            raise ReleasingError(_("You asked for this. Somebody else has to release it."))
        if locked.state != ExportState.ASKED or locked.expires_at <= now:
            raise ReleasingError(_("That step does not fit where this export is now."))
        locked.state, locked.decided_by, locked.decided_at, locked.expires_at = state, by, now, now + WITHIN
        locked.save(update_fields=["state", "decided_by", "decided_at", "expires_at"])
        _note(locked, verb, by)
        if state == ExportState.RELEASED:
            _tell("export_released", locked.asked_by, locked)
    export.refresh_from_db()


def _who_release() -> QuerySet[User]:
    roles = [role.value for role in roles_that_may(RELEASE_EXPORTS)]
    return User.objects.filter(Q(groups__name__in=roles), is_active=True).distinct().order_by("pk")


def _tell(kind: str, colleague: User, export: ExportRequest) -> None:
    link = reverse("exports:item", args=[export.uuid])
    outbox.put(kind, colleague.email, key=f"{kind}-{export.uuid}-{colleague.pk}", link=link)


def _note(export: ExportRequest, verb: ExportVerb, by: User | None, rows: int | None = None) -> None:
    ExportEvent.objects.create(export=export, verb=verb, by=by, at=timezone.now(), rows=rows)


def _may(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied


def title(export: ExportRequest) -> str:
    """What it is and of which days, in a line."""
    first, last = date_format(export.first_day, "j F Y"), date_format(export.last_day, "j F Y")
    return _("%(what)s, %(first)s to %(last)s") % {"what": source_of(export).name(export), "first": first, "last": last}
