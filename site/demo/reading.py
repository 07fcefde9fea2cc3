"""The participation team reads, decides and answers: what becomes of every view of the demo."""

from datetime import timedelta
from functools import partial
from random import Random
from uuid import UUID

from demo.council import Council
from demo.diary import Stage
from demo.wordbook import Said
from engagement import concerns, moderation
from engagement.models import Concern, Purpose, Safety, Urgency, Voice
from engagement.models.submissions import REFERENCE_SIGNS
from people.models import Opened, User
from people.reading import note_read

NOBODY_AT_RISK = "Read it twice, and with a colleague. Nothing in it puts anybody at risk."
DESIGNATED_OFFICER = "The designated officer for allegations, by phone"
SEEN_BY_A_PERSON = "Read between the lines. I want somebody to see this young person today."


def wait_for_reader(council: Council, said: Said, voice: Voice, rng: Random) -> None:
    """Put in the diary who opens it and when, what is decided, and what is answered; or leave it on the desk."""
    diary = council.diary
    if voice.restricted:
        _wait_for_the_group(council, voice, rng)
        return
    if said.waiting and said.waiting != "reading":
        return
    reader = council.staff["theo"] if said.purpose == Purpose.ADVOCATE else council.officer(rng, not_this=voice.author)
    if voice.urgency == Urgency.URGENT:
        opens = diary.staffed(voice.received_at, rng.randint(2, 13))
    elif voice.urgency == Urgency.SOON:
        opens = diary.staffed(voice.received_at, rng.randint(15, 230))
    elif said.waiting:
        opens = diary.staffed(voice.received_at, rng.randint(40, 400))
    else:  # one in ten a little late: two working days are 16 staffed hours
        opens = diary.staffed(voice.received_at, rng.randint(40, 900) if rng.random() < 0.9 else 1100)
    diary.write(opens, Stage.MODERATED, partial(open_item, voice, reader))
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
    if words := _answer(council, said, voice, rng):
        diary.write(answers, Stage.MODERATED, partial(moderation.reply, voice, by=reader, words=words))


def open_item(voice: Voice, reader: User) -> None:
    """Read it; an urgent one leaves its row in the read audit, as on the desk."""
    if voice.urgency == Urgency.URGENT:
        note_read(reader, Opened.URGENT_ITEM, voice.uuid)
    moderation.open_for_review(voice, by=reader)


def _take_on(concern: Concern, lead: User) -> None:
    note_read(lead, Opened.CONCERN, concern.uuid)
    concerns.acknowledge(concern, by=lead)


def _wait_for_the_group(council: Council, voice: Voice, rng: Random) -> None:
    """An allegation about staff never lies on a desk: a lead takes it on and hands it over, the other one closes it."""
    lead, deputy = council.staff["joanna"], council.staff["imran"]
    (concern,) = voice.concerns.all()
    takes_on = council.diary.staffed(voice.received_at, rng.randint(2, 9))
    hands_over = council.diary.staffed(takes_on, rng.randint(10, 60))
    council.diary.write(takes_on, Stage.MODERATED, partial(_take_on, concern, lead))
    handed = partial(concerns.refer, concern, by=lead, to=DESIGNATED_OFFICER, reference=f"LADO-{voice.pk:04d}")
    council.diary.write(hands_over, Stage.MODERATED, handed)
    council.diary.write(
        council.diary.staffed(hands_over, 300), Stage.MODERATED, partial(concerns.close, concern, by=deputy)
    )


def _redact(said: Said, voice: Voice, reader: User) -> None:
    moderation.redact(voice, by=reader, public_words=said.public)


def _settle(said: Said, voice: Voice, reader: User) -> None:
    """Before anything else is decided about a cry for help: who was told, or why nobody is at risk."""
    if said.passed_to and voice.urgency != Urgency.URGENT:
        moderation.raise_urgency(voice, by=reader, why=SEEN_BY_A_PERSON)
    if voice.safety != Safety.WAITING:
        return
    if said.passed_to:
        moderation.pass_on(voice, by=reader, to=said.passed_to, reference=f"FD-{voice.pk:05d}")
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


def _answer(council: Council, said: Said, voice: Voice, rng: Random) -> str:
    """What is written back. Declining has kind words of its own."""
    if voice.space is None or said.then == "declined":
        return ""
    if said.reply:
        return said.reply
    if not voice.wants_reply:
        return ""
    return rng.choice(council.book.replies["together" if said.ask else said.purpose])


def named(rng: Random) -> dict[str, object]:
    """What would be any number, from the seed: the same seed and day make the same council."""
    return {
        "uuid": UUID(int=rng.getrandbits(128), version=4),
        "reference": "".join(rng.choices(REFERENCE_SIGNS, k=8)),
    }
