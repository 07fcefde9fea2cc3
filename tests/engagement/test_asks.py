"""The life of an Ask, step by step, and each refusal."""

import pytest

from engagement import asks
from engagement.models import AskState
from people.models import User
from tests.factories import in_days, make_asked

pytestmark = pytest.mark.django_db


def test_a_promise_has_an_owner_a_day_and_reaches_every_contributor(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager, voices=3)
    asks.promise(ask, by=manager, what="Pizza every Friday", due=in_days(30))
    ask.refresh_from_db()
    assert ask.state == AskState.PROMISED
    assert ask.due_on == in_days(30)
    assert ask.is_public
    for contribution in ask.contributions.all():
        verbs = [reply.ask_event.verb for reply in contribution.submission.replies.all()]
        assert verbs == ["raised", "asked", "promised"]
