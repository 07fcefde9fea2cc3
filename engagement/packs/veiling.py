"""Fingerprints of views that lead to no child, and counts that say no more than about how many.

A view is its reference, keyed, and keyed anew for each pack: two packs laid side by side do not show what came in
between. A list of fingerprints is filled up with others that nobody can tell from them, to the upper end of a span
that starts at one: so nowhere can anybody count one to five views.
"""

from collections.abc import Iterable
from itertools import accumulate, cycle

from people.encryption import digest

LENGTH = 32  # hexadecimal digits
FIRST_SPAN = 10


def fingerprint_of(pack: object, reference: str) -> str:
    """By which we can show an inspector that a view is in `pack`, and by which nobody else can find it."""
    return digest(f"pack:{pack}:view:{reference}")[:LENGTH]


def veiled(pack: object, chain: str, references: Iterable[str]) -> list[str]:
    """The fingerprints of `references` and of as many that are none as the span wants, in no order of their own."""
    real = [fingerprint_of(pack, reference) for reference in references]
    others = (digest(f"pack:{pack}:none:{chain}:{n}")[:LENGTH] for n in range(span_of(len(real)) - len(real)))
    return sorted([*real, *others])


def span_of(count: int) -> int:
    """The upper end of the span that `count` is in: 0, 10, 20, 50, 100, 200, 500 and so on."""
    if not count:
        return 0
    spans = accumulate(cycle((2.0, 2.5, 2.0)), lambda span, step: span * step, initial=float(FIRST_SPAN))
    return next(int(span) for span in spans if span >= count)
