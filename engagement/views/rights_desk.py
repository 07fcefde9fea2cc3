"""Requests in the admin: what is open with its clock, and everything there ever was, by kind. No words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from engagement.clock import Clock
from engagement.models import (
    OPEN_REQUESTS,
    Complaint,
    ErasureDecision,
    Objection,
    Outcome,
    SubjectRequest,
    Submission,
    TakenBack,
)
from engagement.paging import Page, page_after
from engagement.subject_requests import may_check
from people.models import User
from people.roles import HANDLE_REQUESTS

MOST_OPEN = 50  # of one kind, on the page of what is open
NEAR = 3  # days


@dataclass(frozen=True)
class Row:
    """One line: what it is, since when, by when."""

    title: str
    asked_on: date
    stands: str
    clock: Clock | None
    url: str


def handled_by(request: HttpRequest) -> User:
    """Who handles requests; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(HANDLE_REQUESTS):
        raise PermissionDenied
    return user


def handled_or_checked_by(request: HttpRequest) -> User:
    """Who handles requests, or makes the safety check; raises PermissionDenied for everybody else."""
    user = request.user
    if not isinstance(user, User) or not (user.has_perm(HANDLE_REQUESTS) or may_check(user)):
        raise PermissionDenied
    return user


def complaints_for(user: User) -> "QuerySet[Complaint]":
    """Every complaint is fetched through this: none that names `user`, and no allegation outside its group."""
    return Complaint.objects.filter(voice__in=Submission.objects.visible_to(user)).select_related("voice")


def objections_for(user: User) -> "QuerySet[Objection]":
    objections = Objection.objects.filter(submission__in=Submission.objects.visible_to(user))
    return objections.select_related("submission", "said")


def waiting_erasures_for(user: User) -> "QuerySet[TakenBack]":
    waiting = TakenBack.objects.waiting().filter(submission__in=Submission.objects.visible_to(user))
    return waiting.select_related("submission")


def files_for(user: User) -> "QuerySet[SubjectRequest]":
    """The requests for everything that `user` handles; for who only makes the safety check, those that wait for it."""
    asked = SubjectRequest.objects.visible_to(user)
    return asked if user.has_perm(HANDLE_REQUESTS) else asked.to_check()


