"""Asks in the admin: who owes what, and the list of asks narrowed to what somebody looks for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from engagement.models import Ask, AskState, Theme
from engagement.models.asks import AskQuerySet
from engagement.paging import page_after
from engagement.standing import say_due
from people.models import User
from people.roles import ANSWER_ASKS, MANAGE_ASKS

MOST_OWED = 50  # asks that one person owes an answer to, shown at once


def answered_by(request: HttpRequest) -> User:
    """The colleague at work here; raises PermissionDenied for everybody who neither manages nor answers asks."""
    user = request.user
    if not isinstance(user, User) or not (user.has_perm(MANAGE_ASKS) or user.has_perm(ANSWER_ASKS)):
        raise PermissionDenied
    return user


def asks_for(user: User) -> AskQuerySet:
    """The asks `user` may open: all of them, or those put to them. Every ask here is fetched through this."""
    every = Ask.objects.select_related("theme", "owner")
    return every if user.has_perm(MANAGE_ASKS) else every.filter(owner=user)


def owed_by(user: User) -> AskQuerySet:
    """What `user` owes an answer or a deed, soonest first."""
    return asks_for(user).owed_by(user).order_by(Coalesce("promise_due", "answer_by"), "pk")


def to_check(user: User) -> AskQuerySet:
    """Wordings that `user` may make public by reading them: those somebody else wrote."""
    unchecked = Ask.objects.unchecked().exclude(worded_by=user)
    return unchecked if user.has_perm(MANAGE_ASKS) else unchecked.none()


def waiting_for(user: User) -> int:
    """How many asks wait for `user`: answers owed, and wordings to check."""
    return (to_check(user) | Ask.objects.unanswered().filter(owner=user)).count()


def lines(found: list[Ask]) -> list[dict[str, Any]]:
    """Each ask with its day in words."""
    today = timezone.localdate()
    return [{"ask": ask, "due": say_due(ask, today), "late": ask.days_late(today)} for ask in found]


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to; what makes no sense is left out."""

    state: str = ""
    theme: str = ""
    only: str = ""  # late, or unchecked

    @classmethod
    def read(cls, asked: QueryDict) -> "Sought":
        state, theme, only = (asked.get(name, "") for name in ("state", "theme", "only"))
        return cls(
            state=state if state in AskState else "",
            theme=theme if theme.isascii() and theme.isdecimal() and len(theme) < 10 else "",
            only=only if only in ("late", "unchecked") else "",
        )

    def narrow(self, found: AskQuerySet, today: date) -> AskQuerySet:
        if self.only:
            found = found.late(today) if self.only == "late" else found.unchecked()
        if self.state:
            found = found.filter(state=self.state)
        return found.filter(theme=int(self.theme)) if self.theme else found

    def address(self, **changes: str) -> str:
        """The query string that leads here again, with `changes`."""
        wish = replace(self, **{name: value for name, value in changes.items() if name != "after"})
        pairs = {**vars(wish), "after": changes.get("after", "")}
        return f"?{urlencode({name: value for name, value in pairs.items() if value})}"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What this person owes, then every ask they may open, newest news first."""
    user = answered_by(request)
    sought = Sought.read(request.GET)
    page = page_after(sought.narrow(asks_for(user), timezone.localdate()).newest_first(), request.GET.get("after", ""))
    context = frame(_("Asks")) | {
        "owed": lines(list(owed_by(user)[:MOST_OWED])),
        "lines": lines(page.rows),
        "next": sought.address(after=page.next) if page.next else "",
        "sought": sought,
        "states": AskState.choices,
        "themes": Theme.objects.all(),
        "manages": user.has_perm(MANAGE_ASKS),
    }
    return render(request, "engagement/asks/index.html", context)


def frame(crumb: str, *, inside: bool = False) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside:
        trail.append({"url": reverse("asks:index"), "label": _("Asks")})
    return {
        "header_title": crumb,
        "header_icon": "list-ul",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
