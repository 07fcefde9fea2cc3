"""Young people tell, the participation team reads, decides and answers: the life of every view of the demo."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from uuid import UUID

from demo.cast import sample_key
from demo.diary import Diary, Stage
from demo.wordbook import Gathering, Said, Wordbook
from engagement import moderation, screening
from engagement.models import Feeling, NameChoice, Purpose, Safety, Session, Theme, Urgency, Voice
from engagement.models.submissions import REFERENCE_SIGNS
from people.keys import open_space
from people.models import User, YoungPerson

# Days before an ask is raised by which every view in it has been decided, Christmas and Easter included.
DECIDED_BEFORE = 14
LATER_VIEWS_FROM = 70  # days; the fourth view of an ask raised longer ago than this comes afterwards
NOBODY_AT_RISK = "Read it twice, and with a colleague. Nothing in it puts anybody at risk."
SEEN_BY_A_PERSON = "Read between the lines. I want somebody to see this young person today."
_WAYS = ("space", "space", "space", "space", "space", "space", "key", "key", "idea", "idea")


@dataclass
class Desk:
    """What the demo has so far."""

    diary: Diary
    book: Wordbook
    seed: int
    staff: dict[str, User]
    spaces: list[YoungPerson]
    youths: dict[str, YoungPerson]
    themes: dict[str, Theme]
    by_key: dict[str, Voice] = field(default_factory=dict)
    by_ask: dict[str, list[Voice]] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)

    def chance(self, *names: object) -> Random:
        """Chance that depends on the seed and on what it is for, never on the order of things."""
        return Random(f"{self.seed}/{'/'.join(map(str, names))}")

    def officer(self, rng: Random, *, not_this: User | None = None) -> User:
        team = [user for user in (self.staff["marcia"], self.staff["dev"]) if user != not_this]
        return rng.choice(team)


def write_down(desk: Desk) -> None:
    """Put every session and every view of the book in the diary."""
    for gathering in desk.book.gatherings:
        at = desk.diary.moment(desk.diary.working_day(gathering.ago), time(9, 30))
        desk.diary.write(at, Stage.COLLECTING, partial(_hold, desk, gathering))
    raised = {story.key: story.raised for story in desk.book.stories}
    told_before: dict[str, int] = {}
    for said in desk.book.said:
        rng = desk.chance(said.words)
        nth = told_before[said.ask] = told_before.get(said.ask, 0) + 1
        at = _moment(desk, said, rng, raised.get(said.ask, 0), nth)
        desk.diary.write(at, Stage.COLLECTING, partial(_tell, desk, said, rng))


def _hold(desk: Desk, gathering: Gathering) -> None:
    by = desk.staff[gathering.by]
    held_on = desk.diary.working_day(gathering.ago + 1)
    desk.sessions[gathering.key] = Session.objects.create(
        kind=gathering.kind, held_on=held_on, how=gathering.how, entered_by=by
    )


def _moment(desk: Desk, said: Said, rng: Random, raised: int, nth: int) -> datetime:
    """When `said` is said: mostly after school."""
    diary = desk.diary
    session = next((gathering for gathering in desk.book.gatherings if gathering.key == said.via), None)
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


def _tell(desk: Desk, said: Said, rng: Random) -> None:
    """Say it, and let the desk know when somebody will read it."""
    voice = Voice(
        uuid=UUID(int=rng.getrandbits(128), version=4),
        reference="".join(rng.choices(REFERENCE_SIGNS, k=8)),
        words=said.words,
        purpose=said.purpose,
        feeling=said.feeling and Feeling(said.feeling),
        theme=desk.themes.get(said.theme),
        may_quote=rng.random() < (0.9 if said.ask else 0.6) and said.purpose not in (Purpose.MEETING, Purpose.ADVOCATE),
        contact=said.contact,
        meeting_role=said.meeting_role,
        instead_of=desk.by_key.get(said.instead_of),
    )
    _sign(desk, said, voice, rng)
    if said.purpose == Purpose.HELP_NOW:
        voice.urgency = Urgency.URGENT
    moderation.receive(voice)
    if said.key:
        desk.by_key[said.key] = voice
    if said.ask:
        desk.by_ask.setdefault(said.ask, []).append(voice)
    _wait_for_reader(desk, said, voice, rng)


def _sign(desk: Desk, said: Said, voice: Voice, rng: Random) -> None:
    """Who it is from: a session's officer, a space, a key made for it, or nobody."""
    via = said.via or rng.choice(_WAYS)
    if via in desk.sessions:
        voice.session = desk.sessions[via]
        voice.author = voice.session.entered_by
    elif via == "key":
        voice.name_choice = NameChoice.GIVE_ME_A_KEY
        voice.space = open_space(sample_key(rng))
        voice.space.created_on = desk.diary.clock.moment.date()
        voice.space.save(update_fields=["created_on"])
    elif via != "idea":
        voice.name_choice = NameChoice.MY_SPACE
        voice.space = _space(desk, said, via, voice.instead_of, rng)
    voice.wants_reply = voice.space is not None and rng.random() < 0.85


