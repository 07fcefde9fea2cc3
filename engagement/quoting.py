"""The uniqueness meter: how many children could have said a quote, by what a reader can tell about who said it.

The cohort is known by one breakdown at a time. Of several attributes together only the least number that is certain
is taken (Fréchet's lower bound), so the meter may be too careful and is never too bold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import cohorts
from engagement.histories import midnight
from engagement.models import CATEGORIES, Cohort, Dimension, QuoteChoice, Submission
from engagement.quarters import Quarter
from people.models import User
from people.roles import MANAGE_EDITIONS

MOST_TO_CHOOSE_FROM = 60
FEWEST = 5  # children who could have said it; fewer, and the quote is not used in that form


class QuotingError(Exception):
    """A quote that may not be used in this form; the message is for the officer."""


@dataclass(frozen=True)
class Meter:
    """How many could have said it, and what to leave out until enough could. `could_be` None is not known."""

    could_be: int | None
    blocked: bool
    leave_out: tuple[str, ...] = ()  # attributes, narrowest first
    paraphrase: bool = False  # no form of it is safe: say it in other words


def own_tells(submission: Submission) -> list[str]:
    """What the system knows of who said it, as attributes that a label could show."""
    known = ((Dimension.AGE, submission.age_band), (Dimension.CARE, submission.care_status))
    return [f"{dimension.value}:{category}" for dimension, category in known if category]


def could_be(submission: Submission, cohort: Cohort | None, tells: Sequence[str] | None = None) -> int | None:
    """At least how many children share what a reader can tell; None where nobody has counted them.

    `tells` are the attributes that show, by default all that the system knows. Fetch `counts` along with the cohort.
    """
    if cohort is None:
        return None
    tells = own_tells(submission) if tells is None else tells
    sizes = _sizes(cohort)
    if any(tell not in sizes for tell in tells):
        return None
    short = sum(cohort.total - sizes[tell] for tell in tells)
    return max(0, cohort.total - short)


def meter(submission: Submission, cohort: Cohort | None, tells: Sequence[str]) -> Meter:
    """Whether a quote may be used in this form, and if not, in which one it may."""
    number = could_be(submission, cohort, tells)
    if not _blocks(number, tells):
        return Meter(number, blocked=False)
    left, out = list(tells), []
    sizes = _sizes(cohort) if cohort else {}
    while left and _blocks(could_be(submission, cohort, left), left):
        narrowest = min(left, key=lambda tell: (sizes.get(tell, -1), tell))
        left.remove(narrowest)
        out.append(narrowest)
    safe = not _blocks(could_be(submission, cohort, left), left)
    return Meter(number, blocked=True, leave_out=tuple(out) if safe else (), paraphrase=not safe)


def choose(
    quarter: Quarter | str, submission: Submission, by: User, *, used: bool, tells: Sequence[str]
) -> QuoteChoice:
    """Use a quote in a quarter's edition in this form, or leave it out.

    Raises QuotingError where too few could have said it, and for words that may not be quoted.
    """
    if not by.has_perm(MANAGE_EDITIONS):
        raise PermissionDenied
    quarter, tells = str(quarter), sorted(set(tells))
    if unknown := [tell for tell in tells if not label(tell)]:
        raise QuotingError(_("There is no such attribute: %(names)s.") % {"names": ", ".join(unknown)})
    if not Submission.objects.visible_to(by).quotable().unrestricted().filter(pk=submission.pk).exists():
        raise QuotingError(_("These words may not be quoted."))
    found = meter(submission, cohorts.for_quarter(quarter), tells)
    if used and found.blocked:
        raise QuotingError(advice(found))
    choice, _new = QuoteChoice.objects.update_or_create(
        quarter=quarter,
        submission=submission,
        defaults={"used": used, "tells": tells, "by": by, "at": timezone.now()},
    )
    return choice


def candidates(quarter: Quarter | str, reader: User) -> list[Submission]:
    """Words decided on in a quarter that may be quoted and that `reader` may see, the latest first. One query."""
    span = Quarter.parse(str(quarter))
    words = Submission.objects.visible_to(reader).quotable().unrestricted().exclude(public_words="")
    decided = words.filter(
        decided_at__gte=midnight(span.first_day), decided_at__lt=midnight(span.last_day + timedelta(days=1))
    )
    return list(decided.select_related("theme").order_by("-decided_at", "-pk")[:MOST_TO_CHOOSE_FROM])


def advice(found: Meter) -> str:
    """What the meter says to an officer."""
    if found.could_be is None and not found.blocked:
        return _("Nobody has entered yet how many children there are, so nothing about the person may show.")
    if not found.blocked:
        return _("At least %(n)d children could have said this.") % {"n": found.could_be}
    if found.paraphrase:
        return _("Too few children could have said this, in whatever form. Say it in other words, without quoting.")
    names = ", ".join(label(tell) for tell in found.leave_out)
    return _("Too few children could have said this. Leave out: %(names)s. If the words give it away, paraphrase.") % {
        "names": names
    }


def label(tell: str) -> str:
    """An attribute in words; "" for one that is not there."""
    dimension, _colon, category = tell.partition(":")
    if dimension not in CATEGORIES or category not in CATEGORIES[dimension].values:
        return ""
    return str(CATEGORIES[dimension](category).label)


def labels(tells: Iterable[str]) -> list[str]:
    """What stands beside a quote: age and care status. Borough and home only show in words, and are never added."""
    shown = (f"{Dimension.AGE.value}:", f"{Dimension.CARE.value}:")
    return [label(tell) for tell in tells if tell.startswith(shown)]


def _blocks(number: int | None, tells: Sequence[str]) -> bool:
    """Not known is too few as soon as anything about the person shows."""
    return bool(tells) if number is None else number < FEWEST


def _sizes(cohort: Cohort) -> dict[str, int]:
    return {f"{count.dimension}:{count.category}": count.number for count in cohort.counts.all()}
