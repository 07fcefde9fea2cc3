"""Everything about one person: a month, a second person's check, a file that is stored nowhere."""

import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from engagement import asks, complaints, moderation, person_file, rights, subject_requests
from engagement.models import FilePart, Part, RequestState, SubjectRequest, Submission, Theme, Use, Voice
from engagement.writing_to import RightsError
from people.models import User, YoungPerson
from people.roles import Role
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_ask,
    make_officer,
    make_read_voice,
    make_space,
    make_user,
    make_voice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


def make_checked(space: YoungPerson, *, by: User, checker: User, leave_out: tuple[int, ...] = ()) -> SubjectRequest:
    """A request on which the gate was passed, with every part handed over but those of `leave_out`."""
    request = subject_requests.ask(space, recorded_by=by)
    subject_requests.gather(request, by=by)
    parts = list(request.parts.all())
    subject_requests.check(
        request,
        by=checker,
        handed={part.pk: part.handed and part.submission_id not in leave_out for part in parts},
        why={part.pk: "It could hurt" for part in parts},
    )
    return request


def opened(request: SubjectRequest, reader: User | None = None) -> tuple[str, str]:
    """The page and the data of the file."""
    sent = b"".join(person_file.zipped(person_file.told(request, reader=reader)))
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["read-me.html", "data.json"]
        data = archive.read("data.json").decode()
        json.loads(data)
        return archive.read("read-me.html").decode(), data


def test_one_request_at_a_time_due_in_a_month(space: YoungPerson) -> None:
    request = subject_requests.ask(space)
    assert subject_requests.ask(space) == request
    assert (request.recorded_by, request.state) == (None, RequestState.ASKED)
    assert (request.due_on - request.asked_on).days in (28, 29, 30, 31)


def test_the_way_from_asking_to_handing_over(officer: User, space: YoungPerson, lead: User) -> None:
    make_voice(space=space)
    request = make_checked(space, by=officer, checker=lead)
    subject_requests.note_fetched(request, by=officer)
    subject_requests.hand_over(request, by=officer)
    request.refresh_from_db()
    assert request.state == RequestState.HANDED_OVER
    steps = list(request.events.values_list("step", flat=True))
    assert steps == ["asked", "gathered", "checked", "fetched", "handed_over"]
    with pytest.raises(RightsError):
        subject_requests.note_fetched(request, by=officer)
    assert subject_requests.ask(space) != request


def test_what_is_left_out_makes_it_in_part(officer: User, space: YoungPerson, lead: User) -> None:
    voice = make_voice(space=space)
    request = make_checked(space, by=officer, checker=lead, leave_out=(voice.pk,))
    subject_requests.hand_over(request, by=None)
    assert request.state == RequestState.HANDED_OVER_IN_PART
    assert request.events.latest("pk").by is None


def test_nothing_leaves_before_the_gate(officer: User, space: YoungPerson) -> None:
    request = subject_requests.ask(space)
    for _ in range(2):
        with pytest.raises(RightsError, match="serious harm"):
            subject_requests.note_fetched(request, by=officer)
        with pytest.raises(RightsError, match="does not fit"):
            subject_requests.hand_over(request, by=officer)
        if request.state == RequestState.ASKED:
            subject_requests.gather(request, by=officer)
    with pytest.raises(RightsError, match="does not fit"):
        subject_requests.gather(request, by=officer)


def test_the_gate_needs_a_second_person_of_the_safeguarding_group(officer: User, space: YoungPerson) -> None:
    request = subject_requests.ask(space)
    subject_requests.gather(request, by=officer)
    for role in (Role.DATA_PROTECTION_OFFICER, Role.BOARD_MEMBER, Role.PARTICIPATION_OFFICER):
        with pytest.raises(PermissionDenied):
            subject_requests.check(request, by=make_user(role), handed={}, why={})
    both = make_user(Role.SAFEGUARDING_LEAD)
    SubjectRequest.objects.filter(pk=request.pk).update(gathered_by=both)
    request.refresh_from_db()
    with pytest.raises(RightsError, match="Somebody else"):
        subject_requests.check(request, by=both, handed={}, why={})


def test_each_part_left_out_needs_a_reason(officer: User, space: YoungPerson, lead: User) -> None:
    make_voice(space=space)
    request = subject_requests.ask(space)
    subject_requests.gather(request, by=officer)
    with pytest.raises(RightsError, match="Say why"):
        subject_requests.check(request, by=lead, handed={}, why={})
    request.refresh_from_db()
    assert request.state == RequestState.GATHERED


