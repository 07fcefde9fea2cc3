"""What lies on which desk, how much it is, and what comes next."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from engagement import desks, moderation
from engagement.desks import ADVOCACY, VOICES, Workload, workload
from engagement.models import Purpose
from people.models import User
from people.roles import Role
from tests.factories import make_officer, make_read_voice, make_user, make_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def advocate(db: None) -> User:
    return make_user(Role.ADVOCATE)


def test_requests_for_an_advocate_lie_on_the_advocates_desk_only(officer: User, advocate: User) -> None:
    view = make_voice()
    request = make_voice("Somebody to speak up for me", purpose=Purpose.ADVOCATE)
    assert list(VOICES.to_read(officer)) == [view.submission_ptr]
    assert list(ADVOCACY.to_read(advocate)) == [request.submission_ptr]
    assert workload(VOICES, officer).items == 1
    assert workload(ADVOCACY, advocate).items == 1


def test_nobody_else_sees_anything(officer: User, advocate: User) -> None:
    make_voice()
    make_voice(purpose=Purpose.ADVOCATE)
    assert not ADVOCACY.words_for(officer).exists()
    assert not VOICES.words_for(advocate).exists()
    for desk in desks.DESKS:
        assert not desk.words_for(AnonymousUser()).exists()
        assert not desk.words_for(make_user(Role.SERVICE_MANAGER)).exists()


def test_the_advocate_opens_answers_and_closes_a_request_and_officers_cannot(officer: User, advocate: User) -> None:
    request = make_voice(purpose=Purpose.ADVOCATE)
    with pytest.raises(PermissionDenied):
        moderation.open_for_review(request, by=officer)
    moderation.open_for_review(request, by=advocate)
    moderation.keep_private(request, by=advocate)
    assert list(ADVOCACY.decided_lately(advocate)) == [request.submission_ptr]
    with pytest.raises(PermissionDenied):
        moderation.open_for_review(make_voice(), by=advocate)


def test_the_time_it_takes_is_45_seconds_each() -> None:
    assert [Workload(n, more=False).minutes for n in (0, 1, 2, 40)] == [0, 1, 2, 30]


def test_counting_stops_when_there_is_very_much(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MOST_COUNTED", 2)
    for _ in range(2):
        make_voice()
    assert str(workload(VOICES, officer)) == "2"
    make_voice()
    assert str(workload(VOICES, officer)) == "2+"


def test_after_a_decision_comes_the_next_in_order_then_the_first_left(officer: User) -> None:
    voices = [make_voice("1"), make_voice("2"), make_voice("3")]
    queue = list(VOICES.to_read(officer))
    assert set(queue) == {voice.submission_ptr for voice in voices}  # of one day, in any order
    assert VOICES.next_for(officer, queue[0]) == queue[1]
    assert VOICES.next_for(officer, queue[2]) == queue[0]


def test_a_cry_for_help_that_nobody_has_opened_comes_first(officer: User) -> None:
    here, after = sorted((make_voice("1"), make_voice("2")), key=lambda voice: voice.pk)
    cry = make_voice("help", urgency=2)
    assert VOICES.next_for(officer, here.submission_ptr) == cry.submission_ptr
    moderation.open_for_review(cry, by=make_officer())
    assert VOICES.next_for(officer, here.submission_ptr) == after.submission_ptr


def test_what_somebody_wrote_down_is_left_to_others(officer: User) -> None:
    here = make_voice("1")
    make_voice("2", author=officer)
    assert VOICES.next_for(officer, here.submission_ptr) is None


def test_decided_lately_is_newest_first(officer: User) -> None:
    first, second = make_read_voice("1", by=officer), make_read_voice("2", by=officer)
    moderation.keep_private(second, by=officer)
    moderation.approve(first, by=officer)
    assert list(VOICES.decided_lately(officer)) == [first.submission_ptr, second.submission_ptr]
