"""The screening step fails loud, keeps its offsets, and lets nothing harmless hide what matters."""

import sys
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.screening import Findings, RuleSet, default_rules, screen
from engagement.screening.engine import HEAD, TAIL
from engagement.screening.findings import LEVELS
from engagement.screening.ordering import Ordering
from engagement.screening.patterns import PhraseBook
from engagement.screening.signs import points_of
from engagement.screening.spelling import Speller

URGENT = {
    "self_harm": "i want to kill myself",
    "abuse": "my stepdad hits me with a belt",
    "neglect": "there is no food in the house",
    "exploitation": "the olders make me carry drugs for them",
    "missing": "i ran away and i have nowhere to sleep",
    "violence": "he said he is going to stab me",
    "allegation_staff": "the night worker slapped me",
    "substance": "my friend took pills and wont wake up",
}
SOON = {
    "mental_health": "i feel hopeless and worthless every day",
    "bullying": "i am being bullied at school",
    "substance": "i am addicted to weed",
    "allegation_staff": "staff shout at us all the time",
}
HARMLESS = {
    "self_harm": "a talk about self-harm would help people in year 9",
    "abuse": "my brother beats me at fifa every time",
    "neglect": "i was so hungry i ate the whole pizza",
    "exploitation": "i owe my carer a big thank you",
    "missing": "our dog ran away but came back",
    "violence": "i had a water pistol at sports day",
    "bullying": "not being bullied, just dont like maths",
    "substance": "i am addicted to chocolate",
    "mental_health": "getting the bus is a nightmare",
    "allegation_staff": "my key worker pushes me to apply for college",
}


@pytest.mark.parametrize(("category", "text"), URGENT.items())
def test_somebody_in_danger_is_urgent(category: str, text: str) -> None:
    found = screen(text)
    assert found.urgency == "urgent"
    assert category in found.categories


@pytest.mark.parametrize(("category", "text"), SOON.items())
def test_trouble_is_seen_the_same_day(category: str, text: str) -> None:
    found = screen(text)
    assert found.urgency == "soon"
    assert category in found.categories


@pytest.mark.parametrize("text", HARMLESS.values())
def test_harmless_words_raise_nothing(text: str) -> None:
    assert screen(text).urgency == "none"


@pytest.mark.parametrize("text", URGENT.values())
def test_a_joke_first_does_not_hide_what_comes_third(text: str) -> None:
    assert screen(f"this homework is killing me lol. fifa was sick. {text}").urgency == "urgent"


def test_negation_reaches_its_own_words_only() -> None:
    assert screen("my dad doesn't hit me").urgency == "none"
    assert screen("my dad doesn't shout but he hits me").urgency == "urgent"
    assert screen("i don't like it when my dad hits me").urgency == "urgent"
    assert screen("never felt unsafe at the hub").urgency == "none"


def test_what_is_over_is_lowered_and_what_came_back_is_not() -> None:
    assert screen("my dad used to hit me").urgency == "soon"
    assert screen("my dad used to hit me and it started again").urgency == "urgent"


def test_two_warning_signs_together_are_urgent() -> None:
    assert screen("he bought me new trainers").urgency == "none"
    assert screen("he bought me new trainers and says dont tell my carer").urgency == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "k i l l m y s e l f",
        "k!ll mys3lf",
        "i want to die".translate(str.maketrans("aei", "аеі")),
        "iwanttokillmyself",
        "I WANT TO DIE",
        "i wa​nt to d‍ie",
    ],
)
def test_disguised_words_are_read(text: str) -> None:
    assert screen(text).urgency == "urgent"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("chcę umrzeć i nie mogę spać", "pl"),
        ("لا اريد ان اعيش", "ar"),
        ("biddi moot wallah", "ar"),
        ("je veux mourir, je suis seule", "fr"),
        ("mi padre me pega todos los días", "es"),
        ("quero morrer, não tenho ninguém", "pt"),
        ("më rreh babai çdo ditë", "sq"),
        ("tata mă bate în fiecare zi", "ro"),
        ("voglio morire, non ho nessuno", "it"),
        ("babam beni dövüyor her gün", "tr"),
        ("він мене б'є, мені страшно", "uk"),
        ("میں مرنا چاہتا ہوں", "ur"),
        ("من می خواهم بمیرم", "fa"),
        ("ራሴን ማጥፋት እፈልጋለሁ እኔ", "am"),
        ("আমি মরতে চাই", "bn"),
        ("waxaan rabaa inaan dhinto", "so"),
    ],
)
def test_first_phrases_in_other_languages(text: str, language: str) -> None:
    found = screen(text)
    assert found.urgency == "urgent"
    assert found.language == language
    assert found.needs_reader


def test_an_unread_language_is_soon_and_a_plain_thank_you_is_not() -> None:
    assert screen("tha mi ag iarraidh falbh dhachaigh a-nis le mo phiuthar bheag").urgency == "soon"
    thanks = screen("dziękuję za wycieczkę, było super")
    assert thanks.urgency == "none"
    assert thanks.needs_reader


