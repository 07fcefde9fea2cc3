"""The lint for words that go out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.plain_words import JARGON, read

PLAIN = [
    "We read what you said. Ruth will write to you by Friday.",
    "Not this year. The money ran out in September. We will ask again in March.",
    "You can use the phone in the hall. You do not have to ask.",
    "",
    "   ",
    "🙂",
]
HARD = [
    "Your submission will be reviewed by an officer in accordance with organisational procedures.",
    "Accommodation arrangements are determined following consideration of availability.",
]


@pytest.mark.parametrize("words", PLAIN)
def test_plain_words_pass(words: str) -> None:
    reading = read(words)
    assert reading.age <= 9
    assert reading.is_plain
    assert reading.long_sentences == 0


@pytest.mark.parametrize("words", HARD)
def test_hard_words_are_pointed_out(words: str) -> None:
    assert read(words).age > 9
    assert not read(words).is_plain


def test_jargon_comes_with_better_words() -> None:
    reading = read("We will sort out contact with your siblings.")
    assert dict(reading.jargon) == {"contact": "family time", "siblings": "brothers and sisters"}
    assert not reading.is_plain


@pytest.mark.parametrize("word", JARGON)
def test_jargon_is_found_whatever_its_case_and_whatever_stands_around_it(word: str) -> None:
    assert (word, JARGON[word]) in read(f"({word.upper()})").jargon


@pytest.mark.parametrize("words", ["You can black out the window.", "contactless", "a lacquer", "my outcomes"])
def test_a_part_of_a_word_is_no_jargon(words: str) -> None:
    assert read(words).jargon == ()


def test_a_sentence_is_long_over_fifteen_words() -> None:
    assert read("a " * 15 + ".").long_sentences == 0
    assert read("a " * 16 + ".").long_sentences == 1
    assert read("a " * 16 + "!\nno\n" + "a " * 16).long_sentences == 2


def test_longer_words_and_longer_sentences_never_make_it_younger() -> None:
    assert read("The cat sat.").age <= read("The elephants meandered.").age
    assert read("I ran. I sat. I hid.").age <= read("I ran and I sat and I hid and I ran and I sat and I hid.").age


@given(st.text())
def test_anything_can_be_read(words: str) -> None:
    reading = read(words)
    assert reading.age >= 5
    assert reading.long_sentences >= 0
