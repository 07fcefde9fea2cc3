"""Draft, change, publish and go back: the only doors to the screening rules.

Every verb checks who asks, compares and sets the version, and writes one event in the same transaction. Nobody puts
into force what they changed last themselves; the database holds that too.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement import live_rules, screening
from engagement.models import RuleSet, RuleSetEvent, RuleSetState, RuleSetVerb, RunKind, ScreeningRun
from engagement.models.rule_sets import no_changes
from people.models import User
from people.roles import EDIT_RULES, PUBLISH_RULES

Table = dict[str, Any]


class RulesError(Exception):
    """A step that cannot be taken; the message is for the person at the screening desk."""


class OvertakenError(RulesError):
    """Somebody else changed the draft first."""


def draft() -> RuleSet | None:
    return RuleSet.objects.drafts().select_related("edited_by").first()


def in_force() -> RuleSet | None:
    """The published set; None is the rules as shipped."""
    return RuleSet.objects.published().select_related("edited_by", "published_by").first()


def tables_of(rule_set: RuleSet | None) -> dict[str, Table]:
    """Every rule of a set as a table, by id, also those that are switched off."""
    shipped = {key: dict(table) for key, table in screening.shipped_tables().items()}
    return shipped | (rule_set.own if rule_set else {})


def start(*, by: User) -> RuleSet:
    """The draft: the one there is, or a new one that starts from the rules in force."""
    _may(by, EDIT_RULES)
    if there := draft():
        return there
    live = in_force()
    number = (RuleSet.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            made = RuleSet.objects.create(
                number=number, changes=live.changes if live else no_changes(), edited_by=by, edited_at=timezone.now()
            )
            _log(made, RuleSetVerb.STARTED, by=by)
    except IntegrityError:  # a colleague started one at this very moment
        return RuleSet.objects.drafts().get()
    return made


def keep_rule(rule_set: RuleSet, *, by: User, table: Mapping[str, Any], seen: int) -> list[screening.Problem]:
    """Put a new or reworded rule into the draft, and return what is wrong with it. A faulty one is kept all the same.

    `seen` is the version of the draft that was on the screen.
    """
    own = rule_set.own | {table["id"]: dict(table)}
    if screening.shipped_tables().get(table["id"]) == table:
        del own[table["id"]]  # as shipped again
    _change(rule_set, by=by, seen=seen, note=str(table["name"]), rule=list(own.values()), off=rule_set.off)
    return problems_of(rule_set, table["id"])


def switch_off(rule_set: RuleSet, *, by: User, rule: str, seen: int) -> None:
    """Leave a rule out. It stays in the list, so that it can be switched on again."""
    tables = tables_of(rule_set)
    if rule not in tables:
        raise RulesError(_("There is no such rule."))
    if rule not in rule_set.off:
        note = _("Off: %(name)s") % {"name": tables[rule]["name"]}
        _change(rule_set, by=by, seen=seen, note=note, rule=rule_set.changes["rule"], off=[*rule_set.off, rule])


def switch_on(rule_set: RuleSet, *, by: User, rule: str, seen: int) -> None:
    if rule in rule_set.off:
        note = _("On: %(name)s") % {"name": tables_of(rule_set)[rule]["name"]}
        off = [other for other in rule_set.off if other != rule]
        _change(rule_set, by=by, seen=seen, note=note, rule=rule_set.changes["rule"], off=off)


def undo(rule_set: RuleSet, *, by: User, rule: str, seen: int) -> None:
    """Take a reworded rule back to how it ships, or an own one out."""
    own = rule_set.own
    if rule in own or rule in rule_set.off:
        note = _("Undone: %(name)s") % {"name": tables_of(rule_set)[rule]["name"]}
        own.pop(rule, None)
        off = [other for other in rule_set.off if other != rule]
        _change(rule_set, by=by, seen=seen, note=note, rule=list(own.values()), off=off)


def problems_of(rule_set: RuleSet, rule: str) -> list[screening.Problem]:
    """What is wrong with one rule of a set: words that cannot be read, and examples that come out otherwise."""
    rules = live_rules.compiled(rule_set)
    faults = [problem for problem in rules.problems if problem.rule == rule]
    return faults + [problem for one in rules.rules if one.id == rule for problem in screening.check_rule(one, rules)]


def problems(rule_set: RuleSet) -> list[screening.Problem]:
    """What keeps a set from coming into force: no rule at all, or any fault or broken promise that it brings.

    A rule that ships with a broken promise is ours to put right, and keeps no council from changing another.
    """
    rules = live_rules.compiled(rule_set)
    if rules.is_empty:
        return [screening.Problem("", _("There has to be at least one rule."))]
    return [problem for problem in screening.check_rules(rules) if problem not in _shipped_problems()]


@cache
def _shipped_problems() -> frozenset[screening.Problem]:
    return frozenset(screening.check_rules(screening.default_rules()))


def drop(rule_set: RuleSet, *, by: User) -> None:
    """Put the draft away. It cannot come into force any more, and its history stays."""
    _may(by, EDIT_RULES)
    with transaction.atomic():
        if RuleSet.objects.drafts().filter(pk=rule_set.pk).update(state=RuleSetState.RETIRED):
            _log(rule_set, RuleSetVerb.DROPPED, by=by)


def publish(rule_set: RuleSet, *, by: User, seen: int) -> ScreeningRun:
    """Put another person's draft into force, and begin the run over what waits to be read."""
    _may(by, PUBLISH_RULES)
    rule_set.refresh_from_db()
    if rule_set.state != RuleSetState.DRAFT:
        raise OvertakenError(_("It is not a draft any more. Here is how things stand now."))
    if rule_set.version != seen:
        raise OvertakenError(_("Somebody changed the draft while you were reading. Read what is new, then decide."))
    if rule_set.edited_by_id == by.pk:
        raise RulesError(_("You changed it last. Somebody else has to read it and put it into force."))
    live = in_force()
    if rule_set.changes == (live.changes if live else no_changes()):
        raise RulesError(_("Nothing is different from the rules in force."))
    if problems(rule_set):
        raise RulesError(_("Some rules do not keep their promises yet. Put those right first."))
    with transaction.atomic():
        RuleSet.objects.published().update(state=RuleSetState.RETIRED)
        changed = RuleSet.objects.drafts().filter(pk=rule_set.pk, version=seen)
        if not changed.update(state=RuleSetState.PUBLISHED, published_by=by, published_at=timezone.now()):
            raise OvertakenError(_("Somebody changed the draft while you were reading. Read what is new, then decide."))
        _log(rule_set, RuleSetVerb.PUBLISHED, by=by)
        run = _over_the_open_queue(rule_set, by=by)
    rule_set.refresh_from_db()
    return run


