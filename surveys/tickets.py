"""Codes for one person each: printed once, kept as fingerprints, gone when they are used."""

from dataclasses import dataclass

import segno
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.encryption import digest
from people.keys import make_key, tidy
from people.models import User, YoungPerson
from people.roles import MANAGE_SURVEYS
from surveys.models import SurveyEvent, Ticket, TicketSheet, Wave, WayIn
from surveys.models.surveys import SurveyVerb

MOST_CODES = 400  # on one sheet


class TicketError(Exception):
    """It cannot be done; the message says why."""


@dataclass(frozen=True)
class Printed:
    """A sheet with its codes in plain: shown once, stored nowhere."""

    sheet: TicketSheet
    codes: tuple[str, ...]


def print_sheet(
    wave: Wave, *, group: str, face: str, how_many: int, by: User, age_band: str = "", care_status: str = ""
) -> Printed:
    """Make codes for one group. The caller prints them at once: they cannot be shown again."""
    if not by.has_perm(MANAGE_SURVEYS):
        raise PermissionDenied
    if not wave.lets_in(WayIn.TICKET):
        raise TicketError(_("This wave does not use codes."))
    if wave.closes_at <= timezone.now():
        raise TicketError(_("This wave is closed."))
    if not 1 <= how_many <= MOST_CODES:
        raise TicketError(_("From 1 to %(most)d codes on a sheet.") % {"most": MOST_CODES})
    codes = tuple(make_key() for _number in range(how_many))
    with transaction.atomic():
        sheet = TicketSheet.objects.create(
            wave=wave, group=group.strip(), face=face, age_band=age_band, care_status=care_status,
            printed=how_many, by=by,
        )  # fmt: skip
        # In the order of their fingerprints, which is none: the last one printed is not the last one stored.
        Ticket.objects.bulk_create(sorted((Ticket(code=_mark(code), sheet=sheet) for code in codes), key=_code_of))
        SurveyEvent.objects.create(
            survey=wave.survey, verb=SurveyVerb.TICKETS, by=by, at=timezone.now(), note=f"{how_many}"
        )
    return Printed(sheet, codes)


def find(typed: str) -> Ticket | None:
    """The unused ticket of an open wave that was typed, or None. One query."""
    now = timezone.now()
    found = Ticket.objects.filter(code=_mark(typed), sheet__wave__opens_at__lte=now, sheet__wave__closes_at__gt=now)
    return found.select_related("sheet__wave__survey", "sheet__wave__version").first()


def use(code: str) -> bool:
    """Use the ticket with that fingerprint up; False where it was used before. In the transaction of the response."""
    deleted, _rows = Ticket.objects.filter(code=code).delete()
    return deleted == 1


def mark_of(space: YoungPerson, wave: Wave) -> str:
    """The fingerprint of one space in one wave: it cannot be turned back without the pepper, which no dump holds."""
    return digest(f"took part:{wave.uuid}:{space.uuid}")


def _mark(code: str) -> str:
    return digest(f"ticket:{tidy(code)}")


def _code_of(ticket: Ticket) -> str:
    return ticket.code


def square(door: str, code: str) -> str:
    """A printed square that opens `door` with the code behind #: that part of an address is sent to nobody."""
    made: str = segno.make(f"{door}#{code}", micro=False).svg_inline(scale=3, border=1, omitsize=True)
    return made
