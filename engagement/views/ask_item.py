"""One ask in the admin: its history, the steps possible now, and taking one with the version that was on the screen."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engagement import asks, council
from engagement.forms.asks import AskStepForm
from engagement.models import Ask, AskState, AskVerb, Submission
from engagement.views.ask_steps import STEPS
from engagement.views.asks import answered_by, asks_for, frame, lines
from people.models import User
from people.roles import MANAGE_ASKS

MOST_WORDS = 20  # contributions whose public words are shown


@dataclass(frozen=True)
class Trouble:
    """A step that was not taken: why, and what had been typed."""

    message: str
    typed: list[tuple[str, str]]


def fetch(user: User, uuid: str) -> Ask:
    """One ask that `user` may open, else 404."""
    return get_object_or_404(asks_for(user).select_related("worded_by", "checked_by"), uuid=uuid)


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    user = answered_by(request)
    return ask_page(request, user, fetch(user, uuid))


def ask_page(
    request: HttpRequest,
    user: User,
    ask: Ask,
    *,
    came_back: dict[AskVerb, AskStepForm] | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    """One ask. `came_back` are forms with something to put right, in place of blank ones.

    Shows the public words of what was gathered, never the words as sent and never which key they came with.
    """
    manages = user.has_perm(MANAGE_ASKS)
    possible = asks.possible(ask, user)
    came_back = came_back or {}
    sought = {"find": request.GET["find"]} if "find" in request.GET else {}
    words = Submission.objects.approved().filter(contribution__ask=ask).exclude(public_words="").order_by("pk")
    counted = ask.contributions.count() if manages else None
    context = frame(_("Ask"), inside=True) | {
        **lines([ask])[0],
        "steps": [
            {
                "step": step,
                "form": came_back.get(verb) or step.form(ask=ask, initial=sought | _from_council(ask, verb)),
                "open": verb in came_back or (verb == AskVerb.MERGED and bool(sought)),
                "url": reverse(f"asks:{step.name}", args=[ask.uuid]),
            }
            for verb, step in STEPS.items()
            if verb in possible
        ],
        "said": list(words.values_list("public_words", flat=True)[:MOST_WORDS]),
        "contributions": counted,
        "events": ask.events.select_related("by", "owner", "other"),
        "council": council.result(ask) if manages and ask.state == AskState.WITH_COUNCIL else None,
        "running": ask.verdict_rounds.running().first() if manages else None,
        "trouble": trouble,
        "manages": manages,
        "wrote_it": ask.worded_by_id == user.pk,
    }
    return render(request, "engagement/asks/item.html", context, status=status)


def _from_council(ask: Ask, verb: AskVerb) -> dict[str, str]:
    """What the Council's members said fills in what the officer is to write down."""
    return {"affects": council.result(ask).affects} if verb == AskVerb.COUNCIL_SAID else {}


@require_POST
def take(request: HttpRequest, uuid: str, verb: AskVerb) -> HttpResponse:
    """Take one step, or show the ask again with what was typed and what stands in the way."""
    user = answered_by(request)
    ask = fetch(user, uuid)
    form = STEPS[verb].form(request.POST, ask=ask)
    if not form.is_valid():
        return _come_back(request, user, ask, verb, form)
    seen: int = form.cleaned_data["version"]
    ask.version = seen  # the verb compares it with the one that is stored
    try:
        with transaction.atomic():
            STEPS[verb].do(ask, user, form.cleaned_data)
    except asks.AskError as error:
        ask = fetch(user, uuid)
        if ask.version == seen:
            form.add_error(None, str(error))
            return _come_back(request, user, ask, verb, form)
        if not _was_this(ask, verb, user, seen, form):
            return _overtaken(request, user, ask, verb, form)
    messages.success(request, str(STEPS[verb].said))
    return redirect("asks:item", uuid=ask.uuid)


def _was_this(ask: Ask, verb: AskVerb, user: User, seen: int, form: AskStepForm) -> bool:
    """Whether the one step since `seen` is this very one, word for word: the button was pressed twice."""
    last = ask.events.latest("version")
    sent = form.cleaned_data
    if verb == AskVerb.MERGED:
        return (last.verb, last.by_id, last.other_id) == (verb, user.pk, sent["into"].pk)
    words = sent[form.outgoing[0]] if form.outgoing else ""
    same = (last.words, last.due_on) == (words, sent.get("due") or sent.get("answer_by"))
    return same and (last.version, last.verb, last.by_id) == (seen + 1, verb, user.pk)


def _come_back(request: HttpRequest, user: User, ask: Ask, verb: AskVerb, form: AskStepForm) -> HttpResponse:
    if verb in asks.possible(ask, user):
        return ask_page(request, user, ask, came_back={verb: form}, status=422)
    message = str(next(iter(form.non_field_errors()), _("That step does not fit where this ask is now.")))
    return ask_page(request, user, ask, trouble=Trouble(message, form.typed), status=409)


def _overtaken(request: HttpRequest, user: User, ask: Ask, verb: AskVerb, form: AskStepForm) -> HttpResponse:
    """Somebody else was quicker: show how it stands now, with the words that were typed ready to be sent again."""
    message = _("Somebody else changed this ask. Here is how it stands now. Nothing you wrote is lost.")
    kept = {name: form.cleaned_data[name] for name in form.cleaned_data if name not in ("version", "anyway")}
    again = STEPS[verb].form(ask=ask, initial=kept)
    return ask_page(request, user, ask, came_back={verb: again}, trouble=Trouble(message, form.typed), status=409)
