"""Words that turn out to be about an adult who works with children leave the desk for the safeguarding group."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagement import concerns, moderation
from engagement.desks import VOICES
from engagement.models import Concern, Submission, Verb
from engagement.views.desk import entered_by
from engagement.views.desk_item import Trouble, fetch, item_page, say_who
from people.models import User


@require_http_methods(["GET", "POST"])
def hand_to_group(request: HttpRequest, uuid: str) -> HttpResponse:
    """Hand one item of the voices desk to the safeguarding group. Pressed twice, it is done once."""
    user = entered_by(request, VOICES)
    try:
        item = fetch(VOICES, user, uuid)
    except Http404:
        gone = _handed_over_by(user, uuid)
        if request.method != "POST" or gone is None:
            raise
        return _onwards(request, user, gone)
    if request.method != "POST":
        return redirect("voices:item", uuid=item.uuid)
    seen = request.POST.get("version", "")
    if not seen.isdecimal() or item.events.filter(version__gt=int(seen)).exclude(verb=Verb.OPENED).exists():
        message = say_who(item, int(seen)) if seen.isdecimal() else _("Read it again, then press once more.")
        return item_page(request, VOICES, user, item, trouble=Trouble(message, [], 409))
    try:
        concerns.treat_as_allegation(item, by=user)
    except moderation.OvertakenError:
        fresh = fetch(VOICES, user, uuid)
        return item_page(request, VOICES, user, fresh, trouble=Trouble(say_who(fresh, int(seen)), [], 409))
    return _onwards(request, user, item)


def _handed_over_by(user: User, uuid: str) -> Submission | None:
    """The item that `user` has handed over just now, and so no longer sees."""
    theirs = Submission.objects.filter(uuid=uuid, restricted=True, events__by=user, events__verb=Verb.URGENCY_RAISED)
    return theirs.first()


def _onwards(request: HttpRequest, user: User, item: Submission) -> HttpResponse:
    """To the concern, for who may see it; everybody else goes on to the next item."""
    if concern := Concern.objects.visible_to(user).filter(submission=item).order_by("pk").last():
        messages.success(request, _("It is with the safeguarding group now, and that is you."))
        return redirect("concerns:item", uuid=concern.uuid)
    messages.success(
        request, _("Thank you. It is with the safeguarding group now and no longer on this desk. Here is the next one.")
    )
    following = VOICES.next_for(user, item)
    return redirect(reverse("voices:item", args=[following.uuid]) if following else reverse("voices:to-read"))