def test_a_hit_shows_the_words_and_says_why() -> None:
    text = "Hello. 😀 My stepdad hits me."
    hit = screen(text).hits[0]
    assert "hits me" in text[hit.start : hit.end]
    assert hit.why
    assert hit.what_to_do


def test_an_empty_rule_set_is_soon() -> None:
    speller = Speller({}, frozenset(), frozenset(), frozenset())
    empty = RuleSet(PhraseBook(lambda word: (word,)), speller)
    assert screen("all is well", empty) == Findings(urgency="soon", failed="empty rule set")


def test_an_exception_is_soon() -> None:
    found = screen(None)  # type: ignore[arg-type]  # whatever arrives, the queue must show it
    assert (found.urgency, found.failed) == ("soon", "rule error")


def test_a_timeout_is_soon() -> None:
    found = screen("all is well. " * 50, deadline=-1)
    assert (found.urgency, found.failed) == ("soon", "timeout")


def test_the_tail_of_a_very_long_text_is_read_and_the_middle_is_owned_up_to() -> None:
    found = screen("we played football. " * ((HEAD + TAIL) // 10) + "i want to kill myself")
    assert found.urgency == "urgent"
    assert found.failed == "too long"


def test_signs_add_up_and_everyday_words_take_away() -> None:
    worrying = "he picks me up in his car and says i have to stay in his flat or he will send the pics"
    everyday = "he picks me up in his car for football practice and we laugh and have pizza"
    assert screen(worrying).urgency == "urgent"
    assert screen(everyday).urgency == "none"


def test_everyday_signs_add_up_to_nothing_without_a_sign_of_danger() -> None:
    table = default_rules().adding_up
    number = {sign.name: place for place, sign in enumerate(table.signs)}
    everyday = {number[name]: (0, 1) for name in ("man", "him", "bed", "body", "atnight", "days", "peers", "outplaces")}
    assert points_of(table, [everyday]) == 0
    assert points_of(table, [everyday | {number["afraid"]: (0, 1)}]) >= table.urgent_from


def test_a_sum_that_the_learned_score_does_not_confirm_is_soon_and_a_rule_is_never_asked() -> None:
    worrying = "he picks me up in his car and says i have to stay in his flat or he will send the pics"
    doubting = replace(default_rules(), danger=Ordering({"no such word": 1.0}, -9.0))
    unread = replace(default_rules(), danger=Ordering())
    by_signs = {hit.urgency for hit in screen(worrying, doubting).hits if hit.rule.startswith("signs-")}
    assert by_signs == {"soon"}
    assert {hit.urgency for hit in screen(worrying, unread).hits if hit.rule.startswith("signs-")} == {"urgent"}
    assert screen(URGENT["self_harm"], doubting).urgency == "urgent"


def test_the_learned_order_never_makes_a_text_urgent() -> None:
    zebra = frozenset({"zebra"})
    assert Ordering({"zebra": 50.0}, 0.0).score([zebra]) > 0.99
    assert Ordering().score([zebra]) == 0.5


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_nothing_raises_and_every_offset_is_inside(text: str) -> None:
    found = screen(text)
    assert found.failed == ""
    places = [(hit.start, hit.end) for hit in found.hits] + [(span.start, span.end) for span in found.spans]
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(
    st.sampled_from([*URGENT.values(), *SOON.values(), *HARMLESS.values()]),
    st.sampled_from(["We had cake", "football was fun lol", "No one fights here", "I love the film club"]),
)
@settings(max_examples=60, deadline=None)
def test_a_harmless_sentence_never_lowers_urgency(text: str, harmless: str) -> None:
    alone = LEVELS.index(screen(text).urgency)
    assert LEVELS.index(screen(f"{text}. {harmless}.").urgency) >= alone
    assert LEVELS.index(screen(f"{harmless}. {text}").urgency) >= alone


@pytest.mark.parametrize("text", [*URGENT.values(), *SOON.values(), *HARMLESS.values()])
def test_details_and_swearing_never_change_urgency(text: str) -> None:
    before = screen(text).urgency
    assert screen(f"{text}. fucking hell").urgency == before
    assert screen(f"{text}. 07700 900123").urgency == before


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "😀",
        "\u200b",
        "07 ",
        "@a.",
        "flat 1 ",
        "I I'm i ",
        "he hits me ",
        "my ",
        "a b c ",
        "killmyself",
        "*",
        "not ",
    ],
)
def test_work_grows_evenly_with_length(piece: str) -> None:
    """Counted in lines of our own code that run, not in seconds: eight times the text, about eight times the work."""
    default_rules()

    def work(length: int) -> int:
        lines = 0

        def count(frame: FrameType, event: str, _argument: object) -> Any:
            nonlocal lines
            if "screening" not in frame.f_code.co_filename:
                return None
            lines += event == "line"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            screen((piece * length)[:length], deadline=600)
        finally:
            sys.settrace(before)
        return lines

    short, long = work(2_500), work(20_000)
    assert long < 12 * short + 20_000
