"""One day of many young people and two officers, through the site's own pages, on one clock; who sent what is noted."""

import heapq
import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from engagement import arriving, moderation
from engagement.models import Submission, Theme, Voice
from people import issuing
from people.keys import make_key, open_space
from people.models import User, YoungPerson

MORNING = datetime(2026, 11, 17, 8, 0).astimezone()
DAY = 11 * 60 * 60  # seconds in which young people come
BATCHES = (3.5, 8, 11.5)  # hours after the morning at which officers read

WISHES = ("pizza on Fridays", "a trip to the sea", "more books", "a football club", "music lessons", "a later tea")
PLACES = ("at our house", "at the hub", "in the holidays", "on Sundays", "after school", "for all of us")
HELP = "I want to kill myself tonight"

Steps = Iterator[float]  # a person's doings: each yields the seconds until the next


@dataclass
class Person:
    """Somebody with a space, in one browser. What they sent is noted here, and nowhere in the database."""

    number: int
    key: str
    space: int
    client: Client = field(default_factory=lambda: _browser())
    just_ideas: list[str] = field(default_factory=list)  # references
    new_spaces: list[int] = field(default_factory=list)  # of keys made by a view


@dataclass
class Day:
    people: list[Person]
    rng: random.Random
    urgent: set[str] = field(default_factory=set)

    def owner_of_idea(self) -> dict[int, Person]:
        """Every "just the idea" view by its primary key."""
        pk = dict(Voice.objects.values_list("reference", "pk"))
        return {pk[reference]: person for person in self.people for reference in person.just_ideas}

    def owner_of_new_space(self) -> dict[int, Person]:
        return {space: person for person in self.people for space in person.new_spaces}


HANDLERS: list[ClientHandler] = []  # one server for all, as in real life; each of its own would cost 10 seconds


def _browser() -> Client:
    client = Client()
    HANDLERS[:] = HANDLERS or [client.handler]
    client.handler = HANDLERS[0]
    return client


def live(officers: list[User], how_many: int, *, seed: int = 7) -> Day:
    """Live the day and return what nobody but the people themselves knows."""
    rng = random.Random(seed)
    HANDLERS.clear()  # one that knows the settings of now
    with time_machine.travel(MORNING - timedelta(days=30), tick=False):
        people = [Person(n, *owned) for n, owned in enumerate(_spaces(officers[0], how_many, rng))]
        for person in people:  # an answer waits for everybody
            space = YoungPerson.objects.get(pk=person.space)
            voice = moderation.receive(Voice(words=_words(rng), space=space, name_choice="space", wants_reply=True))
            moderation.open_for_review(voice, by=officers[0])
            moderation.reply(voice, by=officers[0], words="Thank you. We will ask.")
    day = Day(people, rng)
    turn = itertools.count()
    waiting: list[tuple[float, int, Steps]] = []
    for person in people:
        heapq.heappush(waiting, (rng.random() * DAY, next(turn), _visit(day, person, person.number % 6)))
    for hours in BATCHES:
        heapq.heappush(waiting, (hours * 3600, next(turn), _read(officers, rng)))
    with time_machine.travel(MORNING, tick=False) as clock:
        while waiting:
            at, _turn, steps = heapq.heappop(waiting)
            clock.move_to(MORNING + timedelta(seconds=at))
            if (pause := next(steps, None)) is not None:
                heapq.heappush(waiting, (at + pause, next(turn), steps))
        clock.move_to(MORNING + timedelta(seconds=DAY + 3600))
        arriving.mix()  # as the hourly task does
    return day


def _spaces(officer: User, how_many: int, rng: random.Random) -> list[tuple[str, int]]:
    """Keys and spaces: nine of ten from an officer's cards, the others made alone."""
    owned: list[tuple[str, int]] = []
    while len(owned) < how_many * 9 // 10:
        n = min(issuing.MOST_CARDS, how_many * 9 // 10 - len(owned))
        cards = issuing.issue(by=officer, how_many=n, age_band="12-15", care_status="looked_after")
        owned += [(key, space.pk) for space, key in cards]
    keys = [make_key() for _ in range(how_many - len(owned))]
    owned += [(key, open_space(key).pk) for key in keys]
    rng.shuffle(owned)
    return owned


def _visit(day: Day, person: Person, kind: int) -> Steps:
    """One sitting; six kinds of people, and all of them in one browser."""
    rng = day.rng
    client = person.client

    def pause() -> float:
        return rng.uniform(4, 90)

    if kind == 3:  # never signs in: an idea, then a key
        yield from _tell(day, person, "idea", pause)
        yield from _tell(day, person, "key", pause)
        return
    assert client.post("/sign-in/", {"key": person.key}).status_code == 302
    yield pause()
    page = client.get("/my-space/").content.decode()
    yield pause()
    if kind in (0, 2):  # reads the answer
        found = re.search(r"/my-space/[0-9a-f-]{36}/", page)
        assert found
        assert client.get(found[0]).status_code == 200
        yield pause()
    if kind in (1, 4):
        yield from _tell(day, person, "space", pause)
    if kind == 4:  # a view begun and left
        client.post("/tell-us/", {"purpose": "idea"})
        yield pause()
    if kind in (2, 5):
        client.post("/lock/")
        yield pause()
    yield from _tell(day, person, "idea", pause)
    if kind == 5:
        yield from _tell(day, person, "key", pause)


def _tell(day: Day, person: Person, choice: str, pause: Callable[[], float]) -> Steps:
    """Send one view, page by page."""
    rng, client = day.rng, person.client
    is_urgent = choice == "idea" and rng.random() < 0.02
    answers = {
        "feeling": "good", "theme": str(Theme.objects.all()[0].pk), "words": HELP if is_urgent else _words(rng),
        "wants_reply": "yes", "may_quote": "no", "name_choice": choice, "key": "",
    }  # fmt: skip
    at = client.post("/tell-us/", {"purpose": rng.choice(("idea", "good", "wrong"))})["Location"]
    while "/thanks/" not in at:
        yield pause()
        response = client.post(at, answers)
        assert response.status_code == 302, response.content.decode()[-2000:]
        at = response["Location"]
    page = client.get(at).content.decode()
    reference = re.search(r'translate="no">([2-9A-Z]{8})<', page)
    assert reference, page
    if choice == "idea":
        person.just_ideas.append(reference[1])
        if is_urgent:
            day.urgent.add(reference[1])
    elif choice == "key":
        person.new_spaces.append(Voice.objects.get(reference=reference[1]).space_id or 0)
    yield pause()


def _words(rng: random.Random) -> str:
    return " ".join(f"Can we have {rng.choice(WISHES)} {rng.choice(PLACES)}?" for _ in range(rng.randint(1, 4)))


def _read(officers: list[User], rng: random.Random) -> Steps:
    """Officers read what waits, in the queue's order, and decide on most of it."""
    for item in list(Submission.objects.to_read()):
        officer = rng.choice(officers)
        if item.state != "received" or item.safety == "waiting":
            continue
        moderation.open_for_review(item, by=officer)
        yield rng.uniform(2, 6)
        if rng.random() < 0.8:
            moderation.keep_private(item, by=officer)
        yield rng.uniform(2, 6)
    assert timezone.now() > MORNING
