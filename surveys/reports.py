"""What surveys tell the Board: what those found whose results were shown in the quarter, from released tables alone."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _

from engagement.editions import Figure, Section, Span, section
from engagement.histories import midnight
from surveys import showing
from surveys.findings import Finding, Words, findings, how_many
from surveys.models import Wave
from surveys.presenting import Reader
from surveys.questions import MAIN_LANGUAGE

MOST_PICTURES = 4  # of one survey
FACE = "11-17"  # whose wording the Board reads


@section(order=45)
def surveys(span: Span) -> Iterable[Section]:
    """A sheet for each survey: how many answered, the first pictures, and every table."""
    until = midnight(span.until + timedelta(days=1))
    shown = Wave.objects.with_results().filter(results_at__gte=midnight(span.first_day), results_at__lt=until)
    for wave in shown.select_related("survey", "version").defer("survey__draft").order_by("results_at", "pk"):
        found = showing.found_in(wave, released=True)
        if found is None or found.respondents is None:
            continue
        words = Words(Reader(FACE, MAIN_LANGUAGE))
        made = findings(wave.version.asked, found, words)
        yield Section(
            name=f"survey-{wave.survey.slug}-{wave.pk}",
            kicker=_("What a survey found"),
            finding=f"{wave.survey.title}, {wave.name}",
            lead=how_many(found, words),
            paper="sky",
            figures=(
                Figure(
                    f"{found.respondents}", _("young people answered"), f"survey.{wave.survey.slug}.{wave.pk}.answered",
                    query="surveys",
                ),
            ),
            charts=tuple(one.chart for one in made[:MOST_PICTURES]),
            tables=tuple(one.table for one in made),
            notes=tuple(_notes(made)),
            appendix=True,
        )  # fmt: skip


def _notes(made: Iterable[Finding]) -> Iterable[str]:
    yield _("[c]: fewer than 6, or hidden so that nobody can work out such a number.")
    if any(one.chart.kind == "likert" for one in made):
        yield _("Stacked bars are out of every 100 people who answered.")
