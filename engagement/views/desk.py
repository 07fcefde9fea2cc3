"""The desk: a queue by risk and deadline, one item open beside it, and search that keeps words out of addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import plain_words
from engagement.clock import Clock, clock
from engagement.desks import Desk, workload
from engagement.forms.desk import say_reading
from engagement.models import Submission
from engagement.models.submissions import SubmissionQuerySet
from engagement.paging import page_after
from people.models import User

LINE = 140  # characters of the words shown in the queue
SEARCHED_OPEN, SEARCHED_DECIDED = 1_000, 300  # rows opened in memory by one search
MOST_FOUND = 50
LONGEST_LINTED = 20_000  # characters


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    item: Submission
    line: str
    clock: Clock | None
    flags: int
    url: str


def entered_by(request: HttpRequest, desk: Desk) -> User:
    """The person at this desk; raises PermissionDenied for everybody who may not sit here."""
    user = request.user
    if not isinstance(user, User) or not desk.is_open_to(user):
        raise PermissionDenied
    return user


def for_list(words: SubmissionQuerySet) -> SubmissionQuerySet:
    """What a line needs, and nothing that would have to be decrypted beside the words."""
    listed = words.select_related("theme", "voice").defer("public_words", "board_words", "voice__contact")
    return listed.prefetch_related("findings")


def rows(desk: Desk, items: Iterable[Submission], place: str = "") -> list[Row]:
    return [
        Row(
            item=item,
            line=first_line(item.words),
            clock=clock(item) if item.is_open else None,
            flags=len(item.findings.all()),
            url=reverse(f"{desk.name}:item", args=[item.uuid]) + (f"?after={place}" if place else ""),
        )
        for item in items
    ]


def first_line(words: str) -> str:
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return Truncator(line).chars(LINE)


def frame(desk: Desk, user: User, crumb: str) -> dict[str, Any]:
    """What every page of a desk shows around its content."""
    return {
        "desk": desk,
        "workload": workload(desk, user),
        "header_title": f"{desk.title}: {crumb}",
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(f"{desk.name}:to-read"), "label": desk.title},
            {"url": "", "label": crumb},
        ],
        "urls": {
            "search": reverse(f"{desk.name}:search"),
            "plain_words": reverse(f"{desk.name}:plain-words"),
        },
    }


def queue_beside(request: HttpRequest, desk: Desk, user: User) -> dict[str, Any]:
    """The page of the queue that stands beside an item."""
    place = request.GET.get("after", "")
    page = page_after(for_list(desk.to_read(user)), place)
    return {"rows": rows(desk, page.rows, place), "next": page.next, "after": place, "tab": "to-read"}


@require_GET
def to_read(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The queue."""
    user = entered_by(request, desk)
    context = frame(desk, user, _("To read")) | queue_beside(request, desk, user)
    return render(request, "engagement/desk/queue.html", context)


@require_GET
def decided(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was decided in the last weeks, newest first."""
    user = entered_by(request, desk)
    page = page_after(for_list(desk.decided_lately(user)), request.GET.get("after", ""))
    context = frame(desk, user, _("Decided lately")) | {
        "rows": rows(desk, page.rows),
        "next": page.next,
        "tab": "decided",
    }
    return render(request, "engagement/desk/queue.html", context)


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Items whose words hold every word that was searched for.

    Always a POST, and in memory: a child's words, and words about a child, stay out of addresses, logs and indexes.
    """
    user = entered_by(request, desk)
    terms = request.POST.get("q", "").casefold().split()
    found: list[Submission] = []
    if terms:
        waiting = for_list(desk.to_read(user))[:SEARCHED_OPEN]
        done = for_list(desk.decided_lately(user))[:SEARCHED_DECIDED]
        for some in (waiting, done):
            found += [item for item in some if all(term in _searched(item) for term in terms)]
    context = frame(desk, user, _("Search")) | {
        "rows": rows(desk, found[:MOST_FOUND]),
        "tab": "search",
        "searched": request.POST.get("q", ""),
    }
    return render(request, "engagement/desk/queue.html", context)


def _searched(item: Submission) -> str:
    return f"{item.words} {item.reference} {item.theme or ''}".casefold()


@require_POST
def read_plainly(request: HttpRequest, desk: Desk) -> JsonResponse:
    """The lint, live while somebody writes an answer. The words come in the body and are not kept."""
    entered_by(request, desk)
    reading = plain_words.read(request.POST.get("words", "")[:LONGEST_LINTED])
    return JsonResponse({"age": reading.age, "plain": reading.is_plain, "advice": say_reading(reading)})
