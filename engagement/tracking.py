"""Where something is that a young person sent: every step with its day, and plain words when a day has passed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.deadlines import due_at
from engagement.models import Ask, AskState, Complaint, Outcome, State, Urgency, Voice


@dataclass(frozen=True)
class TrackStep:
    """One line of the way, as `components/timeline.html` shows it. `late` says that a day we gave has passed."""

    state: str  # past, now or next
    icon: str
    title: str
    text: str = ""
    when: str = ""
    date: "date | None" = None  # quoted: the name of the field hides the type
    late: bool = False
    paper: str = "sea"


def track(voice: Voice, first_answer: datetime | None, now: datetime | None = None) -> list[TrackStep]:
    """The way of `voice` so far and what comes next. `first_answer` is when we first wrote back or gave an answer."""
    now = now or timezone.now()
    steps = [_past("send", _("You sent it"), at=voice.received_at), *_reading(voice, now)]
    if hasattr(voice, "complaint"):
        steps.append(_complaining(voice.complaint, timezone.localdate(now)))
    elif voice.wants_reply and not hasattr(voice, "taken_back"):
        steps.append(_answering(voice, first_answer, now))
    ask = ask_of(voice)
    return [*steps, *_asking(voice, ask, timezone.localdate(now))] if ask else steps


def ask_of(voice: Voice) -> Ask | None:
    """The Ask it is part of; fetch `contribution__ask` along where there are many."""
    return voice.contribution.ask if hasattr(voice, "contribution") else None


def place(voice: Voice) -> str:
    """Where it is in two words, before it is part of an Ask."""
    if hasattr(voice, "taken_back"):
        return _("Kept, not shown") if voice.taken_back.kept_at else _("Taken back")
    if voice.state == State.DECLINED:
        return _("Sent back to you")
    if voice.state == State.RECEIVED:
        return _("Sent")
    return _("Being read") if voice.is_open else _("Heard")


def _reading(voice: Voice, now: datetime) -> list[TrackStep]:
    if voice.decided_at and not voice.is_open:
        return [_past("eye", *_heard(voice), at=voice.decided_at)]
    if voice.opened_at:
        return [TrackStep("now", "eye", _("A person is reading it"), date=timezone.localdate(voice.opened_at))]
    # The usual target, never the real one: what screening thought of the words is not told.
    due = due_at(Urgency.NONE, voice.received_at)
    return [_due("now", "eye", _("A person reads it"), timezone.localdate(due), late=due < now)]


def _heard(voice: Voice) -> tuple[str, str]:
    if voice.state == State.DECLINED:
        return _("We sent it back to you"), _("You can change it and send it again.")
    if voice.is_public:
        return _("We heard it"), _("Others may read it, without anything that shows it’s you.")
    return _("We heard it"), _("It counts. It is not on the wall.")


def _answering(voice: Voice, first_answer: datetime | None, now: datetime) -> TrackStep:
    if first_answer:
        return _past("speech", _("We answered"), at=first_answer)
    day = timezone.localdate(voice.answer_by)
    return _due("next", "speech", _("We write back"), day, late=voice.answer_by < now)


def _complaining(complaint: Complaint, today: date) -> TrackStep:
    if complaint.outcome == Outcome.TAKEN_BACK:
        return TrackStep("past", "close", _("You took your complaint back"), date=complaint.answered_on)
    if complaint.answered_on:
        return TrackStep("past", "speech", _("We answered your complaint"), date=complaint.answered_on)
    day, late = complaint.answer_by, bool(complaint.days_late(today))
    return _due("next", "speech", _("We answer your complaint"), day, late=late)


def _asking(voice: Voice, ask: Ask, today: date) -> list[TrackStep]:
    together = _past("people", _("It is part of an ask"), ask.wording, at=voice.contribution.added_at)
    changed = timezone.localdate(ask.changed_at)
    late = bool(ask.days_late(today))
    match ask.state:
        case AskState.ASKED:
            step = _due("now", "search", _("We asked for an answer"), ask.answer_by, late=late)
        case AskState.PROMISED:
            step = _due("now", "tools", _("Promised"), ask.promise_due, late=late, text=ask.promise)
        case AskState.DOING:
            step = _due("now", "tools", _("They are doing it"), ask.promise_due, late=late, text=ask.promise)
        case AskState.REOPENED:
            step = _due("now", "alert", _("Back open. They answer again"), ask.answer_by, late=late)
        case AskState.CONFIRMED:
            step = TrackStep("past", "heart", _("Done, you agree"), ask.answer, date=changed)
        case AskState.WITH_COUNCIL:
            step = TrackStep("now", "people", _("Other young people say how many it matters to"), when=_("Soon"))
        case AskState.DONE:
            step = TrackStep("past", "tick", _("Done"), ask.answer, date=changed)
        case AskState.ALREADY_SO:
            step = TrackStep("past", "tick", _("It is so already"), ask.answer, date=changed)
        case AskState.REFUSED:
            step = TrackStep("past", "stop", _("We can’t do it"), ask.answer, date=changed)
        case _:
            step = TrackStep("next", "search", _("We ask the person who can change it"), when=_("Soon"))
    return [together, step]


def _past(icon: str, title: str, text: str = "", *, at: datetime) -> TrackStep:
    return TrackStep("past", icon, title, text, date=timezone.localdate(at))


def _due(state: str, icon: str, title: str, day: date | None, *, late: bool, text: str = "") -> TrackStep:
    """A step that has a day; when the day has passed it says so and says sorry."""
    said = date_format(day, "l j F") if day else ""
    if late:
        sorry = _("We said by %(day)s. That day has passed. We’re sorry.") % {"day": said}
        return TrackStep("now", icon, title, f"{text} {sorry}".strip(), when=_("Late"), late=True)
    return TrackStep(state, icon, title, text, when=_("By %(day)s") % {"day": said})
