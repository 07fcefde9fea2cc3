"""One concern: the words and why they worry, how to reach the young person, what to do now, what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from engagement import concerns
from engagement.desks import DESKS
from engagement.forms import concerns as concern_forms
from engagement.forms.concerns import ConcernForm
from engagement.forms.desk import ReplyForm
from engagement.highlighting import LEGEND, highlight, language_name, marks, reasons
from engagement.ladders import ladder
from engagement.models import Concern, ConcernState, ConcernVerb, ReplyTemplate, Submission
from engagement.models.concerns import DECIDED
from engagement.views.concern_history import history
from engagement.views.concerns import entered_by, frame
from engagement.views.identity import identity_page
from people.models import Opened, User
from people.reading import note_read
from people.roles import MODERATE, SEE_SPACE

Cleaned = dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """A step that was not taken: why, and what had been typed."""

    message: str
    typed: list[tuple[str, str]]
    status: int


@dataclass(frozen=True)
class Step:
    """One big button: what it needs, the verb behind it, how it stands afterwards, what is said."""

    form: type[ConcernForm]
    do: Callable[[Concern, User, Cleaned], object]
    leaves: ConcernVerb
    said: Promise


STEPS: dict[str, Step] = {
    "take-on": Step(
        ConcernForm,
        lambda concern, by, _form: concerns.acknowledge(concern, by=by),
        ConcernVerb.ACKNOWLEDGED,
        gettext_lazy("You are on it. Nobody else is told any more."),
    ),
    "hand-over": Step(
        concern_forms.ReferForm,
        lambda concern, by, form: concerns.refer(concern, by=by, to=form["to"], reference=form["reference"]),
        ConcernVerb.REFERRED,
        gettext_lazy("It is handed over. A second person looks at it and closes it."),
    ),
    "no-concern": Step(
        concern_forms.NoConcernForm,
        lambda concern, by, form: concerns.no_concern(concern, by=by, why=form["why"]),
        ConcernVerb.NO_CONCERN,
        gettext_lazy("It is written down that nobody is at risk. A second person looks at it and closes it."),
    ),
    "close": Step(
        ConcernForm,
        lambda concern, by, _form: concerns.close(concern, by=by),
        ConcernVerb.CLOSED,
        gettext_lazy("Closed. Two people have looked at it."),
    ),
    "disagree": Step(
        ConcernForm,
        lambda concern, by, _form: concerns.reopen(concern, by=by),
        ConcernVerb.OPENED,
        gettext_lazy("It is open again, and the people on duty are being told."),
    ),
}


def fetch(user: User, uuid: str) -> Concern:
    """One concern that `user` may see, else 404."""
    found = Concern.objects.visible_to(user).select_related(
        "submission__theme",
        "submission__space",
        "submission__author",
        "submission__voice__session",
        "acknowledged_by",
        "decided_by",
        "closed_by",
    )
    return get_object_or_404(found, uuid=uuid)


def steps_for(concern: Concern, user: User) -> list[str]:
    """The steps that make sense for `user` as the concern stands."""
    if concern.state == ConcernState.OPEN:
        return ["take-on", "hand-over", *([] if _wrote_it(concern, user) else ["no-concern"])]
    if concern.state == ConcernState.ACKNOWLEDGED:
        return ["hand-over", *([] if _wrote_it(concern, user) else ["no-concern"])]
    if concern.state in DECIDED and concern.decided_by_id != user.pk:
        return ["close", *([] if _again(concern) else ["disagree"])]
    return []


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    """One concern. Looking changes nothing, and leaves one row in the read audit."""
    user = entered_by(request)
    return concern_page(request, user, fetch(user, uuid))


def concern_page(
    request: HttpRequest,
    user: User,
    concern: Concern,
    *,
    came_back: dict[str, ConcernForm] | None = None,
    reply: ReplyForm | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:
    """The concern with its words. `came_back` are forms with something to put right, by step."""
    note_read(user, Opened.CONCERN, concern.uuid)
    submission = concern.submission
    findings = list(submission.findings.all())
    came_back = came_back or {}
    names = steps_for(concern, user)
    again = _again(concern)
    context = frame(concern.get_kind_display()) | {
        "concern": concern,
        "item": submission,
        "ladder": ladder(concern),
        "waiting": concern.is_undecided,
        "marked": highlight(submission.words, marks(findings)),
        "reasons": reasons(submission.words, findings),
        "legend": LEGEND if findings else (),
        "reader": "" if submission.language == "en" else language_name(submission.language),
        "mine": _wrote_it(concern, user),
        "decided_it": concern.state in DECIDED and concern.decided_by_id == user.pk,
        "again": reverse("concerns:item", args=[again.uuid]) if again else "",
        "steps": {
            name.replace("-", "_"): {
                "form": came_back.get(name) or STEPS[name].form(concern=concern),
                "url": reverse(f"concerns:{name}", args=[concern.uuid]),
                "open": name in came_back,
            }
            for name in names
        },
        "history": history(concern),
        "key_url": _key_url(concern, user),
        "desk_url": _desk_url(submission, user),
        "trouble": trouble,
        **_answer(concern, user, reply),
    }
    return render(request, "engagement/concerns/item.html", context, status=trouble.status if trouble else 200)


@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, uuid: str) -> HttpResponse:
    """Which key it came with, and which other concerns did: asked for on purpose, and written down."""
    user = entered_by(request)
    concern = fetch(user, uuid)
    space = concern.submission.space
    theirs = Concern.objects.visible_to(user).filter(submission__space=space).order_by("pk") if space else ()
    addresses = {one.submission_id: reverse("concerns:item", args=[one.uuid]) for one in theirs}
    readable = Submission.objects.visible_to(user).filter(pk__in=addresses)
    return identity_page(request, user, concern.submission, readable, address=lambda item: addresses.get(item.pk, ""))


def may_answer(concern: Concern, user: User) -> bool:
    """Whether `user` writes back from here: the desk's rule, and there is somebody who can read it."""
    submission = concern.submission
    return bool(submission.space_id) and user.has_perm(MODERATE) and submission.author_id != user.pk


