"""Steps at the desk that meet: pressed twice, pressed by two at once, pressed on an old page."""

import pytest
from django.test import Client

from engagement import moderation
from engagement.models import State, Voice
from engagement.views.desk_actions import STEPS
from people.models import User
from tests.factories import make_space, make_voice
from tests.pressing import send, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_client(second_officer: User) -> Client:
    client = Client()
    client.force_login(second_officer)
    return client


@pytest.mark.parametrize(
    ("action", "data", "state"),
    [
        ("approve", {"public_words": "x"}, State.APPROVED),
        ("keep", {}, State.KEPT_PRIVATE),
        ("decline", {"reason": "by_mistake", "kind_words": "Was this meant for us?"}, State.DECLINED),
    ],
)
def test_a_decision_sent_twice_is_taken_once(
    officer_client: Client, action: str, data: dict[str, str], state: State
) -> None:
    item = make_voice("x")
    for _ in range(2):
        assert officer_client.post(f"/admin/voices/{item.uuid}/{action}/", {"version": 0, **data}).status_code == 302
    item.refresh_from_db()
    assert item.state == state
    assert len(verbs(item)) == 3


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("raise", {"why": "I know this child"}),
        ("draft", {"public_words": "y"}),
        ("note", {"note": "Spoke to Dev"}),
        ("reply", {"reply": "We will ask."}),
    ],
)
def test_other_steps_sent_twice_are_taken_once_and_stay(
    officer_client: Client, action: str, data: dict[str, str]
) -> None:
    item = make_voice("x", space=make_space())
    for _ in range(2):
        response = officer_client.post(f"/admin/voices/{item.uuid}/{action}/", {"version": 0, **data})
        assert response["Location"] == f"/admin/voices/{item.uuid}/"
    assert verbs(item)[2:] == [STEPS[action].leaves]


def test_two_at_once_cannot_undo_each_other(
    officer_client: Client, second_client: Client, second_officer: User
) -> None:
    item = make_voice("Mrs K shouts")
    assert second_client.post(f"/admin/voices/{item.uuid}/keep/", {"version": 0}).status_code == 302
    response = officer_client.post(
        f"/admin/voices/{item.uuid}/approve/", {"version": 0, "public_words": "My careful words"}
    )
    assert response.status_code == 409
    html = response.content.decode()
    assert "Dev Example did this before you: Heard, not published." in html
    assert "My careful words" in html
    item.refresh_from_db()
    assert (item.state, item.decided_by) == (State.KEPT_PRIVATE, second_officer)


def test_another_ones_draft_is_not_written_over(officer_client: Client, second_client: Client) -> None:
    item = make_voice("Mrs K shouts")
    second_client.post(f"/admin/voices/{item.uuid}/draft/", {"version": 0, "public_words": "Dev's draft"})
    response = officer_client.post(f"/admin/voices/{item.uuid}/approve/", {"version": 0, "public_words": "mine"})
    assert response.status_code == 409
    item.refresh_from_db()
    assert (item.state, item.public_words) == (State.IN_REVIEW, "Dev's draft")


def test_somebody_else_opening_it_stops_nobody(officer_client: Client, second_officer: User) -> None:
    item = make_voice("x")
    moderation.open_for_review(item, by=second_officer)
    response = officer_client.post(f"/admin/voices/{item.uuid}/approve/", {"version": 0, "public_words": "x"})
    assert response.status_code == 302
    item.refresh_from_db()
    assert item.state == State.APPROVED


def test_overtaken_between_reading_and_writing(
    officer_client: Client, second_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other decision lands after ours was checked and before it is written: the version in the row decides."""
    item = make_voice("x")
    real = moderation.open_for_review

    def meanwhile(submission: Voice, *, by: User) -> None:
        real(submission, by=by)
        if by != second_officer:
            other = Voice.objects.get(pk=item.pk)
            moderation.keep_private(other, by=second_officer)

    monkeypatch.setattr(moderation, "open_for_review", meanwhile)
    response = send(officer_client, item, "approve", public_words="x")
    assert response.status_code == 409


def test_a_post_without_the_version_of_a_page_changes_nothing(officer_client: Client) -> None:
    item = make_voice("x")
    for version in ("", "-1", "x", str(10**12)):
        response = officer_client.post(f"/admin/voices/{item.uuid}/keep/", {"version": version})
        assert response["Location"] == f"/admin/voices/{item.uuid}/"
    item.refresh_from_db()
    assert item.state == State.RECEIVED


def test_reloading_the_address_of_a_step_shows_the_item(officer_client: Client) -> None:
    item = make_voice("x")
    assert officer_client.get(f"/admin/voices/{item.uuid}/approve/?after=1~x")["Location"].startswith(
        f"/admin/voices/{item.uuid}/"
    )
    item.refresh_from_db()
    assert item.state == State.RECEIVED
