"""An edition kept as text and read again: the same text, no words of young people, the words of today's yes."""

import json

import pytest

from engagement import payloads
from engagement.editions import Cell, Chart, Edition, Figure, Item, Point, Quote, Section, Table
from engagement.models import Submission
from people.models import User
from tests.factories import CANARY, make_approved_voice

pytestmark = pytest.mark.django_db
FOR_BOARD = f"{CANARY}, as the Board reads it"


def edition(*quotes: Quote) -> Edition:
    section = Section(
        name="all",
        kicker="k",
        finding="f – ü",
        figures=(Figure("1", "n", key="a"), Figure("2", "m")),
        tables=(Table("t", ("a", "b"), ((Cell("x", "done", late=True, number=1.5, ref="ask:1"), Cell("[c]")),)),),
        charts=(Chart("bars", "t", "s", (Point("p", None, "[c]"), Point("q", 3, "3", "s")), "%"),),
        items=(Item("ask:1", "w", (("Why", "b"),), "s"),),
        quotes=quotes,
        appendix=True,
    )
    return Edition("2026-q1", "t", "p", "d", (section,), version=2, note="n")


@pytest.fixture
def said(officer: User) -> Submission:
    voice = make_approved_voice(f"{CANARY} in public", by=officer, may_quote=True)
    Submission.objects.filter(pk=voice.pk).update(board_words=FOR_BOARD)
    return Submission.objects.get(pk=voice.pk)


def words(made: Edition) -> str:
    return made.sections[0].quotes[0].words


def test_written_and_read_it_is_the_same() -> None:
    kept = payloads.write(edition())
    assert payloads.read(kept) == edition()
    assert payloads.write(payloads.read(kept)) == kept


def test_text_of_an_older_release_is_read_too() -> None:
    data = json.loads(payloads.write(edition()))
    del data["sections"][0]["items"]
    data["sections"][0]["since_removed"] = 1
    assert payloads.read(json.dumps(data)).sections[0].items == ()


def test_the_board_reads_the_sealed_words_and_everybody_the_public_ones(said: Submission) -> None:
    kept = payloads.write(edition(Quote(FOR_BOARD, "Food", said.reference)))
    assert CANARY not in kept
    assert words(payloads.read(kept)) == FOR_BOARD
    assert words(payloads.read(kept, audience="public")) == f"{CANARY} in public"
    assert payloads.is_whole(payloads.read(kept))


@pytest.mark.parametrize(
    "change", [{"may_quote": False}, {"restricted": True}, {"board_words": "other", "public_words": "x"}]
)
def test_words_without_a_yes_or_changed_since_are_gone(said: Submission, change: dict[str, object]) -> None:
    kept = payloads.write(edition(Quote(FOR_BOARD, "Food", said.reference)))
    Submission.objects.filter(pk=said.pk).update(**change)
    assert words(payloads.read(kept)) == payloads.taken_back()
    assert not payloads.is_whole(payloads.read(kept))


def test_a_quote_without_a_number_is_never_shown() -> None:
    assert words(payloads.read(payloads.write(edition(Quote(CANARY))))) == payloads.taken_back()


def test_figures_without_a_key_are_named_by_their_place() -> None:
    keyed = payloads.with_keys(edition())
    assert [figure.key for figure in keyed.sections[0].figures] == ["a", "all.2"]


def test_a_seal_depends_on_everything_in_it() -> None:
    base = payloads.seal_of({"v": 1}, "p", {"a": "b"}, "")
    others = {
        payloads.seal_of({"v": 2}, "p", {"a": "b"}, ""),
        payloads.seal_of({"v": 1}, "q", {"a": "b"}, ""),
        payloads.seal_of({"v": 1}, "p", {"a": "c"}, ""),
        payloads.seal_of({"v": 1}, "p", {"a": "b"}, "x"),
    }
    assert len(others | {base}) == 5
