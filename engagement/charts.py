"""A chart as an accessible picture, drawn from what may be shown and nothing else. Plain Python, always the same bytes.

Widths are percentages and type is in pixels, so that nothing shrinks on a phone. What is hidden is a hatched stub of
one size with its mark beside it: neither a length nor the scale says anything about it.
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Protocol

HIDDEN = "[c]"
STUB = 8  # percent of the width: the same for every hidden value
REACH = 84  # percent of the width that the longest bar takes; its number stands behind it
LEFT, RIGHT = 9, 84  # percent: where a trend begins and ends
LIKERT_CLASSES = 5


class Point(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def words(self) -> str: ...
    @property
    def series(self) -> str: ...


class Chart(Protocol):
    """What is drawn: `engagement.editions.Chart`, which lies above this module."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def points(self) -> Sequence[Point]: ...
    @property
    def unit(self) -> str: ...


def svg(chart: Chart, title_id: str = "chart") -> str:
    """The picture, with a title and a description that carries every number. `title_id` is unique on its page."""
    name = escape(title_id)
    body, height = _DRAWN.get(chart.kind, _bars)(chart, name)
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d" width="100%" height="{height}" '
        f'fill="currentColor"><title id="{name}-t">{escape(chart.title)}</title>'
        f'<desc id="{name}-d">{escape(chart.summary or summary(chart))}</desc>{_hatch(name)}{body}</svg>'
    )


def summary(chart: Chart) -> str:
    """One sentence with every number that is shown; what is hidden is named by its mark."""
    said = (f"{_named(point)} {shown(point)}" for point in chart.points)
    return f"{chart.title}: {', '.join(said)}." if chart.points else f"{chart.title}."


def shown(point: Point) -> str:
    """A point's value in words; words that stand beside no value are let through only if they are a mark."""
    if point.value is None:
        return point.words if point.words.startswith("[") else HIDDEN
    return point.words


def _named(point: Point) -> str:
    return f"{point.label}, {point.series}" if point.series else point.label


def _bars(chart: Chart, name: str) -> tuple[str, int]:
    """One bar a point, from zero; the longest is dark, the others soft."""
    top, row = _top(chart), 58
    longest = max((point.value for point in chart.points if point.value is not None), default=0)
    drawn = []
    for place, point in enumerate(chart.points):
        y = place * row
        drawn.append(_label(_named(point), y))
        if point.value is None:
            drawn.append(_stub(point, name, y))
            continue
        width = point.value / top * REACH
        tone = ("c-bar", "#5527B8") if point.value == longest else ("c-bar c-bar--soft", "#9271DE")
        drawn.append(_track(y) + _rect(0, width, y + 27, 20, tone) + _value(width, y + 43, point))
    return "".join(drawn), row * max(1, len(chart.points))


def _likert(chart: Chart, name: str) -> tuple[str, int]:
    """One row a question, its answers side by side around the middle one; a row with a hidden part is a stub."""
    row, answers = 66, _firsts(point.series for point in chart.points)
    rows = [
        (label, [point for point in chart.points if point.label == label])
        for label in _firsts(point.label for point in chart.points)
    ]
    whole = [(label, [point.value or 0 for point in its]) for label, its in rows if _all_shown(its)]
    before = [_before_middle(values) for _label, values in whole]
    left = max(before, default=0)
    right = max((sum(values) - start for (_label, values), start in zip(whole, before, strict=True)), default=0)
    scale = 100 / ((left + right) or 1)
    drawn = []
    for place, (label, its) in enumerate(rows):
        y = place * row
        drawn.append(_label(label, y))
        if not _all_shown(its):
            drawn.append(_stub(next(point for point in its if point.value is None), name, y))
            continue
        x = (left - _before_middle([point.value or 0 for point in its])) * scale
        for point in its:
            width = (point.value or 0) * scale
            tint = _tint(answers.index(point.series), len(answers))
            drawn.append(_rect(x, width, y + 28, 28, (f"l{tint}", "#A88BEB")))
            if width >= 9:  # a number on a thinner slice could not be read
                drawn.append(f'<text x="{_n(x + width / 2)}%" y="{y + 47}" class="c-in lt{tint}">{_e(point)}</text>')
            x += width
        drawn.append(
            f'<line x1="{_n(left * scale)}%" x2="{_n(left * scale)}%" y1="{y + 25}" y2="{y + 59}" '
            'class="c-mid" stroke="#25132E"/>'
        )
    return "".join(drawn), row * max(1, len(rows)) + 6


