"""Every version of the rules, who put it into force and when, and going back to one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from engagement import rule_changes, rulesets, tasks
from engagement.forms.screening import WhyForm
from engagement.models import AS_SHIPPED, RuleSet, RuleSetEvent, RuleSetState
from engagement.rulesets import RulesError
from engagement.views.screening import entered_by, frame, name_of
from people.roles import EDIT_RULES, PUBLISH_RULES


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Versions, latest first; the shipped rules are the last line. The whole history below."""
    user = entered_by(request)
    context = frame(user, "versions") | {
        "versions": RuleSet.objects.exclude(state=RuleSetState.DRAFT).select_related("edited_by", "published_by"),
        "events": RuleSetEvent.objects.select_related("by", "rule_set").order_by("-at", "-pk")[:50],
    }
    return render(request, "engagement/screening/versions.html", context)


@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version against the rules in force, with the way back to it."""
    user = entered_by(request, PUBLISH_RULES if request.method == "POST" else EDIT_RULES)
    found = _find(number)
    form = WhyForm(request.POST or None)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            run = rulesets.roll_back(found, by=user, why=form.cleaned_data["why"])
        except RulesError as error:
            trouble = str(error)
        else:
            tasks.carry_on_run.delay_on_commit(run.pk)
            messages.success(request, _("In force again: %(name)s.") % {"name": name_of(found)})
            return redirect("screening:run", pk=run.pk)
    context = frame(user, "versions", name_of(found))
    context |= {
        "found": found,
        "number": number,
        "in_force": found == context["live"],
        "can_go_back": found != context["live"] and (found is None or found.published_at is not None),
        "changes": rule_changes.between(None, found),
        "form": form,
        "trouble": trouble,
    }
    status = 409 if trouble else 422 if form.errors else 200
    return render(request, "engagement/screening/version.html", context, status=status)


def _find(number: int) -> RuleSet | None:
    """The version with this number; None for the rules as shipped. A draft has its own page."""
    if number == AS_SHIPPED:
        return None
    found = get_object_or_404(RuleSet.objects.select_related("edited_by", "published_by"), number=number)
    if found.state == RuleSetState.DRAFT:
        raise Http404
    return found
