"""How often a form may be tried, by address and by everybody together, so that guessing never pays.

Ten thousand keys among 2**44 possible ones: somebody who guesses blindly finds the first after 2**44 / 10_000, that is
1.76 thousand million tries on average. With at most 600 wrong keys in ten minutes from the whole world that is
31.5 million tries a year, and so 55 years; more than the ten that we promise. `years_of_guessing` does the sum.

A limit passes by itself when its ten minutes are over, so no child is locked out for good. Counting stands in the
shared cache; only a keyed hash of the address goes in. Two tries in the same instant may be counted as one where the
cache cannot count atomically (the database cache; Redis can).
"""

import hmac
import ipaddress
import math
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

YEAR = 365.25 * 24 * 60 * 60  # seconds
KEY_BITS = 44


@dataclass(frozen=True)
class Limit:
    """At most so many tries in one window of time."""

    by_address: int
    by_everybody: int
    window: int = 10 * 60  # seconds
    without_cache: bool = True  # whether a try is one too many while nothing can be counted


LIMITS = {
    # A whole children's home may share one address; only wrong keys count.
    "key": Limit(by_address=10, by_everybody=600),
    # Sending views: a school class in one room, and far more than the council has ever had at once.
    "telling": Limit(by_address=60, by_everybody=3000, without_cache=False),
    # Four words that open answers, use a code or take answers back: a class at once; only wrong words count.
    "survey_words": Limit(by_address=30, by_everybody=600),
    # Wrong tokens at /metrics.
    "metrics": Limit(by_address=10, by_everybody=100),
}


def years_of_guessing(limit: Limit, keys: int) -> float:
    """How long it takes on average to guess the first of `keys` keys at the full permitted rate, in years."""
    tries: float = 2**KEY_BITS / keys
    return tries / limit.by_everybody * limit.window / YEAR


def limited(request: HttpRequest, name: str) -> bool:
    """Count one try at `name` and say whether it is one too many. An address over its own limit costs nobody else."""
    limit = LIMITS[name]
    try:
        return (
            _count(_by_address(request, name), limit) > limit.by_address
            or _count(_by_everybody(name), limit) > limit.by_everybody
        )
    except Exception:  # noqa: BLE001  (each cache backend raises its own kinds)
        return limit.without_cache  # a key waits until it can be counted; a view never does


def give_back(request: HttpRequest, name: str) -> None:
    """Take the last try at `name` back: it was a right one, and right ones do not count."""
    for place in (_by_address(request, name), _by_everybody(name)):
        try:
            cache.decr(place)
        except Exception:  # noqa: BLE001, S112  (its ten minutes ended in between, or the cache is away)
            continue


def seconds_left(name: str) -> int:
    """Until the present window of `name` is over."""
    window = LIMITS[name].window
    return math.ceil(window - time.time() % window)


def come_back_later(request: HttpRequest, name: str) -> HttpResponse:
    """The kind page for one try too many: when to try again, and the help numbers."""
    seconds = seconds_left(name)
    again_at = timezone.localtime() + timedelta(seconds=seconds + 59)
    response = render(request, "429.html", {"again_at": again_at}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _count(place: str, limit: Limit) -> int:
    cache.add(place, 0, limit.window)
    try:
        return cache.incr(place)
    except ValueError:  # it ran out between the two calls
        return 1


def _by_everybody(name: str) -> str:
    return f"limit:{name}:{int(time.time() // LIMITS[name].window)}"


def _by_address(request: HttpRequest, name: str) -> str:
    who = hmac.digest(settings.SECRET_KEY.encode(), b"limit:" + _network(request).encode(), "sha256").hex()[:32]
    return f"{_by_everybody(name)}:{who}"


def _network(request: HttpRequest) -> str:
    """The address a request came from; an IPv6 house counts as one, whichever of its many addresses it uses."""
    try:
        address = ipaddress.ip_address(_address(request))
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _address(request: HttpRequest) -> str:
    """REMOTE_ADDR, or, behind `TRUSTED_PROXIES` proxies of our own, what the outermost of them saw.

    Whatever stands further left in X-Forwarded-For was written by the visitor and is not believed.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))
