"""One item on a desk: what was said and why it is marked, the three texts, the answer, and what was done so far."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from engagement.clock import clock
from engagement.desks import VOICES, Desk
from engagement.forms import desk as desk_forms
from engagement.highlighting import LEGEND, highlight, language_name, marks, reasons
from engagement.models import Concern, ConcernKind, ReplyTemplate, Safety, State, Submission, Urgency
from engagement.redaction import pieces
from engagement.views.desk import entered_by, frame, queue_beside
from people.models import Opened, User
from people.reading import note_read
from people.roles import MANAGE_ASKS, SEE_SPACE

FORMS: dict[str, type[desk_forms.SeenForm]] = {
    "approve": desk_forms.ApproveForm,
    "draft": desk_forms.PublicWordsForm,
    "keep": desk_forms.SeenForm,
    "opened": desk_forms.SeenForm,
    "decline": desk_forms.DeclineForm,
    "withdraw": desk_forms.WhyForm,
    "raise": desk_forms.WhyForm,
    "pass-on": desk_forms.PassOnForm,
    "rule-out": desk_forms.WhyForm,
    "reply": desk_forms.ReplyForm,
    "note": desk_forms.NoteForm,
}


@dataclass(frozen=True)
class Trouble:
    """A step that was not taken: why, and what had been typed."""

    message: str
    typed: list[tuple[str, str]]
    status: int


@require_GET
def item(request: HttpRequest, desk: Desk, uuid: str) -> HttpResponse:
    """One item. Looking is a GET and changes nothing about it.

    That somebody opened it is recorded by a POST of its own: the page's script sends it at once; with scripts off
    there is a button, and every step opens the item first. So a link checker, a prefetch or a reload opens nothing.
    """
    user = entered_by(request, desk)
    return item_page(request, desk, user, fetch(desk, user, uuid))


def fetch(desk: Desk, user: User, uuid: str) -> Submission:
    """One item that `user` may read, else 404."""
    words = desk.words_for(user).select_related(
        "theme", "space", "author", "decided_by", "voice__session", "contribution__ask", "taken_back"
    )
    return get_object_or_404(words.prefetch_related("findings"), uuid=uuid)


def item_page(
    request: HttpRequest,
    desk: Desk,
    user: User,
    submission: Submission,
    *,
    bound: dict[str, desk_forms.SeenForm] | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:
    """The item with its queue. `bound` are forms that came back with something to put right, by action.

    An urgent one leaves a row in the read audit before it is shown, each time it is shown.
    """
    if submission.urgency == Urgency.URGENT:
        note_read(user, Opened.URGENT_ITEM, submission.uuid)
    words = submission.words
    findings = list(submission.findings.all())
    bound = bound or {}
    came_back = next(iter(bound), "")
    mine = submission.author_id == user.pk
    offered = set() if mine else _offered(desk, submission)
    if trouble and came_back and came_back not in offered:
        # The form has no place on the page any more, so what was typed is shown beside the reason.
        trouble = replace(trouble, typed=bound[came_back].typed)
    made = {
        name: bound.get(name) or form(submission=submission)
        for name, form in FORMS.items()
        if name in offered and name != "draft"  # works on the same box of words as approving
    }
    if came_back == "draft" and "approve" in made:
        made["approve"] = bound[came_back]
    context: dict[str, Any] = frame(desk, user, submission.reference) | queue_beside(request, desk, user)
    context |= {
        "item": submission,
        "mine": mine,
        "marked": highlight(words, marks(findings)),
        "reasons": reasons(words, findings),
        "legend": LEGEND if findings else (),
        "forms": {name.replace("-", "_"): form for name, form in made.items()},
        "act": {name.replace("-", "_"): reverse(f"{desk.name}:{name}", args=[submission.uuid]) for name in offered},
        "came_back": came_back,
        "clock": clock(submission) if submission.is_open else None,
        "waiting": submission.safety == Safety.WAITING,
        "key_url": key_url(desk, user, submission),
        "concern_url": concern_url(user, submission),
        "allegation_url": reverse("voices:allegation", args=[submission.uuid]) if desk is VOICES else "",
        "reader": "" if submission.language == "en" else language_name(submission.language),
        "templates": ReplyTemplate.objects.all(),
        "replies": submission.replies.select_related("by", "ask_event"),
        "events": submission.events.select_related("by", "kept_note"),
        "gather": gather_url(desk, user, submission),
        "trouble": trouble,
    }
    if desk is VOICES:
        said = dict(submission.opinions.filter(by=user).values_list("rule", "says"))
        context["opinion"] = {"url": reverse("voices:opinion", args=[submission.uuid]), "whole": said.get("", "")}
        context["reasons"] = [replace(reason, said=said.get(reason.rule, "")) for reason in context["reasons"]]
    if "approve" in made:
        context["pieces"] = pieces(words, made["approve"].proposals)  # type: ignore[attr-defined]  # always a PublicWordsForm
    return render(request, "engagement/desk/item.html", context, status=trouble.status if trouble else 200)


def _offered(desk: Desk, submission: Submission) -> set[str]:
    """The steps that make sense for the item as it stands: no button leads nowhere."""
    offered = {"note"}
    if submission.space_id:
        offered.add("reply")
    if submission.state == State.RECEIVED:
        offered.add("opened")
    if submission.is_open:
        offered.add("draft")
        waiting = submission.safety == Safety.WAITING
        offered |= {"pass-on", "rule-out"} if waiting else {"approve", "keep", "decline"}
        if submission.safety == Safety.NOT_RAISED:
            offered.add("raise")
    elif submission.is_public:
        offered.add("withdraw")
    if hasattr(submission, "taken_back"):
        offered -= {"draft", "approve", "decline", "reply"}
    return offered & desk.actions


def concern_url(user: User, submission: Submission) -> str:
    """The last concern about the item, where `user` handles concerns and it is none that ends at this desk."""
    seen = Concern.objects.visible_to(user).exclude(kind=ConcernKind.ADVOCATE)
    last = seen.filter(submission_id=submission.pk).order_by("pk").only("uuid").last()
    return reverse("concerns:item", args=[last.uuid]) if last else ""


def gather_url(desk: Desk, user: User, submission: Submission) -> str:
    """Where the item is gathered with others; empty while it cannot be."""
    can = desk is VOICES and user.has_perm(MANAGE_ASKS) and not hasattr(submission, "contribution")
    if can and not submission.is_open and submission.state != State.DECLINED:
        return reverse("voices:gather", args=[submission.uuid])
    return ""


def key_url(desk: Desk, user: User, submission: Submission) -> str:
    """Where it is asked which key the item came with; empty for whoever may not know, and where there is none."""
    can = desk is VOICES and submission.space_id and user.has_perm(SEE_SPACE)
    return reverse("voices:key", args=[submission.uuid]) if can else ""


def say_who(submission: Submission, seen: int) -> str:
    """Who changed the item after version `seen`, in words."""
    event = submission.events.filter(version__gt=seen).select_related("by").last()
    if event is None:
        return _("Somebody else changed this while you were reading.")
    return _("%(who)s did this before you: %(what)s. Here is how it stands now.") % {
        "who": event.by,
        "what": event.get_verb_display(),
    }