def roll_back(to: RuleSet | None, *, by: User, why: str) -> ScreeningRun:
    """Go back to a set that was in force before; None is the rules as shipped. One person can: it was read by two."""
    _may(by, PUBLISH_RULES)
    if not why.strip():
        raise RulesError(_("Say why, in a few words."))
    if to == in_force():
        raise RulesError(_("These are the rules in force."))
    if to and not to.published_at:
        raise RulesError(_("It was never in force. Publish it as a draft instead."))
    with transaction.atomic():
        RuleSet.objects.published().update(state=RuleSetState.RETIRED)
        if to:
            RuleSet.objects.filter(pk=to.pk).update(state=RuleSetState.PUBLISHED)
            to.refresh_from_db()
        _log(to, RuleSetVerb.ROLLED_BACK, by=by, note=why)
        return _over_the_open_queue(to, by=by)


def try_on_closed(rule_set: RuleSet, *, by: User) -> ScreeningRun:
    """Begin a shadow run of the draft. It changes no item."""
    _may(by, EDIT_RULES)
    waiting = rule_set.runs.unfinished().filter(kind=RunKind.SHADOW, rule_set_version=rule_set.version).first()
    if waiting:
        return waiting
    with transaction.atomic():
        _log(rule_set, RuleSetVerb.TRIED, by=by)
        return _begin(RunKind.SHADOW, rule_set, by=by)


def _over_the_open_queue(rule_set: RuleSet | None, *, by: User) -> ScreeningRun:
    """Begin the run over what waits. An earlier one that has not ended is ended: its rules are no longer in force."""
    ScreeningRun.objects.unfinished().filter(kind=RunKind.OPEN_QUEUE).update(finished_at=timezone.now())
    return _begin(RunKind.OPEN_QUEUE, rule_set, by=by)


def _begin(kind: RunKind, rule_set: RuleSet | None, *, by: User) -> ScreeningRun:
    version = rule_set.version if rule_set else 0
    return ScreeningRun.objects.create(kind=kind, rule_set=rule_set, rule_set_version=version, by=by, at=timezone.now())


def _change(rule_set: RuleSet, *, by: User, seen: int, note: str, **changes: Any) -> None:
    _may(by, EDIT_RULES)
    with transaction.atomic():
        changed = RuleSet.objects.drafts().filter(pk=rule_set.pk, version=seen)
        if not changed.update(version=F("version") + 1, changes=changes, edited_by=by, edited_at=timezone.now()):
            raise OvertakenError(_("Somebody else changed the draft while you were typing. Here is how it stands now."))
        rule_set.refresh_from_db()
        _log(rule_set, RuleSetVerb.EDITED, by=by, note=note)


def _may(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied


def _log(rule_set: RuleSet | None, verb: RuleSetVerb, *, by: User, note: str = "") -> None:
    RuleSetEvent.objects.create(rule_set=rule_set, verb=verb, by=by, at=timezone.now(), note=note.strip()[:400])
