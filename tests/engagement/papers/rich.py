"""An edition with something of everything that an edition can hold, for the tests of its formats."""

from typing import Any

from engagement.editions import Cell, Chart, Edition, Figure, Item, Point, Quote, Section, Table

CANARY = "zebracanary"


def rich(**changes: object) -> Edition:
    """Hidden cells, signs that a spreadsheet would run, letters of other scripts, a chart with a hidden bar."""
    asks = Table(
        "Every ask, and where it is",
        ("What young people asked", "Where it is", "How many said it", "By when"),
        (
            (
                Cell("Pizza & <b>dogs</b>", ref="ask:1"),
                Cell("Done", "done"),
                Cell("12", number=12),
                Cell("Closed 3 May"),
            ),
            (Cell("=1+1"), Cell("Heard", "heard"), Cell("[c]"), Cell("3 June 2026, late by 2 days", late=True)),
            (Cell("بيتزا"), Cell("Can’t do", "cant"), Cell("0", number=0), Cell("[z]")),
        ),
    )
    bars = Chart(
        "bars",
        "Views by theme",
        "Where I live 58, school [c], something else [c].",
        (Point("Where I live", 58, "58"), Point("School", None, "[c]"), Point("Something else", None, "[c]")),
    )
    likert = Chart(
        "likert",
        "How home is",
        "I feel safe: no 20%, yes 80%. I get a say: no 60%, yes 40%.",
        (
            Point("I feel safe", 20, "20%", "No"),
            Point("I feel safe", 80, "80%", "Yes"),
            Point("I get a say", 60, "60%", "No"),
            Point("I get a say", 40, "40%", "Yes"),
        ),
        "%",
    )
    trend = Chart(
        "trend", "Said so over time", "2025 52%, 2026 [x].", (Point("2025", 52, "52%"), Point("2026", None, "[x]")), "%"
    )
    beside = Table("Said so over time", ("Year", "Share"), ((Cell("2025"), Cell("52%")), (Cell("2026"), Cell("[x]"))))
    first = Section(
        "short",
        "The quarter on one page",
        "Two asks. One is late.",
        lead="Each ask has an owner.",
        narrative="First words.\n\nSecond words.",
        figures=(
            Figure("164", "views came in", "asks.all", "of 250 young people", "86 said nothing", "voices", "131"),
            Figure("[c]", "late", "asks.late"),
        ),
        tables=(asks,),
        quotes=(Quote(f"{CANARY} they ask before we ring", "Where I live"), Quote("Nobody told me.")),
        items=(
            Item("decision:1", "Pay for phones", (("Why now", "22 views."), ("What it costs", "£1,850")), "Agree."),
            Item("ask:2", "A dog"),
        ),
        notes=("One note.",),
    )
    more = Section(
        "numbers", "How home is", "Most feel safe.", "lilac", charts=(bars, likert, trend), tables=(beside,),
        notes=("A note.", "And another."), appendix=True,
    )  # fmt: skip
    late = Section("counted", "How this was counted", "By the system.", "sea")
    made: dict[str, Any] = {"version": 2, "note": "A wrong date is mended.", **changes}
    return Edition(
        "2026-q1", "What they told us", "Quarter 1, April to June 2026", "30 June 2026", (first, more, late), **made
    )


def bare() -> Edition:
    """A draft with nothing in it."""
    return Edition("2026-q1", "What they told us", "Quarter 1, April to June 2026", "30 June 2026", ())