def waiting_for(user: User) -> int:
    """How many open ones wait, for the menu: one query on every page of the admin."""
    files = files_for(user).filter(state__in=OPEN_REQUESTS).order_by().values("pk")
    if not user.has_perm(HANDLE_REQUESTS):
        return files.count()
    complaints = complaints_for(user).filter(answered_on=None).order_by().values("pk")
    objections = objections_for(user).filter(answered_on=None).order_by().values("pk")
    return files.union(complaints, objections, all=True).count()


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is open, soonest first, in one look."""
    user = handled_or_checked_by(request)
    files = files_for(user).filter(state__in=OPEN_REQUESTS).order_by("due_on", "pk")[:MOST_OPEN]
    groups = [(_("Everything about one person"), "files", file_rows(files))]
    if user.has_perm(HANDLE_REQUESTS):
        complaints = complaints_for(user).filter(answered_on=None).order_by("answer_by", "pk")[:MOST_OPEN]
        objections = objections_for(user).filter(answered_on=None).order_by("answer_by", "pk")[:MOST_OPEN]
        erasures = waiting_erasures_for(user).order_by("asked_at", "pk")[:MOST_OPEN]
        groups = [
            (_("Complaints"), "complaints", complaint_rows(complaints)),
            (_("Objections"), "objections", objection_rows(objections)),
            *groups,
            (_("Taken back, and not erased yet"), "erasures", erasure_rows(erasures)),
        ]
    context = frame(_("Requests")) | {"groups": groups, "handles": user.has_perm(HANDLE_REQUESTS)}
    return render(request, "engagement/requests/index.html", context)


@require_GET
def every(request: HttpRequest, kind: str) -> HttpResponse:
    """All of one kind, latest first."""
    user = handled_or_checked_by(request) if kind == "files" else handled_by(request)
    titles = {"complaints": _("All complaints"), "objections": _("All objections"), "files": _("All requests")}
    found: QuerySet[Any]
    rows_of: Callable[[Iterable[Any]], list[Row]]
    if kind == "complaints":
        found, rows_of = complaints_for(user), complaint_rows
    elif kind == "objections":
        found, rows_of = objections_for(user), objection_rows
    else:
        found, rows_of = files_for(user), file_rows
    page: Page[Any] = page_after(found.order_by("-asked_on", "-pk"), request.GET.get("after", ""))
    context = frame(titles[kind], inside=True) | {"rows": rows_of(page.rows), "next": page.next}
    return render(request, "engagement/requests/every.html", context)


@require_GET
def erasures(request: HttpRequest) -> HttpResponse:
    """The log of erasures: what was asked and decided, by whom, why and when. Cannot be changed."""
    user = handled_by(request)
    hidden = Submission.objects.exclude(pk__in=Submission.objects.visible_to(user)).values("reference")
    decisions = ErasureDecision.objects.exclude(reference__in=hidden).select_related("by").order_by("-at", "-pk")
    page = page_after(decisions, request.GET.get("after", ""))
    context = frame(_("Log of erasures"), inside=True) | {"decisions": page.rows, "next": page.next}
    return render(request, "engagement/requests/erasures.html", context)


def complaint_rows(complaints: Iterable[Complaint]) -> list[Row]:
    return [
        Row(
            title=_("Complaint %(reference)s") % {"reference": one.voice.reference},
            asked_on=one.asked_on,
            stands=str(Outcome(one.outcome).label) if one.outcome else longer(one),
            clock=day_clock(one.answer_by) if one.is_open else None,
            url=reverse("requests:complaint", args=[one.uuid]),
        )
        for one in complaints
    ]


def objection_rows(objections: Iterable[Objection]) -> list[Row]:
    return [
        Row(
            title=f"{one.get_use_display()}, {one.submission.reference}",
            asked_on=one.asked_on,
            stands=_("Stopped at once") if one.is_open else _("Agreed") if one.agreed else _("Not agreed"),
            clock=day_clock(one.answer_by) if one.is_open else None,
            url=reverse("requests:objection", args=[one.uuid]),
        )
        for one in objections
    ]


def file_rows(files: Iterable[SubjectRequest]) -> list[Row]:
    return [
        Row(
            title=_("Request %(number)s") % {"number": one.pk},
            asked_on=one.asked_on,
            stands=one.get_state_display(),
            clock=day_clock(one.due_on) if one.is_open else None,
            url=reverse("requests:file", args=[one.uuid]),
        )
        for one in files
    ]


def erasure_rows(waiting: Iterable[TakenBack]) -> list[Row]:
    return [
        Row(
            title=_("View %(name)s") % {"name": one.submission.reference},
            asked_on=timezone.localdate(one.asked_at),
            stands=_("Hidden at once"),
            clock=None,
            url=reverse("requests:erasure", args=[one.submission.uuid]),
        )
        for one in waiting
    ]


def longer(complaint: Complaint) -> str:
    return _("Twenty working days") if complaint.longer_since else _("Ten working days")


def day_clock(due: date) -> Clock:
    """How many days are left until `due`, in words."""
    days = (due - timezone.localdate()).days
    if days < 0:
        return Clock(ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}, "late")
    if days == 0:
        return Clock(_("Today"), "near")
    words = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return Clock(f"{words}, {date_format(due, 'j F')}", "near" if days <= NEAR else "calm")


def frame(crumb: str, *, inside: bool = False) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside:
        trail.append({"url": reverse("requests:index"), "label": _("Requests")})
    return {
        "header_title": crumb,
        "header_icon": "mail",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
