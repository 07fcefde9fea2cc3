"""Every step at the desk: taken once, against what was on the screen, and refused when it does not fit."""

import json

import pytest
from django.test import Client

from engagement.desks import ADVOCACY, VOICES
from engagement.models import ReplyTemplate, Safety, State
from engagement.views.desk_actions import STEPS
from engagement.views.desk_item import FORMS
from people.models import User
from people.roles import Role
from tests.factories import make_approved_voice, make_read_voice, make_space, make_user, make_voice
from tests.pressing import send, verbs, with_details

pytestmark = pytest.mark.django_db

URGENT = 2
HARD = "Unfortunately your placement is outside the stakeholders' multi-agency safeguarding responsibilities."


def test_every_step_of_a_desk_has_a_form_and_a_verb() -> None:
    assert set(STEPS) == set(FORMS) == VOICES.actions
    assert ADVOCACY.actions < VOICES.actions


def test_opening_is_recorded_by_a_post(officer_client: Client) -> None:
    item = make_voice()
    assert send(officer_client, item, "opened").status_code == 302
    assert verbs(item) == ["received", "opened"]
    answer = officer_client.post(
        f"/admin/voices/{item.uuid}/opened/", {"version": 0}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"state": "in_review"}
    assert verbs(item) == ["received", "opened"]


def test_approving_opens_decides_and_goes_on_to_the_next(officer_client: Client) -> None:
    item, following = make_voice("Pizza on Fridays"), make_voice("next")
    response = send(officer_client, item, "approve", public_words="Pizza on Fridays")
    assert response["Location"] == f"/admin/voices/{following.uuid}/"
    item.refresh_from_db()
    assert (item.state, item.public_words) == (State.APPROVED, "Pizza on Fridays")
    assert verbs(item) == ["received", "opened", "approved"]
    assert f"/admin/voices/{item.uuid}/gather/" in officer_client.get(response["Location"]).content.decode()


def test_after_the_last_one_comes_the_empty_queue(officer_client: Client) -> None:
    assert send(officer_client, make_voice("x"), "keep")["Location"] == "/admin/voices/"


def test_browsers_line_ends_do_not_make_a_redaction(officer_client: Client) -> None:
    item = make_voice("one\ntwo")
    send(officer_client, item, "approve", public_words="one\r\ntwo")
    item.refresh_from_db()
    assert (item.state, item.public_words) == (State.APPROVED, "one\ntwo")


def test_a_paraphrase_for_the_board_is_kept_and_goes_when_withdrawn(officer_client: Client) -> None:
    item = make_voice("Mrs K shouts")
    send(officer_client, item, "approve", public_words="A teacher shouts", board_words="Shouting at school")
    item.refresh_from_db()
    assert (item.state, item.board_words) == (State.APPROVED_REDACTED, "Shouting at school")
    assert "Shouting at school" in officer_client.get(f"/admin/voices/{item.uuid}/").content.decode()
    send(officer_client, item, "withdraw", why="They asked us to")
    item.refresh_from_db()
    assert (item.state, item.public_words, item.board_words) == (State.KEPT_PRIVATE, "", "")


def test_words_never_become_public_by_clearing_the_box(officer_client: Client) -> None:
    item = make_voice("Pizza")
    assert send(officer_client, item, "approve", public_words="  ").status_code == 422
    item.refresh_from_db()
    assert item.state == State.RECEIVED


def test_a_face_without_words_can_be_approved(officer_client: Client) -> None:
    item = make_voice("", feeling="great")
    send(officer_client, item, "approve", public_words="")
    item.refresh_from_db()
    assert item.state == State.APPROVED


def test_details_that_can_still_be_read_ask_a_second_time(officer_client: Client) -> None:
    item = with_details("Mrs K and Tyler", "Mrs K", "Tyler")
    response = send(officer_client, item, "approve", public_words="Mrs K and [a name]")
    assert response.status_code == 422
    html = response.content.decode()
    assert "1 detail can still be read" in html
    assert "Approve anyway" in html
    assert "Mrs K and [a name]" in html
    send(officer_client, item, "approve", public_words="Mrs K and [a name]", anyway="1")
    item.refresh_from_db()
    assert item.public_words == "Mrs K and [a name]"


def test_with_scripts_off_ticked_details_are_taken_out(officer_client: Client) -> None:
    item = with_details("Mrs K and Tyler", "Mrs K", "Tyler")
    send(officer_client, item, "draft", public_words="Mrs K and Tyler", details="0-5")
    item.refresh_from_db()
    assert (item.state, item.public_words) == (State.IN_REVIEW, "[a name] and Tyler")
    html = officer_client.get(f"/admin/voices/{item.uuid}/").content.decode()
    assert "[a name] and Tyler</textarea>" in html
    send(officer_client, item, "approve", public_words="[a name] and Tyler", details="10-15")
    item.refresh_from_db()
    assert (item.state, item.public_words) == (State.APPROVED_REDACTED, "[a name] and [a name]")


def test_the_page_hands_the_script_its_pieces_safely(officer_client: Client) -> None:
    item = with_details("</script><b>Tyler</b>", "Tyler")
    html = officer_client.get(f"/admin/voices/{item.uuid}/").content.decode()
    pieces = html.split('<script id="pieces" type="application/json">')[1].split("</script>")[0]
    assert json.loads(pieces)[0] == "</script><b>"


