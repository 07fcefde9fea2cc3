"""Builds the demo council: a year lived through the rooms' own verbs, in one transaction."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from demo import (
    asking,
    confirming,
    duty,
    inspection,
    keeping,
    meeting,
    reporting,
    rights,
    screening,
    surveying,
    telling,
)
from demo.cast import door_space, invite, is_loaded, issue_spaces
from demo.clock import simulated
from demo.council import Council
from demo.diary import Diary, Stage
from demo.wordbook import wordbook
from engagement.models import Reply, Theme

YEAR = timedelta(days=366)
NEWS = 10  # days for which answers are still unread


class AlreadyLoadedError(Exception):
    """The demo council is there: it is made once."""


def load(*, seed: int, stage: Stage, today: date, tell: Callable[[int, int], None] = lambda _done, _of: None) -> None:
    """Make everything up to `stage`, as of the morning of `today`; `tell` hears how many steps are done, of how many.

    The same seed and day make the same rows, but for what is encrypted or secret by nature.
    """
    if is_loaded():
        raise AlreadyLoadedError
    book = wordbook()
    start = datetime.combine(today - YEAR, time(9), ZoneInfo(settings.TIME_ZONE))
    with transaction.atomic(), simulated(start) as clock:
        diary = Diary(clock, today, stage)
        staff = {colleague.key: invite(colleague) for colleague in book.staff}
        council = Council(
            diary=diary,
            book=book,
            seed=seed,
            staff=staff,
            spaces=[],
            youths={},
            themes={theme.name: theme for theme in Theme.objects.open()},
        )
        council.spaces += issue_spaces(staff["marcia"], diary, council.chance("spaces"))
        council.youths |= {youth.name: door_space(youth) for youth in book.youths}
        telling.write_down(council)
        asking.write_down(council)
        duty.write_down(council)
        keeping.write_down(council)
        rights.write_down(council)
        screening.write_down(council)
        confirming.write_down(council)
        meeting.write_down(council)
        reporting.write_down(council)
        inspection.write_down(council)
        surveying.write_down(council)
        done = 0

        def count() -> None:
            nonlocal done
            done += 1
            tell(done, diary.written)

        diary.live(count)
        _read_answers(diary)
        duty.tell_everything()


def _read_answers(diary: Diary) -> None:
    """Young people open what we wrote back, all but the latest news."""
    last_week = diary.moment(diary.day(NEWS), time())
    Reply.objects.filter(at__lt=last_week).update(read_at=F("at") + timedelta(hours=30))
