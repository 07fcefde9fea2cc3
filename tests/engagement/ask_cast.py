"""Who takes part in a walk through the life of an Ask."""

from dataclasses import dataclass
from datetime import date, timedelta

from engagement.hours import bank_holidays
from engagement.models import (
    Submission,
    Theme,
)
from people.keys import make_key
from people.models import User
from people.roles import Role
from tests.factories import make_approved_voice, make_officer, make_space, make_user


@dataclass(frozen=True)
class Cast:
    """Who is there, made once for all walks: colleagues, and views with and without a space."""

    team: list[User]
    owners: list[User]
    views: list[Submission]
    theme: Theme


def make_cast() -> Cast:
    officer = make_officer()
    spaces = [make_space(make_key()) for _n in range(5)]
    views = [make_approved_voice(by=officer, space=space) for space in [*spaces, spaces[0], None, None]]
    return Cast(
        team=[officer, make_officer()],
        owners=[make_user(Role.SERVICE_MANAGER), make_user(Role.BOARD_MEMBER)],
        views=[Submission.objects.select_related("space").get(pk=view.pk) for view in views],
        theme=Theme.objects.all()[0],
    )


def ten_working_days_after(day: date) -> date:
    left = 10
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in bank_holidays(day.year)
    return day
