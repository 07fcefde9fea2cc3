"""How well the screen sorts, and what people at the desk say about it."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engagement import moderation, opinions
from engagement.desks import VOICES, Desk
from engagement.forms.screening import OpinionForm
from engagement.highlighting import language_name
from engagement.models import Opinion, Submission
from engagement.screening_figures import WEEKS, figures
from engagement.views import desk as desk_views
from engagement.views.desk_item import Trouble, fetch, item_page
from engagement.views.screening import entered_by, frame
from people.models import User

FEW_MINUTES = 120  # shown as minutes; more is shown as hours


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Led by what people raised and the screen had missed. Counts only what the reader may read."""
    user = entered_by(request)
    found = figures(VOICES.words_for(user), timezone.localdate())
    context = frame(user, "figures") | {
        "figures": found,
        "period": WEEKS,
        "weeks": [(date.fromisoformat(bar.label), bar) for bar in found.weeks],
        "languages": [
            (language_name(bar.label) if bar.label != "en" else _("English"), bar) for bar in found.languages
        ],
        "versions": [(_version_name(bar.label), bar) for bar in found.versions],
        "median": _span(found.first_look.median),
        "ninetieth": _span(found.first_look.ninetieth),
        "said": [(label, found.opinions.get(value, 0)) for value, label in Opinion.choices],
    }
    return render(request, "engagement/screening/figures.html", context)


def _span(minutes: int | None) -> str:
    """Minutes, or hours where there are many."""
    if minutes is None:
        return "–"
    if minutes < FEW_MINUTES:
        return _("%(n)d min") % {"n": minutes}
    return _("%(n)d h") % {"n": round(minutes / 60)}


def _version_name(start: str) -> str:
    """From the first part of what an item stored: "v3" is the council's version 3, anything else shipped."""
    if start.startswith("v"):
        return _("Version %(number)s") % {"number": start[1:]}
    return _("As shipped") if start else _("Not screened")


@require_POST
def say(request: HttpRequest, desk: Desk, uuid: str) -> HttpResponse:
    """Right, wrong or too low, from an item on the desk."""
    user = desk_views.entered_by(request, desk)
    item = fetch(desk, user, uuid)
    form = OpinionForm(request.POST)
    here = redirect(f"{desk.name}:item", uuid=item.uuid)
    if not form.is_valid():
        return _again(request, desk, user, item, _("Pick right, wrong or too low."))
    try:
        opinions.say(item, by=user, **form.cleaned_data)
    except moderation.ModerationError as error:
        return _again(request, desk, user, fetch(desk, user, uuid), str(error), form.cleaned_data["why"])
    messages.success(request, _("Thank you. It counts when the rules are made better."))
    return here


def _again(
    request: HttpRequest, desk: Desk, user: User, item: Submission, message: str, typed: str = ""
) -> HttpResponse:
    kept = [(_("Why"), typed)] if typed else []
    return item_page(request, desk, user, item, trouble=Trouble(message, kept, 422))