def test_an_urgent_item_is_not_decided_before_it_is_dealt_with(officer_client: Client) -> None:
    item = make_voice("help", urgency=URGENT)
    for action, data in (("approve", {"public_words": "typed words"}), ("keep", {})):
        response = send(officer_client, item, action, **data)
        assert response.status_code == 422
        assert "Pass it on, or say why nobody is at risk, first." in response.content.decode()
    assert "typed words" in send(officer_client, item, "approve", public_words="typed words").content.decode()
    item.refresh_from_db()
    assert (item.state, verbs(item)) == (State.RECEIVED, ["received"])


@pytest.mark.parametrize(
    ("action", "data", "safety"),
    [
        ("pass-on", {"to": "Duty worker, by phone", "reference": "FD-1"}, Safety.PASSED_ON),
        ("rule-out", {"why": "Words of a song"}, Safety.RULED_OUT),
    ],
)
def test_dealing_with_it_opens_the_way(
    officer_client: Client, action: str, data: dict[str, str], safety: Safety
) -> None:
    item = make_voice("help", urgency=URGENT)
    assert send(officer_client, item, action).status_code == 422
    for _ in range(2):
        officer_client.post(f"/admin/voices/{item.uuid}/{action}/", {"version": 0, **data})
    item.refresh_from_db()
    assert item.safety == safety
    assert len(verbs(item)) == 3
    assert send(officer_client, item, "approve", public_words="help").status_code == 302


def test_raising_puts_it_first_and_opens_the_dialog_to_pass_it_on(officer_client: Client) -> None:
    make_voice("first")
    item = make_voice("second")
    send(officer_client, item, "raise", why="I know this child")
    response = officer_client.get("/admin/voices/")
    assert response.context["rows"][0].item.pk == item.pk
    assert "pass-on/" in officer_client.get(f"/admin/voices/{item.uuid}/").content.decode()
    assert send(officer_client, make_voice(), "raise", why=" ").status_code == 422


def test_sending_back_says_why_in_kind_words(officer_client: Client) -> None:
    item = make_voice("x", space=make_space())
    response = send(officer_client, item, "decline", kind_words="Kind words")
    assert response.status_code == 422
    assert "Kind words" in response.content.decode()
    send(officer_client, item, "decline", reason="hurtful", kind_words="Kind words")
    assert item.replies.get().words == "Kind words"


def test_only_published_words_are_withdrawn(officer_client: Client, officer: User) -> None:
    item = make_approved_voice(by=officer)
    assert send(officer_client, item, "withdraw").status_code == 422
    send(officer_client, item, "withdraw", why="Asked")
    item.refresh_from_db()
    assert item.state == State.KEPT_PRIVATE
    assert send(officer_client, item, "withdraw", why="Again, other words").status_code == 422
    assert verbs(item).count("withdrawn") == 1


def test_an_answer_in_plain_words_is_sent(officer_client: Client) -> None:
    item = make_voice(space=make_space())
    send(officer_client, item, "reply", reply="Thank you. We will ask.")
    assert item.replies.get().words == "Thank you. We will ask."


def test_hard_words_ask_for_a_second_press(officer_client: Client) -> None:
    item = make_voice(space=make_space())
    response = send(officer_client, item, "reply", reply=HARD)
    html = response.content.decode()
    assert response.status_code == 422
    for words in ("Send anyway", "“placement”: say “where you live”.", "Reading age", HARD.split("'")[0]):
        assert words in html
    assert not item.replies.exists()
    send(officer_client, item, "reply", reply=HARD, anyway="1")
    assert item.replies.get().words == HARD


def test_nobody_is_answered_who_cannot_read_it(officer_client: Client) -> None:
    response = send(officer_client, make_voice(), "reply", reply="Hello.")
    assert response.status_code == 422
    assert "this came without a key" in response.content.decode()


def test_with_scripts_off_ready_words_come_under_what_is_typed(officer_client: Client) -> None:
    item = make_voice(space=make_space())
    ready = ReplyTemplate.objects.all()[0]
    response = send(officer_client, item, "reply", reply="Hi.", template=ready.pk)
    assert response.context["forms"]["reply"]["reply"].value() == f"Hi.\n\n{ready.words}"
    assert send(officer_client, item, "reply", reply="Hi.", template="gone").status_code == 200
    assert not item.replies.exists()


def test_notes_stay_with_colleagues(officer_client: Client) -> None:
    item = make_voice(space=make_space())
    send(officer_client, item, "note", note="Rang <i>Dev</i>")
    assert "Rang &lt;i&gt;Dev&lt;/i&gt;" in officer_client.get(f"/admin/voices/{item.uuid}/").content.decode()
    assert not item.replies.exists()


def test_nobody_decides_about_what_they_wrote_down(officer_client: Client, officer: User) -> None:
    item = make_voice("x", author=officer)
    response = send(officer_client, item, "approve", public_words="x")
    assert response.status_code == 422
    assert "Somebody else has to decide about it." in response.content.decode()


def test_steps_need_the_token_against_forgery(officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    item = make_voice("x")
    assert client.post(f"/admin/voices/{item.uuid}/keep/", {"version": 0}).status_code == 403
    item.refresh_from_db()
    assert item.state == State.RECEIVED


def test_unknown_items_are_not_there(officer_client: Client) -> None:
    path = "/admin/voices/00000000-0000-4000-8000-000000000000/"
    assert officer_client.get(path).status_code == 404
    assert officer_client.post(f"{path}keep/", {"version": 0}).status_code == 404


def test_steps_of_another_desk_are_not_offered(officer: User) -> None:
    client = Client()
    client.force_login(make_user(Role.ADVOCATE))
    item = make_read_voice(by=officer)
    assert client.post(f"/admin/advocacy/{item.uuid}/approve/", {"version": 1}).status_code == 404
    assert client.post(f"/admin/advocacy/{item.uuid}/keep/", {"version": 1}).status_code == 404
