"""Two Asks made one and one made two: nobody who asked is lost, and nothing that was promised."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from engagement import asks, merging
from engagement.asks import AskError, OvertakenError
from engagement.histories import stand, standings
from engagement.models import Ask, AskState, AskVerb, Reply
from engagement.telling_back import sentence
from people.models import User
from tests.factories import in_days, make_approved_voice, make_ask, make_asked, make_promised
from tests.pages.rendered import html_of

pytestmark = pytest.mark.django_db


def stored(ask: Ask) -> Ask:
    return Ask.objects.get(pk=ask.pk)


def heard(ask: Ask) -> list[list[str]]:
    """What each contributor of `ask` has been told, in order."""
    return [
        [
            reply.ask_event.verb if reply.ask_event else ""
            for reply in Reply.objects.filter(submission=c.submission_id).order_by("at", "pk")
        ]
        for c in ask.contributions.order_by("submission")
    ]


def test_everybody_goes_along(officer: User, manager: User) -> None:
    ask, into = make_ask(by=officer, voices=3), make_asked(by=officer, owner=manager, voices=2)
    everybody = set(ask.contributions.values_list("submission", flat=True))
    everybody |= set(into.contributions.values_list("submission", flat=True))
    merging.merge(ask, into, by=officer)
    assert (stored(ask).state, stored(ask).merged_into, stored(ask).is_closed) == (AskState.MERGED, into, True)
    assert set(into.contributions.values_list("submission", flat=True)) == everybody
    assert not ask.contributions.exists()
    were_there = [one for one in heard(into) if "merged" not in one]
    came = [one for one in heard(into) if "merged" in one]
    assert were_there == [["raised", "asked", "gathered"]] * 2
    # Whoever came hears where it stands there: that step is older than their own news.
    assert [sorted(one) for one in came] == [["asked", "merged", "raised"]] * 3


def test_both_histories_tell_it(officer: User, manager: User) -> None:
    ask, into = make_ask(by=officer, wording="A dog"), make_ask(by=officer, wording="A pet")
    merging.merge(ask, into, by=officer)
    went, came = ask.events.latest("version"), into.events.latest("version")
    assert (went.verb, went.other, went.words, went.by) == ("merged", into, "A pet", officer)
    assert (came.verb, came.other, came.by) == ("gathered", ask, officer)
    assert sentence(went) == "Others want the same. It is all one ask now: A pet."
    assert sentence(came) == "More people want the same. We put their views with this ask."
    said = stand(ask.events.order_by("version"))
    assert (said.state, said.merged_into, said.words) == (AskState.MERGED, into.pk, "A pet")
    assert asks.replay(ask.events.all()) == AskState.MERGED
    assert [one.ask for one in standings(in_days(-1), in_days(0))] == [into]  # told once


def test_neither_may_be_closed_and_they_are_two(officer: User, manager: User) -> None:
    no = make_asked(by=officer, owner=manager)
    asks.refuse(no, by=manager, reason="law", words="The law says no.")
    ask = make_ask(by=officer)
    for one, other in ((no, ask), (ask, no)):
        with pytest.raises(AskError, match="does not fit"):
            merging.merge(one, other, by=officer)
    with pytest.raises(AskError, match="another ask"):
        merging.merge(ask, stored(ask), by=officer)
    assert stored(ask).version == ask.version


def test_nothing_that_is_owed_is_merged_away(officer: User, manager: User) -> None:
    raised = make_ask(by=officer)
    asked = make_asked(by=officer, owner=manager)
    promised = make_promised(by=officer, owner=manager)
    for more, less in ((asked, raised), (promised, asked), (promised, raised)):
        with pytest.raises(AskError, match="More is owed here"):
            merging.merge(more, less, by=officer)
    merging.merge(raised, asked, by=officer)
    merging.merge(stored(asked), promised, by=officer)
    assert merging.lives_on_in(stored(raised)) == promised
    assert promised.contributions.count() == 3


def test_lateness_is_not_merged_away(officer: User, manager: User) -> None:
    late = make_asked(by=officer, owner=manager)
    with time_machine.travel(in_days(20), tick=False):
        fresh = make_asked(by=officer, owner=manager)
        with pytest.raises(AskError, match="More is owed here"):
            merging.merge(late, fresh, by=officer)
        merging.merge(fresh, late, by=officer)
        assert stored(late).days_late(in_days(0)) == 10


def test_what_was_merged_takes_no_more_steps(officer: User, second_officer: User, manager: User) -> None:
    ask, into = make_ask(by=officer), make_ask(by=officer)
    merging.merge(ask, into, by=officer)
    ask = stored(ask)
    more = make_approved_voice(by=officer)
    for take in (
        lambda: asks.gather(ask, [more], by=officer),
        lambda: asks.reword(ask, by=officer, wording="Other"),
        lambda: asks.check(ask, by=second_officer),
        lambda: asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(3)),
        lambda: asks.put_to_council(ask, by=officer),
        lambda: merging.merge(into, ask, by=officer),
        lambda: merging.split(ask, [], wording="x", by=officer),
    ):
        with pytest.raises(AskError, match="does not fit"):
            take()
    assert asks.possible(ask, officer) == set()
    assert ask.answer_line == "It is part of another ask now."


def test_its_page_leads_to_the_other(client: Client, officer: User, second_officer: User) -> None:
    ask, into, last = (make_ask(by=officer, wording=words) for words in ("A dog", "A cat", "A pet"))
    asks.check(ask, by=second_officer)
    asks.check(last, by=second_officer)
    assert client.get(ask.get_absolute_url()).status_code == 200
    merging.merge(ask, into, by=officer)
    assert client.get(ask.get_absolute_url()).status_code == 404  # its place has not been read by a second person
    merging.merge(into, last, by=officer)
    response = client.get(ask.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, last.get_absolute_url())
    assert client.get(into.get_absolute_url()).status_code == 404  # never was public
    assert "A dog" not in html_of(client.get("/you-said-we-did/"))
    assert "Another ask wanted the same" in html_of(client.get(last.get_absolute_url()))


def test_who_comes_second_is_told(officer: User) -> None:
    ask, into = make_ask(by=officer), make_ask(by=officer)
    stale = stored(into)
    asks.reword(into, by=officer, wording="Other")
    with pytest.raises(OvertakenError):
        merging.merge(ask, stale, by=officer)
    assert stored(ask).state == AskState.RAISED
    assert ask.contributions.count() == 1


def test_an_owner_neither_merges_nor_splits(officer: User, manager: User) -> None:
    ask, into = make_asked(by=officer, owner=manager), make_asked(by=officer, owner=manager)
    with pytest.raises(PermissionDenied):
        merging.merge(ask, into, by=manager)
    with pytest.raises(PermissionDenied):
        merging.split(ask, ask.contributions.all(), wording="x", by=manager)


def test_what_is_split_off_keeps_owner_day_and_promise(officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager, voices=3)
    asks.report_progress(ask, by=manager, words="The oven is here.")
    going = list(ask.contributions.order_by("pk")[:2])
    made = merging.split(ask, going, wording=" Salad, too ", by=officer)
    made = stored(made)
    assert (made.wording, made.state, made.owner, made.promise) == (
        "Salad, too",
        "promised",
        manager,
        "Pizza every Friday.",
    )
    assert (made.answer_by, made.promise_due, made.due_on) == (ask.answer_by, ask.promise_due, in_days(30))
    assert not made.is_public
    assert made.contributions.count() == 2
    assert ask.contributions.count() == 1
    assert [event.verb for event in made.events.order_by("version")] == ["raised", "asked", "promised", "split"]
    assert stand(made.events.order_by("version")).due_on == made.due_on
    # Those who went heard the older steps once already.
    assert heard(made) == [["raised", "asked", "promised", "progress", "split"]] * 2
    assert heard(ask) == [["raised", "asked", "promised", "progress", "split"]]


def test_both_sides_of_a_split_say_which_they_are(officer: User) -> None:
    ask = make_ask(by=officer, voices=2)
    made = merging.split(ask, ask.contributions.all()[:1], wording="A cat", by=officer)
    stays, goes = ask.events.latest("version"), made.events.latest("version")
    assert (stays.other, goes.other) == (made, ask)
    assert sentence(stays) == "This was two things in one. So now it is two asks. The other one: A cat."
    assert sentence(goes) == "This was two things in one. So now it is an ask of its own: A cat."


@pytest.mark.parametrize("state", ["raised", "with_council", "asked", "reopened"])
def test_it_stands_where_the_other_stood(officer: User, manager: User, state: str) -> None:
    ask = make_ask(by=officer, voices=2)
    if state == "with_council":
        asks.put_to_council(ask, by=officer)
    elif state != "raised":
        asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(4))
    if state == "reopened":
        Ask.objects.filter(pk=ask.pk).update(state=state)
        ask = stored(ask)
    made = merging.split(ask, ask.contributions.all()[:1], wording="A cat", by=officer)
    assert made.state == ("asked" if state == "reopened" else state)
    assert (made.owner, made.answer_by) == (ask.owner, ask.answer_by)
    assert asks.replay(made.events.order_by("version")) == made.state


def test_a_split_leaves_some_and_takes_some(officer: User, manager: User) -> None:
    ask, other = make_ask(by=officer, voices=2), make_ask(by=officer, voices=2)
    with pytest.raises(AskError, match="at least one view here"):
        merging.split(ask, ask.contributions.all(), wording="A cat", by=officer)
    nobody: list[Any] = []
    for none in (nobody, other.contributions.all()):
        with pytest.raises(AskError, match="Pick at least one"):
            merging.split(ask, none, wording="A cat", by=officer)
    with pytest.raises(AskError, match="in a line"):
        merging.split(ask, ask.contributions.all()[:1], wording="  ", by=officer)
    assert Ask.objects.count() == 2


def test_a_closed_ask_stays_whole(officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager, voices=2)
    asks.finish(ask, by=manager, words="There is pizza.")
    with pytest.raises(AskError, match="does not fit"):
        merging.split(ask, ask.contributions.all()[:1], wording="A cat", by=officer)
    assert ask.events.filter(verb=AskVerb.SPLIT).count() == 0
