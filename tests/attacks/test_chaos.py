"""Views are sent while everything around them dies: none is lost, none doubled, every cry for help is told once.

CHAOS_VIEWS=1000 is the size of the promise; the everyday run is smaller.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.attacks.child import PATIENCE, Child
from tests.attacks.town import Town

VIEWS = int(os.environ.get("CHAOS_VIEWS", "60"))
CHILDREN = 6  # at once
WITHIN = 60  # seconds from the last recovery to the last alert
EVERY_URGENT = 6  # one view in so many is a cry for help
EVERY_DOUBLE = 5  # one in so many is sent twice at the same moment

COUNT = """
import json
from engagement.models import Concern, Submission
from people.models import OutboxMessage
print(json.dumps({
    "words": [s.words for s in Submission.objects.all()],
    "references": list(Submission.objects.values_list("reference", flat=True)),
    "urgent": [c.submission.words for c in Concern.objects.select_related("submission")],
    "alerts": [[m.pk, bool(m.sent_at), m.attempts] for m in OutboxMessage.objects.all()],
}))
"""
ON_DUTY = """
from datetime import date
from django.contrib.auth.models import Group
from engagement.models import DutyTurn
from people.models import User
person = User.objects.create_user("worker@fenbrook.example", None, first_name="Grace", last_name="Tolliver")
person.groups.add(Group.objects.get(name="duty_worker"))
DutyTurn.objects.create(person=person, rung=0, first_day=date(2000, 1, 1), last_day=date(2100, 1, 1))
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    try:
        town.up()
        town.manage("shell", "-v", "0", "-c", ON_DUTY)
        yield town
    finally:
        town.down()


class Teller(Child):
    """Tells one view."""

    def tell(self) -> str:
        """Send one view to the end; returns its words once a reference was shown for it."""
        words = f"number {self.number} wants pizza on Fridays"
        if self.number % EVERY_URGENT == 0:
            words = f"number {self.number} and I want to kill myself tonight"
        answers = {
            "purpose": "idea", "feeling": "okay", "theme": "unsure", "words": words, "wants_reply": "no",
            "may_quote": "no", "name_choice": "idea",
        }  # fmt: skip
        self.ask("GET", "/tell-us/", {})
        here = self.ask("POST", "/tell-us/", answers)[1]
        while not here.endswith("/thanks/"):
            twice = here.endswith("/check/") and self.number % EVERY_DOUBLE == 0
            here = (self.press_twice if twice else self.press)(here, answers)
        page = self.ask("GET", here, {})[0]
        assert "say this number:" in page
        return words

    def press(self, here: str, answers: dict[str, str]) -> str:
        page, location = self.ask("POST", here, answers)
        assert location, page[:3000]
        return location

    def press_twice(self, here: str, answers: dict[str, str]) -> str:
        with ThreadPoolExecutor(2) as fingers:
            first, second = (fingers.submit(self.press, here, answers) for _ in range(2))
            second.result()
            return first.result()


def disturb(town: Town, sent: Callable[[], int], ended: threading.Event) -> Iterator[str]:
    """Kill one part after the other as the views come in, and revive each; yields what was done."""

    def wait_for(share: float) -> None:
        while sent() < share * VIEWS and not ended.is_set():
            time.sleep(0.05)

    wait_for(0.1)
    town.kill_worker()
    yield "worker killed"
    wait_for(0.2)
    town.kill_broker()
    yield "broker killed"
    wait_for(0.3)
    town.mail.stop()
    yield "mail server stopped"
    wait_for(0.4)
    town.stop_database()
    time.sleep(2)
    town.start_database()
    yield "database cut off and back"
    wait_for(0.5)
    town.start_broker()
    town.start_worker()
    yield "broker and worker back"
    wait_for(0.6)
    full = town.fill_disk()
    time.sleep(3)
    town.free_disk()
    if town.kind == "postgresql":  # it may have given up on a full disk, as it should
        town.stop_database()
        town.start_database()
    yield "disk full and free again" if full else "disk not filled: that needs root"
    wait_for(0.75)
    town.kill_one_web_process()
    yield "web process killed"
    wait_for(0.9)
    town.mail.start()
    yield "mail server back"


def test_nothing_is_lost_doubled_or_left_untold(town: Town) -> None:
    done: list[str] = []
    ended = threading.Event()
    children = [Teller(town.web_port, number) for number in range(VIEWS)]
    with ThreadPoolExecutor(CHILDREN) as telling:
        began = time.monotonic()

        def tell(child: Teller) -> None:
            child.gives_up_at = time.monotonic() + PATIENCE
            done.append(child.tell())

        results = [telling.submit(tell, child) for child in children]
        for what in disturb(town, lambda: len(done) + sum(r.done() and bool(r.exception()) for r in results), ended):
            print(f"{time.monotonic() - began:6.1f} s  {len(done):5d} sent  {what}", file=sys.stderr)  # noqa: T201  (seen with -s)
        for result in results:
            result.result()
    recovered = time.monotonic()
    while True:
        found = json.loads(town.manage("shell", "-v", "0", "-c", COUNT))
        left = sum(not sent for _pk, sent, _attempts in found["alerts"])
        waited = time.monotonic() - recovered
        if not left or waited > WITHIN:
            break
        time.sleep(1)
    urgent = {words for words in done if "kill" in words}
    mails = Counter(message for message, _to, _text in town.mail.accepted)
    print(  # noqa: T201  (seen with -s)
        f"{VIEWS} views in {recovered - began:.0f} s; last alert {waited:.0f} s after recovery; "
        f"mail accepted twice and folded by its Message-ID: {sum(mails.values()) - len(mails)}",
        file=sys.stderr,
    )
    assert Counter(found["words"]) == Counter(done), "lost or doubled"
    assert len(done) == VIEWS
    assert Counter(found["urgent"]) == Counter(urgent), "a cry for help without a concern, or with two"
    assert left == 0, f"{left} alerts unsent {waited:.0f} s after recovery"
    assert len(mails) == len(found["alerts"]) == len(urgent)
    assert {to for _message, to, _text in town.mail.accepted} == {"worker@fenbrook.example"}
    assert not any("number" in text or "pizza" in text for _message, _to, text in town.mail.accepted)
    assert sum(mails.values()) - len(mails) <= 2, "a kill leaves at most the message in hand to be sent again"
