"""The demo's door: one click signs in as a member of staff or opens a sample space. Never part of a real service."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from demo.cast import find_colleague, find_youth, is_loaded
from demo.wordbook import wordbook
from people.roles import Role
from people.sessions import enter_space

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Everyone there is to be, and a walk to take."""
    book = wordbook()
    staff = [(colleague, Role(colleague.role).label) for colleague in book.staff if colleague.door]
    return render(request, "demo/door.html", {"staff": staff, "youths": book.youths, "is_loaded": is_loaded()})


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
