"""Marks in the words: safe, in the right place, and the words themselves unchanged."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from engagement.highlighting import Mark, highlight, language_name, marks, reasons
from engagement.models import Finding, Urgency
from engagement.screening import default_rules

KINDS = st.sampled_from(["harm", "name", "place", "reach", "tag"])


@st.composite
def found(draw: st.DrawFn) -> list[Mark]:
    starts = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80), KINDS), max_size=8))
    return [Mark(start, start + length, kind, f"<{kind}>") for start, length, kind in starts]


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(st.text(max_size=60), found())
def test_without_its_tags_it_reads_exactly_as_before(words: str, some: list[Mark]) -> None:
    # Character references for a few control codes read back as other signs: that is HTML's table, not our doing.
    assert text_of(highlight(words, some)) == words


@given(st.text(alphabet="ab<>&\"'/ \u202e", max_size=40), found())
def test_no_tag_comes_from_the_words(words: str, some: list[Mark]) -> None:
    tags = re.findall(r"<[^>]*>", highlight(words, some))
    ours = re.compile(r'</mark>|<mark class="fl fl--\w+"( data-k="[^"<>]*")?>')
    assert all(ours.fullmatch(tag) for tag in tags)


def test_script_quotes_and_direction_marks_stay_words() -> None:
    words = "<script>alert('x')</script> \u202e\"quoted\""
    html = highlight(words, [Mark(0, 8, "harm", '"><b>')])
    assert html == (
        '<mark class="fl fl--harm" data-k="&quot;&gt;&lt;b&gt;">&lt;script&gt;</mark>'
        "alert(&#x27;x&#x27;)&lt;/script&gt; \u202e&quot;quoted&quot;"
    )


def test_overlapping_marks_show_the_weightiest_and_label_where_each_ends() -> None:
    html = highlight("abcdef", [Mark(0, 4, "name", "Name"), Mark(2, 6, "harm", "Harm")])
    assert html == (
        '<mark class="fl fl--name">ab</mark>'
        '<mark class="fl fl--harm" data-k="Name">cd</mark>'
        '<mark class="fl fl--harm" data-k="Harm">ef</mark>'
    )


def test_words_without_findings_and_no_words_at_all() -> None:
    assert highlight("Pizza & chips", []) == "Pizza &amp; chips"
    assert highlight("", [Mark(0, 5, "harm", "Harm")]) == ""


def test_each_category_wears_its_kind() -> None:
    categories = {"pii_full_name": "name", "pii_school": "place", "pii_phone": "reach", "pii_newer": "reach"}
    categories |= {"profanity": "tag", "self_harm": "harm", "newer": "harm"}
    found_kinds = {
        category: marks([Finding(rule="r", category=category, start=0, end=1)])[0].kind for category in categories
    }
    assert found_kinds == categories


def test_a_reason_says_which_rule_why_and_what_to_do() -> None:
    rule = default_rules().rules[0]
    worry = Finding(rule=rule.id, category=rule.category, urgency=Urgency.URGENT, start=0, end=3)
    again = Finding(rule=rule.id, category=rule.category, urgency=Urgency.URGENT, start=4, end=5)
    detail = Finding(rule="pii_phone", category="pii_phone", start=0, end=3)
    (reason,) = reasons("abc de", [again, detail, worry])
    assert (reason.excerpt, reason.name, reason.why, reason.what_to_do) == (
        "abc",
        rule.name,
        rule.why,
        rule.what_to_do,
    )


def test_a_rule_that_is_gone_leaves_its_category() -> None:
    (reason,) = reasons("abc", [Finding(rule="long-gone", category="abuse", start=0, end=3)])
    assert (reason.label, reason.name) == ("Abuse", "")


def test_languages_have_names() -> None:
    assert language_name("pl") == "Polish"
    assert language_name("zz") == "another language"