def test_verbs_need_the_permission(space: YoungPerson) -> None:
    manager = make_user(Role.SERVICE_MANAGER)
    request = subject_requests.ask(space)
    for verb in (
        lambda: subject_requests.ask(space, recorded_by=manager),
        lambda: subject_requests.gather(request, by=manager),
        lambda: subject_requests.note_fetched(request, by=manager),
        lambda: subject_requests.hand_over(request, by=manager),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_worries_allegations_and_notes_are_left_out_unless_somebody_decides(
    officer: User, space: YoungPerson, lead: User
) -> None:
    make_voice("I want to die tonight", space=space)
    moderation.note(make_read_voice(by=officer, space=space), by=officer, words=f"His brother {CANARY} said so")
    allegation = make_voice("My social worker hits me", space=space)
    Submission.objects.filter(pk=allegation.pk).update(restricted=True)
    request = subject_requests.ask(space)
    subject_requests.gather(request, by=officer)
    out = set(FilePart.objects.filter(handed=False).values_list("submission", "part"))
    assert {part for _pk, part in out} == {Part.WORDS, Part.CONCERN, Part.NOTES}
    assert (allegation.pk, Part.WORDS) in out
    parts = list(request.parts.all())
    everything = {part.pk: True for part in parts}
    subject_requests.check(request, by=lead, handed=everything, why={})
    page, _data = opened(request)
    for told in ("What we did to keep you safe", "Raised", f"His brother {CANARY} said so", "My social worker hits me"):
        assert told in page
    page, data = opened(request, reader=officer)
    assert "My social worker hits me" not in page + data


def test_the_file_holds_what_we_hold_and_nothing_of_others(
    officer: User, manager: User, space: YoungPerson, lead: User
) -> None:
    other = make_approved_voice(CANARY, by=officer, space=make_space(), may_quote=True)
    voice = make_approved_voice("Pizza <b>please</b>", by=officer, space=space, may_quote=True, feeling="good")
    moderation.reply(voice, by=officer, words="We will ask.")
    ask = asks.raise_ask(
        by=officer, wording="Pizza on Fridays", theme=Theme.objects.all()[0], submissions=[voice, other]
    )
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(9))
    complaints.lodge(Voice(words="It was unfair", space=space), token=uuid4())
    rights.object_to(voice, Use.FIGURES, token=uuid4())
    gone = make_approved_voice("Take me away", by=officer, space=space)
    rights.take_back(gone)
    request = make_checked(space, by=officer, checker=lead)
    page, data = opened(request)
    for part in (
        "We will ask.",
        "Pizza on Fridays",
        "It was unfair",
        "12 to 15",
        "The participation team",
        gone.reference,
    ):
        assert part in page
        assert part in data
    assert "Pizza &lt;b&gt;please" in page
    for part in (CANARY, "Marcia", "Take me away", other.reference):
        assert part not in page + data


def test_words_to_an_advocate_are_for_the_young_person_only(officer: User, space: YoungPerson, lead: User) -> None:
    make_voice(CANARY, space=space, purpose="advocate", contact="Call me: 07700 900123")
    request = make_checked(space, by=officer, checker=lead)
    mine, theirs = opened(request), opened(request, reader=officer)
    assert CANARY in mine[0]
    assert "07700 900123" in mine[1]
    for part in (CANARY, "07700 900123"):
        assert part not in theirs[0] + theirs[1]


def test_what_comes_in_after_the_check_is_not_in_the_file(officer: User, space: YoungPerson, lead: User) -> None:
    make_voice("Before", space=space)
    request = make_checked(space, by=officer, checker=lead)
    make_voice("Afterwards", space=space)
    page, _data = opened(request)
    assert "Before" in page
    assert "Afterwards" not in page


def test_who_is_named_sees_no_request_of_that_person(officer: User, space: YoungPerson) -> None:
    voice = make_voice(space=space)
    request = subject_requests.ask(space)
    assert list(SubjectRequest.objects.visible_to(officer)) == [request]
    voice.hidden_from.add(officer)
    assert not SubjectRequest.objects.visible_to(officer).exists()
    assert list(SubjectRequest.objects.visible_to(make_officer())) == [request]


def test_a_space_with_nothing_in_it_has_a_file_too(officer: User, lead: User) -> None:
    request = make_checked(make_space(), by=officer, checker=lead)
    assert "Nothing." in opened(request)[0]
    SubjectRequest.objects.filter(pk=request.pk).update(space=None)
    request.refresh_from_db()
    assert "Nothing." in opened(request)[0]


def test_the_ask_of_somebody_else_is_told_by_its_wording_only(officer: User, space: YoungPerson, lead: User) -> None:
    ask = make_ask(by=officer)
    other = Voice.objects.get(contribution__ask=ask)
    asks.gather(ask, [make_approved_voice(by=officer, space=space)], by=officer)
    page, data = opened(make_checked(space, by=officer, checker=lead))
    assert ask.wording in page
    assert other.reference not in page + data
