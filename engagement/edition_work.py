"""What the worker does with an edition: counting and sealing in steps that can stop anywhere and go on.

Each step is a transaction of its own. A second worker waits for the first, and a step that is done is not done again.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement import formats, publishing
from engagement.models import BoardEdition, EditionState, Wish
from engagement.publishing import EditionError
from people.models import User


def ask(edition: BoardEdition, wish: Wish, by: User) -> None:
    """Note what is to be done; the caller wakes the worker. Asked again while it is at work, nothing changes."""
    publishing.may_manage(by)
    BoardEdition.objects.filter(pk=edition.pk, state=EditionState.DRAFT, wish="").update(
        wish=wish, wished_by=by, step=0, trouble=""
    )
    edition.refresh_from_db()


def steps(edition: BoardEdition) -> int:
    """How many steps the wish takes."""
    return 1 + len(formats.kinds()) if edition.wish == Wish.SEAL else 1


def carry_on(edition_id: int) -> bool:
    """Take the next step of what was asked; True while there is more to do."""
    try:
        with transaction.atomic():
            edition = BoardEdition.objects.select_for_update().get(pk=edition_id)
            by = edition.wished_by
            if not edition.wish or by is None:
                return False
            more = _step(edition, by)
            BoardEdition.objects.filter(pk=edition_id).update(step=edition.step + 1, wish=edition.wish if more else "")
    except EditionError as error:
        _give_up(edition_id, str(error))
        return False
    except Exception:
        _give_up(edition_id, _("Something went wrong on our side. Nothing was sealed half-way; please try again."))
        raise
    return more


def _step(edition: BoardEdition, by: User) -> bool:
    if edition.wish == Wish.REBUILD:
        publishing.rebuild(edition, by)
        return False
    if edition.is_draft:
        publishing.fix(edition, by)
        return bool(formats.kinds())
    made = set(edition.papers.values_list("kind", flat=True))
    missing = [kind for kind in formats.kinds() if kind not in made]
    if missing:
        publishing.keep_paper(edition, missing[0])
    return len(missing) > 1


def _give_up(edition_id: int, why: str) -> None:
    BoardEdition.objects.filter(pk=edition_id).update(wish="", trouble=why)
