"""How many children and young people there are in a quarter, entered by an officer and checked to add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import CATEGORIES, HEARD_BY_OFFICERS, Cohort, CohortCount, Dimension, FiguresEntered
from engagement.quarters import Quarter
from people.models import User
from people.roles import MANAGE_EDITIONS

MOST = 100_000  # children: more than any council has; a slip of the finger is not kept

Numbers = Mapping[str, Mapping[str, int]]  # by dimension and category


@dataclass(frozen=True)
class Entry:
    """What was filled in. A dimension that is left out whole is not known."""

    total: int
    numbers: Numbers
    heard: Numbers = field(default_factory=dict)


class CohortError(Exception):
    """Numbers that cannot be kept; `found` says what is wrong by dimension, "" for the total."""

    def __init__(self, found: Mapping[str, str]) -> None:
        self.found = dict(found)
        super().__init__(" ".join(self.found.values()))


def enter(quarter: Quarter | str, entry: Entry, by: User) -> Cohort:
    """Keep the numbers of a quarter in place of what was there. The same numbers twice change nothing.

    Raises CohortError and keeps nothing where they do not add up.
    """
    if not by.has_perm(MANAGE_EDITIONS):
        raise PermissionDenied
    quarter = str(Quarter.parse(str(quarter)))
    if found := wrong(entry):
        raise CohortError(found)
    with transaction.atomic():
        there = Cohort.objects.select_for_update().filter(quarter=quarter).first()
        if there and of(there) == entry:
            return there
        now = timezone.now()
        cohort, _new = Cohort.objects.update_or_create(
            quarter=quarter, defaults={"total": entry.total, "entered_by": by, "entered_at": now}
        )
        cohort.counts.all().delete()
        made = CohortCount.objects.bulk_create(
            CohortCount(
                cohort=cohort,
                dimension=dimension,
                category=category,
                number=number,
                heard=entry.heard.get(dimension, {}).get(category),
            )
            for dimension, numbers in entry.numbers.items()
            for category, number in numbers.items()
        )
        FiguresEntered.objects.create(kind=FiguresEntered.Kind.COHORT, about=quarter, rows=len(made), by=by, at=now)
    return cohort


def wrong(entry: Entry) -> dict[str, str]:
    """What does not add up, by dimension, in words that say what to look at."""
    found = {}
    if not 0 < entry.total <= MOST:
        found[""] = _("How many are there in all? Write a number from 1 up.")
    for dimension, numbers in entry.numbers.items():
        known = CATEGORIES[Dimension(dimension)].values
        heard = entry.heard.get(dimension, {})
        if set(numbers) != set(known):
            found[dimension] = _("Fill in every group, with 0 where there is nobody, or leave all of them empty.")
        elif min(numbers.values()) < 0:
            found[dimension] = _("A number of children cannot be under 0.")
        elif (all_of_them := sum(numbers.values())) != entry.total:
            found[dimension] = _("These add up to %(sum)d, and there are %(total)d in all. Is somebody missing?") % {
                "sum": all_of_them,
                "total": entry.total,
            }
        elif any(not 0 <= heard[category] <= numbers.get(category, 0) for category in heard):
            found[dimension] = _("More are written down as heard than there are.")
    for dimension, heard in entry.heard.items():
        if dimension not in HEARD_BY_OFFICERS:
            found[dimension] = _("Who was heard is counted by the system here.")
        elif dimension not in entry.numbers and heard:
            found[dimension] = _("Say first how many there are in each group.")
        elif dimension not in found and heard and set(heard) != set(entry.numbers[dimension]):
            found[dimension] = _("Say of every group how many you heard from, or leave all of them empty.")
    return found


def for_quarter(quarter: Quarter | str) -> Cohort | None:
    """The cohort of a quarter with its counts, if somebody entered it. Two queries at most."""
    return Cohort.objects.filter(quarter=str(quarter)).prefetch_related("counts").first()


def of(cohort: Cohort) -> Entry:
    """A cohort as it was filled in."""
    numbers: dict[str, dict[str, int]] = {}
    heard: dict[str, dict[str, int]] = {}
    for count in cohort.counts.all():
        numbers.setdefault(count.dimension, {})[count.category] = count.number
        if count.heard is not None:
            heard.setdefault(count.dimension, {})[count.category] = count.heard
    return Entry(cohort.total, numbers, heard)
