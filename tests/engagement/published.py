"""A quarter that is over with something in it, for the tests of editions."""

from datetime import UTC, datetime

import time_machine

from engagement import asks, publishing
from engagement.models import BoardEdition
from people.models import User
from tests.factories import in_days, make_approved_voice, make_asked

QUARTER, NEXT = "2026-q1", "2026-q2"
IN_IT = datetime(2026, 5, 20, 10, tzinfo=UTC)
AFTER = datetime(2026, 7, 6, 9, tzinfo=UTC)
LATER = datetime(2026, 10, 6, 9, tzinfo=UTC)
SAID = "zebracanary pizza on Fridays"
CANARY_HERE = "zebracanary"


def busy_quarter(officer: User, manager: User) -> None:
    """In April to June 2026: an ask that is promised, one that waits, and words that may be quoted."""
    with time_machine.travel(IN_IT, tick=False):
        asks.promise(make_asked(by=officer, owner=manager), by=manager, what="Pizza every Friday.", due=in_days(30))
        make_asked(by=officer, owner=manager, wording="A dog")
        make_approved_voice(SAID, by=officer, may_quote=True)


def sealed(officer: User, quarter: str = QUARTER, **words: str) -> BoardEdition:
    """An edition of `quarter` with `words` by section, sealed now."""
    edition = publishing.open_draft(quarter, officer)
    for section, text in words.items():
        publishing.write(edition, section, text, officer)
    publishing.seal(edition, officer)
    return edition
