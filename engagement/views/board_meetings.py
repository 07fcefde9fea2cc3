"""Meetings and actions for everybody: what is to come, minutes, the tracker, and calendars to subscribe to."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement import agendas, calendars, meetings
from engagement.actions import ActionState
from engagement.models import Action, Meeting, MeetingState
from engagement.paging import page_after
from engagement.views.actions import lines, stand

COMING, PAST, PAGE_SIZE = 12, 12, 24


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is to come, and what was, the latest first."""
    today = timezone.localdate()
    past = Meeting.objects.filter(state__in=(MeetingState.HELD, MeetingState.MINUTED)).latest_first()
    page = page_after(past, request.GET.get("after", ""), PAST)
    context = {"coming": Meeting.objects.coming(today)[:COMING], "past": page.rows, "next": page.next}
    return render(request, "engagement/board_meetings/index.html", context)


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda, young people's first, and what came of it once it was held."""
    one = get_object_or_404(Meeting, pk=pk)
    items = [item for item in agendas.on_agenda(one) if item.is_public]
    came = one.attendances.filter(answer="came").select_related("person").order_by("person__last_name")
    opened = Action.objects.public().filter(item__in=items).select_related("owner")
    told = one.took_place
    context: dict[str, Any] = {
        "meeting": one,
        "agenda": [
            {
                "item": item,
                "actions": [action for action in opened if action.item_id == item.pk and told],
                "told": told and item.taken_at_id == one.pk,
                "words": [said for voice in item.voices.all() if (said := agendas.words_of(voice))],
            }
            for item in items
        ],
        "came": came if told else [],
        "young_people": meetings.young_people_came(one) if told else "",
        "papers": one.papers.all(),
    }
    return render(request, "engagement/board_meetings/meeting.html", context)


@require_safe
def tracker(request: HttpRequest) -> HttpResponse:
    """Every public action and how it stands, what is late first to be seen."""
    state = request.GET.get("state", "")
    state = state if state in ActionState else ""
    public = Action.objects.public()
    rows = stand(public, state).select_related("owner", "ask", "item__meeting").soonest_first()
    page = page_after(rows, request.GET.get("after", ""), PAGE_SIZE)
    context = {
        "lines": lines(page.rows),
        "next": page.next,
        "state": state,
        "states": [(one, stand(public, one.value).count()) for one in ActionState],
        "everything": public.count(),
    }
    return render(request, "engagement/board_meetings/tracker.html", context)


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One public action with all its steps."""
    one = Action.objects.public().select_related("owner", "ask", "item__meeting").filter(pk=pk).first()
    if one is None:
        raise Http404
    context = {**lines([one])[0], "events": one.events.select_related("by", "owner")}
    return render(request, "engagement/board_meetings/action.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every meeting of this and the last year, to subscribe to."""
    return _sent(calendars.of_all(timezone.localdate()))


@require_safe
def calendar_of(request: HttpRequest, pk: int) -> HttpResponse:
    return _sent(calendars.of([get_object_or_404(Meeting, pk=pk)]))


def _sent(made: bytes) -> HttpResponse:
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")
