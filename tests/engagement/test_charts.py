"""Charts: drawn from what is shown, the same bytes each time, and a hidden value that leaves no trace."""

import re
from xml.etree import ElementTree

import pytest

from engagement.charts import STUB, shown, summary, svg
from engagement.editions import Chart, Point

SVG_KINDS = ("bars", "likert", "trend", "line", "waffle")


def chart(*points: Point, kind: str = "bars", unit: str = "", said: str = "") -> Chart:
    return Chart(kind, "Views by theme", said, points, unit)


def shows(label: str, value: float | None, series: str = "") -> Point:
    return Point(label, value, "[c]" if value is None else f"{value:g}", series)


def parts(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314  (our own)


def texts(drawn: str) -> list[str]:
    return [part.text or "" for part in parts(drawn).iter("text")]


def bars(drawn: str) -> list[float]:
    found = re.findall(r'width="([\d.]+)%" height="20" class="c-bar', drawn)
    return [float(width) for width in found]


def test_a_picture_has_a_title_and_a_description_with_every_number() -> None:
    drawn = svg(chart(shows("Home", 58), shows("School", 12)), "themes")
    root = parts(drawn)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "themes-t themes-d"
    assert [(part.tag, part.attrib["id"], part.text) for part in root if "id" in part.attrib] == [
        ("title", "themes-t", "Views by theme"),
        ("desc", "themes-d", "Views by theme: Home 58, School 12."),
    ]


def test_its_own_summary_comes_first() -> None:
    assert '<desc id="chart-d">Home leads.</desc>' in svg(chart(shows("Home", 58), said="Home leads."))


@pytest.mark.parametrize("kind", [*SVG_KINDS, "unheard of"])
def test_the_same_chart_is_the_same_bytes_without_script_or_style(kind: str) -> None:
    one = chart(shows("Home", 58, "yes"), shows("Home", 42, "no"), shows("School", None, "yes"), kind=kind, unit="%")
    drawn = svg(one)
    assert drawn == svg(one)
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|href", drawn)
    parts(drawn)


@pytest.mark.parametrize("kind", SVG_KINDS)
def test_a_chart_without_points_says_its_title(kind: str) -> None:
    drawn = svg(chart(kind=kind))
    assert '<desc id="chart-d">Views by theme.</desc>' in drawn
    assert int(parts(drawn).attrib["height"]) > 0


def test_bars_start_at_zero_and_keep_their_proportions() -> None:
    assert bars(svg(chart(shows("Home", 60), shows("School", 30), shows("Food", 0)))) == [84, 42, 0]
    assert bars(svg(chart(shows("Home", 50), unit="%"))) == [42]


def test_only_the_longest_bar_is_dark() -> None:
    drawn = svg(chart(shows("School", 30), shows("Home", 60)))
    assert re.findall(r'class="(c-bar[^"]*)"', drawn) == ["c-bar c-bar--soft", "c-bar"]


@pytest.mark.parametrize("kind", ["bars", "trend", "waffle", "likert"])
def test_a_hidden_value_is_hatched_and_marked(kind: str) -> None:
    drawn = svg(chart(shows("Home", 58), shows("School", None), kind=kind, unit="%"), "x")
    assert drawn.count('fill="url(#x-h)"') == 1
    assert "[c]" in texts(drawn)
    assert "School [c]" in drawn


@pytest.mark.parametrize("kind", ["bars", "trend", "waffle", "likert"])
def test_words_beside_a_hidden_value_never_betray_it(kind: str) -> None:
    loose = Point("School", None, "4 of 90")
    drawn = svg(chart(shows("Home", 58), loose, kind=kind))
    assert "4 of 90" not in drawn
    assert "90" not in summary(chart(loose))
    assert shown(Point("School", None, "[x]")) == "[x]"


def test_a_stub_has_one_size_whatever_is_beside_it() -> None:
    widths = set()
    for most in (7, 70, 7000):
        drawn = svg(chart(shows("Home", most), shows("School", None)))
        widths |= set(re.findall(r'width="(\d+)%" height="20" fill="url', drawn))
    assert widths == {str(STUB)}


def test_all_hidden_is_drawn_without_a_scale() -> None:
    drawn = svg(chart(shows("Home", None), shows("School", None)))
    assert bars(drawn) == []
    assert drawn.count("url(#chart-h)") == 2


def test_what_others_wrote_is_escaped() -> None:
    drawn = svg(Chart("bars", "<b>&", "", (Point('"<script>', 3, "<i>"),)), 'a"b')
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert 'a"b' not in drawn
    assert texts(drawn) == ['"<script>', "<i>"]


def test_a_trend_is_labelled_at_its_last_point() -> None:
    drawn = svg(chart(*(shows(year, value, "say yes") for year, value in (("2024", 50), ("2025", 60), ("2026", 70))),
                      kind="trend", unit="%"))  # fmt: skip
    assert drawn.count("<circle") == 3
    assert drawn.count('class="c-stroke"') == 2
    assert texts(drawn)[-2:] == ["70", "say yes"]
    assert texts(drawn)[:8] == ["0", "25", "50", "75", "100", "2024", "2025", "2026"]


def test_a_hidden_moment_breaks_the_line() -> None:
    drawn = svg(chart(shows("Q1", 50), shows("Q2", None), shows("Q3", 60), shows("Q4", 70), kind="trend"))
    assert drawn.count('class="c-stroke"') == 1
    assert drawn.count("<circle") == 3
    at_the_end = svg(chart(shows("Q1", 50), shows("Q2", None), kind="trend"))
    assert 'class="c-value"' not in at_the_end


@pytest.mark.parametrize(
    ("most", "top"), [(3, "4"), (10, "10"), (11, "20"), (131, "200"), (1000, "1000"), (2300, "3000")]
)
def test_counts_over_time_run_from_zero_to_a_round_number(most: float, top: str) -> None:
    assert texts(svg(chart(shows("Q1", 1), shows("Q2", most), kind="trend")))[4] == f"{float(top):.4g}"


def test_one_moment_is_a_dot() -> None:
    drawn = svg(chart(shows("Q1", 5), kind="trend"))
    assert drawn.count("<circle") == 1


def test_several_series_have_a_colour_each() -> None:
    drawn = svg(chart(shows("Q1", 5, "a"), shows("Q2", 6, "a"), shows("Q1", 7, "b"), shows("Q2", 8, "b"), kind="line"))
    assert set(re.findall(r'stroke="(var[^"]+)"', drawn)) == {"var(--chart-1)", "var(--chart-2)"}


def test_likert_rows_meet_in_the_middle_and_name_no_thin_slice() -> None:
    answers = ("No way", "Not really", "In between", "Mostly", "Definitely")
    points = [shows("I feel safe", value, name) for name, value in zip(answers, (4, 6, 12, 38, 40), strict=True)]
    points += [shows("I get a say", value, name) for name, value in zip(answers, (16, 25, 22, 24, 13), strict=True)]
    drawn = svg(chart(*points, kind="likert", unit="%"))
    assert re.findall(r'class="l(\d)"', drawn) == ["1", "2", "3", "4", "5"] * 2
    middles = set(re.findall(r'<line x1="([\d.]+)%"', drawn))
    assert len(middles) == 1
    assert "4" not in texts(drawn)
    assert "38" in texts(drawn)


def test_likert_with_two_answers_uses_the_ends() -> None:
    drawn = svg(chart(shows("Safe", 60, "no"), shows("Safe", 40, "yes"), kind="likert"))
    assert re.findall(r'class="l(\d)"', drawn) == ["1", "5"]


def test_likert_with_one_answer_is_drawn() -> None:
    assert re.findall(r'class="l(\d)"', svg(chart(shows("Safe", 60, "no"), kind="likert"))) == ["1"]


def test_a_likert_row_with_one_hidden_answer_shows_none() -> None:
    drawn = svg(chart(shows("Safe", 90, "no"), shows("Safe", None, "yes"), kind="likert"))
    assert "90" not in texts(drawn)
    assert 'class="l' not in drawn


@pytest.mark.parametrize(("percent", "dark"), [(0, 0), (37, 37), (37.9, 37), (100, 100)])
def test_a_waffle_has_a_hundred_squares(percent: float, dark: int) -> None:
    drawn = svg(chart(shows("Have a say", percent), kind="waffle", unit="%"))
    assert drawn.count('class="c-bar"') == dark
    assert drawn.count('class="c-track"') == 100 - dark


def test_summary_is_one_sentence() -> None:
    one = chart(shows("Home", 58), Point("Moving on", None, "[c]"), shows("School", 12, "yes"))
    assert summary(one) == "Views by theme: Home 58, Moving on [c], School, yes 12."
