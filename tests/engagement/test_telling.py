"""Tell us with scripts off: the way of each purpose from the first question to the desk, then each refusal."""

import pytest
from django.test import Client

from engagement.models import Feeling, NameChoice, Purpose, Theme, Urgency, Voice
from people.keys import find_space
from people.models import YoungPerson
from people.roles import Role
from tests.factories import make_space
from tests.pages.rendered import html_of
from tests.walking import Walker

pytestmark = pytest.mark.django_db

ANONYMOUS = {"wants_reply": "no", "may_quote": "yes", "name_choice": "idea"}


def sent() -> Voice:
    return Voice.objects.get()


@pytest.mark.parametrize("purpose", [Purpose.IDEA, Purpose.WRONG, Purpose.GOOD])
def test_a_view_goes_from_the_first_question_to_the_desk(purpose: Purpose) -> None:
    theme = Theme.objects.all()[0]
    walker = Walker()
    html = html_of(
        walker.tell(purpose=purpose, feeling="good", theme=str(theme.pk), words="  Pizza\r\non Fridays ", **ANONYMOUS)
    )
    voice = sent()
    assert (voice.purpose, voice.feeling, voice.theme) == (purpose, Feeling.GOOD, theme)
    assert voice.words == "Pizza\non Fridays"
    assert (voice.may_quote, voice.wants_reply, voice.space) == (True, False, None)
    assert voice.name_choice == NameChoice.JUST_THE_IDEA
    assert voice.reference in html
    assert YoungPerson.objects.count() == 0
    assert walker.addresses[1].endswith("/feeling/")


def test_a_question_for_the_board_asks_for_no_face() -> None:
    walker = Walker()
    walker.tell(purpose="question", theme="unsure", words="Who decides?", **ANONYMOUS)
    assert (sent().purpose, sent().theme, sent().feeling) == (Purpose.QUESTION, None, "")
    assert not any("feeling" in address for address in walker.addresses)


def test_a_face_only_is_a_view() -> None:
    Walker().tell(feeling="awful", theme="unsure", words="", **ANONYMOUS)
    assert (sent().words, sent().feeling) == ("", Feeling.AWFUL)


def test_the_face_from_the_front_page_comes_along(client: Client) -> None:
    response = client.post("/tell-us/?feeling=great", {"purpose": "idea", "feeling": "great"}, follow=True)
    assert 'value="great" id="id_feeling_0" checked' in html_of(response).replace(" class", "").replace("required ", "")


def test_a_key_opens_the_space_that_the_view_lies_in() -> None:
    walker = Walker()
    html = html_of(
        walker.tell(
            feeling="good", theme="unsure", words="Hi", **{**ANONYMOUS, "name_choice": "key", "wants_reply": "yes"}
        )
    )
    key = html.split('translate="no">')[1].split("<")[0]
    assert key.count("-") == 3
    assert find_space(key) == sent().space
    assert sent().wants_reply
    assert "key" not in str(walker.client.session.get("space", ""))


def test_an_open_space_is_used_when_chosen(young: Client, space: YoungPerson) -> None:
    walker = Walker()
    walker.client = young
    html = html_of(walker.tell(feeling="good", theme="unsure", words="Hi", **{**ANONYMOUS, "name_choice": "space"}))
    assert sent().space == space
    assert (sent().age_band, sent().care_status) == (space.age_band, space.care_status)
    assert 'href="/my-space/"' in html


def test_an_open_space_is_left_out_when_not_chosen(young: Client) -> None:
    walker = Walker()
    walker.client = young
    walker.tell(feeling="good", theme="unsure", words="Hi", **ANONYMOUS)
    assert (sent().space, sent().age_band) == (None, "")


def test_a_key_typed_on_the_way_opens_the_space_and_the_draft_stays() -> None:
    space = make_space("plum otter lamp river")
    walker = Walker()
    answers = {**ANONYMOUS, "name_choice": "space", "key": "Plum-Otter  lamp river"}
    walker.tell(feeling="good", theme="unsure", words="Hi", **answers)
    assert sent().space == space
    assert sent().words == "Hi"


def test_an_advocate_is_asked_for_with_a_way_to_reach_somebody() -> None:
    walker = Walker()
    walker.tell(purpose="advocate", words="", contact_way="call", contact_detail="07700 900123", name_choice="idea")
    assert (sent().purpose, sent().contact) == (Purpose.ADVOCATE, "Call me: 07700 900123")
    assert not any("about" in address or "reply" in address for address in walker.addresses)


def test_an_advocate_can_write_to_a_key() -> None:
    Walker().tell(purpose="advocate", words="Hi", contact_way="here", contact_detail="x", name_choice="key")
    assert (sent().contact, sent().wants_reply) == ("Write to me here", True)


