"""How a report meets what the law and the field ask of corporate parents: which sheet answers which duty."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.editions import Cell, Section, Span, Table, section
from engagement.models import Principle

_t = gettext_lazy
# The seven principles: Children and Social Work Act 2017, section 1(1).
BY_PRINCIPLE: dict[Principle, Promise] = {
    Principle.WELLBEING: _t("Asks about where I live, health and family, and what came of them"),
    Principle.EXPRESS: _t("What young people said, in their own words; who we have not heard from"),
    Principle.ACCOUNT: _t("Every ask has an owner and a date; young people say whether it happened"),
    Principle.SERVICES: _t("Asks about school, health and money; actions of the Board"),
    Principle.ASPIRATIONS: _t("Asks about school, college and work; indicators of education"),
    Principle.STABILITY: _t("Asks about moves, workers and family time; indicators of moves"),
    Principle.ADULTHOOD: _t("Asks about growing up and money; indicators of care leavers"),
}
# Lundy (2007), "Voice is not enough": the four parts of article 12 of the Convention on the Rights of the Child.
LUNDY: tuple[tuple[Promise, Promise], ...] = (
    (_t("Space"), _t("A view can be given with a name, with a key, or with none, on a phone or in a group")),
    (_t("Voice"), _t("In words, by feelings, in their language; quoted only with a yes")),
    (_t("Audience"), _t("This report, who of the Board has read it, and meetings led by young people")),
    (_t("Influence"), _t("What was promised and done, and whether young people agree that it was")),
)
HEAR_BY_RIGHT: tuple[tuple[Promise, Promise], ...] = (  # National Youth Agency, the seven S
    (_t("Shared values"), _t("The promise of safety, on every page where something can be said")),
    (_t("Strategy"), _t("Decisions asked of the Board, and the actions that follow")),
    (_t("Structures"), _t("The Children in Care Council sets the agenda first")),
    (_t("Systems"), _t("Every view is read by a person; none is closed without an answer")),
    (_t("Staff"), _t("Who owes an answer is named")),
    (_t("Skills and knowledge"), _t("Words that a twelve-year-old can read, in letters and on this page")),
    (_t("Style of leadership"), _t("Who of the Board read, replied and came")),
)


@section(order=85)
def duties(span: Span) -> Iterable[Section]:
    """The same in every report: where to look for which duty."""
    yield Section(
        name="duties",
        kicker=_("How this meets our duties"),
        finding=_("Where each duty of a corporate parent is answered."),
        paper="sea",
        tables=(
            _table(
                _("The seven corporate parenting principles"), ((one.label, BY_PRINCIPLE[one]) for one in Principle)
            ),
            _table(_("Space, voice, audience, influence (Lundy)"), LUNDY),
            _table(_("Hear by Right"), HEAR_BY_RIGHT),
        ),
        appendix=True,
    )


def _table(caption: str, rows: Iterable[tuple[object, object]]) -> Table:
    return Table(
        caption,
        (_("Duty"), _("Where it is answered")),
        tuple((Cell(str(one)), Cell(str(where))) for one, where in rows),
    )
