"""What somebody will do: opened by a decision or an ask, told of openly, done only with evidence, confirmed by another.

Open actions stand on every next meeting by themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.models import Action, ActionEvent, ActionStage, ActionVerb, AgendaItem, Ask, Meeting, MeetingState
from engagement.models.actions import STAGE_AFTER
from people import outbox
from people.models import User
from people.roles import ANSWER_ASKS, ENTER_ADMIN, MANAGE_MEETINGS, READ_BOARD_PAGE

SOON = timedelta(days=14)  # until it is due
REMINDED = timedelta(days=7)  # before it is due, by mail


class ActionError(Exception):
    """A step that cannot be taken; the message is for the person taking it."""


class OvertakenError(ActionError):
    """Somebody else changed the action first."""


class ActionState(models.TextChoices):
    """How an action stands on a day, as everybody sees it."""

    LATE = "late", gettext_lazy("Late")
    DUE_SOON = "due_soon", gettext_lazy("Due soon")
    ON_TRACK = "on_track", gettext_lazy("On track")
    DONE = "done", gettext_lazy("Done")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed")


@dataclass(frozen=True)
class Replayed:
    """What the events alone say of an action."""

    stage: str
    owner: User
    due: date


def state(action: Action | Replayed, today: date) -> ActionState:
    """Late from the day after it was due; due soon from two weeks before."""
    if action.stage != ActionStage.OPEN:
        return ActionState(action.stage)
    if action.due < today:
        return ActionState.LATE
    return ActionState.DUE_SOON if action.due - today <= SOON else ActionState.ON_TRACK


def open_action(
    *, by: User, wording: str, owner: User, due: date, item: AgendaItem | None = None, ask: Ask | None = None
) -> Action:
    """Something to be done by one named person by a day, from a decision or an ask."""
    _may_manage(by)
    if item is None and ask is None:
        raise ActionError(_("Say which decision or ask it comes from."))
    _can_own(owner)
    _in_time(due)
    wording = _said(wording, _("Say what will be done."))
    with transaction.atomic():
        now = timezone.now()
        action = Action.objects.create(
            item=item,
            ask=ask or (item.ask if item else None),
            wording=wording,
            worded_by=by,
            opened_at=now,
            first_due=due,
            changed_at=now,
            owner=owner,
            owner_role=owner.job_title,
            due=due,
        )
        _note(action, ActionVerb.OPENED, by=by, owner=owner, due_on=due)
        _tell(action, "given")
    return action


def reword(action: Action, *, by: User, wording: str) -> None:
    """Other words; a second person has to read them again."""
    _may_manage(by)
    wording = _said(wording, _("Say what will be done."))
    if wording != action.wording:
        _step(
            action,
            ActionVerb.REWORDED,
            by=by,
            changes={"wording": wording, "worded_by": by, "checked_by": None},
            words=wording,
        )


def check(action: Action, *, by: User) -> None:
    """A second person has read the wording; from now on everybody can see the action."""
    _may_manage(by)
    if by.pk == action.worded_by_id:
        raise ActionError(_("You wrote this. Somebody else has to read it before it is public."))
    if not action.is_public:
        _step(action, ActionVerb.CHECKED, by=by, changes={"checked_by": by})


def hand_over(action: Action, *, by: User, owner: User) -> None:
    """Give it to somebody else; the day stays."""
    _may_manage(by)
    _still_open(action)
    _can_own(owner)
    if owner.pk != action.owner_id:
        with transaction.atomic():
            changes = {"owner": owner, "owner_role": owner.job_title}
            _step(action, ActionVerb.HANDED, by=by, changes=changes, owner=owner)
            _tell(action, "given")


def report_progress(action: Action, *, by: User, words: str) -> None:
    _may_report(by, action)
    _still_open(action)
    _step(action, ActionVerb.PROGRESS, by=by, words=_said(words, _("Say how far it has come.")))


def move_date(action: Action, *, by: User, due: date, why: str) -> None:
    """Move the day, openly: the old one stays in the history."""
    _may_report(by, action)
    _still_open(action)
    _in_time(due)
    why = _said(why, _("Say why the date moves."))
    _step(action, ActionVerb.MOVED, by=by, changes={"due": due}, words=why, due_on=due)


def finish(action: Action, *, by: User, evidence: str) -> None:
    """Say that it is done. Nothing closes without what shows it."""
    _may_report(by, action)
    _still_open(action)
    evidence = _said(evidence, _("Say what shows that it is done."))
    changes = {"stage": ActionStage.DONE, "evidence": evidence, "done_on": timezone.localdate()}
    _step(action, ActionVerb.DONE, by=by, changes=changes, words=evidence)


def confirm(action: Action, *, by: User) -> None:
    """Somebody other than its owner looked, and it is so."""
    if not (by.has_perm(MANAGE_MEETINGS) or by.has_perm(READ_BOARD_PAGE)):
        raise PermissionDenied
    if by.pk == action.owner_id:
        raise ActionError(_("You own this. Somebody else has to confirm it."))
    if action.stage != ActionStage.DONE:
        raise ActionError(_("It is not done yet, or confirmed already."))
    _step(action, ActionVerb.CONFIRMED, by=by, changes={"stage": ActionStage.CONFIRMED, "confirmed_by": by})


def reopen(action: Action, *, by: User, why: str, due: date) -> None:
    """It turned out not to be so: the owner owes it again."""
    _may_manage(by)
    if action.is_open:
        raise ActionError(_("It is open."))
    _in_time(due)
    why = _said(why, _("Say what is missing."))
    changes = {"stage": ActionStage.OPEN, "due": due, "done_on": None, "evidence": "", "confirmed_by": None}
    with transaction.atomic():
        _step(action, ActionVerb.REOPENED, by=by, changes=changes, words=why, due_on=due)
        _tell(action, "given")


def owed_by(owner: User) -> list[Action]:
    """Open actions of one person, soonest first. One query."""
    return list(Action.objects.owed_by(owner).select_related("owner", "ask", "item").soonest_first())


def carried_to(meeting: Meeting) -> list[Action]:
    """Actions that a meeting goes through: open ones, and what was done since the meeting before. Two queries."""
    held = (MeetingState.HELD, MeetingState.MINUTED)
    last = Meeting.objects.filter(state__in=held, held_on__lt=meeting.held_on).latest_first().first()
    before = Action.objects.filter(opened_at__lt=meeting.begins_at)
    fresh = Q(stage=ActionStage.OPEN)
    if last:
        fresh |= Q(done_on__gte=last.held_on)
    else:
        fresh |= Q(done_on__isnull=False)
    return list(before.filter(fresh).select_related("owner", "ask", "item").soonest_first())


def remind(today: date) -> int:
    """Mail owners of what is due in a week and of what is late, once each. Returns how many that is."""
    due = Action.objects.open().filter(Q(due=today + REMINDED) | Q(due__lt=today)).select_related("owner")
    told = 0
    for action in due.order_by("pk"):
        _tell(action, "late" if action.due < today else "soon")
        told += 1
    return told


def replay(events: Iterable[ActionEvent]) -> Replayed:
    """What a history that begins with the opening says; the action's own columns only mirror it."""
    first, *later = events
    stage, owner, due = STAGE_AFTER[ActionVerb(first.verb)], first.owner, first.due_on
    for event in later:
        stage = STAGE_AFTER.get(ActionVerb(event.verb), stage)
        owner, due = event.owner or owner, event.due_on or due
    if owner is None or due is None:
        raise ValueError("An action is opened for somebody and by a day.")
    return Replayed(stage, owner, due)


