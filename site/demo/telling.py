"""Young people tell: when each view of the demo is said, by whom, and how it comes in."""

from datetime import date, datetime, time
from functools import partial
from random import Random
from uuid import UUID

from demo.cast import sample_key
from demo.council import Council
from demo.diary import Diary, Stage
from demo.reading import wait_for_reader
from demo.wordbook import Gathering, Said
from engagement import moderation, screening
from engagement.models import Feeling, NameChoice, Purpose, Session, Urgency, Voice
from engagement.models.submissions import REFERENCE_SIGNS
from people.keys import open_space
from people.models import YoungPerson

# Days before an ask is raised by which every view in it has been decided, Christmas and Easter included.
DECIDED_BEFORE = 14
LATER_VIEWS_FROM = 70  # days; the fourth view of an ask raised longer ago than this comes afterwards
_WAYS = ("space", "space", "space", "space", "space", "space", "key", "key", "idea", "idea")


def write_down(council: Council) -> None:
    """Put every session and every view of the book in the diary."""
    for gathering in council.book.gatherings:
        at = council.diary.moment(council.diary.working_day(gathering.ago), time(9, 30))
        council.diary.write(at, Stage.COLLECTING, partial(_hold, council, gathering))
    raised = {story.key: story.raised for story in council.book.stories}
    told_before: dict[str, int] = {}
    for said in council.book.said:
        rng = council.chance(said.words)
        nth = told_before[said.ask] = told_before.get(said.ask, 0) + 1
        at = _moment(council, said, rng, raised.get(said.ask, 0), nth)
        council.diary.write(at, Stage.COLLECTING, partial(_tell, council, said, rng))


def _hold(council: Council, gathering: Gathering) -> None:
    by = council.staff[gathering.by]
    held_on = council.diary.working_day(gathering.ago + 1)
    council.sessions[gathering.key] = Session.objects.create(
        kind=gathering.kind, held_on=held_on, how=gathering.how, entered_by=by
    )


def _moment(council: Council, said: Said, rng: Random, raised: int, nth: int) -> datetime:
    """When `said` is said: mostly after school."""
    diary = council.diary
    session = next((gathering for gathering in council.book.gatherings if gathering.key == said.via), None)
    at = time(rng.choice((8, 12, 15, 16, 16, 17, 18, 19, 20, 20, 21)), rng.randrange(60))
    if said.waiting:
        return diary.moment(_waiting_since(diary, said, rng), time(rng.choice((18, 19, 20, 21)), rng.randrange(60)))
    if session:
        return diary.moment(diary.working_day(session.ago), time(10, rng.randrange(60)))
    if said.ago:
        return diary.moment(diary.day(said.ago), at)
    if said.ask and nth == 4 and raised > LATER_VIEWS_FROM:
        return diary.moment(diary.day(raised - 30), at)
    if said.ask:
        return diary.moment(diary.day(raised + DECIDED_BEFORE + rng.randrange(28)), at)
    return diary.moment(diary.day(rng.randrange(9, 365)), at)


def _waiting_since(diary: Diary, said: Said, rng: Random) -> date:
    """The evening that makes it due when it should be: the second working day after, or the next for a worry."""
    before = {"now": 1, "tomorrow": 1, "today": 2, "reading": 3, "late": rng.choice((5, 6))}[said.waiting]
    if said.waiting == "today" and screening.screen(said.words).urgency != "none":
        before = 1
    return diary.working_days_before(before)


def _tell(council: Council, said: Said, rng: Random) -> None:
    """Say it, and put in the diary when somebody will read it."""
    voice = Voice(
        uuid=UUID(int=rng.getrandbits(128), version=4),
        reference="".join(rng.choices(REFERENCE_SIGNS, k=8)),
        words=said.words,
        purpose=said.purpose,
        feeling=said.feeling and Feeling(said.feeling),
        theme=council.themes.get(said.theme),
        may_quote=rng.random() < (0.9 if said.ask else 0.6) and said.purpose not in (Purpose.MEETING, Purpose.ADVOCATE),
        contact=said.contact,
        meeting_role=said.meeting_role,
        instead_of=council.by_key.get(said.instead_of),
    )
    _sign(council, said, voice, rng)
    if said.purpose == Purpose.HELP_NOW:
        voice.urgency = Urgency.URGENT
    moderation.receive(voice)
    if said.key:
        council.by_key[said.key] = voice
    if said.ask:
        council.by_ask.setdefault(said.ask, []).append(voice)
    wait_for_reader(council, said, voice, rng)


def _sign(council: Council, said: Said, voice: Voice, rng: Random) -> None:
    """Who it is from: a session's officer, a space, a key made for it, or nobody."""
    via = said.via or rng.choice(_WAYS)
    if via in council.sessions:
        voice.session = council.sessions[via]
        voice.author = voice.session.entered_by
    elif via == "key":
        voice.name_choice = NameChoice.GIVE_ME_A_KEY
        voice.space = open_space(sample_key(rng))
        voice.space.created_on = council.diary.clock.moment.date()
        voice.space.save(update_fields=["created_on"])
    elif via != "idea":
        voice.name_choice = NameChoice.MY_SPACE
        voice.space = _space(council, said, via, voice.instead_of, rng)
    voice.wants_reply = voice.space is not None and rng.random() < 0.85


def _space(council: Council, said: Said, via: str, earlier: Voice | None, rng: Random) -> YoungPerson | None:
    """One of the door's two, the space it was sent back to, or anybody else's of that age who has a key by then."""
    if via in council.youths:
        return council.youths[via]
    if earlier:
        return earlier.space
    day, shown = council.diary.clock.moment.date(), council.youths.values()
    others = [space for space in council.spaces if space not in shown]
    return rng.choice([space for space in others if space.age_band == said.age and space.created_on <= day])
