"""Keys: made, tidied, found and replaced; never guessed from one another."""

import pytest

from people import keys
from people.models import User
from tests.factories import make_space

pytestmark = pytest.mark.django_db


def test_a_new_key_is_four_friendly_words() -> None:
    words = keys.make_key().split("-")
    assert len(words) == keys.WORDS_IN_KEY
    assert set(words) <= set(keys.friendly_words())
    assert keys.make_key() != keys.make_key()


def test_one_sending_shows_one_key_and_another_sending_another() -> None:
    assert keys.key_from_token("a") == keys.key_from_token("a")
    assert keys.key_from_token("a") != keys.key_from_token("b")


@pytest.mark.parametrize(
    "typed", ["Plum Otter  LAMP river", "plum-otter-lamp-river ", "PLUM.OTTER.LAMP.RIVER", "ｐlum otter lamp river"]
)
def test_case_and_gaps_are_forgiven(typed: str) -> None:
    space = make_space("plum-otter-lamp-river")
    assert keys.find_space(typed) == space


@pytest.mark.parametrize(
    "typed", ["", "plum-otter-lamp-rivers", "plum-otter-lamp", "river-lamp-otter-plum", "x" * 9_000]
)
def test_anything_else_opens_nothing(typed: str) -> None:
    make_space("plum-otter-lamp-river")
    assert keys.find_space(typed) is None


def test_a_card_that_was_lost_gets_a_new_key_and_the_old_one_stops(officer: User) -> None:
    space = make_space("plum-otter-lamp-river", issued_by=officer)
    new = keys.replace_key(space)
    assert keys.find_space(new) == space
    assert keys.find_space("plum-otter-lamp-river") is None


def test_a_key_made_alone_cannot_be_replaced() -> None:
    with pytest.raises(ValueError, match="nobody knows"):
        keys.replace_key(make_space("plum-otter-lamp-river"))
