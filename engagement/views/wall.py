"""You said, we did: the public wall of asks, a poster of it, and the story of each ask. The same for everybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from engagement.merging import lives_on_in
from engagement.models import AWAITED_STATES, PUBLIC_STATUS, Ask, AskState, PublicStatus
from engagement.models.asks import AskQuerySet
from engagement.paging import page_after
from engagement.standing import say_due
from engagement.stories import quotes, story
from engagement.verdicts import standing

PAGE_SIZE = 24
ON_A_POSTER = 12
LONGEST_SEARCH = 60  # characters
PAPERS = ("rose", "marigold", "sky", "lilac", "tomato", "sea", "leaf")


@dataclass(frozen=True)
class Wish:
    """What a visitor wants to see. What makes no sense is left out: addresses can be typed by hand."""

    status: str = ""
    theme: int = 0
    q: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> "Wish":
        status, theme = asked.get("status", ""), asked.get("theme", "")
        return cls(
            status=status if status in PublicStatus else "",
            theme=int(theme) if theme.isascii() and theme.isdecimal() and len(theme) < 10 else 0,
            q=asked.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        )

    def searched(self) -> AskQuerySet:
        asks = Ask.objects.public()
        return asks.filter(wording__icontains=self.q) if self.q else asks

    def narrow(self, asks: AskQuerySet) -> AskQuerySet:
        asks = asks.in_status(self.status) if self.status else asks
        return asks.filter(theme=self.theme) if self.theme else asks

    def address(self, **changes: str | int) -> str:
        """The query string of this wish with `changes`; empty wishes are left out."""
        wish: dict[str, str | int] = {"status": self.status, "theme": self.theme, "q": self.q, **changes}
        return f"?{urlencode({name: value for name, value in wish.items() if value})}"


@dataclass(frozen=True)
class Filter:
    """One link to filter by, and how many asks stand behind it."""

    value: object
    label: str
    count: int
    address: str
    on: bool


def filters(wish: Wish) -> dict[str, list[Filter]]:
    """Every status, and every theme that has an ask, with counts that fit the rest of the wish. One query."""
    groups = list(
        wish.searched()
        .order_by("theme__order", "theme__name")
        .values_list("state", "theme", "theme__name")
        .annotate(n=Count("pk"))
    )
    by_status = dict.fromkeys(PublicStatus, 0)
    by_theme: dict[int, int] = {}
    names = {}
    for state, theme, name, n in groups:
        status = PUBLIC_STATUS[AskState(state)]
        names[theme] = name
        by_theme.setdefault(theme, 0)
        by_status[status] += n if wish.theme in (0, theme) else 0
        by_theme[theme] += n if wish.status in ("", status) else 0
    statuses = [
        Filter(s, str(s.label), n, wish.address(status=s.value), s == wish.status) for s, n in by_status.items()
    ]
    themes = [Filter(t, names[t], n, wish.address(theme=t), t == wish.theme) for t, n in by_theme.items()]
    return {"statuses": statuses, "themes": themes}


def bricks(asks: list[Ask]) -> list[dict[str, Any]]:
    """Each ask with its paper, always the same for one theme, and its day."""
    today = timezone.localdate()
    return [{"ask": ask, "paper": PAPERS[ask.theme_id % len(PAPERS)], "due": say_due(ask, today)} for ask in asks]


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The wall, newest news first."""
    wish = Wish.read(request.GET)
    asks = wish.narrow(wish.searched()).select_related("theme", "owner").newest_first()
    page = page_after(asks, request.GET.get("after", ""), PAGE_SIZE)
    sifted = filters(wish)
    context = {
        "wish": wish,
        "bricks": bricks(page.rows),
        "next": wish.address(after=page.next) if page.next else "",
        "begun": "after" in request.GET,
        "all_statuses": wish.address(status=""),
        "all_themes": wish.address(theme=""),
        "without_search": wish.address(q=""),
        "everything": sum(one.count for one in sifted["statuses"]),
        "poster": wish.address(),
        **sifted,
    }
    return render(request, "engagement/wall/wall.html", context)


@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """The newest of what the wall would show, on paper for a notice board."""
    wish = Wish.read(request.GET)
    asks = wish.narrow(wish.searched()).select_related("theme", "owner").newest_first()[:ON_A_POSTER]
    context = {"bricks": bricks(list(asks)), "today": timezone.localdate(), "back": wish.address()}
    return render(request, "engagement/wall/poster.html", context)


@require_safe
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """The story of one ask. One that was merged leads to the other, once that is public."""
    found = Ask.objects.public().select_related("theme", "owner").filter(pk=number).first()
    if found is None:
        other = lives_on_in(get_object_or_404(Ask.objects.merged(), pk=number))
        if not other.is_public:
            raise Http404
        return redirect(other, permanent=True)
    context = {
        "ask": found,
        "paper": PAPERS[found.theme_id % len(PAPERS)],
        "due": say_due(found, timezone.localdate()),
        "late": found.days_late(timezone.localdate()),
        "steps": story(found, timezone.localdate()),
        "quotes": quotes(found),
        "verdict": standing(found),
        "said_by_owner": found.owner_id and found.state not in AWAITED_STATES,
    }
    return render(request, "engagement/wall/ask.html", context)