def _answer(concern: Concern, user: User, reply: ReplyForm | None) -> dict[str, Any]:
    if not may_answer(concern, user):
        return {"forms": {}, "replies": []}
    return {
        "forms": {"reply": reply or ReplyForm(submission=concern.submission)},
        "act": {"reply": reverse("concerns:reply", args=[concern.uuid])},
        "urls": {"plain_words": reverse("voices:plain-words")},
        "templates": ReplyTemplate.objects.all(),
        "replies": concern.submission.replies.select_related("by", "ask_event"),
    }


def _wrote_it(concern: Concern, user: User) -> bool:
    return concern.submission.author_id == user.pk


def _again(concern: Concern) -> Concern | None:
    """A later concern about the same words: a second person did not agree."""
    if concern.is_undecided:
        return None
    return concern.submission.concerns.filter(pk__gt=concern.pk).order_by("pk").first()


def _key_url(concern: Concern, user: User) -> str:
    if not concern.submission.space_id or not user.has_perm(SEE_SPACE):
        return ""
    return reverse("concerns:key", args=[concern.uuid])


def _desk_url(submission: Submission, user: User) -> str:
    """The same words on the desk, where they are published or not; for whoever sits there and may see them."""
    for desk in DESKS:
        if desk.words_for(user).filter(pk=submission.pk).exists():
            return reverse(f"{desk.name}:item", args=[submission.uuid])
    return ""


def say_who(concern: Concern) -> str:
    """Who changed the concern last, in words."""
    event = concern.events.filter(by__isnull=False).select_related("by").last()
    if event is None:
        return _("Somebody else changed this while you were reading. Here is how it stands now.")
    return _("%(who)s was first: %(what)s. Here is how it stands now. Nothing you wrote is lost.") % {
        "who": event.by,
        "what": event.get_verb_display(),
    }
