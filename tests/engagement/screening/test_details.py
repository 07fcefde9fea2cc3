"""Identifying details are proposed, also when disguised, and everyday words are left alone."""

from itertools import pairwise

import pytest

from engagement.screening import screen
from engagement.screening.detail_numbers import nhs_number_is_valid


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in screen(text).spans]


@pytest.mark.parametrize(
    ("text", "detail", "kind"),
    [
        ("ring me on 07700 900123 please", "07700 900123", "pii_phone"),
        ("it is o7700 9oo123", "o7700 9oo123", "pii_phone"),
        (
            "zero seven seven double zero nine double zero one two three",
            "zero seven seven double zero nine double zero one two three",
            "pii_phone",
        ),
        ("mail kai@example.com now", "kai@example.com", "pii_email"),
        ("kai (at) example (dot) com", "kai (at) example (dot) com", "pii_email"),
        ("see https://example.com/me", "https://example.com/me", "pii_url"),
        ("find me @kai_2010", "@kai_2010", "pii_social"),
        ("my snap is kai.2010_x", "kai.2010_x", "pii_social"),
        ("i live at 14 Marigold Street", "14 Marigold Street", "pii_address"),
        ("send it to w14 0zx", "w14 0zx", "pii_postcode"),
        ("I go to Marigold Academy", "Marigold Academy", "pii_school"),
        ("Mr Okonjo is kind", "Mr Okonjo", "pii_full_name"),
        ("i nominate amina warsame", "amina warsame", "pii_full_name"),
        ("my NI is QQ 12 34 56 C".replace("QQ", "AB"), "AB 12 34 56 C", "pii_id"),
        ("nhs 943 476 5919", "943 476 5919", "pii_id"),
        ("born 3rd May 2010", "3rd May 2010", "pii_id"),
    ],
)
def test_a_detail_is_proposed(text: str, detail: str, kind: str) -> None:
    assert (detail, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Childline is 0800 1111",
        "Amina and Kai are the best",
        "we met in Ravenscourt Park",
        "Marcus Rashford came to our school",
        "I scored 07 points in level 12",
        "12 of us live on this road",
        "@everyone come along",
        "our school trip was good",
        "the meeting is on 12/05/2031",
        "miss you all",
        "no one on the bus",
    ],
)
def test_everyday_words_are_left(text: str) -> None:
    assert found(text) == []


def test_overlapping_details_become_one() -> None:
    spans = screen("write to kai.2010@example.com or www.example.com/kai@x").spans
    assert all(one.end <= two.start for one, two in pairwise(spans))


def test_every_span_carries_words_to_put_in_its_place() -> None:
    assert {span.suggestion for span in screen("Mr Okonjo, 07700 900123").spans} == {"[a name]", "[a phone number]"}


def test_the_nhs_check_digit() -> None:
    assert nhs_number_is_valid("9434765919")
    assert not nhs_number_is_valid("9434765918")
