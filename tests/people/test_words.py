"""The words of keys: 2,048 of them, easy to spell, and friendly on any day."""

import re

from people.keys import friendly_words

UNKIND = """
    abuse kill die dead death gun knife bomb blood hurt fight hit stab shoot shot war weapon bullet poison trap cage
    prison jail police court judge ghost devil demon monster zombie vampire skull bone fire burn drown crash thief
    sex sexy naked nude kiss breast bum butt cock dick drug drugs pill weed coke crack beer wine gin rum vodka
    whisky cancer sick ill fat thin ugly blind deaf mad crazy stupid dumb idiot
    mum dad mother father parent parents brother sister uncle aunt family home orphan foster adopt adoption care
    carer placement sibling contact social worker lost lonely alone leave gone missing cry sad fear grave tomb
    god church bible pray prayer angel heaven hell holy saint temple mosque bishop nun monk christmas
    pig cow rat snake slug worm dog monkey ape gypsy coon spade cracker fairy queer gay bent bitch slut tart hoe
    white black slave master beaver
"""


def test_there_are_2048_words_of_three_to_eight_plain_letters() -> None:
    words = friendly_words()
    assert len(words) == len(set(words)) == 2048
    assert all(re.fullmatch("[a-z]{3,8}", word) for word in words)
    assert list(words) == sorted(words)


def test_no_word_is_unkind() -> None:
    assert not set(UNKIND.split()).intersection(friendly_words())


def test_no_word_is_the_plural_of_another() -> None:
    words = set(friendly_words())
    assert not {word for word in words if word + "s" in words or word + "es" in words}
