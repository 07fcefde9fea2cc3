"""Did it happen for you? Four and twelve weeks after "done" those who asked are asked; more noes than yeses reopen it.

The council's "done" and young people's yes and no are counted apart. Steps taken here have nobody as `by`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.deadlines import answer_again_by
from engagement.disclosure.tables import FEWEST_SHOWN
from engagement.models import (
    FITS,
    Ask,
    AskEvent,
    AskState,
    AskVerb,
    Contribution,
    Verdict,
    VerdictOutcome,
    VerdictRound,
)
from engagement.owing import tell_owner
from engagement.stepping import AskError, may_manage, step
from people.models import User, YoungPerson

ROUNDS = {1: timedelta(weeks=4), 2: timedelta(weeks=12)}  # after the day it was said to be so
LASTS = timedelta(days=14)
SAID_SO = (AskVerb.DONE, AskVerb.ALREADY_SO)


@dataclass(frozen=True)
class Standing:
    """What the council says and what young people say, apart. Counts are words: "nobody", "a few", or a number."""

    council_on: date  # the day it was last said to be so
    running: VerdictRound | None = None
    asked_on: date | None = None  # when the last round that is over was over
    yes: str = ""
    no: str = ""
    disagree: bool = False


def open_due(today: date) -> int:
    """Open every round that is due, one at a time for each Ask. Returns how many. Safe to run twice."""
    running = VerdictRound.objects.running().filter(ask=OuterRef("pk"))
    asks = Ask.objects.filter(~Exists(running), state__in=FITS[AskVerb.QUESTIONED])
    return sum(_open(pk, today) for pk in asks.order_by("pk").values_list("pk", flat=True))


def _open(pk: int, today: date) -> bool:
    with transaction.atomic():
        ask = Ask.objects.select_for_update().get(pk=pk)
        about = _last_said_so(ask)
        so_far = ask.verdict_rounds.filter(about=about).aggregate(Max("nth"))["nth__max"] or 0
        age = today - timezone.localdate(about.at)
        nth = max((n for n, after in ROUNDS.items() if age >= after), default=0)
        running = ask.verdict_rounds.running().exists()
        if running or nth <= so_far or ask.state not in FITS[AskVerb.QUESTIONED]:
            return False
        closes_on = today + LASTS
        VerdictRound.objects.create(ask=ask, about=about, nth=nth, opened_on=today, closes_on=closes_on)
        step(ask, AskVerb.QUESTIONED, by=None, due_on=closes_on)
    return True


def say(
    about: VerdictRound,
    *,
    happened: bool,
    space: YoungPerson | None = None,
    contribution: Contribution | None = None,
    token: UUID | None = None,
    by: User | None = None,
) -> None:
    """Take one answer: of a space, of a view whose sender told `by`, or of one tap on a kiosk that `by` put up.

    A space and a view have one answer each, which may be another until the round is over; a tap counts once. As soon as
    more than half of those who asked say the same, the round is over.
    """
    with transaction.atomic():
        this = VerdictRound.objects.select_for_update().get(pk=about.pk)
        if space:
            whose: dict[str, object] = {"space": space}
            if not this.ask.contributions.filter(submission__space=space).exists():
                raise AskError(_("This is for those who asked."))
        else:
            _may_pass_on(by)
            whose = {"contribution": contribution} if contribution else {"token": str(token)}
            if contribution and (contribution.ask_id != this.ask_id or contribution.submission.space_id):
                raise AskError(_("They can say it in their own space."))
        before = this.verdicts.filter(**whose).first()
        if before and (before.happened == happened or "token" in whose):
            return  # pressed twice
        if this.closed_at:
            raise AskError(_("This is over. Thank you all the same."))
        today = timezone.localdate()
        if before:
            this.verdicts.filter(pk=before.pk).update(happened=happened, on=today, by=by)
        else:
            facts = {"token": str(uuid4()), **whose, "by": by, "on": today}
            Verdict.objects.create(round=this, happened=happened, **facts)
        _close_early(this)


def close_due(today: date) -> int:
    """Close every round that is over, by count. Returns how many. Safe to run twice."""
    closed = 0
    for pk in VerdictRound.objects.due(today).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            this = VerdictRound.objects.select_for_update().get(pk=pk)
            if not this.closed_at:
                yes, no = tally(this)
                _close(this, yes, no)
                closed += 1
    return closed


def tally(this: VerdictRound) -> tuple[int, int]:
    """How many said yes, and how many no. For counting only: `standing` has what may be shown."""
    yes = this.verdicts.filter(happened=True).count()
    return yes, this.verdicts.count() - yes


def running_for(space: YoungPerson, ask: Ask) -> VerdictRound | None:
    """The round in which `space` can answer now."""
    theirs = ask.contributions.filter(submission__space=space)
    return ask.verdict_rounds.running().first() if theirs.exists() else None


def standing(ask: Ask) -> Standing | None:
    """How it stands; None where nobody ever said it was so. Nothing of a round is shown while it runs: every tap would.

    A later "done" has answers of its own; until then the last ones stand. Four queries at most.
    """
    said_so = ask.events.filter(verb__in=SAID_SO).order_by("-version").first()
    if said_so is None:
        return None
    rounds = list(ask.verdict_rounds.order_by("-opened_on", "-pk"))
    running = next((one for one in rounds if not one.closed_at), None)
    over = next((one for one in rounds if one.closed_at), None)
    council_on = timezone.localdate(said_so.at)
    if over is None or over.about_id != said_so.pk or over.closed_at is None:
        return Standing(council_on, running)
    yes, no = tally(over)
    disagree = over.outcome == VerdictOutcome.REOPENED
    return Standing(council_on, running, timezone.localdate(over.closed_at), _shown(yes), _shown(no), disagree)


def _shown(count: int) -> str:
    if not count:
        return _("nobody")
    return _("a few") if count < FEWEST_SHOWN else str(count)


def _close_early(this: VerdictRound) -> None:
    """Taps on a kiosk may be anybody's, so they close nothing before its time."""
    asked = this.ask.contributions.all()
    many = asked.filter(submission__space__isnull=True).count()
    many += asked.filter(submission__space__isnull=False).values("submission__space").distinct().count()
    theirs = this.verdicts.filter(Q(space__isnull=False) | Q(contribution__isnull=False))
    yes = theirs.filter(happened=True).count()
    no = theirs.count() - yes
    if max(yes, no) * 2 > many:
        _close(this, yes, no)


