"""Guessing never pays, and a child is never locked out for good."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from people import limits
from people.limits import LIMITS, limited, seconds_left, years_of_guessing
from tests.factories import make_space

KEY = "plum-otter-lamp-river"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def guess(client: Client, typed: str = "lion-goat-milk-sofa", address: str = "192.0.2.1") -> int:
    return client.post("/sign-in/", {"key": typed}, REMOTE_ADDR=address).status_code


def test_guessing_one_of_ten_thousand_keys_takes_more_than_ten_years() -> None:
    assert years_of_guessing(LIMITS["key"], keys=10_000) > 10
    # The sum once more, by hand: 2**44 / 10,000 tries, 3,600 an hour, 8,766 hours a year.
    assert years_of_guessing(LIMITS["key"], keys=10_000) == pytest.approx(2**44 / 10_000 / 3600 / 8766)


def test_too_many_wrong_keys_meet_a_kind_page_with_help(client: Client) -> None:
    assert [guess(client) for _ in range(LIMITS["key"].by_address)] == [422] * LIMITS["key"].by_address
    response = client.post("/sign-in/", {"key": "lion-goat-milk-sofa"}, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= LIMITS["key"].window
    page = response.content.decode()
    assert "Try again at" in page
    assert "0800 1111" in page
    assert "lion" not in page


def test_over_the_limit_a_right_key_gets_the_same_page(client: Client) -> None:
    make_space(KEY)
    for _ in range(LIMITS["key"].by_address):
        guess(client)
    assert guess(client, KEY) == guess(client) == 429


def test_the_limit_passes_by_itself(client: Client) -> None:
    make_space(KEY)
    for _ in range(LIMITS["key"].by_address + 1):
        guess(client)
    with time_machine.travel(timezone.now() + timedelta(seconds=LIMITS["key"].window), tick=False):
        assert guess(client, KEY) == 302


def test_another_address_is_not_locked_out(client: Client) -> None:
    make_space(KEY)
    for _ in range(LIMITS["key"].by_address + 5):
        guess(client)
    assert guess(Client(), KEY, address="192.0.2.2") == 302


def test_right_keys_do_not_count() -> None:
    make_space(KEY)
    assert {guess(Client(), KEY) for _ in range(LIMITS["key"].by_address + 5)} == {302}


def test_the_whole_world_together_is_limited(client: Client) -> None:
    for n in range(LIMITS["key"].by_everybody):
        request = RequestFactory().post("/", REMOTE_ADDR=f"10.0.{n // 250}.{n % 250}")
        assert not limited(request, "key")
    assert guess(client, address="192.0.2.99") == 429


def test_one_address_cannot_use_up_everybodys_tries() -> None:
    for _ in range(LIMITS["key"].by_everybody + 10):
        limited(RequestFactory().post("/", REMOTE_ADDR="192.0.2.1"), "key")
    assert not limited(RequestFactory().post("/", REMOTE_ADDR="192.0.2.2"), "key")


def test_limits_do_not_share_a_count() -> None:
    for _ in range(LIMITS["key"].by_address + 1):
        limited(RequestFactory().post("/", REMOTE_ADDR="192.0.2.1"), "key")
    assert not limited(RequestFactory().post("/", REMOTE_ADDR="192.0.2.1"), "telling")


def cache_keys() -> list[str]:
    """What is in the cache of this run, which is a dictionary here and Redis there."""
    if hasattr(cache._cache, "get_client"):  # type: ignore[attr-defined]  # Django's own Redis client
        return [key.decode() for key in cache._cache.get_client().keys(f"{cache.key_prefix}:*")]  # type: ignore[attr-defined]
    return [str(key) for key in cache._cache]  # type: ignore[attr-defined]


def test_the_cache_holds_no_address() -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.77")
    limited(request, "key")
    counted = [key for key in cache_keys() if "limit:" in key]
    assert len(counted) == 2
    assert all("192.0.2" not in key for key in cache_keys())


def test_a_house_with_many_ipv6_addresses_counts_as_one() -> None:
    first = limits._network(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2::5"))
    assert first == limits._network(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9"))
    assert first != limits._network(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:3::5"))


def test_a_forwarded_address_is_believed_from_our_own_proxy_only(settings: Settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.7")
    assert limits._network(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert limits._network(request) == "203.0.113.7"
    settings.TRUSTED_PROXIES = 3
    assert limits._network(request) == "10.0.0.1"


def test_no_address_at_all_is_limited_too() -> None:
    assert limits._network(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


def test_seconds_left_never_exceed_the_window() -> None:
    assert 0 < seconds_left("key") <= LIMITS["key"].window


def test_a_window_that_ends_in_between_loses_nothing() -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    limits.give_back(request, "key")
    assert not limited(request, "key")


def test_a_window_that_ends_between_two_looks_begins_again_at_one() -> None:
    # A window of no seconds is over at once, as the last second of a real one is.
    assert limits._count("limit:over", limits.Limit(by_address=1, by_everybody=1, window=0)) == 1


def test_while_nothing_can_be_counted_a_view_comes_through_and_a_key_waits(settings: Settings) -> None:
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    assert not limited(request, "telling")
    assert limited(request, "key")
