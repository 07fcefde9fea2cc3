"""Young people say whether what was done happened: by a tap in their own space, to an officer, or on a kiosk."""

from datetime import time
from functools import partial
from uuid import UUID

from django.utils import timezone

from demo.council import Council
from demo.diary import Stage
from engagement import verdicts
from engagement.models import VerdictRound
from people.models import YoungPerson

LOOKS_EVERY = 7  # days
TAKES_PART = 0.7  # of those who are asked
AGREES = 0.85  # of those who answer, where it did happen


def write_down(council: Council) -> None:
    """What the daily round does, once a week."""
    for ago in range(364, 0, -LOOKS_EVERY):
        at = council.diary.moment(council.diary.day(ago), time(18))
        council.diary.write(at, Stage.SEALED, partial(_look, council))


def _look(council: Council) -> None:
    today = timezone.localdate()
    verdicts.close_due(today)
    verdicts.open_due(today)
    stories = {lived.ask.pk: lived.story for lived in council.lived.values() if hasattr(lived, "ask")}
    for this in VerdictRound.objects.running().select_related("ask").order_by("pk"):
        story = stories[this.ask_id]
        rounds = this.ask.verdict_rounds.filter(pk__lte=this.pk).count()
        _answer(council, this, doubted=rounds == story.doubted, seed=f"{story.key} {rounds} {today}")


def _answer(council: Council, this: VerdictRound, *, doubted: bool, seed: str) -> None:
    """Taps on the kiosk first, then those who asked; a round that is over early hears no more."""
    rng, officer = council.chance("verdict", seed), council.staff["marcia"]

    def says_yes() -> bool:
        return rng.random() < (1 - AGREES if doubted else AGREES)

    for _tap in range(rng.randint(3, 11)):
        verdicts.say(this, happened=says_yes(), token=UUID(int=rng.getrandbits(128)), by=officer)
    asked = this.ask.contributions.values("submission__space")
    for space in YoungPerson.objects.filter(pk__in=asked, closed_on=None).order_by("pk"):
        if rng.random() < TAKES_PART:
            happened = says_yes()
            this.refresh_from_db()
            if this.closed_at is None:
                verdicts.say(this, happened=happened, space=space)
