"""The big buttons of a concern: each once, by whoever may, with what was typed kept, and nobody undoing another."""

import pytest
from django.test import Client

from engagement import concerns, moderation
from engagement.models import Concern, ConcernState, ReplyTemplate, Submission
from people.models import User
from people.roles import Role
from tests.factories import make_officer, make_space, make_user, make_voice
from tests.worrying import ALLEGATION, HANDED, ROOM, client_of, make_concern, page, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(db: None) -> User:
    return make_user(Role.DUTY_WORKER, first_name="Grace", last_name="Tolliver")


@pytest.fixture
def second(db: None) -> User:
    return make_user(Role.DUTY_WORKER, first_name="Kit", last_name="Vasquez")


@pytest.fixture
def one(worker: User) -> Client:
    return client_of(worker)


@pytest.fixture
def two(second: User) -> Client:
    return client_of(second)


@pytest.fixture
def concern(worker: User) -> Concern:
    return make_concern()


def state(concern: Concern) -> str:
    return Concern.objects.get(pk=concern.pk).state


def test_from_taking_on_to_a_second_person_who_closes(one: Client, two: Client, worker: User, concern: Concern) -> None:
    path = f"{ROOM}{concern.uuid}/"
    assert take(one, concern, "take-on")["Location"] == path
    assert "You are on it." in page(one, path)
    assert "Grace Tolliver" in page(two, path)
    assert take(one, concern, "hand-over", **HANDED).status_code == 302
    html = page(one, path)
    assert "You decided about this one. A second person looks at it and closes it." in html
    assert "Close it" not in html
    assert HANDED["to"] in html
    assert HANDED["reference"] in html
    assert take(two, concern, "close").status_code == 302
    html = page(two, path)
    assert "Closed by a second person, Kit Vasquez" in html
    assert "cn-big" not in html
    assert state(concern) == ConcernState.CLOSED


def test_nobody_at_risk_says_why(one: Client, concern: Concern) -> None:
    assert take(one, concern, "no-concern", why="The words of a song, in class").status_code == 302
    assert "The words of a song, in class" in page(one, f"{ROOM}{concern.uuid}/")
    assert state(concern) == ConcernState.NO_CONCERN


