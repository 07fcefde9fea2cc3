"""Surveys are answered while everything around them dies: no answer is lost, none doubled, and none can be read early.

CHAOS_SESSIONS=1000 is the size of the promise; the everyday run is smaller. Each session is one young person, told
apart by a number that they answer; some refresh, press twice, go on elsewhere with four words, or stop half-way.
"""

import base64
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.attacks.child import PATIENCE, Child
from tests.attacks.town import Town

SESSIONS = int(os.environ.get("CHAOS_SESSIONS", "60"))
CHILDREN = 6  # at once
AT = "/surveys/lockdown/"
FACES = ("feel", "sleep", "safe")
PICKS = ("yes", "no")
AHEAD = 0.25  # of all sessions may begin before the next disturbance is over
STOPS = 7  # one in so many stops half-way
WORDS = "a secret about the dog of number"

MAKE = """
from datetime import timedelta
from django.utils import timezone
from surveys import building, waves
from surveys.writing import from_json
from tests.factories import make_officer
officer = make_officer()
pick = [{"key": key, "wordings": key} for key in ("yes", "no")]
def part(key, face, **more):
    return {"key": key, "questions": [
        {"key": face, "kind": "feeling", "wordings": f"How about {face}?"},
        {"key": f"{key}_ok", "kind": "one", "wordings": "Is that okay?", "options": pick},
        *more.get("also", []),
    ]}
number = {"key": "number", "kind": "number", "wordings": "Your number?"}
words = {"key": "words", "kind": "long", "wordings": "What else?"}
survey = building.make("Lockdown", by=officer, definition=from_json({
    "title": "Lockdown", "faces": ["11-17"], "asks_who_helped": False,
    "sections": [part("a", "feel", also=[number]), part("b", "sleep", also=[words]), part("c", "safe")],
}))
building.publish(survey, by=officer)
now = timezone.now()
waves.plan(survey, waves.Plan("Now", now - timedelta(days=1), now + timedelta(days=1), ("link",)), by=officer)
print(survey.slug)
"""
EDIT = """
from dataclasses import replace
from people.models import User
from surveys import building
from surveys.models import Survey
from surveys.writing import from_json
survey, officer = Survey.objects.get(), User.objects.get()
new = from_json({"title": "x", "sections": [{"key": "z", "questions": [
    {"key": "feel", "kind": "feeling", "wordings": "How about feel, in other words?"},
    {"key": "extra", "kind": "feeling", "wordings": "And what is new?"},
]}]}).questions
def edit(draft):
    return draft.with_question(new["feel"]).with_question(new["extra"], "c").without("b_ok")
building.change(survey, edit, by=officer)
building.publish(survey, by=officer)
"""
COUNT = """
import json
from surveys import folding
from surveys.models import Comment, Draft, Response, Unfolded, Wave
wave = Wave.objects.get()
while folding.fold(wave):
    pass
print(json.dumps({
    "answers": list(Response.objects.values_list("answers", flat=True)),
    "versions": sorted(set(Response.objects.values_list("version__number", flat=True))),
    "words": [comment.words for comment in Comment.objects.all()],
    "drafts": list(Draft.objects.values_list("sealed", "place")),
    "wrong": len(folding.recount(wave)),
}))
"""
OPEN = """
import json
from surveys import drafting
from surveys.models import Draft
kept = list(Draft.objects.all())
secrets = SECRETS
strangers = [drafting._open(one.sealed, drafting._keyed("draft", secret), one.place) for one in kept
             for secret in secrets["strangers"]]
own = [drafting.read(secret) is not None for secret in secrets["own"]]
print(json.dumps([sum(one is not None for one in strangers), sum(own)]))
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    try:
        town.up()
        assert "lockdown" in town.manage("shell", "-v", "0", "-c", MAKE)
        yield town
    finally:
        town.down()


class Respondent(Child):
    """Answers the survey, page by page, with scripts off."""

    def __init__(self, port: int, number: int) -> None:
        super().__init__(port, number)
        self.dice = random.Random(number)
        self.stops = number % STOPS == 3
        self.told: dict[str, str] = {"number": str(number), "words": f"{WORDS} {number}"}
        self.told |= {name: self.dice.choice(("great", "good", "okay")) for name in (*FACES, "extra")}
        self.told |= {f"{key}_ok": self.dice.choice(PICKS) for key in "abc"}

    @property
    def secret(self) -> str:
        return next((value for name, value in self.cookies.items() if name.startswith("answers-")), "").strip('"')

    def answer(self) -> None:
        here = f"{AT}1/?face=11-17"
        for _page in range(12):
            page, to = self.ask("GET", here, {})
            if to:  # the address moved on: a second press was quicker
                here = to
                continue
            if "ticket__code" in page:
                return
            if self.dice.random() < 0.2:
                page, to = self.ask("GET", here, {})
                assert not to, f"{here} is gone on refreshing"
            if self.dice.random() < 0.15 and not here.endswith("face=11-17"):
                page, here = self.go_elsewhere(page)
            if self.stops and "/2/" in here:
                return
            here = self.press(page, here)
        pytest.fail("the survey never ended")

    def press(self, page: str, here: str) -> str:
        fields = self.filled(page)
        if self.dice.random() < 0.2:
            with ThreadPoolExecutor(2) as fingers:
                both = [fingers.submit(self.ask, "POST", here, fields) for _finger in range(2)]
                return both[1].result()[1] or both[0].result()[1]
        return self.ask("POST", here, fields)[1]

    def filled(self, page: str) -> dict[str, str]:
        token = re.search(r'name="token" value="(\w+)"', page)
        assert token, page[:2000]
        asked = set(re.findall(r'name="(\w+)"', page)) & self.told.keys()
        return {"token": token[1], "do": "send" if 'value="send"' in page else "next"} | {
            name: self.told[name] for name in asked
        }

    def go_elsewhere(self, page: str) -> tuple[str, str]:
        """Stop here with four words, and open them in a browser that knows nothing."""
        token = re.search(r'name="token" value="(\w+)"', page)
        assert token
        action = re.search(r'<form[^>]* action="([^"]+)"', page)
        assert action
        shown, _to = self.ask("POST", action[1].replace("&amp;", "&"), {"token": token[1], "do": "later"})
        words = re.search(r'ticket__code"[^>]*>([a-z-]+)<', shown)
        assert words, shown[:2000]
        self.cookies.clear()
        self.ask("GET", "/surveys/", {})
        _page, here = self.ask("POST", "/surveys/come-back/", {"words": words[1]})
        assert here.startswith(AT), here
        return self.ask("GET", here, {})[0], here


def disturb(town: Town, done: Callable[[], int]) -> Iterator[tuple[float, str]]:
    """Kills, deploys and an edit as the answers come in; yields how far that is, and what was done."""

    def wait_for(share: float) -> None:
        while done() < share * SESSIONS:
            time.sleep(0.05)

    steps: list[tuple[float, str, Callable[[], object]]] = [
        (0.1, "web process killed", town.kill_one_web_process),
        (0.2, "questions edited and published", lambda: town.manage("shell", "-v", "0", "-c", EDIT)),
        (0.3, "worker killed", town.kill_worker),
        (0.4, "deployed", town.deploy),
        (0.5, "database cut off", town.stop_database),
        (0.5, "database back", town.start_database),
        (0.6, "worker back", town.start_worker),
        (0.7, "web process killed", town.kill_one_web_process),
        (0.8, "deployed", town.deploy),
    ]
    for share, what, do in steps:
        wait_for(share)
        do()
        yield share, what
    yield 1.0, "nothing more"


def test_no_answer_is_lost_doubled_or_read_early(town: Town) -> None:
    finished, reached = Counter[str](), [0.0]
    people = [Respondent(town.web_port, number) for number in range(SESSIONS)]
    began = time.monotonic()
    with ThreadPoolExecutor(CHILDREN) as answering:

        def one(person: Respondent) -> None:
            while person.number > (reached[0] + AHEAD) * SESSIONS:  # so that a small run meets every step, too
                time.sleep(0.05)
            person.gives_up_at = time.monotonic() + PATIENCE
            try:
                person.answer()
            finally:
                finished["all"] += 1

        results = [answering.submit(one, person) for person in people]
        for reached[0], what in disturb(town, lambda: finished["all"]):
            print(f"{time.monotonic() - began:6.1f} s  {finished['all']:5d} ended  {what}", file=sys.stderr)  # noqa: T201  (seen with -s)
        for result in results:
            result.result()
    found = json.loads(town.manage("shell", "-v", "0", "-c", COUNT))
    sent = [person for person in people if not person.stops]
    print(f"{len(sent)} sent, {len(people) - len(sent)} stopped, in {time.monotonic() - began:.0f} s", file=sys.stderr)  # noqa: T201  (seen with -s)
    numbers = Counter(answers["number"] for answers in found["answers"])
    assert numbers == Counter(person.number for person in sent), "lost or doubled"
    assert Counter(found["words"]) == Counter(person.told["words"] for person in sent), "words lost or doubled"
    by_number = {answers["number"]: answers for answers in found["answers"]}
    for person in sent:
        given = by_number[person.number]
        assert all(given[name] == person.told[name] for name in (*FACES, "a_ok", "c_ok")), "an answer changed"
    assert found["versions"] == [1, 2], "both versions were answered"
    assert found["wrong"] == 0
    stopped = [person for person in people if person.stops]
    assert len(found["drafts"]) == len(stopped)
    clear = "".join(base64.b64decode(sealed).decode("latin1") + place for sealed, place in found["drafts"])
    assert not any(name in clear for name in (*FACES, WORDS, "good", "great"))
    secrets = {"own": [each.secret for each in stopped], "strangers": [each.secret for each in sent] + ["x" * 32]}
    opened = json.loads(town.manage("shell", "-v", "0", "-c", OPEN.replace("SECRETS", repr(secrets))))
    assert opened == [0, len(stopped)], "a stranger’s key opened a draft, or a child’s own did not"
