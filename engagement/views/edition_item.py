"""One edition in the admin: its sections with figures and words, what stands in the way, its history, its check."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from engagement import compiling, edition_work, narratives, obstacles, payloads, publishing, verifying
from engagement.editions import Edition, Section
from engagement.forms.editions import CorrectionForm, NarrativeForm, SealForm
from engagement.models import Audience, BoardEdition, EditionState
from engagement.views import quotes
from engagement.views.editions import fetch, frame, managed_by


@dataclass(frozen=True)
class Part:
    """One section on the draft's page: what was counted, the words about it, and what is to be put right."""

    section: Section
    form: NarrativeForm
    problems: list[str]
    warnings: list[narratives.Loose]
    quoted: list[str]
    open: bool = False


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    managed_by(request)
    return edition_page(request, fetch(uuid))


def edition_page(
    request: HttpRequest,
    edition: BoardEdition,
    *,
    came_back: dict[str, NarrativeForm] | None = None,
    seal: SealForm | None = None,
    correction: CorrectionForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """One edition. `came_back` are forms with something to put right, by section, in place of what is stored."""
    context = frame(str(edition), inside=True) | {
        "edition": edition,
        "trouble": trouble or edition.trouble,
        "events": edition.events.select_related("by"),
        "waiting": edition.is_waiting,
        "steps": edition_work.steps(edition),
    }
    if edition.is_draft:
        built = payloads.read(edition.payload)
        stands = publishing.in_the_way(edition)
        context |= {
            "parts": _parts(edition, built, stands, came_back or {}),
            "stands": stands,
            "seal_form": seal or SealForm(),
            "count": narratives.words_on_first_pages(publishing.read(edition)),
            "most": narratives.MOST_WORDS_FIRST,
            "quotes": quotes.lines(edition, managed_by(request)),
        }
    else:
        context |= {
            "report": publishing.read(edition),
            "figures": edition.figures.all(),
            "papers": edition.papers.all(),
            "correction": correction or CorrectionForm(),
            "later": edition.state == EditionState.SUPERSEDED,
            "can_correct": edition.state in (EditionState.SEALED, EditionState.PUBLISHED),
            "to_board": edition.state == EditionState.SEALED,
            "to_public": edition.state == EditionState.PUBLISHED and edition.audience == Audience.BOARD,
        }
    return render(request, "engagement/editions/item.html", context, status=status)


@require_GET
def preview(request: HttpRequest, uuid: str) -> HttpResponse:
    """The edition as the Board will see it."""
    managed_by(request)
    context = {"edition": publishing.read(fetch(uuid)), "previous": None, "next": None}
    return render(request, "engagement/board/page.html", context)


@require_GET
def check(request: HttpRequest, uuid: str) -> HttpResponse:
    """Whether a sealed edition is still what was sealed, asked now."""
    managed_by(request)
    edition = fetch(uuid)
    context = frame(_("Check of %(edition)s") % {"edition": edition}, inside=True) | {
        "edition": edition,
        "problems": publishing.verify(edition),
        "notes": verifying.notes(edition),
        "sealed": None if edition.is_draft else edition.sealed,
    }
    return render(request, "engagement/editions/check.html", context)


def _parts(
    edition: BoardEdition, built: Edition, stands: list[obstacles.Obstacle], came_back: dict[str, NarrativeForm]
) -> list[Part]:
    """Every section of the draft in order, then words whose section is not there any more."""
    stored = {one.section: one for one in edition.narratives.all()}
    there = {section.name: section for section in built.sections}
    gone = [name for name, text in compiling.words_of(edition).items() if name not in there]
    lost = [Section(name=name, kicker=name, finding=_("Not in the edition any more")) for name in gone]
    parts = []
    for section in (*built.sections, *lost):
        kept = stored.get(section.name)
        words, seen = (kept.words, kept.edits) if kept else ("", 0)
        form = came_back.get(section.name) or NarrativeForm(
            initial={"words": words, "seen": seen}, auto_id=f"id_{section.name}_%s"
        )
        loose = narratives.unbound(words)
        parts.append(
            Part(
                section=section,
                form=form,
                problems=[one.words for one in stands if one.section == section.name],
                warnings=[one for one in loose if not one.blocks],
                quoted=narratives.quoted(words),
                open=section.name in came_back,
            )
        )
    return parts
