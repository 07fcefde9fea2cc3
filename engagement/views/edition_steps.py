"""What is done to one edition in the admin: write, count again, seal, publish, correct. Each is a POST."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagement import edition_work, publishing, tasks
from engagement.forms.editions import CorrectionForm, NarrativeForm, SealForm
from engagement.models import BoardEdition, Wish
from engagement.publishing import EditionError, OvertakenError
from engagement.views.edition_item import edition_page
from engagement.views.editions import fetch, managed_by
from people.models import User


@require_POST
def write(request: HttpRequest, uuid: str, section: str) -> HttpResponse:
    """Keep the words of one section. Words that are overtaken come back with what stands there now."""
    user, edition = managed_by(request), fetch(uuid)
    form = NarrativeForm(request.POST, auto_id=f"id_{section}_%s")
    if not form.is_valid():
        return edition_page(request, edition, came_back={section: form}, status=422)
    try:
        publishing.write(edition, section, form.cleaned_data["words"], user, seen=form.cleaned_data["seen"])
    except OvertakenError as error:
        now = edition.narratives.get(section=section)
        again = NarrativeForm({"words": form.cleaned_data["words"], "seen": now.edits}, auto_id=f"id_{section}_%s")
        again.is_valid()
        again.add_error(None, f"{error} {_('They wrote:')} {now.words}")
        return edition_page(request, edition, came_back={section: again}, status=409)
    except EditionError as error:
        form.add_error(None, str(error))
        return edition_page(request, edition, came_back={section: form}, trouble=str(error), status=409)
    messages.success(request, _("Your words are kept."))
    return redirect(f"{_address(edition)}#{section}")


@require_POST
def rebuild(request: HttpRequest, uuid: str) -> HttpResponse:
    """Have the draft counted again; the page shows how far it is."""
    return _ask(managed_by(request), fetch(uuid), Wish.REBUILD)


@require_POST
def seal(request: HttpRequest, uuid: str) -> HttpResponse:
    """Have the draft sealed, if nothing stands in the way and the box is ticked."""
    user, edition = managed_by(request), fetch(uuid)
    if not edition.is_draft:
        return redirect("editions:item", uuid=edition.uuid)
    form = SealForm(request.POST)
    if not form.is_valid():
        return edition_page(request, edition, seal=form, status=422)
    if publishing.in_the_way(edition):
        trouble = _("It cannot be sealed yet. What stands in the way is listed below.")
        return edition_page(request, edition, trouble=trouble, status=409)
    return _ask(user, edition, Wish.SEAL)


@require_POST
def publish(request: HttpRequest, uuid: str, audience: str) -> HttpResponse:
    user, edition = managed_by(request), fetch(uuid)
    try:
        publishing.publish(edition, audience, user)
    except EditionError as error:
        return edition_page(request, edition, trouble=str(error), status=409)
    messages.success(request, _("Published to: %(who)s.") % {"who": edition.get_audience_display()})
    return redirect("editions:item", uuid=edition.uuid)


@require_POST
def correct(request: HttpRequest, uuid: str) -> HttpResponse:
    """Begin the next version. The sealed one stays until the new one is sealed."""
    user, edition = managed_by(request), fetch(uuid)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return edition_page(request, edition, correction=form, status=422)
    try:
        draft = publishing.correct(edition, form.cleaned_data["note"], user)
    except EditionError as error:
        return edition_page(request, edition, correction=form, trouble=str(error), status=409)
    return redirect("editions:item", uuid=draft.uuid)


def _ask(user: User, edition: BoardEdition, wish: Wish) -> HttpResponse:
    edition_work.ask(edition, wish, user)
    if edition.is_waiting:
        tasks.carry_on_edition.delay_on_commit(edition.pk)
    return redirect("editions:item", uuid=edition.uuid)


def _address(edition: BoardEdition) -> str:
    return redirect("editions:item", uuid=edition.uuid)["Location"]
