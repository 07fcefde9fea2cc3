"""What is different between two rule sets, phrase by phrase, for the person who reads before it comes into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from engagement import rulesets
from engagement.highlighting import label_of
from engagement.models import RuleSet, Urgency

LISTS = ("who", "does", "whom", "about", "unless", "also", "must_match", "must_not_match")


@dataclass(frozen=True)
class Line:
    """One entry of a rule: what comes in and what goes."""

    entry: str
    added: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True)
class RuleChange:
    """One rule that is different. `kind` is new, changed, off, on or gone."""

    id: str
    name: str
    kind: str
    lines: tuple[Line, ...] = ()


def between(before: RuleSet | None, after: RuleSet | None) -> list[RuleChange]:
    """Every difference, in the order of the later set's rules."""
    old, new = rulesets.tables_of(before), rulesets.tables_of(after)
    was_off, is_off = (set(one.off) if one else set() for one in (before, after))
    found: list[RuleChange] = []
    for key, table in new.items():
        lines = tuple(_lines(old.get(key, {}), table)) if table != old.get(key) else ()
        if key in is_off and key not in was_off:
            found.append(RuleChange(key, table["name"], "off", lines))
        elif key in was_off and key not in is_off:
            found.append(RuleChange(key, table["name"], "on", lines))
        elif lines:
            found.append(RuleChange(key, table["name"], "changed" if key in old else "new", lines))
    gone = [RuleChange(key, table["name"], "gone") for key, table in old.items() if key not in new]
    return found + gone


def _lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Line]:
    lines = []
    for entry in dict.fromkeys([*new, *old]):
        if entry == "id" or old.get(entry) == new.get(entry):
            continue
        if entry in LISTS:
            was, now = old.get(entry, []), new.get(entry, [])
        else:
            was, now = ([_said(entry, one[entry])] if entry in one else [] for one in (old, new))
        added, taken = tuple(x for x in now if x not in was), tuple(x for x in was if x not in now)
        if added or taken:
            lines.append(Line(entry, added, taken))
    return lines


def _said(entry: str, value: Any) -> str:
    """A single value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if entry == "urgency" and str(value).upper() in Urgency.names:
        return str(Urgency[str(value).upper()].label)
    return label_of(str(value)) if entry == "category" else str(value)