def test_a_page_for_a_meeting_goes_to_a_role_that_may_read_it() -> None:
    role = Role.SAFEGUARDING_LEAD
    Walker().tell(purpose="meeting", well="My room", ask="Can I stay?", meeting_role=role, name_choice="key")
    assert sent().words == "What is going well:\nMy room\n\nWhat I want to ask:\nCan I stay?"
    assert (sent().meeting_role, sent().may_quote, sent().wants_reply) == (role, False, True)


def test_a_page_for_a_meeting_can_stay_on_paper(client: Client) -> None:
    client.post("/tell-us/", {"purpose": "meeting"})
    walker = Walker()
    walker.client = client
    walker.post("/tell-us/", {"purpose": "meeting"})
    walker.post(walker.here, {"well": "My room"})
    html = html_of(walker.post(walker.here, {"meeting_role": "paper"}))
    assert walker.here.endswith("/paper/")
    assert "My room" in html
    assert "What I want to happen" in html
    assert Voice.objects.count() == 0
    walker.client.post(walker.here)
    assert walker.client.get(walker.here).status_code == 410


def test_telling_someone_now_is_urgent_whatever_the_words_say(client: Client) -> None:
    html = html_of(client.post("/tell-us/someone/", {"words": "", "contact": "07700 900123"}, follow=True))
    assert (sent().purpose, sent().urgency, sent().words) == (Purpose.HELP_NOW, Urgency.URGENT, "")
    assert sent().contact == "07700 900123"
    assert sent().reference in html
    assert sent().space is None


def test_telling_someone_now_can_give_a_key_or_use_a_space(young: Client, space: YoungPerson) -> None:
    Client().post("/tell-us/someone/", {"words": "help", "reply": "on"}, follow=True)
    assert sent().space not in (None, space)
    young.post("/tell-us/someone/", {"words": "help again", "reply": "on"}, follow=True)
    assert Voice.objects.filter(space=space, purpose=Purpose.HELP_NOW).count() == 1


def at(step: str, **answers: str) -> tuple[Client, str]:
    """A browser that stands at `step` of a draft."""
    walker = Walker()
    response = walker.post("/tell-us/", {"purpose": answers.get("purpose", "idea")})
    while not walker.here.endswith(f"/{step}/"):
        assert response.status_code == 200
        response = walker.post(walker.here, answers)
    return walker.client, walker.here


BEFORE_NAME = {"feeling": "good", "theme": "unsure", "words": "Hi", "wants_reply": "yes", "may_quote": "no"}


@pytest.mark.parametrize(
    ("step", "before", "typed", "kind_words"),
    [
        ("about", {}, {}, "Not sure” is fine"),
        ("words", {"theme": "unsure"}, {"words": " \n "}, "Write a few words, or go back and pick a face."),
        ("words", {"purpose": "question", "theme": "unsure"}, {"words": ""}, "Write your question"),
        ("words", {"theme": "unsure"}, {"words": "x" * 20_005}, "make it 5 letters shorter"),
        ("reply", BEFORE_NAME, {}, "Say if you want us to write back."),
        ("name", BEFORE_NAME, {}, "Pick one of the three."),
        ("name", BEFORE_NAME, {"name_choice": "space"}, "Type your key"),
        ("name", BEFORE_NAME, {"name_choice": "space", "key": "no key of ours"}, "We don’t know that key"),
        ("contact", {"purpose": "advocate"}, {"contact_way": "text"}, "Write your phone number."),
        ("contact", {"purpose": "advocate"}, {}, "Pick a way to reach you."),
        (
            "name",
            {"purpose": "advocate", "contact_way": "here"},
            {"name_choice": "idea"},
            "For that you need a key",
        ),
        ("meeting", {"purpose": "meeting"}, {}, "Write something in one of the boxes."),
        ("where", {"purpose": "meeting", "well": "x"}, {}, "Pick where it should go."),
    ],
)  # fmt: skip
def test_something_missing_is_said_kindly(
    step: str, before: dict[str, str], typed: dict[str, str], kind_words: str
) -> None:
    client, address = at(step, **before)
    response = client.post(address, typed)
    html = html_of(response)
    assert response.status_code == 422
    assert kind_words in html
    assert typed.get("words", "").strip() in html
    assert html_of(client.get(address))
    assert Voice.objects.count() == 0


def test_a_first_question_without_an_answer_is_asked_again(client: Client) -> None:
    assert "Pick what you want to do." in html_of(client.post("/tell-us/", {}))
    assert "Pick what you want to do." in html_of(client.post("/tell-us/", {"purpose": "help_now"}))


def test_an_odd_face_in_the_address_is_no_trouble(client: Client) -> None:
    assert client.get("/tell-us/?feeling=%00&purpose=x").status_code == 200
    response = client.post("/tell-us/", {"purpose": "idea", "feeling": "angry"})
    assert response.status_code == 302


def test_nobody_skips_a_question_by_its_address() -> None:
    client, address = at("about")
    for ahead in ("check", "name", "contact", "nothing"):
        assert client.get(address.replace("about", ahead))["Location"] == address
    assert client.post(address.replace("about", "check"))["Location"] == address