def _trend(chart: Chart, name: str) -> tuple[str, int]:
    """A line for each series, labelled at its last point; a hidden moment is a gap with a mark at the foot."""
    height, head, foot = 220, 18, 34
    top, labels = _top(chart), _firsts(point.label for point in chart.points)

    def down(value: float) -> float:
        return head + (height - head - foot) * (1 - value / top)

    def across(label: str) -> float:
        return LEFT + (RIGHT - LEFT) * labels.index(label) / max(1, len(labels) - 1)

    drawn = []
    for quarter in range(5):
        y = down(top * quarter / 4)
        drawn.append(
            f'<line x1="{LEFT - 1}%" x2="{RIGHT + 1}%" y1="{_n(y)}" y2="{_n(y)}" class="c-grid" stroke="#E4DAE7"/>'
            f'<text x="{LEFT - 2}%" y="{_n(y + 5)}" class="c-axis" text-anchor="end">{_n(top * quarter / 4)}</text>'
        )
    for place, label in enumerate(labels):
        thin = " c-axis--thin" if place % 2 and place < len(labels) - 1 else ""
        drawn.append(
            f'<text x="{_n(across(label))}%" y="{height - 8}" class="c-axis{thin}" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    for nth, series in enumerate(_firsts(point.series for point in chart.points)):
        colour = f"var(--chart-{nth % 4 + 1})"
        points = [point for point in chart.points if point.series == series]
        for one, two in pairwise(points):
            if one.value is not None and two.value is not None:
                drawn.append(
                    f'<line x1="{_n(across(one.label))}%" y1="{_n(down(one.value))}" x2="{_n(across(two.label))}%" '
                    f'y2="{_n(down(two.value))}" class="c-stroke" stroke="{colour}"/>'
                )
        for point in points:
            x = _n(across(point.label))
            if point.value is None:
                drawn.append(
                    f'<rect x="{x}%" y="{height - foot - 24}" width="14" height="24" transform="translate(-7 0)" '
                    f'fill="url(#{name}-h)" class="c-line" stroke="#7D6A87"/>'
                    f'<text x="{x}%" y="{height - foot - 30}" class="c-small" text-anchor="middle">{_e(point)}</text>'
                )
            else:
                drawn.append(f'<circle cx="{x}%" cy="{_n(down(point.value))}" r="5.5" class="c-dot" fill="{colour}"/>')
        if (last := points[-1]).value is not None:
            drawn.append(
                f'<text x="{RIGHT}%" dx="12" y="{_n(down(last.value) + 5)}" class="c-value">{_e(last)}</text>'
                f'<text x="{RIGHT}%" dx="12" y="{_n(down(last.value) + 23)}" class="c-small">{escape(series)}</text>'
            )
    return "".join(drawn), height


def _waffle(chart: Chart, name: str) -> tuple[str, int]:
    """A hundred squares a point, in five rows; as many are dark as the whole per cent says."""
    row, side, drawn = 142, 4.2, []  # percent of the width a square takes, with its gap
    for place, point in enumerate(chart.points):
        y = place * row
        drawn.append(_label(_named(point), y))
        if point.value is None:
            drawn.append(_stub(point, name, y))
            continue
        for square in range(100):
            tone = ("c-bar", "#5527B8") if square < int(point.value) else ("c-track", "#F1EEF2")
            drawn.append(_rect(square % 20 * side, side - 0.6, y + 27 + square // 20 * 20, 16, tone))
        drawn.append(_value(20 * side, y + 83, point))
    return "".join(drawn), row * max(1, len(chart.points))


_DRAWN: dict[str, Callable[[Chart, str], tuple[str, int]]] = {
    "bars": _bars, "likert": _likert, "trend": _trend, "line": _trend, "waffle": _waffle,
}  # fmt: skip


def _top(chart: Chart) -> float:
    """The end of the scale: 100 for per cent, else the next round number over what is shown."""
    most = max((point.value for point in chart.points if point.value is not None), default=0)
    if chart.unit == "%":
        return 100
    step = next((step for step in (4, 10, 20, 40, 100, 200, 400, 1000) if most <= step), None)
    if chart.kind == "bars":
        return most or 1
    return step or -(-most // 1000) * 1000


def _tint(place: int, answers: int) -> int:
    """Which of the five colours an answer has: the ends for yes and no, however many lie between."""
    return 1 + round(place * (LIKERT_CLASSES - 1) / max(1, answers - 1))


def _before_middle(values: Sequence[float]) -> float:
    half = len(values) // 2
    return sum(values[:half]) + (values[half] / 2 if len(values) % 2 else 0)


def _all_shown(points: Iterable[Point]) -> bool:
    return all(point.value is not None for point in points)


def _firsts(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _hatch(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-h" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="3" height="7" class="c-hatch" fill="#7D6A87"/></pattern></defs>'
    )


def _stub(point: Point, name: str, y: int) -> str:
    return (
        f'<rect x="0" y="{y + 27}" width="{STUB}%" height="20" fill="url(#{name}-h)" class="c-line" '
        f'stroke="#7D6A87"/>{_value(STUB, y + 43, point)}'
    )


def _label(words: str, y: int) -> str:
    return f'<text x="0" y="{y + 18}" class="c-label">{escape(words)}</text>'


def _value(x: float, y: int, point: Point) -> str:
    return f'<text x="{_n(x)}%" dx="8" y="{y}" class="c-value">{_e(point)}</text>'


def _track(y: int) -> str:
    return _rect(0, 100, y + 27, 20, ("c-track", "#F1EEF2"))


def _rect(x: float, width: float, y: int, height: int, tone: tuple[str, str]) -> str:
    """The attribute is for readers without our stylesheets; where there are some, the class rules."""
    look, fill = tone
    return f'<rect x="{_n(x)}%" y="{y}" width="{_n(width)}%" height="{height}" class="{look}" fill="{fill}"/>'


def _e(point: Point) -> str:
    return escape(shown(point))


def _n(value: float) -> str:
    """A number that every machine writes alike, to four places that count."""
    return f"{value:.4g}"
