"""The Council hears of an Ask before anybody is asked, and what it says goes along."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from engagement import asks
from engagement.asks import AskError
from engagement.histories import stand
from engagement.models import Affects, Ask, AskState, AskVerb
from engagement.telling_back import sentence
from engagement.tracking import track
from people.models import User
from tests.factories import in_days, make_approved_voice, make_ask, make_asked, make_promised, make_space
from tests.pages.rendered import get, html_of

pytestmark = pytest.mark.django_db


def stored(ask: Ask) -> Ask:
    return Ask.objects.get(pk=ask.pk)


def take(client: Client, ask: Ask, step: str, **data: object) -> int:
    """Press the button of `step`."""
    sent = {"version": ask.version, **data}
    return client.post(reverse(f"asks:{step}", args=[ask.uuid]), sent).status_code


def test_the_council_is_asked_and_says(officer: User, manager: User) -> None:
    ask = make_ask(by=officer)
    asks.put_to_council(ask, by=officer)
    assert (stored(ask).state, stored(ask).public_status, stored(ask).due_on) == ("with_council", "heard", None)
    asks.record_council(ask, Affects.MANY)
    asks.record_council(ask, Affects.MANY)  # said already
    ask = stored(ask)
    assert (ask.state, ask.affects, ask.version) == (AskState.WITH_COUNCIL, "many", 2)
    said = ask.events.latest("version")
    assert (said.verb, said.by, said.affects) == (AskVerb.COUNCIL_SAID, None, "many")
    assert said.replies.count() == 1
    asks.record_council(ask, Affects.SOME, by=officer)
    assert stored(ask).affects == stand(ask.events.order_by("version")).affects == "some"
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(3))
    assert (stored(ask).state, stored(ask).affects) == ("asked", "some")


@pytest.mark.parametrize(("affects", "words"), [("many", "it matters to many."), ("some", "it matters to some.")])
def test_it_is_told_in_plain_words(officer: User, affects: str, words: str) -> None:
    ask = make_ask(by=officer)
    asks.put_to_council(ask, by=officer)
    asks.record_council(ask, affects)
    put, said = ask.events.order_by("version")[1:]
    assert "Other young people read it now" in sentence(put)
    assert words in sentence(said)
    assert "care" not in sentence(put) + sentence(said)


def test_only_what_can_be_said_and_when(officer: User, manager: User) -> None:
    ask = make_ask(by=officer)
    with pytest.raises(AskError, match="does not fit"):
        asks.record_council(ask, Affects.MANY)
    with pytest.raises(PermissionDenied):
        asks.put_to_council(ask, by=manager)
    asks.put_to_council(ask, by=officer)
    with pytest.raises(AskError, match="many, or just some"):
        asks.record_council(ask, "everybody")
    with pytest.raises(PermissionDenied):
        asks.record_council(ask, Affects.MANY, by=manager)
    with pytest.raises(AskError, match="does not fit"):
        asks.put_to_council(ask, by=officer)
    asked = make_asked(by=officer, owner=manager)
    with pytest.raises(AskError, match="does not fit"):
        asks.put_to_council(asked, by=officer)


def test_a_young_person_sees_it_on_the_way(officer: User) -> None:
    voice = make_approved_voice(by=officer, space=make_space())
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=voice.theme, submissions=[voice])  # type: ignore[arg-type]  # it has one
    asks.put_to_council(ask, by=officer)
    voice.refresh_from_db()
    assert track(voice, None)[-1].title == "Other young people say how many it matters to"


def test_the_team_puts_it_and_writes_it_down(officer_client: Client, officer: User) -> None:
    ask = make_ask(by=officer)
    assert take(officer_client, ask, "put-to-council") == 302
    ask = stored(ask)
    assert take(officer_client, ask, "record-council") == 422
    assert take(officer_client, ask, "record-council", affects="many") == 302
    assert take(officer_client, ask, "record-council", affects="many") == 302  # pressed twice
    html = html_of(officer_client.get(reverse("asks:item", args=[ask.uuid])))
    assert "<dt>What the Council said</dt><dd>Affects many of us</dd>" in html
    assert stored(ask).version == 2


def test_merging_by_hand(officer_client: Client, officer: User, manager: User) -> None:
    ask, into = make_ask(by=officer, wording="A dog"), make_ask(by=officer, wording="A pet")
    closed = make_promised(by=officer, owner=manager, wording="A closed pet")
    asks.finish(closed, by=manager, words="Done.")
    item = reverse("asks:item", args=[ask.uuid])
    html = html_of(officer_client.get(f"{item}?find=pet"))
    assert f'value="{into.uuid}"' in html
    assert str(closed.uuid) not in html
    assert f'value="{into.uuid}"' not in html_of(officer_client.get(f"{item}?find=zebra"))
    for wrong in ("", str(ask.uuid), str(closed.uuid), "x"):
        assert take(officer_client, ask, "merge", into=wrong) == 422
    assert take(officer_client, ask, "merge", into=into.uuid) == 302
    assert take(officer_client, ask, "merge", into=into.uuid) == 302  # pressed twice
    assert stored(ask).merged_into == into
    assert into.contributions.count() == 2
    html = html_of(officer_client.get(item))
    assert f'→ <a href="{reverse("asks:item", args=[into.uuid])}">A pet</a>' in html
    assert "It is part of another ask now." in html


def test_more_that_is_owed_is_not_merged_by_hand(officer_client: Client, officer: User, manager: User) -> None:
    asked, raised = make_asked(by=officer, owner=manager), make_ask(by=officer)
    assert take(officer_client, asked, "merge", into=raised.uuid) == 422


def test_splitting_by_hand(officer_client: Client, officer: User) -> None:
    ask = make_ask(by=officer, voices=3, wording="A dog and a cat")
    first, second, _third = ask.contributions.order_by("pk")
    html = html_of(officer_client.get(reverse("asks:item", args=[ask.uuid])))
    assert html.count("Can we have pizza on Fridays") >= 3
    assert take(officer_client, ask, "split", wording="A cat") == 422
    assert take(officer_client, ask, "split", wording="A cat", views=[999_999]) == 422
    both = [first.pk, second.pk]
    assert take(officer_client, ask, "split", wording="A cat", views=both) == 302
    assert take(officer_client, ask, "split", wording="A cat", views=both) == 422  # those views are not here any more
    made = Ask.objects.get(wording="A cat")
    assert set(made.contributions.values_list("pk", flat=True)) == set(both)


def test_an_owner_sees_none_of_this(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    client = Client()
    client.force_login(manager)
    html = html_of(client.get(reverse("asks:item", args=[ask.uuid])))
    for button in ("Put it to the Council", "Put them together", "Make two asks"):
        assert button not in html
    for step in ("put-to-council", "record-council", "merge", "split"):
        assert take(client, ask, step, affects="many", into=ask.uuid, wording="x") in (302, 403, 409)
    assert stored(ask).version == ask.version


def test_the_story_tells_of_the_council(client: Client, officer: User, second_officer: User) -> None:
    ask = make_ask(by=officer)
    asks.check(ask, by=second_officer)
    asks.put_to_council(ask, by=officer)
    asks.record_council(ask, Affects.MANY)
    html = get(client, ask.get_absolute_url())
    assert "Young people look at it" in html
    assert "They say it matters to many." in html
