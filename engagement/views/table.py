"""The table: a member of the Children in Care Council says how many an ask matters to, and leads the Board's agenda."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engagement import agendas, council
from engagement.meetings import MeetingError
from engagement.models import CLOSED_STATES, AgendaItem, AgendaRank, Ask, Meeting, Theme
from engagement.stepping import AskError
from people.models import YoungPerson
from people.sessions import council_member

MemberView = Callable[..., HttpResponseBase]
MOST_TO_PICK = 60  # asks to choose from


def with_member(view: MemberView) -> MemberView:
    """Hands the member whose space is open to `view`; anybody else is led to the door."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        member = council_member(request)
        return view(request, member, **kwargs) if member else redirect("people:sign-in")

    return guarded


@require_safe
@with_member
def home(request: HttpRequest, member: YoungPerson) -> HttpResponse:
    """What waits for the Council, and the next meeting."""
    meeting = Meeting.objects.next(timezone.localdate())
    context = {
        "waiting": council.waiting(member),
        "meeting": meeting,
        "open": meeting is not None and meeting.proposals_closed_at is None,
        "items": agendas.young_peoples_order(meeting) if meeting else [],
    }
    return render(request, "engagement/table/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_member
def ask(request: HttpRequest, member: YoungPerson, uuid: str) -> HttpResponse:
    """One ask: the words behind it, and two buttons. What was said may be changed until it goes on."""
    one = get_object_or_404(Ask.objects.public().select_related("theme"), uuid=uuid)
    if request.method == "POST":
        try:
            council.say(one, request.POST.get("affects", ""), space=member)
        except AskError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. It counts. Nobody sees who said what."))
        return redirect("engagement:table")
    put = next((put for put in council.waiting(member) if put.ask.pk == one.pk), None)
    if put is None:
        return redirect("engagement:table")
    return render(request, "engagement/table/ask.html", {"put": put, "words": council.words_of(one)})


@require_http_methods(["GET", "HEAD", "POST"])
@with_member
def agenda(request: HttpRequest, member: YoungPerson) -> HttpResponse:
    """Put something on the next meeting's list, take one's own off again, and set one's own order."""
    meeting = Meeting.objects.next(timezone.localdate())
    if meeting is None:
        return redirect("engagement:table")
    if request.method == "POST":
        try:
            _act(request, meeting, member)
        except MeetingError as error:
            messages.error(request, str(error))
        return redirect("engagement:table-agenda")
    items = _own_order(meeting, member)
    there = {item.ask_id for item in items}
    asks = Ask.objects.public().exclude(state__in=CLOSED_STATES).exclude(pk__in=[pk for pk in there if pk])
    context = {
        "meeting": meeting,
        "items": items,
        "member": member,
        "open": meeting.proposals_closed_at is None,
        "asks": asks.newest_first()[:MOST_TO_PICK],
        "themes": Theme.objects.open().exclude(pk__in=[item.theme_id for item in items if item.theme_id]),
    }
    return render(request, "engagement/table/agenda.html", context)


def _act(request: HttpRequest, meeting: Meeting, member: YoungPerson) -> None:
    """One press. What is not understood changes nothing: addresses and forms can be typed by hand."""
    kind, _sep, value = request.POST.get("pick", "").partition(":")
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
    match kind:
        case "ask":
            agendas.propose(meeting, member, ask=Ask.objects.public().filter(pk=number).first())
        case "theme":
            agendas.propose(meeting, member, theme=Theme.objects.open().filter(pk=number).first())
        case "off":
            item = AgendaItem.objects.standing().filter(pk=number, space=member).select_related("meeting").first()
            if item:
                agendas.take_back(item, member)
        case "up" | "down":
            order = [item.pk for item in _own_order(meeting, member)]
            if number in order:
                at = order.index(number)
                to = max(0, at - 1) if kind == "up" else min(len(order) - 1, at + 1)
                order[at], order[to] = order[to], order[at]
                agendas.rank(meeting, member, order)


def _own_order(meeting: Meeting, member: YoungPerson) -> list[AgendaItem]:
    """The member's own order; what they have not placed comes after, as all of them together have it."""
    places = dict(AgendaRank.objects.filter(space=member).values_list("item", "place"))
    items = agendas.young_peoples_order(meeting)
    return sorted(items, key=lambda item: places.get(item.pk, len(items)))
