"""Who is on duty: two weeks at a glance with every gap, and a form to fill one."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from engagement import rota
from engagement.forms.concerns import TurnForm
from engagement.models import DutyTurn
from engagement.opening import opening
from people.models import User
from people.roles import MANAGE_ROTA

SHOWN = 14  # days
FURTHEST = 2 * 366  # days to look ahead or back
MOST_TURNS = 200


def entered_by(request: HttpRequest) -> User:
    """Whoever keeps the rota; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(MANAGE_ROTA):
        raise PermissionDenied
    return user


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Two weeks from a Monday on, and the turns in them and after."""
    entered_by(request)
    today = timezone.localdate()
    first = _monday(request.GET.get("from", ""), today)
    days = rota.calendar(first, SHOWN)
    context = _frame(_("Duty rota"), inside=False) | {
        "days": days,
        "gaps": [say_gap(day, place) for day in days for place in day.gaps if day.date >= today],
        "today": today,
        "turns": DutyTurn.objects.between(first, first + timedelta(days=FURTHEST))[:MOST_TURNS],
        "before": first - timedelta(days=SHOWN),
        "after": first + timedelta(days=SHOWN),
        "rungs": [told(rung) for rung in rota.RUNGS],
        "opening": opening(),
        "emergency": [part for part in (settings.EMERGENCY_DUTY_ADDRESS, settings.EMERGENCY_DUTY_PHONE) if part],
    }
    return render(request, "engagement/concerns/rota.html", context)


@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Put somebody on the rota, or change a turn."""
    user = entered_by(request)
    there = get_object_or_404(DutyTurn, pk=pk) if pk else None
    form = TurnForm(request.POST or None, instance=there, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        kept = rota.keep(form.save(commit=False), by=user)
        messages.success(
            request,
            _("%(who)s is on the rota from %(first)s to %(last)s.")
            % {
                "who": kept.person,
                "first": date_format(kept.first_day, "j F"),
                "last": date_format(kept.last_day, "j F Y"),
            },
        )
        return redirect(f"{reverse('rota:index')}?from={kept.first_day.isoformat()}")
    context = _frame(_("Change a turn") if there else _("Put somebody on")) | {"form": form, "turn": there}
    return render(request, "engagement/concerns/turn.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a turn off, after asking."""
    user = entered_by(request)
    there = get_object_or_404(DutyTurn.objects.select_related("person"), pk=pk)
    if request.method == "POST":
        rota.remove(there, by=user)
        messages.success(request, _("The turn is off the rota."))
        return redirect("rota:index")
    return render(request, "engagement/concerns/turn_remove.html", _frame(_("Take a turn off")) | {"turn": there})


def told(rung: int) -> str:
    """When somebody on `rung` is told, as the form says it."""
    return DutyTurn(rung=rung).get_rung_display()


def say_gap(day: rota.Day, place: rota.Place) -> str:
    """An empty place, and who is told in its stead."""
    instead = ", ".join(dict.fromkeys(map(str, place.instead))) or _("the emergency duty team")
    return _("Nobody is down to be told %(when)s on %(day)s. Instead: %(who)s.") % {
        "when": told(place.rung),
        "day": date_format(day.date, "D j F"),
        "who": instead,
    }


def _monday(asked: str, today: date) -> date:
    """The Monday of the week that was asked for, if it can be shown, else of this week."""
    try:
        wanted = parse_date(asked) or today
    except ValueError:
        wanted = today
    if abs((wanted - today).days) > FURTHEST:
        wanted = today
    return wanted - timedelta(days=wanted.weekday())


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """From a gap in the calendar: its day and its place stand in the form already."""
    asked = {"rung": request.GET.get("rung", ""), "first_day": request.GET.get("day", "")}
    return {name: value for name, value in asked.items() if value} | (
        {"last_day": asked["first_day"]} if asked["first_day"] else {}
    )


def _frame(crumb: str, *, inside: bool = True) -> dict[str, Any]:
    return {
        "header_title": crumb,
        "header_icon": "calendar",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *([{"url": reverse("rota:index"), "label": _("Duty rota")}] if inside else []),
            {"url": "", "label": crumb},
        ],
    }
