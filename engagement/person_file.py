"""Everything about one person as a file: plain data once, shown as a page to read and as JSON, zipped while it is sent.

Nothing of it is ever stored: it is read, written into the answer and forgotten. People here stand in it by their
role, never by name; other young people not at all.
"""

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any, cast

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import Concern, Note, Part, Purpose, Reply, SubjectRequest, Submission, SubmissionEvent, Voice
from engagement.telling_back import sentence
from engagement.tracking import ask_of, place
from people.models import ReadAudit, User
from people.roles import ROLES, Role

Told = dict[str, Any]


def told(request: SubjectRequest, *, reader: User | None) -> Told:
    """What may be handed over of all we hold about the person of `request`.

    `reader` is the colleague who fetches the file, or None for the young person. A colleague's file leaves out what
    was said to an advocate, which is between the two of them, and allegations that `reader` may not see; the young
    person finds both in their space.
    """
    parts = list(request.parts.all())
    handed = {(part.submission_id, part.part) for part in parts if part.handed}
    space = request.space
    views = Voice.objects.filter(space=space, pk__in=[part.submission_id for part in parts])
    views = views.filter(pk__in=Submission.objects.visible_to(reader)) if reader else views
    views = views.select_related(
        "theme",
        "contribution__ask",
        "complaint",  # type: ignore[misc]  # the manager is typed for every submission
        "taken_back",
    ).order_by("received_at", "pk")
    return {
        "made_on": timezone.localdate(),
        "asked_on": request.asked_on,
        "about": {
            _("Age group"): space.get_age_band_display() if space else "",
            _("What we know about you"): space.get_care_status_display() if space else "",
            _("Your space was made on"): space.created_on if space else "",
            _("Number on your key card"): space.card if space else "",
            _("Your key"): _("We keep only a scrambled form of it. Nobody can read it back."),
        },
        "views": [
            _view(voice, handed, to_staff=reader is not None) for voice in views if (voice.pk, Part.WORDS) in handed
        ],
        "left_out": sum(not part.handed for part in parts),
    }


def zipped(told: Told) -> Iterator[bytes]:
    """The zip, piece by piece: a page to read and the same as data."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("read-me.html", render_to_string("engagement/requests/file.html", told))
        yield pipe.drain()
        archive.writestr("data.json", json.dumps(told, default=str, ensure_ascii=False, indent=1))
        yield pipe.drain()
    yield pipe.drain()


class _Pipe:
    """Takes what the zip writes and gives it away again: nothing is kept, and nothing goes through a disk."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def write(self, some: bytes) -> int:
        self._bytes += some
        return len(some)

    def flush(self) -> None:
        """Nothing to do: `drain` hands on what there is."""

    def drain(self) -> bytes:
        some = bytes(self._bytes)
        self._bytes.clear()
        return some


def _view(voice: Voice, handed: set[tuple[int, str]], *, to_staff: bool) -> Told:
    for_the_advocate = to_staff and voice.purpose == Purpose.ADVOCATE
    ask = ask_of(voice)
    gone = hasattr(voice, "taken_back")
    return {
        "number": voice.reference,
        "sent_on": voice.received_on,
        "what": voice.get_purpose_display(),
        "theme": str(voice.theme or ""),
        "feeling": voice.get_feeling_display(),
        "words": _("Between you and the advocate. Read it in your space.") if for_the_advocate else voice.words,
        "reach_you": "" if for_the_advocate else voice.contact,
        "shown_to_others": voice.public_words if voice.is_public and voice.may_quote else "",
        "counted_as": {_("Age group"): voice.get_age_band_display(), _("About you"): voice.get_care_status_display()},
        "where_it_is": str(ask.public_status.label if ask and not gone else place(voice)),
        "ask": ask.wording if ask else "",
        "taken_back_on": timezone.localdate(voice.taken_back.asked_at) if gone else "",
        "said_no_to": [
            {"use": no.get_use_display(), "on": no.asked_on, "agreed": no.agreed} for no in voice.objections.all()
        ],
        "complaint": _complaint(voice),
        "answers": [] if for_the_advocate else _answers(voice),
        "steps": _steps(voice),
        "opened_by": _openings(voice),
        "safety": _safety(voice) if (voice.pk, Part.CONCERN) in handed else [],
        "notes": _notes(voice) if (voice.pk, Part.NOTES) in handed else [],
    }


def _complaint(voice: Voice) -> Told:
    if not hasattr(voice, "complaint"):
        return {}
    complaint = voice.complaint
    return {
        "answer_by": complaint.answer_by,
        "answered_on": complaint.answered_on,
        "outcome": complaint.get_outcome_display(),
    }


def _answers(voice: Voice) -> list[Told]:
    replies = Reply.objects.filter(submission=voice).select_related("ask_event__owner", "by").order_by("at", "pk")
    replies = replies.prefetch_related("by__groups")
    return [
        {
            "on": timezone.localdate(reply.at),
            "from": _role(reply.by) if reply.by else _("Young people"),
            "words": sentence(reply.ask_event) if reply.ask_event else reply.words,
        }
        for reply in replies
    ]


def _steps(voice: Voice) -> list[Told]:
    events = SubmissionEvent.objects.filter(submission=voice).select_related("by").prefetch_related("by__groups")
    return [
        {"on": timezone.localdate(e.at), "what": e.get_verb_display(), "by": _role(e.by) if e.by else _("You")}
        for e in events
    ]


def _openings(voice: Voice) -> list[Told]:
    """Who opened it where that is written down: by role, because a name would say something about a colleague."""
    openings = ReadAudit.objects.filter(about=voice.uuid).select_related("by").prefetch_related("by__groups")
    return [
        {"on": timezone.localdate(o.at), "what": o.get_what_display(), "by": _role(o.by)}
        for o in openings.order_by("pk")
    ]


def _safety(voice: Voice) -> list[Told]:
    """What was done to keep somebody safe, step by step; no notes and no names."""
    return [
        {
            "on": timezone.localdate(event.at),
            "what": event.get_verb_display(),
            "by": _role(event.by) if event.by else "",
        }
        for concern in Concern.objects.filter(submission=voice)
        for event in concern.events.select_related("by").prefetch_related("by__groups")
    ]


def _notes(voice: Voice) -> list[Told]:
    notes = Note.objects.filter(event__submission=voice).select_related("event").order_by("event")
    return [{"on": timezone.localdate(note.event.at), "words": note.words} for note in notes]


def _role(user: User) -> str:
    roles = {group.name for group in user.groups.all()}
    return next(
        (str(grant.named) for role, grant in ROLES.items() if Role(role).value in roles), str(_("Somebody here"))
    )
