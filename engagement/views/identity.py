"""Which key a view came with: asked for on purpose, and written down, because it ties words to somebody."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engagement.desks import Desk
from engagement.models import NameChoice, Submission
from engagement.models.submissions import SubmissionQuerySet
from engagement.views.desk import entered_by
from engagement.views.desk_item import fetch
from people.models import Opened, Reason, User
from people.reading import note_read
from people.roles import SEE_SPACE

MOST_OTHERS = 20  # views of the same key that are listed


class WhyForm(forms.Form):
    """Picked and not typed, so that the audit holds no word about a child."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you have to know?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick a reason.")},
    )


@require_http_methods(["GET", "POST"])
def of_item(request: HttpRequest, desk: Desk, uuid: str) -> HttpResponse:
    """The key of an item on a desk."""
    user = entered_by(request, desk)
    item = fetch(desk, user, uuid)
    readable = desk.words_for(user)
    return identity_page(request, user, item, readable, address=lambda it: reverse(f"{desk.name}:item", args=[it.uuid]))


def identity_page(
    request: HttpRequest,
    user: User,
    item: Submission,
    readable: SubmissionQuerySet,
    *,
    address: Callable[[Submission], str],
) -> HttpResponse:
    """A GET asks. A POST shows the key, and leaves one row in the read audit.

    Also what else came with it, as far as `user` may read it (`readable`), by number and with its `address`.

    Somebody who signed in to their own space wants to be known to us; whoever took a key on the way was promised
    that nobody knows who they are, so a reason is wanted before a view of theirs is tied to others.
    """
    if not user.has_perm(SEE_SPACE):
        raise PermissionDenied
    if item.space is None:
        raise Http404
    theirs = getattr(item, "voice", None)
    form = None if theirs and theirs.name_choice == NameChoice.MY_SPACE else WhyForm(request.POST or None)
    shown = request.method == "POST" and (form is None or form.is_valid())
    context: dict[str, Any] = {
        "item": item,
        "form": form,
        "back": address(item),
        "page_title": _("Key of view %(reference)s") % {"reference": item.reference},
        "header_title": _("Which key?"),
        "header_icon": "key",
    }
    if shown:
        note_read(user, Opened.IDENTITY_LINK, item.uuid, form.cleaned_data["reason"] if form else "")
        others = readable.from_space(item.space).exclude(pk=item.pk).order_by("-received_on", "pk")[:MOST_OTHERS]
        context |= {"space": item.space, "others": [(other, address(other)) for other in others]}
    return render(request, "engagement/desk/identity.html", context, status=422 if form and form.errors else 200)
