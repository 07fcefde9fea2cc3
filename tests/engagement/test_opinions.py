"""Right, wrong, too low: one opinion a person and finding, changeable, without words."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from engagement import moderation, opinions
from engagement.models import Concern, Opinion, ScreeningOpinion, Urgency
from people.models import User
from people.roles import Role
from tests.factories import CANARY, make_read_voice, make_user, make_voice

pytestmark = pytest.mark.django_db
WORRYING = "everyone at school calls me names and pushes me"


def test_an_opinion_is_kept_once_and_can_be_changed(officer: User, second_officer: User) -> None:
    voice = make_voice(WORRYING)
    rule = voice.findings.all()[0].rule
    opinions.say(voice, by=officer, says="right", rule=rule)
    opinions.say(voice, by=officer, says="right", rule=rule)
    opinions.say(voice, by=officer, says="wrong", rule=rule)
    opinions.say(voice, by=officer, says="right")
    opinions.say(voice, by=second_officer, says="right")
    said = ScreeningOpinion.objects.values_list("rule", "says", "by")
    assert list(said) == [(rule, "wrong", officer.pk), ("", "right", officer.pk), ("", "right", second_officer.pk)]
    assert str(ScreeningOpinion.objects.all()[0]).startswith("Wrong, ")


def test_too_low_makes_an_open_item_urgent_with_a_reason(officer: User) -> None:
    voice = make_voice("Pizza")
    with pytest.raises(moderation.ModerationError, match="Say why"):
        opinions.say(voice, by=officer, says="too_low")
    assert not ScreeningOpinion.objects.exists()
    voice.refresh_from_db()
    opinions.say(voice, by=officer, says="too_low", why="I know what she means by pizza")
    voice.refresh_from_db()
    assert (voice.urgency, voice.safety) == (Urgency.URGENT, "waiting")
    assert Concern.objects.get().submission_id == voice.pk
    opinions.say(voice, by=officer, says="too_low")
    assert ScreeningOpinion.objects.get().says == Opinion.TOO_LOW


def test_too_low_about_a_closed_item_is_only_counted(officer: User) -> None:
    voice = make_read_voice("Pizza", by=officer)
    moderation.keep_private(voice, by=officer)
    opinions.say(voice, by=officer, says="too_low")
    voice.refresh_from_db()
    assert voice.urgency == Urgency.NONE
    assert ScreeningOpinion.objects.get().says == Opinion.TOO_LOW


def test_what_makes_no_sense_is_refused(officer: User) -> None:
    voice = make_voice("Pizza")
    with pytest.raises(moderation.ModerationError, match="Pick"):
        opinions.say(voice, by=officer, says="lovely")
    with pytest.raises(moderation.ModerationError, match="did not mark"):
        opinions.say(voice, by=officer, says="right", rule="abuse-no-such-rule")


@pytest.mark.parametrize("role", [role for role in Role if role not in ("participation_officer", "safeguarding_lead")])
def test_only_moderators_have_a_say(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        opinions.say(make_voice("Pizza"), by=make_user(role), says="right")


def test_the_desk_asks_and_shows_what_was_said(officer_client: Client) -> None:
    voice = make_voice(WORRYING)
    rule = voice.findings.all()[0].rule
    page = f"/admin/voices/{voice.uuid}/"
    html = officer_client.get(page).content.decode()
    assert f'<input type="hidden" name="rule" value="{rule}">' in html
    assert "How did the screen do here?" in html
    assert 'aria-pressed="true"' not in html
    assert officer_client.post(page + "opinion/", {"rule": rule, "says": "wrong"})["Location"] == page
    assert 'value="wrong" aria-pressed="true"' in officer_client.get(page).content.decode()


def test_the_desk_asks_why_and_gives_back_what_was_typed(officer_client: Client, officer: User) -> None:
    voice = make_voice("Pizza")
    page = f"/admin/voices/{voice.uuid}/opinion/"
    assert officer_client.post(page, {"says": "too_low", "why": " "}).status_code == 422
    assert officer_client.post(page, {"says": "lovely"}).status_code == 422
    wrong = officer_client.post(page, {"says": "right", "rule": "no-such", "why": CANARY})
    assert wrong.status_code == 422
    assert CANARY in wrong.content.decode()
    assert officer_client.post(page, {"says": "too_low", "why": "I know her"}).status_code == 302
    assert officer_client.get(page).status_code == 405
    voice.refresh_from_db()
    assert voice.urgency == Urgency.URGENT


def test_what_one_may_not_see_one_has_no_say_about(officer_client: Client, officer: User) -> None:
    voice = make_voice("Pizza")
    voice.hidden_from.add(officer)
    assert officer_client.post(f"/admin/voices/{voice.uuid}/opinion/", {"says": "right"}).status_code == 404
