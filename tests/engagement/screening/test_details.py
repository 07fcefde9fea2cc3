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
        "meet at gmail",
        "it was fun.me and kai went",
        "see childline.org.uk for help",
        "add me later on",
        "meet at x.zz",
        "snap is fun",
        "@everyone and @all",
        "PC Amina came",
        "PC Bright came",
        "PC Xu came",
        "Mr i do not know",
        "Dr j said so",
        "Mr lovely came",
        "Miss Amina is kind",
        "miss the bus",
        "Miss rainy days",
        "grace period",
        "amina Warsame",
        "Amina x",
        "KAI OKONJO WON",
        "Xzandri Road",
        "London Road and Big Ben",
        "near Xzandri Qorvex",
        "Xzandri Sunday",
        "7 minutes walk",
        "it is 12 nice things on the way",
        "two people lane",
        "flat 3 is ours",
        "flat 3, two minutes walk",
        "The School is loud",
        "my school is loud",
        "year 9 at school",
        "the party is on 12/05/31",
        "943 476 5918",
        "7 purple banana way",
        "Year 9 at Art",
        "Xzandri Table came",
        "Thank you Mr i",
        "\u200b",
    ],
)
def test_everyday_words_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "detail", "kind"),
    [
        ("kxzq at gmail if you need me", "kxzq at gmail", "pii_email"),
        ("it is on www.kaisroom.zz", "www.kaisroom.zz", "pii_url"),
        ("zzkai.me has it", "zzkai.me", "pii_url"),
        ("add me kai_2010 later", "kai_2010", "pii_social"),
        ("insta: kaixo", "kaixo", "pii_social"),
        ("ring +44 7700 900123", "+44 7700 900123", "pii_phone"),
        ("020 7946 0018 is home", "020 7946 0018", "pii_phone"),
        ("PC Okonjo came round", "PC Okonjo", "pii_full_name"),
        ("Mr J Okonjo came", "Mr J Okonjo", "pii_full_name"),
        ("Mrs Amina Warsame is kind", "Mrs Amina Warsame", "pii_full_name"),
        ("thank you Miss B", "Miss B", "pii_full_name"),
        ("Mr Okonjo Adeyemi came", "Mr Okonjo Adeyemi", "pii_full_name"),
        ("Kai J Okonjo won", "Kai J Okonjo", "pii_full_name"),
        ("Amina Grace Warsame won", "Amina Grace Warsame", "pii_full_name"),
        ("Kelly-Anne Okonjo sang", "Kelly-Anne Okonjo", "pii_full_name"),
        ("Kai van der Okonjo sang", "Kai van der Okonjo", "pii_full_name"),
        ("my worker Xzandri Okonjo Adeyemi", "Xzandri Okonjo Adeyemi", "pii_full_name"),
        ("it is at 7 Primrose Way", "7 Primrose Way", "pii_address"),
        ("Marigold House, 14 Primrose Road", "Marigold House, 14 Primrose Road", "pii_address"),
        ("twenty one primrose road", "twenty one primrose road", "pii_address"),
        ("12 The Limes", "12 The Limes", "pii_address"),
        ("Marigold House, Primrose Road", "Marigold House, Primrose Road", "pii_address"),
        ("flat 3, primrose court is ours", "flat 3, primrose court", "pii_address"),
        ("My Marigold School is loud", "Marigold School", "pii_school"),
        ("I go to St Ursula's now", "St Ursula's", "pii_school"),
        ("Year 9 at Marigold Hill", "Marigold Hill", "pii_school"),
        ("st ursula primary is loud", "st ursula primary", "pii_school"),
        ("i hate xzandri academy", "xzandri academy", "pii_school"),
        ("year 9 at xzandri", "xzandri", "pii_school"),
        ("year 9 at xzandri park", "xzandri park", "pii_school"),
        ("year 9 at xzandri because", "xzandri", "pii_school"),
        ("so \ufb01ne at 14 Primrose Road", "14 Primrose Road", "pii_address"),
        ("Xzandri Qorvex came", "Xzandri Qorvex", "pii_full_name"),
        ("Amina Grace okonjo came", "Amina Grace", "pii_full_name"),
        ("my birthday is 03/05/10", "03/05/10", "pii_id"),
    ],
)
def test_further_forms_are_proposed(text: str, detail: str, kind: str) -> None:
    assert (detail, kind) in found(text)


def test_overlapping_details_become_one() -> None:
    spans = screen("write to kai.2010@example.com or www.example.com/kai@x").spans
    assert all(one.end <= two.start for one, two in pairwise(spans))


def test_letters_that_grow_in_lower_case_leave_names_alone_and_keep_the_rest() -> None:
    assert found("\u0130\ufb01 Mr Okonjo, 07700 900123") == [("07700 900123", "pii_phone")]


def test_a_detail_inside_another_takes_the_name_of_the_longest() -> None:
    text = "write to Mr Okonjo.kai.2010@example.com"
    assert found(text) == [("Mr Okonjo.kai.2010@example.com", "pii_email")]


def test_every_span_carries_words_to_put_in_its_place() -> None:
    assert {span.suggestion for span in screen("Mr Okonjo, 07700 900123").spans} == {"[a name]", "[a phone number]"}


def test_the_nhs_check_digit() -> None:
    assert nhs_number_is_valid("9434765919")
    assert not nhs_number_is_valid("9434765918")
