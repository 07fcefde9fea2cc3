"""Guessing a key, at the rate the site really permits, takes more than ten years."""

import hashlib
import inspect
import math
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from config.settings import base
from people import keys
from people.limits import KEY_BITS, LIMITS, YEAR, limited, years_of_guessing
from tests.factories import make_space

pytestmark = pytest.mark.django_db

LIVE_SPACES = 1_000
KEY = "plum-otter-lamp-river"
WRONG = "lion-goat-milk-sofa"
START = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)  # the beginning of a window


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def guess(client: Client, typed: str = WRONG, address: str = "192.0.2.1") -> int:
    return client.post("/sign-in/", {"key": typed}, REMOTE_ADDR=address).status_code


def test_any_of_a_thousand_keys_takes_more_than_ten_years() -> None:
    """From what the code really has: words, words in a key, and the limit for the whole world together."""
    possible = len(set(keys.friendly_words())) ** keys.WORDS_IN_KEY
    assert math.log2(possible) == KEY_BITS
    limit = LIMITS["key"]
    a_year = limit.by_everybody * YEAR / limit.window
    # Without ever repeating a guess, the first of n keys among N comes after (N + 1) / (n + 1) tries on average.
    years = (possible + 1) / (LIVE_SPACES + 1) / a_year
    assert years > 10
    assert years == pytest.approx(years_of_guessing(limit, LIVE_SPACES), rel=0.01)
    # And a lucky guesser: in ten years fewer than one in fifty finds any key at all.
    assert 10 * a_year * LIVE_SPACES / possible < 0.02
    # Somebody after one child's key, from one address.
    assert possible / 2 / (limit.by_address * YEAR / limit.window) > 10_000


def test_the_keys_given_out_are_as_many_as_the_sum_supposes() -> None:
    made = {keys.make_key() for _ in range(2_000)}
    assert len(made) == 2_000
    words = keys.friendly_words()
    for place in range(keys.WORDS_IN_KEY):  # every word of the list comes up in every place, about as often
        seen = [words.index(key.split("-")[place]) for key in made]
        assert len(set(seen)) > 1_100  # of 2,000 draws from 2,048 words, 1,277 different ones on average
        assert min(seen) < 40
        assert max(seen) > len(words) - 40


def test_the_whole_world_gets_as_many_tries_as_the_sum_says() -> None:
    """Hundreds of addresses at once, for three windows on end: the rate is the limit's, and bursts buy nothing."""
    limit, client = LIMITS["key"], Client()
    passed = []
    with time_machine.travel(START, tick=False) as clock:
        for window in range(3):
            for moment in range(0, limit.window, limit.window // 4):
                clock.move_to(START + timedelta(seconds=window * limit.window + moment))
                tries = (RequestFactory().post("/", REMOTE_ADDR=f"198.51.{window}.{n % 250}") for n in range(200))
                passed.append(sum(not limited(one, "key") for one in tries))
            assert guess(client, address="203.0.113.9") == 429
        assert passed == [200, 200, 200, 0] * 3
        assert sum(passed) == 3 * limit.by_everybody
        clock.move_to(START + timedelta(seconds=3 * limit.window))
        assert guess(client, address="203.0.113.9") == 422


def test_one_address_gets_its_own_few_by_either_door() -> None:
    limit, client = LIMITS["key"], Client()
    at = client.post("/tell-us/", {"purpose": "question"})["Location"]
    answers = {"theme": "unsure", "words": "Why", "wants_reply": "no", "may_quote": "no"}
    while not at.endswith("/name/"):
        at = client.post(at, answers)["Location"]
    with time_machine.travel(START, tick=False):
        half = limit.by_address // 2
        assert [guess(client) for _ in range(half)] == [422] * half
        doors = [
            client.post(at, {"name_choice": "space", "key": WRONG}, REMOTE_ADDR="192.0.2.1").content.decode()
            for _ in range(limit.by_address - half + 1)
        ]
        assert ["That was a lot of tries" in page for page in doors] == [False] * (limit.by_address - half) + [True]
        assert guess(client) == 429


def test_a_right_key_of_ones_own_buys_no_further_tries() -> None:
    make_space(KEY)
    limit = LIMITS["key"]
    with time_machine.travel(START, tick=False):
        client, tried = Client(), []
        for _ in range(limit.by_address + 5):
            tried.append(guess(client))
            guess(Client(), KEY)
    assert tried.count(422) == limit.by_address


def test_unknown_and_known_keys_cost_and_answer_the_same() -> None:
    """A closed space, a key like one that is known, and nonsense: one answer, but for the one-time tokens."""
    closed = make_space(KEY)
    closed.closed_on = START.date()
    closed.save()
    make_space("plum-otter-lamp-stone")
    pages = {}
    for typed in (KEY, "plum-otter-lamp-tiger", WRONG, "once upon a midnight dreary"):
        with CaptureQueriesContext(connection) as queries:
            response = Client().post("/sign-in/", {"key": typed}, REMOTE_ADDR="192.0.2.7")
        page = re.sub(r'(nonce|value)="[^"]*"', "", response.content.decode())
        pages[typed] = (response.status_code, page, len(queries))
    assert len(set(pages.values())) == 1


def test_a_stolen_hash_is_slow_to_try(settings: Settings) -> None:
    """Without the pepper a hash is worth nothing; with it, one try still costs 16 MiB and many milliseconds."""
    source = inspect.getsource(keys.hash_key)
    assert "2**14" in source
    assert not hasattr(base, "KEY_SCRYPT_N")  # only tests make it cheap
    settings.KEY_SCRYPT_N = 2**14
    begun = time.perf_counter()
    slow = keys.hash_key(KEY)
    took = time.perf_counter() - begun
    assert took > 0.005
    settings.KEY_PEPPER = "another pepper, forty signs long, for tests"
    assert keys.hash_key(KEY) != slow
    assert slow == hashlib.scrypt(KEY.encode(), salt=_pepper(), n=2**14, r=8, p=1, dklen=32)


def _pepper() -> bytes:
    from config.settings import test

    return str(test.KEY_PEPPER).encode()
