"""A chart's picture where there are no stylesheets of ours: the colours and the measures in the picture itself."""

import re

from engagement import charts
from engagement.editions import Chart

WIDTH = 640  # units, for percentages to be measured by
INK, SOFT, EDGE = "#25132E", "#5B4866", "#7D6A87"
TOKENS = {
    "ink": INK, "ink-2": SOFT, "edge": EDGE, "ground": "#FFFFFF", "sheet": "#FFFFFF",
    "chart-1": "#5527B8", "chart-1-soft": "#9271DE", "chart-2": "#0B7F86", "chart-3": "#C2410C", "chart-4": "#A51B59",
    "chart-grid": "#E4DAE7",
    "likert-1": "#5527B8", "likert-2": "#A88BEB", "likert-3": "#D5CBD9", "likert-4": "#63C2BE", "likert-5": "#07636A",
    "likert-t1": "#FFFFFF", "likert-t2": INK, "likert-t3": INK, "likert-t4": INK, "likert-t5": "#FFFFFF",
}  # fmt: skip
STYLE = (
    f".chart text{{fill:{INK};font-size:16px}}.chart .c-label{{font-weight:500}}.chart .c-value{{font-weight:700}}"
    f".chart .c-small{{font-size:14px;font-weight:600}}.chart .c-axis{{fill:{SOFT};font-size:14px}}"
    ".c-track{fill:#F1EEF2}.c-bar{fill:var(--chart-1)}.c-bar--soft{fill:var(--chart-1-soft)}"
    ".c-grid{stroke:var(--chart-grid);stroke-width:1}.c-mid{stroke:var(--ink);stroke-width:2}"
    ".c-stroke{stroke-width:4;stroke-linejoin:round;stroke-linecap:round}.c-dot{stroke:#FFFFFF;stroke-width:2.5}"
    ".c-hatch{fill:var(--edge)}.c-line{stroke:var(--edge);stroke-width:1.5}"
    ".chart .c-in{font-weight:700;font-size:15px;text-anchor:middle}"
    + "".join(f".l{n}{{fill:var(--likert-{n})}}.chart .lt{n}{{fill:var(--likert-t{n})}}" for n in range(1, 6))
)


def coloured(css: str) -> str:
    """With each token's colour in its place; a token that is not known here is ink."""
    return re.sub(r"var\(--([\w-]+)\)", lambda found: TOKENS.get(found[1], INK), css)


def picture(chart: Chart, title_id: str) -> str:
    """As SVG with title and description, for a page that holds STYLE or the site's own styles."""
    return charts.svg(chart, title_id)


def printed(chart: Chart, title_id: str) -> str:
    """The picture for paper: typst reads no stylesheet but the one inside it, and needs a width."""
    head, rest = coloured(picture(chart, title_id)).split(">", 1)
    head = re.sub(r'\swidth="100%"', f' width="{WIDTH}"', head) + ' xmlns="http://www.w3.org/2000/svg"'
    family = "text{font-family:'Atkinson Hyperlegible Next'}"
    return f"{head}><style>{coloured(STYLE)}{family}</style>{rest}"