@pytest.mark.parametrize(
    ("step", "typed", "asks_for"),
    [
        ("hand-over", {"to": "The duty team"}, "Write down the number or name they gave you for it."),
        ("hand-over", {"reference": "FD-77"}, "Say who you told."),
        ("no-concern", {"why": "  "}, "Say why nobody is at risk."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    one: Client, concern: Concern, step: str, typed: dict[str, str], asks_for: str
) -> None:
    response = take(one, concern, step, **typed)
    assert response.status_code == 422
    html = response.content.decode()
    assert asks_for in html
    for words in filter(str.strip, typed.values()):
        assert words in html
    assert state(concern) == ConcernState.OPEN


def test_a_form_that_is_not_ours_changes_nothing(one: Client, concern: Concern) -> None:
    for version in ("", "x", "-1"):
        response = one.post(f"{ROOM}{concern.uuid}/take-on/", {"version": version})
        assert response["Location"] == f"{ROOM}{concern.uuid}/"
    assert state(concern) == ConcernState.OPEN


def test_a_get_of_a_step_only_shows_the_concern(one: Client, concern: Concern) -> None:
    for step in ("take-on", "hand-over", "no-concern", "close", "disagree", "reply"):
        assert one.get(f"{ROOM}{concern.uuid}/{step}/")["Location"] == f"{ROOM}{concern.uuid}/"
    assert state(concern) == ConcernState.OPEN


def test_pressing_twice_is_pressing_once(one: Client, two: Client, concern: Concern) -> None:
    for client, step, data in ((one, "take-on", {}), (one, "hand-over", HANDED), (two, "close", {})):
        seen = Concern.objects.get(pk=concern.pk).version
        for _ in range(2):
            assert take(client, concern, step, seen, **data).status_code == 302
        assert concern.events.filter(by__isnull=False).count() == seen + 1


def test_two_at_once_the_second_hears_who_was_first(one: Client, two: Client, concern: Concern) -> None:
    take(one, concern, "take-on")
    response = take(two, concern, "take-on", 0)
    assert response.status_code == 409
    assert "Grace Tolliver was first: Taken on." in response.content.decode()
    kept = take(two, concern, "hand-over", 0, to="The night team", reference="N-12")
    assert kept.status_code == 409
    assert "The night team" in kept.content.decode()
    assert 'value="N-12"' in kept.content.decode()
    again = take(two, concern, "hand-over", to="The night team", reference="N-12")
    assert again.status_code == 302


def test_words_typed_too_late_for_their_step_are_shown(one: Client, two: Client, concern: Concern) -> None:
    take(one, concern, "hand-over", **HANDED)
    for data in ({"why": "It is from a book"}, {"why": ""}):
        response = take(two, concern, "no-concern", 0, **data)
        assert response.status_code == 409
        assert "Grace Tolliver was first: Handed over." in response.content.decode()
        assert data["why"] in response.content.decode()
    assert state(concern) == ConcernState.REFERRED


def test_overtaken_between_reading_and_setting(
    two: Client, worker: User, concern: Concern, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is quicker by less than a page: only the database can tell."""
    real = concerns.acknowledge

    def slow(mine: Concern, *, by: User) -> None:
        real(Concern.objects.get(pk=mine.pk), by=worker)
        real(mine, by=by)

    monkeypatch.setattr("engagement.concerns.acknowledge", slow)
    response = take(two, concern, "take-on")
    assert response.status_code == 409
    assert state(concern) == ConcernState.OPEN  # the test's own other person is undone with the transaction


def test_the_same_person_cannot_close_by_hand(one: Client, concern: Concern) -> None:
    take(one, concern, "hand-over", **HANDED)
    response = take(one, concern, "close")
    assert response.status_code == 422
    assert "A second person has to close it." in response.content.decode()


def test_a_second_person_who_does_not_agree_opens_it_again_once(one: Client, two: Client, concern: Concern) -> None:
    take(one, concern, "no-concern", why="A song")
    first = take(two, concern, "disagree")
    again = Concern.objects.exclude(pk=concern.pk).get()
    assert first["Location"] == f"{ROOM}{again.uuid}/"
    assert take(two, concern, "disagree")["Location"] == f"{ROOM}{again.uuid}/"
    assert Concern.objects.count() == 2
    html = page(two, f"{ROOM}{concern.uuid}/")
    assert "A second person did not agree." in html
    assert f"{ROOM}{again.uuid}/" in html
    assert "I do not agree" not in html
    assert state(again) == ConcernState.OPEN


def test_whoever_wrote_it_down_cannot_rule_it_out(officer: User) -> None:
    concern = make_concern(author=officer)
    client = client_of(officer)
    response = take(client, concern, "no-concern", why="I know them")
    assert response.status_code == 422
    assert "Somebody else has to decide about it." in response.content.decode()
    assert "I know them" in response.content.decode()
    assert take(client, concern, "hand-over", **HANDED).status_code == 302


def test_the_team_answers_from_here_once(officer: User, officer_client: Client) -> None:
    concern = make_concern(space=make_space())
    path = f"{ROOM}{concern.uuid}/"
    assert "Send reply" in page(officer_client, path)
    item = concern.submission
    for _ in range(2):
        response = officer_client.post(f"{path}reply/", {"version": item.version, "reply": "We are here for you."})
        assert response.status_code == 302
    assert [reply.words for reply in item.replies.all()] == ["We are here for you."]
    assert "We are here for you." in page(officer_client, path)
    hard = officer_client.post(f"{path}reply/", {"version": 0, "reply": "Your placement multidisciplinary assessment."})
    assert hard.status_code == 422
    assert "Send anyway" in hard.content.decode()
    ready = ReplyTemplate.objects.all()[0]
    filled = officer_client.post(f"{path}reply/", {"template": ready.pk, "reply": "Hello"})
    assert filled.context["forms"]["reply"].initial["reply"] == f"Hello\n\n{ready.words}"
    empty = officer_client.post(f"{path}reply/", {"template": "x", "reply": "Hello"})
    assert empty.context["forms"]["reply"].initial["reply"] == "Hello"


def test_nobody_answers_who_may_not_or_where_nobody_can_read(one: Client, officer_client: Client) -> None:
    concern = make_concern(space=make_space())
    nobodys = make_concern()
    for client, about in ((one, concern), (officer_client, nobodys)):
        assert "Send reply" not in page(client, f"{ROOM}{about.uuid}/")
        client.post(f"{ROOM}{about.uuid}/reply/", {"version": 0, "reply": "Hello"})
        assert not about.submission.replies.exists()


class TestAboutAnAdult:
    """From the voices desk to the safeguarding group."""

    def send(self, client: Client, item: Submission, version: int | None = None) -> str:
        item.refresh_from_db()
        seen = item.version if version is None else version
        response = client.post(f"/admin/voices/{item.uuid}/allegation/", {"version": seen})
        return response.get("Location", str(response.status_code))

    def test_it_leaves_the_desk_at_once_and_the_next_item_comes(self, officer: User, officer_client: Client) -> None:
        item, following = make_view(), make_view()
        assert "It is about an adult who works with us" in page(officer_client, f"/admin/voices/{item.uuid}/")
        assert self.send(officer_client, item) == f"/admin/voices/{following.uuid}/"
        assert "no longer on this desk" in page(officer_client, f"/admin/voices/{following.uuid}/")
        assert officer_client.get(f"/admin/voices/{item.uuid}/").status_code == 404
        assert Submission.objects.get(pk=item.pk).restricted

    def test_pressed_twice_it_is_done_once(self, officer_client: Client) -> None:
        item = make_view()
        assert self.send(officer_client, item) == self.send(officer_client, item) == "/admin/voices/"
        assert item.concerns.count() == 1
        assert officer_client.get(f"/admin/voices/{item.uuid}/allegation/").status_code == 404

    def test_somebody_in_the_group_goes_on_with_the_concern(self) -> None:
        client = client_of(make_user(Role.SAFEGUARDING_LEAD))
        item = make_view()
        assert self.send(client, item) == f"{ROOM}{item.concerns.get().uuid}/"

    def test_a_colleague_who_was_first_is_named(self, officer: User, officer_client: Client) -> None:
        other = make_officer(first_name="Dev", last_name="Marlowe")
        item = make_view()
        moderation.open_for_review(item, by=other)
        assert officer_client.get(f"/admin/voices/{item.uuid}/allegation/").status_code == 302
        moderation.keep_private(item, by=other)
        assert self.send(officer_client, item, 0) == "409"
        assert officer_client.post(f"/admin/voices/{item.uuid}/allegation/", {"version": "x"}).status_code == 409
        assert not item.concerns.exists()

    def test_others_cannot(self, one: Client, officer_client: Client) -> None:
        item = make_view()
        assert one.post(f"/admin/voices/{item.uuid}/allegation/", {"version": 0}).status_code in (302, 403)
        hidden = make_concern(ALLEGATION).submission
        assert officer_client.post(f"/admin/voices/{hidden.uuid}/allegation/", {"version": 0}).status_code == 404


def make_view() -> Submission:
    return make_voice("He is grumpy with us every morning")
