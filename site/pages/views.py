"""Help now, and what to say when something goes wrong."""

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagement.opening import opening
from pages.context_processors import council

# Shown when the database cannot be asked. Keep in step with what officers see under "Help numbers".
NUMBERS_WITHOUT_DATABASE = (
    {"number": "0800 1111", "link": "tel:08001111", "name": "Childline", "purpose": _("Free, day and night")},
    {"number": "85258", "link": "sms:85258", "name": "Shout", "purpose": _("Text the word SHOUT. Free, day and night")},
    {"number": "999", "link": "tel:999", "name": _("Police, fire or ambulance"), "purpose": _("If you’re in danger")},
)


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help_now.html", {"opening": opening()})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "pages/csrf_failure.html", status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """For rate-limited views to return: kind words, and no lock-out of a child who needs a number."""
    return render(request, "429.html", status=429)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request nobody can answer; or, where the session could not be kept, an answer to try again a little later.

    Django takes a session that a full or broken database refuses to store for one that its owner has ended.
    """
    if isinstance(exception, SessionInterrupted):
        answer = server_error(request)
        answer.status_code = 503
        return answer
    context = {**council(), "help_contacts": NUMBERS_WITHOUT_DATABASE}
    return HttpResponseBadRequest(loader.render_to_string("400.html", context))


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request, so that neither the session nor the database is touched."""
    context = {**council(), "help_contacts": NUMBERS_WITHOUT_DATABASE}
    return HttpResponseServerError(loader.render_to_string("500.html", context))