def _space(desk: Desk, said: Said, via: str, earlier: Voice | None, rng: Random) -> YoungPerson | None:
    """One of the door's two, the space it was sent back to, or anybody else's of that age who has a key by then."""
    if via in desk.youths:
        return desk.youths[via]
    if earlier:
        return earlier.space
    day, shown = desk.diary.clock.moment.date(), desk.youths.values()
    others = [space for space in desk.spaces if space not in shown]
    return rng.choice([space for space in others if space.age_band == said.age and space.created_on <= day])


def _wait_for_reader(desk: Desk, said: Said, voice: Voice, rng: Random) -> None:
    diary = desk.diary
    if said.waiting and said.waiting != "reading":
        return
    reader = desk.staff["theo"] if said.purpose == Purpose.ADVOCATE else desk.officer(rng, not_this=voice.author)
    if voice.urgency == Urgency.URGENT:
        opens = diary.staffed(voice.received_at, rng.randint(2, 13))
    elif voice.urgency == Urgency.SOON:
        opens = diary.staffed(voice.received_at, rng.randint(15, 230))
    elif said.waiting:
        opens = diary.staffed(voice.received_at, rng.randint(40, 400))
    else:  # one in ten a little late: two working days are 16 staffed hours
        opens = diary.staffed(voice.received_at, rng.randint(40, 900) if rng.random() < 0.9 else 1100)
    diary.write(opens, Stage.MODERATED, partial(moderation.open_for_review, voice, by=reader))
    if said.waiting:
        return
    settles = diary.staffed(opens, rng.randint(2, 9))
    decides = diary.staffed(settles, rng.randint(1, 12))
    answers = diary.staffed(decides, rng.randint(20, 600))
    if said.public:
        diary.write(settles, Stage.MODERATED, partial(_redact, said, voice, reader))
    if said.note:
        diary.write(settles, Stage.MODERATED, partial(moderation.note, voice, by=reader, words=said.note))
    diary.write(settles + timedelta(seconds=30), Stage.MODERATED, partial(_settle, said, voice, reader))
    diary.write(decides, Stage.MODERATED, partial(_decide, said, voice, reader))
    if said.withdrawn:
        later = diary.staffed(decides, 3000)
        diary.write(later, Stage.MODERATED, partial(moderation.withdraw, voice, by=reader, why=said.withdrawn))
    if words := _answer(desk, said, voice, rng):
        diary.write(answers, Stage.MODERATED, partial(moderation.reply, voice, by=reader, words=words))


def _redact(said: Said, voice: Voice, reader: User) -> None:
    moderation.redact(voice, by=reader, public_words=said.public)


def _settle(said: Said, voice: Voice, reader: User) -> None:
    """Before anything else is decided about a cry for help: who was told, or why nobody is at risk."""
    if said.passed_to and voice.urgency != Urgency.URGENT:
        moderation.raise_urgency(voice, by=reader, why=SEEN_BY_A_PERSON)
    if voice.safety != Safety.WAITING:
        return
    if said.passed_to:
        moderation.pass_on(voice, by=reader, to=said.passed_to)
    else:
        moderation.rule_out(voice, by=reader, why=said.ruled_out or NOBODY_AT_RISK)


def _decide(said: Said, voice: Voice, reader: User) -> None:
    if said.then == "declined":
        moderation.decline(voice, by=reader, reason=said.reason, kind_words=said.kind)
    elif said.then == "private" or _is_theirs_alone(voice):
        moderation.keep_private(voice, by=reader)
    else:
        moderation.approve(voice, by=reader, public_words=said.public, board_words=said.board)


def _is_theirs_alone(voice: Voice) -> bool:
    """Not for publishing, whoever reads it: plans for a meeting, requests for an advocate, somebody not safe."""
    private = (Purpose.MEETING, Purpose.ADVOCATE, Purpose.HELP_NOW)
    return voice.purpose in private or voice.safety == Safety.PASSED_ON


def _answer(desk: Desk, said: Said, voice: Voice, rng: Random) -> str:
    """What is written back. Declining has kind words of its own."""
    if voice.space is None or said.then == "declined":
        return ""
    if said.reply:
        return said.reply
    if not voice.wants_reply:
        return ""
    return rng.choice(desk.book.replies["together" if said.ask else said.purpose])
