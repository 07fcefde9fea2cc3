"""The demo's words: enough, varied, invented, and ours in words a nine-year-old reads."""

import re
from collections import Counter

import pytest

from demo.cast import DOMAIN
from demo.wordbook import Said, wordbook
from engagement import plain_words
from engagement.models import Purpose, RefusalReason
from engagement.moderation import DECLINE_REASONS
from people.keys import WORDS_IN_KEY, friendly_words
from people.roles import Role

BOOK = wordbook()


def our_words() -> list[str]:
    """Everything that the council says to young people."""
    words = [story.wording for story in BOOK.stories]
    for story in BOOK.stories:
        for step in story.steps:
            words += [step.promise, step.progress, step.move, step.done, step.refuse, step.already, step.would_change]
    words += [answer for answers in BOOK.replies.values() for answer in answers]
    words += [text for said in BOOK.said for text in (said.reply, said.kind)]
    return sorted({word for word in words if word})


def test_there_are_enough_views_and_no_two_are_the_same() -> None:
    said = [said.words for said in BOOK.said if said.words]
    assert len(said) >= 330
    assert len(set(said)) == len(said)


def test_every_theme_is_full() -> None:
    themes = Counter(said.theme for said in BOOK.said)
    assert all(themes[theme] >= 40 for theme in {story.theme for story in BOOK.stories})
    assert len({story.theme for story in BOOK.stories}) == 6


def test_what_we_say_is_plain() -> None:
    readings = {words: plain_words.read(words) for words in our_words()}
    assert len(readings) > 200
    assert {words: read for words, read in readings.items() if not read.is_plain or read.long_sentences} == {}
    assert not [words for words in readings if "!" in words]


def test_views_and_asks_belong_together() -> None:
    keys = [story.key for story in BOOK.stories]
    assert len(set(keys)) == len(keys) >= 40
    assert {said.ask for said in BOOK.said} - {""} == set(keys)


def test_every_reason_to_say_no_or_send_back_is_used() -> None:
    assert {step.reason for story in BOOK.stories for step in story.steps if step.refuse} == set(RefusalReason)
    assert {said.reason for said in BOOK.said if said.then == "declined"} == set(DECLINE_REASONS)
    assert {said.purpose for said in BOOK.said} == set(Purpose) - {Purpose.COMPLAINT}  # those are in demo.rights


def test_every_role_can_be_tried_and_most_at_the_door() -> None:
    assert {colleague.role for colleague in BOOK.staff} == set(Role)
    assert {colleague.role for colleague in BOOK.staff if colleague.door} == set(Role)
    assert [colleague.key for colleague in BOOK.staff if colleague.role == Role.PARTICIPATION_OFFICER] == [
        "marcia",
        "dev",
    ]


def test_contact_details_are_nobodys() -> None:
    texts = " ".join(f"{said.words} {said.contact}" for said in BOOK.said)
    numbers = re.findall(r"\b0\d[\d ]{8,}\d", texts)
    assert numbers
    assert all(number.startswith("07700 900") for number in numbers)  # Ofcom's numbers for drama
    addresses = re.findall(r"\S+@(\S+\.\w+)", texts)
    assert {address for address in addresses if "example" in address} == {"example.com"}
    assert not {address for address in addresses if "example" not in address}
    assert DOMAIN.endswith(".example")


def test_the_keys_at_the_door_are_real_keys() -> None:
    for youth in BOOK.youths:
        words = youth.key.split("-")
        assert len(words) == WORDS_IN_KEY
        assert set(words) <= set(friendly_words())


def test_a_spelling_mistake_in_a_field_loses_no_words() -> None:
    with pytest.raises(TypeError, match="wrods"):
        Said(wrods="I want a dog")  # type: ignore[call-arg]  # the mistake under test