def possible(action: Action, by: User) -> set[ActionVerb]:
    """The steps that `by` could take now; the verbs themselves check again."""
    manages = by.has_perm(MANAGE_MEETINGS)
    steps: set[ActionVerb] = set()
    if action.is_open and (manages or _owns(by, action)):
        steps |= {ActionVerb.PROGRESS, ActionVerb.MOVED, ActionVerb.DONE}
    if manages and action.is_open:
        steps |= {ActionVerb.HANDED, ActionVerb.REWORDED}
    if manages and not action.is_open:
        steps.add(ActionVerb.REOPENED)
    if manages and not action.is_public and by.pk != action.worded_by_id:
        steps.add(ActionVerb.CHECKED)
    if action.stage == ActionStage.DONE and by.pk != action.owner_id and (manages or by.has_perm(READ_BOARD_PAGE)):
        steps.add(ActionVerb.CONFIRMED)
    return steps


def _step(
    action: Action, verb: ActionVerb, *, by: User, changes: Mapping[str, object] | None = None, **facts: object
) -> None:
    changes = {"changed_at": timezone.now(), **(changes or {})}
    with transaction.atomic():
        if not Action.objects.filter(pk=action.pk, version=action.version).update(version=F("version") + 1, **changes):
            raise OvertakenError(_("Somebody else changed this action. Here is how it stands now."))
        action.version += 1
        for name, value in changes.items():
            setattr(action, name, value)
        _note(action, verb, by=by, **facts)


def _note(action: Action, verb: ActionVerb, *, by: User, **facts: object) -> None:
    ActionEvent.objects.create(action=action, verb=verb, by=by, at=timezone.now(), version=action.version, **facts)


def _tell(action: Action, why: str) -> None:
    """Once for each owner, day and reason; no words of the action in it."""
    owner = action.owner
    if owner.is_active:
        page = (
            reverse("meetings:action", args=[action.uuid])
            if owner.has_perm(ENTER_ADMIN)
            else reverse("engagement:board-now")
        )
        key = f"action {action.pk} owner {owner.pk} due {action.due} {why}"
        outbox.put("action_owed", owner.email, key=key, link=page)


def _owns(by: User, action: Action) -> bool:
    return by.has_perm(ANSWER_ASKS) and by.pk == action.owner_id


def _may_manage(by: User) -> None:
    if not by.has_perm(MANAGE_MEETINGS):
        raise PermissionDenied


def _may_report(by: User, action: Action) -> None:
    if not (by.has_perm(MANAGE_MEETINGS) or _owns(by, action)):
        raise PermissionDenied


def _can_own(owner: User) -> None:
    if not owner.is_active or not owner.has_perm(ANSWER_ASKS):
        raise ActionError(_("Pick somebody who can answer."))


def _still_open(action: Action) -> None:
    if not action.is_open:
        raise ActionError(_("It is done already."))


def _in_time(day: date) -> None:
    if day < timezone.localdate():
        raise ActionError(_("Pick a day that is not in the past."))


def _said(words: str, otherwise: str) -> str:
    if not words.strip():
        raise ActionError(otherwise)
    return words.strip()
