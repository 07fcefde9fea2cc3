"""The screening desk: what its pages have in common, and trying a text by the rules in force and by the draft."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engagement import live_rules, rulesets, screening
from engagement.forms.screening import TryForm
from engagement.highlighting import Reason, highlight, label_of, language_name, marks_of, reasons_of
from engagement.models import RuleSet, Urgency
from people.models import User
from people.roles import EDIT_RULES, PUBLISH_RULES

TABS: dict[str, Promise] = {
    "try": gettext_lazy("Try a text"),
    "rules": gettext_lazy("Rules"),
    "draft": gettext_lazy("Draft"),
    "versions": gettext_lazy("Versions"),
    "figures": gettext_lazy("Figures"),
}


@dataclass(frozen=True)
class Reading:
    """What one rule set says of a text."""

    title: str
    urgency: Urgency
    marked: SafeString
    reasons: list[Reason]
    details: list[tuple[str, str]]
    reader: str
    failed: bool


def entered_by(request: HttpRequest, permission: str = EDIT_RULES) -> User:
    """The person at this desk; raises PermissionDenied for everybody who may not sit here."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(permission):
        raise PermissionDenied
    return user


def name_of(rule_set: RuleSet | None) -> str:
    return str(rule_set) if rule_set else _("As shipped")


def frame(user: User, tab: str, title: str = "") -> dict[str, Any]:
    """What every page of this desk shows around its content."""
    live, draft = rulesets.in_force(), rulesets.draft()
    title = title or str(TABS[tab])
    return {
        "tab": tab,
        "tabs": [(name, label, reverse(f"screening:{name}")) for name, label in TABS.items()],
        "live": live,
        "live_name": name_of(live),
        "draft": draft,
        "may_publish": user.has_perm(PUBLISH_RULES),
        "header_title": _("Screening: %(page)s") % {"page": title},
        "header_icon": "search",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("screening:try"), "label": _("Screening")},
            {"url": "", "label": title},
        ],
    }


@require_http_methods(["GET", "POST"])
def try_text(request: HttpRequest) -> HttpResponse:
    """Show what the rules say of a text. The text comes in the body, goes back on the page, and is kept nowhere."""
    user = entered_by(request)
    form = TryForm(request.POST or None)
    context = frame(user, "try") | {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        context["readings"] = [_read(_("In force: %(name)s") % {"name": context["live_name"]}, text, None)]
        if draft := context["draft"]:
            context["readings"].append(_read(_("Draft: %(name)s") % {"name": draft}, text, draft))
    return render(request, "engagement/screening/try.html", context, status=422 if form.errors else 200)


def _read(title: str, text: str, rule_set: RuleSet | None) -> Reading:
    found = screening.screen(text, live_rules.compiled(rule_set)) if rule_set else live_rules.screen(text)
    return Reading(
        title=title,
        urgency=Urgency[found.urgency.upper()],
        marked=highlight(text, marks_of(found)),
        reasons=reasons_of(text, found),
        details=[(label_of(span.kind), text[span.start : span.end]) for span in found.spans],
        reader=language_name(found.language) if found.needs_reader else "",
        failed=bool(found.failed),
    )
