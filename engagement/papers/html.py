"""An edition as one web page that needs nothing else: its styles, pictures and letters are in it."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from engagement.editions import Edition, Section
from engagement.papers import framing, pictures

STYLES = settings.BASE_DIR / "templates" / "engagement" / "papers" / "edition.css"


def make(edition: Edition) -> bytes:
    css = re.sub(r"\s+", " ", STYLES.read_text(encoding="utf-8")) + pictures.coloured(pictures.STYLE)
    context = {
        "edition": edition,
        "frame": framing.frame(edition),
        "css": mark_safe(css),  # noqa: S308  (our own file)
        "parts": [_part(section) for section in framing.in_order(edition)],
    }
    return render_to_string("engagement/papers/edition.html", context).encode()


def _part(section: Section) -> dict[str, object]:
    return {
        "section": section,
        "charts": [
            (chart, mark_safe(pictures.coloured(pictures.picture(chart, f"{section.name}-{nth}"))))  # noqa: S308  (charts escapes)
            for nth, chart in enumerate(section.charts)
        ],
        "tables": framing.tables(section),
    }
