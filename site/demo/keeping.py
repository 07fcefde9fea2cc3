"""What is left of the years before: views whose time is up, and a legal hold on one of them."""

from datetime import time, timedelta
from functools import partial

from demo.council import Council
from demo.diary import Stage
from demo.reading import named, open_item
from engagement import moderation
from engagement.models import Voice
from people import holds
from people.models import LegalHold

LONG_AGO = 790  # days; words are kept for two years
LONG_AGO_SAID = (
    ("Homes", "The telly room needs new sofas, the old ones squeak."),
    ("Food", "Can we have pasta bake more often please."),
    ("School", "The homework club is good, keep it going."),
    ("Homes", "The wifi upstairs is slow in the evenings."),
    ("Money", "Tell us what pocket money is before the month starts."),
    ("Homes", "Please paint the hall, it is a sad brown."),
    ("School", "A quiet room at lunch would be great."),
)
HOLD_PLACED = 21  # days ago


def write_down(council: Council) -> None:
    """Put the old views, and the hold on one of them, in the diary."""
    diary = council.diary
    for number, (theme, words) in enumerate(LONG_AGO_SAID):
        came = diary.moment(diary.working_day(LONG_AGO + 9 * number), time(15, 10))
        diary.write(came, Stage.MODERATED, partial(_live, council, theme, words, number))
    placed = diary.moment(diary.working_day(HOLD_PLACED), time(11, 5))
    diary.write(placed, Stage.MODERATED, partial(_hold, council))


def _live(council: Council, theme: str, words: str, number: int) -> None:
    themes = council.themes
    rng = council.chance("long ago", number)
    about = themes.get(theme) or next(iter(themes.values()))
    voice = moderation.receive(Voice(words=words, theme=about, may_quote=bool(number % 2), **named(rng)))
    council.by_key[f"long ago {number}"] = voice
    reader = council.officer(rng)
    diary = council.diary
    opens = diary.staffed(diary.clock.moment, 90)
    diary.write(opens, Stage.MODERATED, partial(open_item, voice, reader))
    decide = moderation.approve if voice.may_quote else moderation.keep_private
    diary.write(opens + timedelta(minutes=4), Stage.MODERATED, partial(decide, voice, by=reader))


def _hold(council: Council) -> None:
    """An insurer asks about the sofas."""
    about = council.by_key["long ago 0"].uuid
    keeper = council.staff["noor"]
    holds.place(by=keeper, scope=LegalHold.Scope.SUBMISSION, why=LegalHold.Why.CLAIM, about=about)