def _close(this: VerdictRound, yes: int, no: int) -> None:
    this.closed_at = timezone.now()
    if yes > no:
        this.outcome = VerdictOutcome.CONFIRMED
    else:
        this.outcome = VerdictOutcome.REOPENED if no > yes else VerdictOutcome.UNDECIDED
    this.save(update_fields=["closed_at", "outcome"])
    ask = Ask.objects.select_for_update().get(pk=this.ask_id)
    if this.outcome == VerdictOutcome.REOPENED:
        _reopen(ask)
    elif this.outcome == VerdictOutcome.CONFIRMED and ask.state in FITS[AskVerb.CONFIRMED]:
        step(ask, AskVerb.CONFIRMED, by=None, set_on_ask={"state": AskState.CONFIRMED})


def _reopen(ask: Ask) -> None:
    """Its owner owes an answer again, and hears of it by mail that says nothing."""
    day = answer_again_by(timezone.localdate())
    step(ask, AskVerb.REOPENED, by=None, due_on=day, set_on_ask={"state": AskState.REOPENED, "answer_by": day})
    tell_owner(ask)


def _last_said_so(ask: Ask) -> AskEvent:
    last: AskEvent = ask.events.filter(verb__in=SAID_SO).latest("version")
    return last


def _may_pass_on(by: User | None) -> None:
    if by is None:
        raise AskError(_("Say who passes it on."))
    may_manage(by)
