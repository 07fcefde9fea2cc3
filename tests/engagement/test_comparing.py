"""What changed between two editions: numbers both show, asks by their address, and nothing of what is hidden."""

from engagement.comparing import changes, with_changes
from engagement.editions import Cell, Edition, Figure, Section, Table


def edition(*figures: Figure, asks: tuple[tuple[Cell, ...], ...] = ()) -> Edition:
    tables = (Table("Asks", ("What", "Where", "When"), asks),) if asks else ()
    short = Section(name="short", kicker="k", finding="f", figures=figures, tables=tables)
    return Edition("2026-q2", "t", "Quarter 1", "d", (short, Section(name="rest", kicker="k", finding="f")))


def ask(ref: str, status: str, *, late: bool = False) -> tuple[Cell, ...]:
    return Cell("A dog", ref=ref), Cell(status.title(), status=status), Cell("1 May", late=late)


def moved(section: Section | None) -> list[list[str]]:
    assert section is not None
    return [[cell.words for cell in row] for table in section.tables for row in table.rows]


def test_the_first_edition_has_nothing_before() -> None:
    now = edition(Figure("1", "late", key="a"))
    assert with_changes(None, now) is now


def test_a_number_that_moved() -> None:
    before, now = edition(Figure("1", "late", key="a")), edition(Figure("2", "late", key="a"))
    told = with_changes(before, now)
    assert [one.name for one in told.sections] == ["short", "changed", "rest"]
    assert told.sections[0].figures[0].before == "1"
    assert moved(told.sections[1]) == [["late", "1", "2"]]


def test_what_is_hidden_on_either_side_is_not_told() -> None:
    for was, is_now in (("[c]", "7"), ("7", "[c]"), ("[x]", "[c]"), ("", "7")):
        before, now = edition(Figure(was, "n", key="a")), edition(Figure(is_now, "n", key="a"))
        told = with_changes(before, now)
        assert told.sections[0].figures[0].before == ""
        assert changes(before, now) is None


def test_a_number_of_one_edition_only_is_not_compared() -> None:
    assert changes(edition(Figure("1", "n", key="a")), edition(Figure("1", "n", key="b"))) is None


def test_nothing_moved_is_said() -> None:
    same = edition(Figure("1", "n", key="a"))
    told = changes(same, same)
    assert told is not None
    assert "has moved" in told.finding
    assert told.tables == ()


def test_asks_that_moved_or_became_late() -> None:
    still = ask("ask:3", "heard")
    before = edition(asks=(ask("ask:1", "doing"), ask("ask:2", "doing"), still, ask("ask:5", "done")))
    now = edition(asks=(ask("ask:1", "done"), ask("ask:2", "doing", late=True), still, ask("ask:4", "cant")))
    assert moved(changes(before, now)) == [["A dog", "Doing", "Done"], ["A dog", "Doing", "Doing, late"]]


def test_a_row_without_an_address_or_status_is_not_an_ask() -> None:
    rows = ((Cell("A"), Cell("Done", status="done")), (Cell("B", ref="ask:9"), Cell("nothing")))
    assert changes(edition(asks=rows), edition(asks=rows)) is None
