"""What a Board member does on the Board's page: say "read", reply to an item, answer an ask. Each is a POST."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagement import asks, board_replies
from engagement.board_replies import BoardReplyError
from engagement.forms.asks import AskStepForm
from engagement.models import Action, Ask, AskVerb, BoardEdition, BoardReply
from engagement.views.actions import BY_NAME
from engagement.views.ask_steps import STEPS
from engagement.views.board_home import Back, board_page, reader
from engagement.views.editions import managed_by
from engagement.views.stepping_page import take
from people.models import User


@login_required
@require_POST
def read(request: HttpRequest, uuid: str) -> HttpResponse:
    """This member has read this edition."""
    user = reader(request)
    board_replies.note_read(_edition(uuid), user)
    messages.success(request, _("Thank you. Young people see how many of you have read it."))
    return redirect("engagement:board-now")


@login_required
@require_POST
def reply(request: HttpRequest, uuid: str) -> HttpResponse:
    """Keep a reply to one item; one that is not taken comes back with its words."""
    user, ref, words = reader(request), request.POST.get("ref", ""), request.POST.get("words", "")
    try:
        board_replies.reply(_edition(uuid), ref, words, user)
    except BoardReplyError as error:
        return board_page(request, user, back=Back(ref=ref, words=words, trouble=str(error)), status=422)
    messages.success(request, _("Your reply is there. It is public once the report is."))
    return redirect("engagement:board-now")


@login_required
@require_POST
def answer(request: HttpRequest, uuid: str, verb: AskVerb) -> HttpResponse:
    """Take a step of an ask this member owns, or show the page again with what was typed and what is in the way."""
    user = reader(request)
    ask = get_object_or_404(Ask.objects.select_related("theme", "owner"), uuid=uuid, owner=user)
    step = STEPS[verb]
    form = step.form(request.POST, ask=ask, auto_id=f"id_{ask.pk}_{verb}_%s")
    if form.is_valid():
        ask.version = form.cleaned_data["version"]  # the verb compares it with the one that is stored
        try:
            with transaction.atomic():
                step.do(ask, user, form.cleaned_data)
        except asks.AskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(step.said))
            return redirect("engagement:board-now")
    return _come_back(request, user, ask, verb, form)


def _come_back(request: HttpRequest, user: User, ask: Ask, verb: AskVerb, form: AskStepForm) -> HttpResponse:
    """The page with what was typed: in the form, or beside it where the step does not fit any more."""
    now = Ask.objects.get(pk=ask.pk)
    if verb not in asks.possible(now, user):
        trouble = _("That step does not fit where this ask is now. What you wrote stands below.")
        typed = "\n".join(f"{label}: {words}" for label, words in form.typed)
        back = Back(ask=str(ask.uuid), verb=verb, words=typed, trouble=trouble)
        return board_page(request, user, back=back, status=409)
    if form.data.get("version") != str(now.version):  # somebody else was quicker: the same words, ready to send again
        kept = {name: form.data.get(name, "") for name in form.fields if name not in ("version", "anyway")}
        form = STEPS[verb].form(ask=now, initial=kept, auto_id=f"id_{ask.pk}_{verb}_%s")
        trouble = _("Somebody else changed this ask. Here is how it stands now. Nothing you wrote is lost.")
        back = Back(ask=str(ask.uuid), verb=verb, form=form, trouble=trouble)
        return board_page(request, user, back=back, status=409)
    return board_page(request, user, back=Back(ask=str(ask.uuid), verb=verb, form=form), status=422)


@login_required
@require_POST
def act(request: HttpRequest, uuid: str, step: str) -> HttpResponse:
    """Say of an action this member owns how far it is, or that it is done; else the page with what was typed."""
    user = reader(request)
    action = get_object_or_404(Action.objects.select_related("owner"), uuid=uuid, owner=user)
    with transaction.atomic():
        waiting = take(request, BY_NAME[step], action, user, about=str(action.uuid))
    if waiting:
        return board_page(request, user, back=Back(action=waiting), status=waiting.status)
    messages.success(request, str(BY_NAME[step].said))
    return redirect("engagement:board-now")


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """In the admin: a reply off every page, with the reason."""
    user = managed_by(request)
    said = get_object_or_404(BoardReply.objects.select_related("edition"), pk=pk)
    try:
        board_replies.take_down(said, request.POST.get("reason", ""), user)
    except BoardReplyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is taken down, and shown to nobody."))
    return redirect("editions:item", uuid=said.edition.uuid)


def _edition(uuid: str) -> BoardEdition:
    return get_object_or_404(BoardEdition.objects.for_board().select_related("sealed"), uuid=uuid)
