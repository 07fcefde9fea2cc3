"""Figures of screening: led by what people raised and the screen had missed, and only of what one may read."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from engagement import moderation, opinions
from engagement.coarsening import coarsen
from engagement.desks import VOICES
from engagement.models import Submission
from engagement.screening_figures import WEEKS, Figures, FirstLook, figures
from people.models import User
from tests.engagement.ruled import OWN, publish_rule
from tests.factories import make_read_voice, make_voice

pytestmark = pytest.mark.django_db
URGENT = "i want to kill myself tonight"


def count(user: User) -> Figures:
    return figures(VOICES.words_for(user), timezone.localdate())


def test_nothing_is_a_page_too(officer: User) -> None:
    found = count(officer)
    assert (found.received, found.missed_count, found.alerts, found.confirmed_share) == (0, 0, 0, None)
    assert found.first_look == FirstLook(None, None, None, 0)
    assert len(found.weeks) == WEEKS
    assert len(found.silent) > 100


def test_what_a_person_raised_leads(officer: User) -> None:
    raised, closed = make_read_voice("Pizza", by=officer), make_read_voice("Later buses", by=officer)
    make_voice(URGENT)
    moderation.raise_urgency(raised, by=officer, why="I know this child")
    moderation.keep_private(closed, by=officer)
    opinions.say(closed, by=officer, says="too_low")
    opinions.say(raised, by=officer, says="too_low")  # the same one twice is one
    found = count(officer)
    assert found.missed_count == 2
    assert {item.pk for item in found.missed} == {raised.pk, closed.pk}
    assert found.alerts == 1  # a person's is no alert of the screen
    assert found.opinions == {"too_low": 2}


def test_alerts_are_confirmed_or_not(officer: User) -> None:
    for _ in range(3):
        voice = make_read_voice(URGENT, by=officer)
        moderation.pass_on(voice, by=officer, to="The duty worker, by phone", reference="77")
    moderation.rule_out(make_read_voice(URGENT, by=officer), by=officer, why="A song")
    make_voice(URGENT)
    found = count(officer)
    assert (found.alerts, found.confirmed, found.ruled_out, found.confirmed_share) == (5, 3, 1, 75)
    assert (found.weeks[-1].count, found.weeks[-1].notes, found.weeks[-1].share) == (5, (3,), 100)
    assert [bar.count for bar in found.weeks[:-1]] == [0] * (WEEKS - 1)


def test_the_time_to_the_first_look(officer: User) -> None:
    at = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))  # a Monday, in staffed hours
    for minutes in (1, 2, 3, 40):
        with time_machine.travel(at, tick=False):
            voice = make_voice(URGENT)
        with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
            moderation.open_for_review(voice, by=officer)
    with time_machine.travel(at, tick=False):
        make_voice(URGENT)
    look = figures(VOICES.words_for(officer), timezone.localdate(at)).first_look
    assert look == FirstLook(median=2, ninetieth=29, in_time=75, waiting=1)


def test_one_look_is_its_own_median(officer: User) -> None:
    make_read_voice(URGENT, by=officer)
    look = count(officer).first_look
    assert (look.median, look.ninetieth) == (0, 0)


def test_a_closed_alert_keeps_no_minutes_but_whether_it_was_in_time(officer: User) -> None:
    voice = make_read_voice(URGENT, by=officer)
    moderation.rule_out(voice, by=officer, why="A song")
    moderation.keep_private(voice, by=officer)
    coarsen(list(Submission.objects.all()))
    assert count(officer).first_look == FirstLook(median=None, ninetieth=None, in_time=100, waiting=0)


def test_rules_languages_and_versions(officer: User, second_officer: User) -> None:
    make_voice("Pizza")
    make_voice("chcę umrzeć, on mnie bije")
    publish_rule(OWN, first=officer, second=second_officer)
    for number in range(2):
        voice = make_read_voice(f"the zebra painted our wall {number}", by=officer)
        opinions.say(voice, by=officer, says="right" if number else "wrong", rule=OWN["id"])
    found = count(officer)
    own = next(bar for bar in found.rules if bar.label == "A zebra paints the house")
    assert (own.count, own.notes) == (2, (1, 1))
    assert OWN["name"] not in found.silent
    assert {bar.label: bar.count for bar in found.languages} == {"en": 3, "pl": 1}
    versions = {bar.label: (bar.count, *bar.notes) for bar in found.versions}
    assert versions["v1"] == (2, 2)


def test_what_one_may_not_see_is_in_no_figure(officer: User, second_officer: User) -> None:
    voice = make_read_voice("Pizza", by=second_officer)
    moderation.raise_urgency(voice, by=second_officer, why="I know this child")
    other = make_voice("Buses")
    Submission.objects.filter(pk=other.pk).update(counted=False)
    assert (count(officer).received, count(officer).missed_count) == (1, 1)
    voice.hidden_from.add(officer)
    assert (count(officer).received, count(officer).missed_count) == (0, 0)
    assert count(second_officer).missed_count == 1


def test_long_ago_is_not_counted(officer: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(weeks=WEEKS + 1)):
        make_voice(URGENT)
    assert count(officer).received == 0


def test_the_page_leads_with_the_number_to_watch(officer_client: Client, officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    voice = make_read_voice("Pizza", by=officer)
    moderation.raise_urgency(voice, by=officer, why="I know this child")
    hidden = make_read_voice("Buses", by=second_officer)
    moderation.raise_urgency(hidden, by=second_officer, why="I know this child")
    hidden.hidden_from.add(officer)
    make_voice("chcę umrzeć, on mnie bije")
    Submission.objects.filter(pk=voice.pk).update(rules_version="")
    html = officer_client.get("/admin/screening/figures/").content.decode()
    assert '<b class="sd-big">1</b> raised by a person, missed by the screen' in html
    assert f"/admin/voices/{voice.uuid}/" in html
    assert str(hidden.uuid) not in html
    assert "Polish" in html
    assert "Version 1" in html
    assert "Not screened" in html
    assert "Pizza" not in html


@pytest.mark.parametrize(("minutes", "shown"), [(7, "7 min"), (180, "3 h")])
def test_the_page_says_minutes_or_hours(officer_client: Client, officer: User, minutes: int, shown: str) -> None:
    at = datetime.combine(timezone.localdate(), datetime.min.time(), ZoneInfo("Europe/London")) + timedelta(hours=1)
    with time_machine.travel(at, tick=False):
        voice = make_voice(URGENT)
    with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
        moderation.open_for_review(voice, by=officer)
    assert f"<dd>{shown}</dd>" in officer_client.get("/admin/screening/figures/").content.decode()
