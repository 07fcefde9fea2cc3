"""Place and lift a legal hold: what it lies on is erased by nobody and no rule until it is lifted."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.models import LegalHold, User
from people.roles import HOLD_RECORDS


class HoldError(Exception):
    """A hold that cannot be placed; the message is for the person at the screen."""


def place(
    *, by: User, scope: str, why: str, about: UUID | None = None, first: date | None = None, last: date | None = None
) -> LegalHold:
    """Keep one view, one space (`about`), or everything from `first` to `last`; without a last day there is no end."""
    _may(by)
    is_period = scope == LegalHold.Scope.PERIOD
    if is_period and not first:
        raise HoldError(_("Say from which day on."))
    if is_period and first and last and last < first:
        raise HoldError(_("The last day comes before the first."))
    if not is_period and not about:
        raise HoldError(_("Say which one to keep."))
    days = {"first_day": first, "last_day": last} if is_period else {"about": about}
    with transaction.atomic():
        hold = LegalHold.objects.create(
            scope=LegalHold.Scope(scope), why=LegalHold.Why(why), by=by, since=timezone.now(), **days
        )
        log(hold, "people.place_hold", user=by, data={"scope": hold.scope, "why": hold.why})
    return hold


def lift(hold: LegalHold, *, by: User) -> None:
    """From now on the usual times count again. Safe to do twice: the first counts."""
    _may(by)
    with transaction.atomic():
        lifted = LegalHold.objects.in_force().filter(pk=hold.pk).update(lifted_by=by, lifted_at=timezone.now())
        if lifted:
            log(hold, "people.lift_hold", user=by)


def _may(by: User) -> None:
    if not by.has_perm(HOLD_RECORDS):
        raise PermissionDenied
