"""The officer's words: references bound to figures, digits typed by hand pointed out, quotes marked."""

import pytest

from engagement.editions import Cell, Chart, Edition, Figure, Item, Quote, Section, Table
from engagement.narratives import (
    Loose,
    NarrativeError,
    bind,
    broken,
    figures_of,
    quoted,
    unbound,
    words_on_first_pages,
)

FIGURES = {
    "asks.late": Figure("4", "late", key="asks.late"),
    "voices.under_16": Figure("[c]", "under 16", key="voices.under_16"),
    "x": Figure("[x]", "x"),
    "z": Figure("[z]", "z"),
}


def test_a_reference_becomes_the_figure() -> None:
    assert bind("Of these, {asks.late} are late; {asks.late}!", FIGURES) == "Of these, 4 are late; 4!"
    assert bind("{ asks.late }", FIGURES) == "4"


def test_a_hidden_figure_reads_as_what_its_mark_stands_for() -> None:
    assert "fewer than 6, or hidden to protect others" in bind("There were {voices.under_16} views.", FIGURES)
    assert bind("{x}", FIGURES) == "a number that is not available"
    assert bind("{z}", FIGURES) == "a number that does not apply"


def test_an_unknown_reference_is_named() -> None:
    with pytest.raises(NarrativeError, match=r"\{asks\.latte\}"):
        bind("{asks.latte}", FIGURES)


@pytest.mark.parametrize("words", ["{asks.late", "asks.late}", "[[open", "closed]]", "{{asks.late}}"])
def test_a_mark_without_a_partner_is_an_error(words: str) -> None:
    assert len(broken(words, FIGURES)) == 1


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("We had 12 views.", "12"),
        ("Since 3/12/2026, all is well", "3/12/2026"),
        ("Call 01632-960001.", "01632-960001"),
        ("Under s.22(3)", "s.22(3"),
        ("In Q2 it rose", "Q2"),
        ("A rise of ½ here", "½"),
        ("That is x² more", "x²"),
        ("في ٣ أشهر", "٣"),
        ("Chapter Ⅳ says", "Ⅳ"),
    ],
)
def test_a_number_of_any_script_blocks(words: str, typed: str) -> None:
    assert [(one.text, one.blocks) for one in unbound(words)] == [(typed, True)]


@pytest.mark.parametrize("word", ["two", "Twelve", "half", "thirds", "per cent", "nineteen", "fifty", "dozen"])
def test_a_word_for_a_number_only_warns(word: str) -> None:
    assert [(one.text, one.blocks) for one in unbound(f"About {word} of them")] == [(word, False)]


def test_everyday_words_are_left_alone() -> None:
    assert unbound("One of them waited this quarter. Tension and often; someone, weight.") == []


def test_the_line_is_said() -> None:
    assert unbound("First.\nThen 7 came.\nAnd two went.") == [
        Loose("7", 12, 2),
        Loose("two", 24, 3, blocks=False),
    ]


def test_references_and_quoted_parts_are_bound_or_marked() -> None:
    words = "{asks.late} late. [[The Board said so on 3 December 2026.]]"
    assert unbound(words) == []
    assert quoted(words) == ["The Board said so on 3 December 2026."]
    assert bind(words, FIGURES) == "4 late. The Board said so on 3 December 2026."


def test_a_value_is_never_read_as_a_mark() -> None:
    figures = {"a": Figure("{b}", "a"), "b": Figure("1", "b")}
    assert bind("{a}", figures) == "{b}"


def test_the_first_pages_are_counted_whole() -> None:
    first = Section(
        name="short",
        kicker="one two",
        finding="three",
        lead="four",
        narrative="five six",
        notes=("seven",),
        figures=(Figure("8", "eight nine", key="a"),),
        tables=(Table("ten", ("eleven",), ((Cell("twelve"),),)),),
        quotes=(Quote("thirteen", "fourteen"),),
        charts=(Chart("bars", "fifteen", "not counted", ()),),
        items=(Item("ask:1", "sixteen", (("seventeen", "eighteen"),), "nineteen"),),
    )
    rest = Section(name="more", kicker="not", finding="counted", appendix=True)
    edition = Edition("2026-q2", "t", "p", "d", (first, rest))
    assert words_on_first_pages(edition) == 20
    assert [*figures_of(edition)] == ["a"]
