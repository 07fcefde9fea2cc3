"""Ends what has been kept long enough: the shape of a rule, the rules that rooms register, and the sweep over them.

    @rule(name="tickets", days=14, dated_by="opened_on", what=..., since=..., erased=..., kept=..., source=...)
    def tickets(before: datetime) -> QuerySet[Any]: ...

Such functions live in each room's `retention.py` and say which rows are due. Counting and erasing go through the same
function, so a dry run cannot say anything else than the sweep does.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import sealing
from people.models import LegalHold

BATCH = 200  # rows a transaction

log = structlog.get_logger(__name__)

Words = Promise | str
Due = Callable[[datetime], QuerySet[Any]]
Act = Callable[[Sequence[Any]], None]
Tell = Callable[[int], object]


@dataclass(frozen=True)
class Rule:
    """How long one kind of thing is kept. Without `due` it ends with something else, and no sweep is needed."""

    name: str
    what: Words
    since: Words
    erased: Words
    kept: Words
    source: Words
    months: int = 0
    days: int = 0
    due: Due | None = None
    act: Act | None = None  # deletes, unless it says otherwise
    dated_by: str = ""  # the day by which a hold on a stretch of time finds a row; empty where `due` sees to holds

    @property
    def is_permitted(self) -> bool:
        """Whether this process has the rights to do it."""
        return True

    def length(self) -> str:
        """How long, in words."""
        years, months = divmod(self.months, 12)
        if years and not months:
            return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
        if self.months:
            return ngettext("%(n)d month", "%(n)d months", self.months) % {"n": self.months}
        if self.days:
            return ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}
        return _("At once") if self.due else _("No fixed time")

    def before(self, now: datetime) -> datetime:
        """What ended before this moment is due. Months count in whole days of the calendar here."""
        if not self.months:
            return now - timedelta(days=self.days)
        return midnight(months_ago(timezone.localdate(now), self.months))

    def count(self, now: datetime) -> int:
        return self.waiting(now).count() if self.due else 0

    def run(self, now: datetime, tell: Tell) -> int:
        """End what is due, a transaction a batch: when it is stopped half-way, the next run goes on from there."""
        done, last = 0, None
        while self.due:
            with transaction.atomic():
                rows = self.waiting(now).order_by("pk").select_for_update(of=("self",), skip_locked=True)
                batch = list((rows if last is None else rows.filter(pk__gt=last))[:BATCH])
                if not batch:
                    break
                (self.act or delete)(batch)
            done, last = done + len(batch), batch[-1].pk
            tell(len(batch))
        return done

    def waiting(self, now: datetime) -> QuerySet[Any]:
        """What is due and nothing holds."""
        if not self.due:
            raise ValueError(f"{self.name} ends with something else.")
        rows = self.due(self.before(now))
        if self.dated_by:
            for hold in LegalHold.objects.in_force().filter(scope=LegalHold.Scope.PERIOD):
                rows = rows.exclude(self._within(hold, rows.model))
        return rows

    def _within(self, hold: LegalHold, model: type[Model]) -> Q:
        timed = isinstance(model._meta.get_field(self.dated_by), DateTimeField)
        first, last = hold.first_day, hold.last_day
        found = Q(**{f"{self.dated_by}__gte": midnight(first) if timed and first else first})
        if last:
            end = last + timedelta(days=1)
            found &= Q(**{f"{self.dated_by}__lt": midnight(end) if timed else end})
        return found


@dataclass(frozen=True)
class HistoryRule(Rule):
    """For what is never changed: the oldest part of each chain ends as a whole, by the database's owner alone."""

    @property
    def is_permitted(self) -> bool:
        return sealing.owns_history()

    def count(self, now: datetime) -> int:
        return sum(self._prune(model, now, dry_run=True) for model in sealing.sealed())

    def run(self, now: datetime, tell: Tell) -> int:
        done = 0
        for model in sealing.sealed():
            ended = self._prune(model, now, dry_run=False)
            tell(ended)
            done += ended
        return done

    def _prune(self, model: type[Model], now: datetime, *, dry_run: bool) -> int:
        # A chain ends at its oldest part, so a hold on any day before the limit keeps all of it.
        before = self.before(now)
        holds = LegalHold.objects.in_force().filter(scope=LegalHold.Scope.PERIOD)
        if holds.filter(first_day__lt=timezone.localdate(before)).exists():
            return 0
        return sealing.prune(model._meta.db_table, before, dry_run=dry_run)


@dataclass(frozen=True)
class Outcome:
    """How much one rule had to end, or has ended; `left` where this process has no right to."""

    rule: Rule
    count: int
    left: bool = False


_registered: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Put a rule into the table; raises ValueError for a name that is taken."""
    if rule.name in _registered:
        raise ValueError(f"There is a rule {rule.name} already.")
    _registered[rule.name] = rule
    return rule


def rule(*, act: Act | None = None, **facts: Any) -> Callable[[Due], Due]:
    """Register a rule whose due rows the decorated function finds."""

    def add(due: Due) -> Due:
        register(Rule(due=due, act=act, **facts))
        return due

    return add


def rules() -> list[Rule]:
    """The whole table, in the order in which it was written down."""
    return list(_registered.values())


def purge(*, dry_run: bool = False, now: datetime | None = None, tell: Tell = lambda _rows: None) -> list[Outcome]:
    """End what is due by every rule, or with `dry_run` only count it. Again on the same day it ends nothing more."""
    now = now or timezone.now()
    outcomes = []
    for each in rules():
        if dry_run or not each.is_permitted:
            outcomes.append(Outcome(each, each.count(now), left=not each.is_permitted))
        else:
            outcomes.append(Outcome(each, each.run(now, tell)))
            log.info(f"purged {each.name}", count=outcomes[-1].count)
    return outcomes


def delete(rows: Sequence[Model]) -> None:
    """Remove rows of one model."""
    type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


def months_ago(day: date, months: int) -> date:
    """The same day of the month, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def midnight(day: date) -> datetime:
    """When `day` begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
