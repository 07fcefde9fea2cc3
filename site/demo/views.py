"""The demo's door: one click signs in as a member of staff or opens a sample space. Never part of a real service."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from demo.cast import find_colleague, find_youth, is_loaded
from demo.wordbook import wordbook
from people.roles import Role
from people.sessions import enter_space

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Stop:
    """One stop of the walk: a page to open (`page` is its URL name) or somebody to go in as."""

    title: Promise
    text: Promise
    page: str = ""
    staff: str = ""


WALK = (
    Stop(
        _("Send a view on your phone"),
        _("Put in a name and a phone number. Pick “give me a key”."),
        page="engagement:tell-us",
    ),
    Stop(_("Read it as Marcia"), _("It is on the desk. Take the details out, then approve it."), staff="marcia"),
    Stop(_("Gather it as Marcia"), _("Pick it and two more that are like it. Make one ask of them."), staff="marcia"),
    Stop(_("Check it as Dev"), _("A second person reads the wording. Then put it to Ruth."), staff="dev"),
    Stop(_("Promise as Ruth"), _("She owes the answer. Promise something by a day."), staff="ruth"),
    Stop(_("Open your key"), _("The promise waits for you, with its day."), page="people:sign-in"),
    Stop(_("Read it as the Board"), _("Who owes what, by when, and who is late."), staff="amina"),
)


@never_cache
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Everyone there is to be, and a walk to take."""
    book = wordbook()
    staff = [(colleague, Role(colleague.role).label) for colleague in book.staff if colleague.door]
    context = {"staff": staff, "youths": book.youths, "walk": WALK, "is_loaded": is_loaded()}
    return render(request, "demo/door.html", context)


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Become the person who was picked. Whoever was signed in before, staff or young person, is signed out first.

    Raises Http404 for anybody whom the loader did not make or who is not offered at the door.
    """
    book = wordbook()
    key, name = request.POST.get("staff", ""), request.POST.get("youth", "")
    if any(colleague.key == key and colleague.door for colleague in book.staff) and (user := find_colleague(key)):
        login(request, user, backend=BACKEND)
        record_authentication(request, user, method="demo")
        return redirect("people:staff-door")
    if any(youth.name == name for youth in book.youths) and (space := find_youth(name)):
        enter_space(request, space)
        return redirect("engagement:my-space")
    raise Http404
