"""The officer's keys in the Wagtail admin: spaces that came with a card, and the cards themselves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from people import issuing
from people.forms import KeyCardsForm
from people.issuing import Issued
from people.key_cards import print_cards
from people.models import User, YoungPerson
from people.roles import ISSUE_KEYS
from people.typesetting import TypesettingError

PAGE_SIZE = 50


def _officer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(ISSUE_KEYS):
        raise PermissionDenied
    return user


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Spaces with a card, newest first, or the one whose card number is asked for. Never a key, never a view."""
    _officer(request)
    spaces = YoungPerson.objects.exclude(card="").order_by("-pk")
    card = request.GET.get("card", "").strip().upper()[:12]
    after = request.GET.get("after", "")
    if card:
        spaces = spaces.with_card(card)
    if after.isascii() and after.isdecimal() and len(after) < 18:
        spaces = spaces.filter(pk__lt=int(after))
    rows = list(spaces[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    context = {"spaces": rows, "next": rows[-1].pk if more else "", "card": card}
    return render(request, "people/keys/index.html", _frame(_("Keys")) | context)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make key cards. The answer to the POST is the PDF itself, once; the keys are kept nowhere."""
    officer = _officer(request)
    form = KeyCardsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # no spaces without their cards
                return _cards(issuing.issue(by=officer, **form.cleaned_data))
        except TypesettingError:
            messages.error(request, _("The cards could not be made. Nothing has been issued."))
    return render(
        request,
        "people/keys/new.html",
        _frame(_("Make key cards")) | {"form": form},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A new key for a lost card, after looking the young person in the eye."""
    officer, space = _officer(request), _space(pk)
    if request.method == "POST":
        try:
            with transaction.atomic():
                return _cards([issuing.issue_again(space, by=officer)])
        except issuing.IssuingError as error:
            messages.error(request, str(error))
        except TypesettingError:
            messages.error(request, _("The card could not be made. The old key still works."))
        return redirect("keys:index")
    context = {
        "space": space,
        "question": _("Make a new key for card %(card)s?") % {"card": space.card},
        "consequence": _("The old key stops working now. Hand the new card over in person, to the same young person."),
        "button": _("Make a new key"),
    }
    return render(request, "people/keys/confirm.html", _frame(_("Make a new key")) | context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a space, after asking."""
    officer, space = _officer(request), _space(pk)
    if request.method == "POST":
        issuing.close(space, by=officer)
        messages.success(request, _("The space of card %(card)s is closed.") % {"card": space.card})
        return redirect("keys:index")
    context = {
        "space": space,
        "question": _("Close the space of card %(card)s?") % {"card": space.card},
        "consequence": _("Its key stops working, and this cannot be undone. What was sent from it stays."),
        "button": _("Close the space"),
    }
    return render(request, "people/keys/confirm.html", _frame(_("Close a space")) | context)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then makes the holder of a card a member of the Children in Care Council."""
    officer, space = _officer(request), _space(pk)
    if request.method == "POST":
        try:
            issuing.join_council(space, by=officer)
        except issuing.IssuingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Card %(card)s is a member of the Council now.") % {"card": space.card})
        return redirect("keys:index")
    context = {
        "space": space,
        "question": _("Make the holder of card %(card)s a member of the Council?") % {"card": space.card},
        "consequence": _(
            "They read what is put to the Council, and set the Board’s agenda. Nobody sees who says what."
        ),
        "button": _("Make them a member"),
    }
    return render(request, "people/keys/confirm.html", _frame(_("Member of the Council")) | context)


@require_http_methods(["GET", "POST"])
def quit_council(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then ends a membership."""
    officer, space = _officer(request), _space(pk)
    if request.method == "POST":
        issuing.leave_council(space, by=officer)
        messages.success(request, _("Card %(card)s is no member of the Council any more.") % {"card": space.card})
        return redirect("keys:index")
    context = {
        "space": space,
        "question": _("End the membership of card %(card)s?") % {"card": space.card},
        "consequence": _("Their space stays as it is. What they said is counted still."),
        "button": _("End the membership"),
    }
    return render(request, "people/keys/confirm.html", _frame(_("Member of the Council")) | context)


def _space(pk: int) -> YoungPerson:
    """Only spaces that came with a card: the others belong to nobody we know."""
    return get_object_or_404(YoungPerson.objects.exclude(card=""), pk=pk)


def _cards(issued: list[Issued]) -> HttpResponse:
    response = HttpResponse(print_cards(issued), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="key-cards.pdf"'
    return response


def _frame(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "key"}
