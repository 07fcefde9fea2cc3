"""Who is named: as spelt, misspelt, by nickname, possessive; and who is not."""

import pytest

from engagement.naming import named_in
from people.models import User


def person(first: str, last: str, aliases: str = "") -> User:
    return User(first_name=first, last_name=last, aliases=aliases, email=f"{first}@fenbrook.example")


@pytest.mark.parametrize(
    "words",
    [
        "Marcia hit me",
        "MARCIA hit me",
        "marsia hit me",
        "it was marcias fault",
        "it was Marcia’s fault",
        "Mrs Okonkwo-Bell did it",
        "okonkwo bell did it",
        "big  mama M shouted",
        "miss em was there",
        "missem was there",
    ],
)
def test_named(words: str) -> None:
    assert named_in(words, [person("Marcia", "Okonkwo-Bell", "Big Mama M, miss em")])


@pytest.mark.parametrize("words", ["", "…", "The march was cold", "mia did it", "Marcus did it", "big mama"])
def test_not_named(words: str) -> None:
    assert not named_in(words, [person("Marcia", "Okonkwo-Bell", "Big Mama M, miss em")])


def test_short_names_have_to_be_right_to_the_letter() -> None:
    dan = person("Dan", "Ng")
    assert named_in("dan did", [dan])
    assert named_in("ng did", [dan])
    assert not named_in("can did", [dan])


def test_nobody_without_names_is_named() -> None:
    assert not named_in("anything", [person("", "", " , ,")])
