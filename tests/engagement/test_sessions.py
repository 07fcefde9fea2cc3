"""Staff write down what young people said elsewhere: many views at once, once each, decided on by somebody else."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import moderation
from engagement.models import Session, State, Theme, Voice
from people.models import User
from people.roles import Role
from tests.factories import CANARY, in_days, make_user

pytestmark = pytest.mark.django_db

NEW, LIST = "/admin/sessions/new/", "/admin/sessions/"
QUERIES_OF_THE_LIST = 16


def filled(*views: dict[str, object], rows: int = 5, **session: object) -> dict[str, Any]:
    """The form as a browser sends it: the session, the filled rows, and blank ones."""
    data: dict[str, Any] = {"kind": "group", "held_on": in_days(-1).isoformat(), "how": "Said it out loud", **session}
    data |= {"views-TOTAL_FORMS": rows, "views-INITIAL_FORMS": 0, "views-MAX_NUM_FORMS": 60}
    for number in range(rows):
        row = {"token": uuid4(), "words": "", "theme": "", "feeling": "", **(views[number : number + 1] or ({},))[0]}
        data |= {f"views-{number}-{name}": value for name, value in row.items()}
    return data


def test_one_session_brings_many_views(officer_client: Client, officer: User) -> None:
    theme = Theme.objects.all()[1]
    data = filled({"words": "Later buses", "theme": theme.pk, "may_quote": "on"}, {}, {"feeling": "great"})
    assert officer_client.post(NEW, data)["Location"] == LIST
    session = Session.objects.get()
    first, second = session.voices.order_by("pk")
    assert (session.entered_by, session.how) == (officer, "Said it out loud")
    assert (first.words, first.theme, first.may_quote, first.author) == ("Later buses", theme, True, officer)
    assert (first.state, first.space) == (State.RECEIVED, None)
    assert (second.words, second.feeling, second.may_quote) == ("", "great", False)
    html = officer_client.get(LIST).content.decode()
    assert "2 views written down." in html
    assert "<td>2</td>" in html
    assert "Later buses" not in html


def test_somebody_else_decides(officer_client: Client, officer: User, second_officer: User) -> None:
    officer_client.post(NEW, filled({"words": "Later buses"}))
    voice = Voice.objects.get()
    with pytest.raises(moderation.ModerationError):
        moderation.open_for_review(voice, by=officer)
    client = Client()
    client.force_login(second_officer)
    assert "Written down by staff" in client.get("/admin/voices/").content.decode()
    html = client.get(f"/admin/voices/{voice.uuid}/").content.decode()
    assert "Written down by Marcia Example" in html


def test_sent_twice_is_stored_once(officer_client: Client) -> None:
    data = filled({"words": "Later buses"}, {"words": "Pizza"})
    for _ in range(2):
        assert officer_client.post(NEW, data).status_code == 302
    assert (Session.objects.count(), Voice.objects.count()) == (1, 2)


def test_two_copies_at_one_moment_leave_no_empty_session(
    officer_client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other copy is stored after ours looked and before ours wrote: the rows' tokens decide."""
    data = filled({"words": "Later buses"})
    real = moderation.receive
    other = Session.objects.create(kind="group", held_on=in_days(-1), how="The other copy", entered_by=officer)

    def meanwhile(voice: Voice, **facts: Any) -> Voice:
        real(Voice(words="Later buses", author=officer, session=other), token=facts["token"])
        return real(voice, **facts)

    monkeypatch.setattr(moderation, "receive", meanwhile)
    assert officer_client.post(NEW, data).status_code == 302
    assert list(Session.objects.all()) == [other]
    assert Voice.objects.count() == 1


def test_errors_keep_everything_typed(officer_client: Client) -> None:
    data = filled({"words": "Later buses", "feeling": "great"}, how="", held_on=in_days(3).isoformat())
    response = officer_client.post(NEW, data)
    assert response.status_code == 422
    html = response.content.decode()
    for words in ("Later buses", 'value="great" selected', "Pick a day that has been.", "This field is required."):
        assert words in html
    assert str(data["views-0-token"]) in html
    assert not Session.objects.exists()


def test_a_session_without_a_view_is_not_one(officer_client: Client) -> None:
    response = officer_client.post(NEW, filled({"theme": Theme.objects.all()[0].pk}))
    assert response.status_code == 422
    assert "Write at least one view." in response.content.decode()


def test_a_faulty_row_is_named_and_nothing_is_stored(officer_client: Client) -> None:
    response = officer_client.post(NEW, filled({"words": "x" * 20_001}, {"words": "fine", "feeling": "nonsense"}))
    assert response.status_code == 422
    assert response.content.decode().count("Put right:") == 2
    assert not Voice.objects.exists()


def test_more_rows_come_with_scripts_off_and_keep_what_is_typed(officer_client: Client) -> None:
    response = officer_client.post(NEW, {**filled({"words": "Later buses"}, how="Spoken"), "more": "1"})
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("What they said") == 10
    assert "Later buses" in html
    assert "Spoken" in html
    assert "Put right:" not in html
    assert not Voice.objects.exists()


def test_there_is_an_end_to_rows(officer_client: Client) -> None:
    html = officer_client.post(NEW, {**filled(rows=58), "more": "1"}).content.decode()
    assert html.count("What they said") == 60
    assert 'name="more"' not in html


def test_a_form_nobody_sent_is_no_error(officer_client: Client) -> None:
    assert officer_client.post(NEW, {"more": "1"}).status_code == 200
    assert officer_client.post(NEW, {}).status_code == 422


def test_the_list_pages_by_key_in_a_few_questions(officer_client: Client, officer: User) -> None:
    assert "No sessions yet." in officer_client.get(LIST).content.decode()
    counts = []
    for rows in (1, 2, 48):
        Session.objects.bulk_create(
            Session(kind="group", held_on=in_days(-n), how="Said it", entered_by=officer) for n in range(rows)
        )
        with CaptureQueriesContext(connection) as queries:
            response = officer_client.get(LIST)
        counts.append(len(queries))
    assert counts == [QUERIES_OF_THE_LIST] * 3
    following = officer_client.get(LIST, {"after": response.context["next"]})
    assert len(following.context["sessions"]) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTICIPATION_OFFICER])
def test_everybody_else_is_sent_away(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role))
    for path in (NEW, LIST):
        assert client.get(path).status_code == 302
    assert client.post(NEW, filled({"words": CANARY})).status_code == 302
    assert not Voice.objects.exists()
