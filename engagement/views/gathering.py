"""Gathering: one decided view, others like it, and the Ask they go into together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from engagement import asks
from engagement.desks import VOICES, Desk
from engagement.forms.desk import GatherForm
from engagement.models import CLOSED_STATES, Ask, Submission
from engagement.similar import similar_to
from engagement.views.desk import entered_by, first_line, frame
from engagement.views.desk_item import fetch, gather_url
from people.models import User
from people.roles import MANAGE_ASKS

MOST_ASKS = 30  # the latest open ones; an older one is found on its own page


@require_http_methods(["GET", "POST"])
def gather(request: HttpRequest, uuid: str) -> HttpResponse:
    """Pick similar views and put them into an Ask; everybody who can be reached hears of it."""
    desk = VOICES
    user = entered_by(request, desk)
    if not user.has_perm(MANAGE_ASKS):
        raise PermissionDenied
    item = fetch(desk, user, uuid)
    if not gather_url(desk, user, item):  # gathered already, as after a double click; or not decided yet
        return redirect("voices:item", uuid=item.uuid)
    near = [item, *(likeness.submission for likeness in similar_to(item, desk.words_for(user)))]
    current = list(Ask.objects.exclude(state__in=CLOSED_STATES).newest_first()[:MOST_ASKS])
    form = GatherForm(
        request.POST or None,
        views=[(str(view.uuid), first_line(view.words)) for view in near],
        asks=[(str(ask.uuid), ask.wording) for ask in current],
        initial={"views": [str(item.uuid)], "ask": "", "theme": item.theme_id},
    )
    trouble = ""
    if request.method == "POST" and form.is_valid():
        chosen = [view for view in near if str(view.uuid) in form.cleaned_data["views"]]
        ask = next((ask for ask in current if str(ask.uuid) == form.cleaned_data["ask"]), None)
        try:
            _gather(form, chosen, ask, by=user)
        except asks.AskError as error:
            trouble = str(error)
        else:
            said = ngettext("%(n)d view gathered.", "%(n)d views gathered.", len(chosen)) % {"n": len(chosen)}
            messages.success(request, said)
            return _onwards(desk, user, item)
    context = frame(desk, user, _("Gather")) | {"item": item, "form": form, "trouble": trouble}
    return render(request, "engagement/desk/gather.html", context, status=422 if form.errors or trouble else 200)


def _gather(form: GatherForm, chosen: list[Submission], ask: Ask | None, *, by: User) -> None:
    if ask:
        asks.gather(ask, chosen, by=by)
    else:
        data = form.cleaned_data
        asks.raise_ask(by=by, wording=data["wording"], theme=data["theme"], submissions=chosen)


def _onwards(desk: Desk, user: User, item: Submission) -> HttpResponse:
    following = desk.next_for(user, item)
    return redirect("voices:item", uuid=following.uuid) if following else redirect("voices:to-read")
