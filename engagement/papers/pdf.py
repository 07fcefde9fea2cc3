"""An edition as a tagged PDF (PDF/UA-1): title, language, headings, header cells, and words for every picture."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from engagement.editions import Edition, Section
from engagement.papers import framing, pictures
from people.typesetting import compile_pdf

TEMPLATE = settings.BASE_DIR / "templates" / "engagement" / "papers" / "edition.typ"


def make(edition: Edition) -> bytes:
    """Raises TypesettingError."""
    framed = framing.frame(edition)
    data = {
        **asdict(framed),
        "lang": framed.lang.split("-")[0],
        "region": framed.lang.partition("-")[2].upper(),
        "heading": edition.title,
        "period": edition.period,
        "suggest": _("We suggest:"),
        "before": _("before: "),
        "sections": [_section(edition, one) for one in framing.in_order(edition)],
    }
    return compile_pdf(TEMPLATE, data)


def _section(edition: Edition, section: Section) -> dict[str, Any]:
    return {
        **asdict(section),
        "tables": [asdict(table) for table in framing.tables(section)],
        "charts": [
            {
                "title": chart.title,
                "alt": f"{chart.title}. {chart.summary}",
                "svg": pictures.printed(chart, f"{section.name}-{nth}"),
            }
            for nth, chart in enumerate(section.charts)
        ],
        "paragraphs": [part for part in section.narrative.split("\n\n") if part.strip()],
    }
