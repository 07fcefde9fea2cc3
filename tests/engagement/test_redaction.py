"""Proposals: found details become one suggestion each, and only what was accepted is taken out."""

import pytest

from engagement.models import Finding
from engagement.redaction import flat, hide, pieces, propose, stand_in, still_shown

WORDS = "Ring Tyler Smith on 07700 900123, Tyler knows"


def detail(words: str, part: str, category: str = "pii_full_name") -> Finding:
    start = words.index(part)
    return Finding(rule=category, category=category, start=start, end=start + len(part))


def proposals() -> list:  # type: ignore[type-arg]  # of Proposal; the tests read them by attribute
    return propose(WORDS, [detail(WORDS, "07700 900123", "pii_phone"), detail(WORDS, "Tyler Smith")])


def test_one_suggestion_a_detail_in_reading_order() -> None:
    assert [(p.was, p.instead) for p in proposals()] == [
        ("Tyler Smith", "[a name]"),
        ("07700 900123", "[a phone number]"),
    ]


def test_worries_are_not_details() -> None:
    worry = Finding(rule="self_harm-1", category="self_harm", start=0, end=4)
    assert propose(WORDS, [worry]) == []


def test_details_that_overlap_or_touch_become_one_named_after_the_longest() -> None:
    found = [detail(WORDS, "Tyler Smith on", "pii_address"), detail(WORDS, "Smith"), detail(WORDS, " 07700", "pii_id")]
    assert [(p.was, p.instead) for p in propose(WORDS, found)] == [("Tyler Smith on 07700", "[an address]")]
    inner_first = [detail(WORDS, "Tyler"), detail(WORDS, "Tyler Smith on", "pii_address")]
    assert [(p.was, p.instead) for p in propose(WORDS, inner_first)] == [("Tyler Smith on", "[an address]")]


def test_places_outside_the_words_are_left_out() -> None:
    assert propose("Hi", [Finding(rule="x", category="pii_id", start=5, end=9)]) == []
    beyond = propose("Hi Al", [Finding(rule="x", category="pii_id", start=3, end=99)])
    assert [p.was for p in beyond] == ["Al"]


def test_only_accepted_details_are_taken_out() -> None:
    some = proposals()
    assert hide(WORDS, WORDS, some, []) == WORDS
    assert hide(WORDS, WORDS, some, [some[0].key]) == "Ring [a name] on 07700 900123, Tyler knows"
    assert hide(WORDS, WORDS, some, [p.key for p in some]) == "Ring [a name] on [a phone number], Tyler knows"


def test_details_are_found_again_in_words_that_were_changed_by_hand() -> None:
    some = proposals()
    typed = "Please ring Tyler Smith on 07700 900123"
    assert hide(WORDS, typed, some, [some[1].key]) == "Please ring Tyler Smith on [a phone number]"


def test_browsers_line_ends_count_as_untouched() -> None:
    words = "Tyler\nTyler"
    first = propose(words, [detail(words, "Tyler")])
    assert hide(words, "Tyler\r\nTyler", first, [first[0].key]) == "[a name]\nTyler"
    assert flat(" a\r\nb ") == "a\nb"


def test_what_can_still_be_read_is_named_whole_words_only() -> None:
    some = proposals()
    assert [p.was for p in still_shown("Tyler Smith is here", some)] == ["Tyler Smith"]
    assert still_shown("Tyler Smithson is here", some) == []
    assert still_shown("Nothing left", some) == []


def test_the_pieces_make_up_the_words_again() -> None:
    parts = pieces(WORDS, proposals())
    assert "".join(part if isinstance(part, str) else part["was"] for part in parts) == WORDS


@pytest.mark.parametrize("category", ["pii_email", "pii_postcode", "pii_school", "pii_social", "pii_url", "pii_new"])
def test_every_kind_has_words_to_stand_in(category: str) -> None:
    assert stand_in(category).startswith("[a")
