"""The ways in and out: a key, staff's own door, lock, leave."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.forms import KeyForm
from people.keys import find_space
from people.limits import come_back_later, give_back, limited
from people.middleware import ONWARDS_IN_SESSION
from people.models import User
from people.roles import ENTER_ADMIN, READ_BOARD_PAGE, READ_PACK
from people.sessions import enter_space, leave


@never_cache
@sensitive_post_parameters("key")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open a space with its key. The key travels in the body of a POST only, and is shown to nobody but its typist.

    A wrong key costs one look-up and one answer, whatever is wrong with it.
    """
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if limited(request, "key"):
            return come_back_later(request, "key")
        space = find_space(form.cleaned_data["key"])
        if space:
            give_back(request, "key")
            enter_space(request, space)
            return redirect("engagement:my-space")
        form.refuse()
    return render(request, "people/sign_in.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest) -> HttpResponse:
    """Leave in a hurry: end any session and go to an everyday page elsewhere. A link, so that it works always."""
    leave(request)
    response = redirect(settings.EXIT_URL)
    for name in request.COOKIES:
        if name.startswith(settings.ANSWERS_COOKIE):
            response.delete_cookie(name)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock my space, and go to the front page."""
    leave(request)
    return redirect("/")


@require_safe
@login_required
def staff_door(request: HttpRequest) -> HttpResponse:
    """Where staff go after signing in: where they were going, or where their role works."""
    onwards = request.session.pop(ONWARDS_IN_SESSION, "")
    return redirect(onwards or _place_of_work(request.user))  # type: ignore[arg-type]  # login_required


def _place_of_work(user: User) -> str:
    if user.has_perm(ENTER_ADMIN) and not _only_reads(user):
        return reverse("wagtailadmin_home")
    if user.has_perm(READ_BOARD_PAGE):
        return reverse("engagement:board-now")
    return "/"


def _only_reads(user: User) -> bool:
    """Whether the Board's page and the inspector's pack are all that somebody comes for."""
    ours = {name for name in user.get_all_permissions() if name.partition(".")[0] in ("engagement", "people")}
    return READ_BOARD_PAGE in ours and ours <= {READ_BOARD_PAGE, READ_PACK}
