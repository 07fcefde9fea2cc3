"""The rules one by one: the list, a rule in its slots, a phrase more, and leaving a rule out."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import rulesets, screening, trying_phrases
from engagement.desks import VOICES
from engagement.forms.screening import PhraseForm, RuleForm, SeenDraftForm
from engagement.highlighting import WORRIES, label_of
from engagement.models import RuleSet
from engagement.rulesets import OvertakenError, RulesError, Table
from engagement.views.screening import entered_by, frame
from people.models import User

Marks = dict[str, str]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every rule by what it is about; those that the council changed say so."""
    user = entered_by(request)
    context = frame(user, "rules")
    shown = context["draft"] or context["live"]
    tables, marks = rulesets.tables_of(shown), _marks(shown)
    rows = [(table, marks.get(key, "")) for key, table in tables.items()]
    order = list(WORRIES)
    rows.sort(key=lambda row: order.index(row[0]["category"]) if row[0]["category"] in order else len(order))
    groups = [(label_of(name), list(some)) for name, some in groupby(rows, key=lambda row: str(row[0]["category"]))]
    return render(request, "engagement/screening/rules.html", context | {"groups": groups, "number": len(rows)})


def _marks(rule_set: RuleSet | None) -> Marks:
    """How a rule differs from the shipped one, by id."""
    if rule_set is None:
        return {}
    shipped = screening.shipped_tables()
    changed = {key: "changed" if key in shipped else "new" for key in rule_set.own}
    return changed | dict.fromkeys(rule_set.off, "off")


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, rule_id: str = "") -> HttpResponse:
    """One rule, or a new one. Saving keeps it in the draft, also while its examples come out otherwise."""
    user = entered_by(request)
    shown = rulesets.draft() or rulesets.in_force()
    tables = rulesets.tables_of(shown)
    if rule_id and rule_id not in tables:
        raise Http404
    table = tables.get(rule_id)
    form = RuleForm(request.POST or None, table=table, taken=frozenset(tables), initial={"seen": _seen()})
    if request.method == "POST" and form.is_valid():
        if _kept_already(user, form.made):  # a second click
            return redirect("screening:rule", rule_id=form.made["id"])
        try:
            draft = _draft(form, user)
            wrong = rulesets.keep_rule(draft, by=user, table=form.made, seen=draft.version)
        except RulesError as error:
            return _rule_page(request, user, form, table, trouble=str(error), status=409)
        if wrong:
            messages.warning(request, _("Kept in the draft. Some of it does not work yet: see below."))
        else:
            messages.success(request, _("Kept in the draft. Every example comes out as promised."))
        return redirect("screening:rule", rule_id=form.made["id"])
    return _rule_page(request, user, form, table, status=422 if form.errors else 200)


def _rule_page(
    request: HttpRequest, user: User, form: RuleForm, table: Table | None, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    context = frame(user, "rules", str(table["name"]) if table else _("A new rule"))
    shown = context["draft"] or context["live"]
    if trouble:  # what was typed stays, and is compared with the draft as it is now
        form.see(_seen())
    context |= {
        "form": form,
        "table": table,
        "trouble": trouble,
        "mark": _marks(shown).get(table["id"], "") if table else "",
        "problems": rulesets.problems_of(shown, table["id"]) if shown and table and table["id"] in shown.own else [],
        "groups": screening.word_groups(),
        "seen": _seen(),
    }
    return render(request, "engagement/screening/rule.html", context, status=status)


@require_POST
def switch(request: HttpRequest, rule_id: str, step: str) -> HttpResponse:
    """Leave a rule out, take it in again, or undo what was changed about it."""
    user = entered_by(request)
    verbs: dict[str, Callable[..., None]] = {
        "off": rulesets.switch_off,
        "on": rulesets.switch_on,
        "undo": rulesets.undo,
    }
    form = SeenDraftForm(request.POST)
    if not form.is_valid():  # not one of our own pages
        return redirect("screening:rules")
    try:
        draft = _draft(form, user)
        verbs[step](draft, by=user, rule=rule_id, seen=draft.version)
    except RulesError as error:
        messages.error(request, str(error))
        return redirect("screening:rules")
    messages.success(request, _("Changed in the draft. Nothing is in force before somebody else has read it."))
    gone = step == "undo" and rule_id not in screening.shipped_tables()
    return redirect("screening:rules") if gone else redirect("screening:rule", rule_id=rule_id)


@require_http_methods(["GET", "POST"])
def phrase(request: HttpRequest) -> HttpResponse:
    """A phrase more for a rule: see what it would change among closed items, then keep it in the draft."""
    user = entered_by(request)
    shown = rulesets.draft() or rulesets.in_force()
    tables = rulesets.tables_of(shown)
    form = PhraseForm(request.POST or None, rules=_choices(tables), initial=_asked_for(request))
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST" and form.is_valid():
        table = form.made(tables)
        if "keep" in request.POST and _kept_already(user, table):
            return redirect("screening:rule", rule_id=table["id"])
        if "keep" in request.POST:
            try:
                draft = _draft(form, user)
                rulesets.keep_rule(draft, by=user, table=table, seen=draft.version)
            except RulesError as error:
                context, status = {"trouble": str(error)}, 409
                form.see(_seen())
            else:
                messages.success(request, _("Kept in the draft."))
                return redirect("screening:rule", rule_id=table["id"])
        else:
            context = {"outcome": trying_phrases.outcome(shown, table, VOICES.words_for(user))}
    elif request.method == "POST":
        status = 422
    context = frame(user, "rules", _("Add a phrase")) | context | {"form": form}
    return render(request, "engagement/screening/phrase.html", context, status=status)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    return {"seen": _seen(), "rule": request.GET.get("rule", ""), "slot": "does"}


def _choices(tables: dict[str, Table]) -> list[tuple[str, list[tuple[str, str]]]]:
    by_category: dict[str, list[tuple[str, str]]] = {}
    for key, table in tables.items():
        by_category.setdefault(label_of(table["category"]), []).append((key, table["name"]))
    return list(by_category.items())


def _seen() -> int:
    """The version of the draft as it stands; -1 while there is none."""
    draft = rulesets.draft()
    return draft.version if draft else -1


def _kept_already(user: User, table: Table) -> bool:
    draft = rulesets.draft()
    return bool(draft and draft.edited_by_id == user.pk and draft.own.get(table["id"]) == table)


def _draft(form: SeenDraftForm, user: User) -> RuleSet:
    """The draft that was on the screen, or a new one where there was none; raises OvertakenError for another."""
    seen = form.cleaned_data["seen"]
    if seen != _seen():
        raise OvertakenError(_("Somebody else changed the draft while you were typing. Here is how it stands now."))
    return rulesets.start(by=user)
