"""Young people use their rights: complain, say no, take back, ask for everything; the team answers, or is late."""

from collections.abc import Callable
from datetime import time
from functools import partial
from random import Random
from uuid import UUID

from demo.council import Council
from demo.diary import Stage
from demo.reading import named, open_item
from engagement import complaints, moderation, rights, subject_requests
from engagement.models import NameChoice, Outcome, Safety, SubjectRequest, Submission, Use, Voice
from people.models import YoungPerson

UNANSWERED = (
    "My adviser changed four times this year. I have to explain everything again to each new one. "
    "I wrote to you in the summer and got no answer."
)
ANSWERED = "You moved my review to a school day and nobody asked me. I missed my trip because of it."
ANSWER = (
    "You are right. We moved your review and did not ask you first. We are sorry that you missed the trip. "
    "From now on nobody moves a review before you have said yes. Your new date is the one you picked."
)


def write_down(council: Council) -> None:
    """Put it all in the diary."""
    kite, comet = council.youths["kite"], council.youths["comet"]
    _complain(council, comet, UNANSWERED, ago=16)
    _complain(council, kite, ANSWERED, ago=60, answered=52)
    _at(council, 9, partial(_object, council, kite, Use.QUOTING))
    _at(council, 12, partial(_object, council, comet, Use.FIGURES))
    _at(council, 20, partial(_take_back, kite))
    _at(council, 3, partial(subject_requests.ask, kite))
    spaces = [space for space in council.spaces if space not in (kite, comet)]
    for space, ago, steps in ((spaces[5], 11, 1), (comet, 25, 2), (spaces[8], 90, 3)):
        _request(council, space, ago, steps)


def _at(council: Council, ago: int, do: Callable[[], object], hour: int = 11) -> None:
    diary = council.diary
    diary.write(diary.moment(diary.working_day(ago), time(hour, 20)), Stage.MODERATED, do)


def _complain(council: Council, space: YoungPerson, words: str, *, ago: int, answered: int = 0) -> None:
    """Working days for `ago`, so that it is as late as it should be on every day of the year."""
    diary, rng, sent = council.diary, council.chance(words), []
    reader = council.officer(rng)

    def lodge() -> None:
        voice = Voice(words=words, space=space, name_choice=NameChoice.MY_SPACE, wants_reply=True, **named(rng))
        sent.append(complaints.lodge(voice, token=UUID(int=rng.getrandbits(128), version=4)))

    def read() -> None:
        open_item(sent[0], reader)
        if sent[0].safety != Safety.WAITING:  # the screen may be set more strictly one day
            moderation.keep_private(sent[0], by=reader)

    begins = diary.moment(diary.working_days_before(ago), time(18, 5))
    diary.write(begins, Stage.MODERATED, lodge)
    diary.write(diary.staffed(begins, 150), Stage.MODERATED, read)
    if answered:
        at = diary.moment(diary.working_days_before(answered), time(14))
        diary.write(at, Stage.MODERATED, lambda: _answer(council, sent[0], rng))


def _answer(council: Council, voice: Voice, rng: Random) -> None:
    complaints.answer(voice.complaint, by=council.officer(rng), outcome=Outcome.AGREED, words=ANSWER)


def _decided(space: YoungPerson) -> Voice | None:
    """The oldest view of `space` that was read and that nothing else was asked about."""
    theirs = Voice.objects.filter(space=space, pk__in=Submission.objects.heard(), taken_back=None, complaint=None)
    theirs = theirs.filter(objections=None, decided_at__isnull=False, concerns=None).exclude(state="declined")
    return theirs.order_by("received_on", "reference").first()


def _object(council: Council, space: YoungPerson, use: Use) -> None:
    voice, rng = _decided(space), council.chance("object", use)
    if voice:
        rights.object_to(voice, use, token=UUID(int=rng.getrandbits(128), version=4))


def _take_back(space: YoungPerson) -> None:
    if voice := _decided(space):
        rights.take_back(voice)


def _request(council: Council, space: YoungPerson, ago: int, steps: int) -> None:
    """Asked for, gathered, checked, handed over: as far as `steps` goes."""
    officer, lead = council.staff["marcia"], council.staff["joanna"]

    def asked() -> SubjectRequest:
        return SubjectRequest.objects.get(space=space)

    def check() -> None:
        request = asked()
        parts = list(request.parts.all())
        subject_requests.check(
            request,
            by=lead,
            handed={part.pk: part.handed for part in parts},
            why={part.pk: "It tells what somebody else said." for part in parts},
        )

    every: tuple[Callable[[], object], ...] = (
        lambda: subject_requests.gather(asked(), by=officer),
        check,
        lambda: subject_requests.hand_over(asked(), by=officer),
    )
    _at(council, ago, partial(subject_requests.ask, space))
    for number, step in enumerate(every[:steps], start=1):
        _at(council, ago - 2 * number, step, hour=11 + number)
