"""The draft before it comes into force: what it changes, trying it on closed items, and the second person's yes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engagement import rule_changes, rulesets, tasks
from engagement.desks import VOICES
from engagement.forms.screening import SeenDraftForm
from engagement.models import RuleSet, RunKind, ScreeningRun
from engagement.rulesets import RulesError
from engagement.views.screening import entered_by, frame
from people.roles import PUBLISH_RULES


@require_GET
def draft(request: HttpRequest) -> HttpResponse:
    """Every difference from the rules in force, phrase by phrase, and what is still wrong."""
    user = entered_by(request)
    context = frame(user, "draft")
    found: RuleSet | None = context["draft"]
    if found:
        context |= {
            "changes": rule_changes.between(context["live"], found),
            "problems": rulesets.problems(found),
            "names": {key: table["name"] for key, table in rulesets.tables_of(found).items()},
            "run": found.runs.filter(kind=RunKind.SHADOW).first(),
            "events": found.events.select_related("by"),
            "mine": found.edited_by_id == user.pk,
        }
    return render(request, "engagement/screening/draft.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    rulesets.start(by=entered_by(request))
    return redirect("screening:draft")


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    user = entered_by(request)
    if found := rulesets.draft():
        rulesets.drop(found, by=user)
        messages.success(request, _("The draft is put away."))
    return redirect("screening:draft")


@require_POST
def shadow(request: HttpRequest) -> HttpResponse:
    """Begin to try the draft on closed items; the page of the run shows how far it is."""
    user = entered_by(request)
    found = rulesets.draft()
    if found is None:
        return redirect("screening:draft")
    run = rulesets.try_on_closed(found, by=user)
    tasks.carry_on_run.delay_on_commit(run.pk)
    return redirect("screening:run", pk=run.pk)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put it into force, by somebody other than its last editor, and read the open queue with it."""
    user = entered_by(request, PUBLISH_RULES)
    form, found = SeenDraftForm(request.POST), rulesets.draft()
    if found is None or not form.is_valid():
        return redirect("screening:draft")
    try:
        run = rulesets.publish(found, by=user, seen=form.cleaned_data["seen"])
    except RulesError as error:
        messages.error(request, str(error))
        return redirect("screening:draft")
    tasks.carry_on_run.delay_on_commit(run.pk)
    messages.success(
        request, _("%(name)s is in force. What waits to be read is being sorted by it now.") % {"name": found}
    )
    return redirect("screening:run", pk=run.pk)


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is, and what it sorts otherwise. Words only for those who may read the item on its desk."""
    user = entered_by(request)
    found = get_object_or_404(ScreeningRun.objects.select_related("rule_set", "by"), pk=pk)
    changes = list(found.changes.all())
    readable = VOICES.words_for(user).select_related("theme").defer("public_words", "board_words")
    items = {item.pk: item for item in readable.filter(pk__in=[change.submission_id for change in changes])}
    shown = [(change, items[change.submission_id]) for change in changes if change.submission_id in items]
    shadow = found.kind == RunKind.SHADOW
    context = frame(user, "draft" if shadow else "versions", str(found.get_kind_display()))
    context |= {
        "run": found,
        "shadow": shadow,
        "shown": shown,
        "up": sum(change.after > change.before for change, _item in shown),
        "down": sum(change.after < change.before for change, _item in shown),
        "out_of_date": shadow and found.rule_set and found.rule_set.version != found.rule_set_version,
    }
    return render(request, "engagement/screening/run.html", context)
