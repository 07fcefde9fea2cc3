"""What stands between a draft and its seal, each thing with the section it is in, for the officer to put right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement import narratives
from engagement.editions import Edition
from engagement.models import BoardEdition
from engagement.quarters import Quarter


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way; `section` is empty where it is about the whole edition."""

    words: str
    section: str = ""


def found(edition: BoardEdition, built: Edition, words: Mapping[str, str], today: date) -> list[Obstacle]:
    """Everything in the way of sealing `built` with the officer's `words`; empty when it may be sealed."""
    stands: list[Obstacle] = []
    last_day = Quarter.parse(edition.quarter).last_day
    if today <= last_day:
        day = date_format(last_day, "j F Y")
        stands.append(
            Obstacle(_("The quarter runs until %(day)s. It can be sealed from the day after.") % {"day": day})
        )
    figures, there = narratives.figures_of(built), {section.name for section in built.sections}
    for section, text in words.items():
        if section not in there:
            stands.append(Obstacle(_("This section is not in the edition any more. Move or clear its words."), section))
        stands += [Obstacle(problem, section) for problem in narratives.broken(text, figures)]
        stands += [
            Obstacle(
                _("Line %(line)d: “%(number)s” is typed by hand. Use a figure, or mark it as quoted with [[ ]].")
                % {"line": loose.line, "number": loose.text},
                section,
            )
            for loose in narratives.unbound(text)
            if loose.blocks
        ]
    if (count := narratives.words_on_first_pages(as_written(built, words))) > narratives.MOST_WORDS_FIRST:
        most = narratives.MOST_WORDS_FIRST
        said = _("The first two pages have %(count)d words; the most is %(most)d.")
        stands.append(Obstacle(said % {"count": count, "most": most}))
    stands += [
        Obstacle(_("The table “%(name)s” may not be shown: %(why)s Say so in a sentence.") % {"name": name, "why": why})
        for name, why in edition.refused.items()
        if not _is_said(name, why, built, words)
    ]
    return stands


def as_written(built: Edition, words: Mapping[str, str]) -> Edition:
    """`built` with the officer's words in their sections, numbers bound; what cannot be bound stays as typed."""
    figures = narratives.figures_of(built)

    def bound(text: str) -> str:
        return text if narratives.broken(text, figures) else narratives.bind(text, figures)

    return replace(
        built, sections=tuple(replace(one, narrative=bound(words.get(one.name, ""))) for one in built.sections)
    )


def _is_said(table: str, why: str, built: Edition, words: Mapping[str, str]) -> bool:
    """Whether a reader learns that a table is missing: from its section's own notes, or from the officer."""
    room = table.partition(".")[0]
    about = [one for one in built.sections if one.name == room or one.name.startswith(f"{room}_")]
    if any(words.get(one.name) for one in about or built.sections):
        return True
    return any(why in text for one in built.sections for text in (*one.notes, one.lead, one.finding))
