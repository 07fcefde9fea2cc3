"""Concerns in lists: what nobody has taken on, what waits for a second person, what is closed. No words on a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from engagement.ladders import Ladder, ladder
from engagement.models import Concern, ConcernKind, ConcernState
from engagement.models.concerns import DECIDED, ConcernQuerySet
from engagement.paging import page_after
from engagement.rota import on_duty
from people.models import User
from people.roles import HANDLE_ALLEGATIONS, HANDLE_CONCERNS, READ_ADVOCACY

MAY = (HANDLE_CONCERNS, HANDLE_ALLEGATIONS, READ_ADVOCACY)  # any of them opens the room; each shows its own part
TABS: dict[str, Promise] = {
    "index": gettext_lazy("Now"),
    "second": gettext_lazy("Waiting for a second person"),
    "closed": gettext_lazy("Closed"),
}


@dataclass(frozen=True)
class Line:
    """One line of a list."""

    concern: Concern
    ladder: Ladder
    url: str


def may_handle(user: Any) -> bool:
    """Whether the room of concerns is open to `user` at all."""
    return any(user.has_perm(permission) for permission in MAY)


def entered_by(request: HttpRequest) -> User:
    """Whoever handles concerns; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not may_handle(user):
        raise PermissionDenied
    return user


def nobodys(user: Any) -> ConcernQuerySet:
    """What nobody has taken on yet, of what `user` may see."""
    return Concern.objects.visible_to(user).filter(state=ConcernState.OPEN)


def lines(concerns: Iterable[Concern]) -> list[Line]:
    now = timezone.now()
    return [Line(concern, ladder(concern, now), address(concern)) for concern in concerns]


def for_list(concerns: ConcernQuerySet) -> ConcernQuerySet:
    """What a line needs; nothing is decrypted for it."""
    sealed = ("referred_to", "reference", "reason")
    words = ("submission__words", "submission__public_words", "submission__board_words")
    return concerns.select_related("submission", "acknowledged_by", "decided_by", "closed_by").defer(*sealed, *words)


def address(concern: Concern) -> str:
    """Where a concern is handled: a request for an advocate at the advocate's own desk."""
    if concern.kind == ConcernKind.ADVOCATE:
        return reverse("advocacy:item", args=[concern.submission.uuid])
    return reverse("concerns:item", args=[concern.uuid])


def frame(crumb: Any, *, inside: bool = True) -> dict[str, Any]:
    """What every page about concerns shows around its content."""
    return {
        "header_title": crumb,
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *([{"url": reverse("concerns:index"), "label": _("Concerns")}] if inside else []),
            {"url": "", "label": crumb},
        ],
    }


@require_GET
def index(request: HttpRequest, tab: str = "index") -> HttpResponse:
    """One of the three lists."""
    user = entered_by(request)
    seen = Concern.objects.visible_to(user)
    chosen = {
        "index": seen.undecided().in_order(),
        "second": seen.filter(state__in=DECIDED).order_by("decided_at", "pk"),
        "closed": seen.filter(state=ConcernState.CLOSED).order_by("-closed_at", "-pk"),
    }[tab]
    page = page_after(for_list(chosen), request.GET.get("after", ""))
    context = frame(_("Concerns"), inside=False) | {
        "tab": tab,
        "tabs": [(name, label, reverse(f"concerns:{name}")) for name, label in TABS.items()],
        "lines": lines(page.rows),
        "next": page.next,
        "duty": on_duty(),
    }
    return render(request, "engagement/concerns/index.html", context)
