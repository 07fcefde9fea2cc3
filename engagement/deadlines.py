"""By when a person has read something, and by when it is answered: the desk's targets in staffed time."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from engagement.hours import StaffedHours
from engagement.models import Urgency

URGENT_WITHIN = timedelta(minutes=15)
SOON_WITHIN = timedelta(hours=4)
USUAL_WITHIN_DAYS = 2
ANSWER_WITHIN_DAYS = 5
ANSWER_AGAIN_WITHIN_DAYS = 10


def staffed_hours() -> StaffedHours:
    """The hours set for this council."""
    return StaffedHours(
        days=frozenset(settings.STAFFED_DAYS),
        opens=settings.STAFFED_FROM,
        closes=settings.STAFFED_UNTIL,
        zone=ZoneInfo(settings.TIME_ZONE),
    )


def due_at(urgency: int, received_at: datetime) -> datetime:
    """When a person has opened it at the latest: urgent in 15 staffed minutes, soon in 4 hours, else 2 working days."""
    hours = staffed_hours()
    if urgency == Urgency.URGENT:
        return hours.add_hours(received_at, URGENT_WITHIN)
    if urgency == Urgency.SOON:
        return hours.add_hours(received_at, SOON_WITHIN)
    return hours.add_days(received_at, USUAL_WITHIN_DAYS)


def answer_by(received_at: datetime) -> datetime:
    """When the young person has an answer at the latest: closing time on the fifth working day."""
    return staffed_hours().add_days(received_at, ANSWER_WITHIN_DAYS)


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last day: how long a request may take (UK GDPR art. 12(3))."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def answer_again_by(day: date) -> date:
    """When an Ask that young people reopened has a new answer at the latest: the tenth working day after."""
    hours = staffed_hours()
    left = ANSWER_AGAIN_WITHIN_DAYS
    while left:
        day += timedelta(days=1)
        left -= hours.is_working_day(day)
    return day
