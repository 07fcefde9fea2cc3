"""Complain, and get an answer within the days that the law gives: the verbs of a complaint.

Stage 1 of the Children Act 1989 Representations Procedure (England) Regulations 2006 (SI 2006/1738, reg. 14). The
words of a complaint are a view like any other: screened, read at the desk, alerted about.
"""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import moderation
from engagement.deadlines import staffed_hours
from engagement.models import Complaint, Outcome, Purpose, Voice
from engagement.writing_to import RightsError, write_to
from people.models import User
from people.roles import HANDLE_REQUESTS, MODERATE

ANSWER_WITHIN, AT_MOST = 10, 20  # working days
ANSWERS = (Outcome.AGREED, Outcome.PARTLY, Outcome.NOT_AGREED)


def lodge(voice: Voice, *, token: UUID) -> Voice:
    """Take in a complaint and start its clock. The same sending again returns the same one."""
    voice.purpose = Purpose.COMPLAINT
    with transaction.atomic():
        voice = moderation.receive(voice, token=token)
        start_clock(voice)
    return voice


def start_clock(voice: Voice) -> Complaint:
    """The clock of a complaint that has just come in; in the transaction that stores the words."""
    due = {"asked_on": voice.received_on, "answer_by": working_days_after(voice.received_at, ANSWER_WITHIN)}
    return Complaint.objects.get_or_create(voice=voice, defaults=due)[0]


def take_longer(complaint: Complaint, *, by: User, why: str) -> None:
    """Say, once and before the day has passed, that it takes up to 20 working days, and why."""
    _may(by)
    with transaction.atomic():
        locked = _open(complaint)
        if locked.longer_since:
            raise RightsError(_("It has been given more time already. There is no more."))
        if locked.days_late(timezone.localdate()):
            raise RightsError(_("It is late already. Answer it."))
        locked.longer_since = timezone.localdate()
        locked.answer_by = working_days_after(locked.voice.received_at, AT_MOST)
        locked.save(update_fields=["longer_since", "answer_by"])
        write_to(locked.voice, by=by, words=why)


def answer(complaint: Complaint, *, by: User, outcome: str, words: str) -> None:
    """Say what was found and what we do about it. The answer waits in the young person's space."""
    _may(by)
    if outcome not in ANSWERS:
        raise RightsError(_("Pick what we decided."))
    with transaction.atomic():
        locked = _open(complaint)
        locked.outcome, locked.answered_by, locked.answered_on = outcome, by, timezone.localdate()
        locked.save(update_fields=["outcome", "answered_by", "answered_on"])
        write_to(locked.voice, by=by, words=words)


def may_answer(by: User) -> bool:
    """Whoever answers a complaint has to read it: the data protection officer sees its clock only."""
    return by.has_perms((HANDLE_REQUESTS, MODERATE))


def working_days_after(at: datetime, days: int) -> date:
    return staffed_hours().add_days(at, days).date()


def _may(by: User) -> None:
    if not may_answer(by):
        raise PermissionDenied


def _open(complaint: Complaint) -> Complaint:
    """The row, locked; raises RightsError once it has been answered or taken back."""
    locked: Complaint = Complaint.objects.select_for_update(of=("self",)).select_related("voice").get(pk=complaint.pk)
    if not locked.is_open:
        raise RightsError(_("It has been answered already."))
    return locked
