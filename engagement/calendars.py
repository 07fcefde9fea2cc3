"""Meetings as iCalendar (RFC 5545): public facts only, with a number that rises whenever calendars have to hear."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from engagement.models import Meeting, MeetingState
from engagement.models.meetings import MOVES_CALENDARS

BACK = timedelta(days=400)


def of_all(today: date) -> bytes:
    return of(Meeting.objects.filter(held_on__gte=today - BACK).soonest_first())


def of(meetings: Iterable[Meeting]) -> bytes:
    """A calendar of `meetings`. The link to join is in none: anybody can subscribe."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PRODUCT_NAME}//Meetings of the Board//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Meetings of the Board"))
    numbers = [meeting.pk for meeting in meetings]
    moves = Q(events__verb__in=MOVES_CALENDARS)
    rows = Meeting.objects.filter(pk__in=numbers).annotate(
        moves=Count("events", filter=moves), moved_at=Max("events__at", filter=moves)
    )
    for meeting in rows.soonest_first():
        calendar.add_component(_event(meeting))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uuid}@meetings")
    event.add("sequence", max(0, meeting.moves - 1))  # type: ignore[attr-defined]  # counted by the query
    event.add("dtstamp", meeting.moved_at or meeting.changed_at)  # type: ignore[attr-defined]
    event.add("dtstart", meeting.begins_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", _("Corporate Parenting Board"))
    event.add("location", meeting.where)
    event.add("url", settings.WAGTAILADMIN_BASE_URL + meeting.get_absolute_url())
    cancelled = meeting.state == MeetingState.CALLED_OFF
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
