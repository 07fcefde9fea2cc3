"""When a question is asked, as a form shows it: a rule of `surveys.routing` and back."""

from collections.abc import Mapping
from typing import Any


def rule_of(data: Mapping[str, Any]) -> dict[str, object] | None:
    """The rule that was filled in; None where the question is asked of everybody."""
    picked: dict[str, list[str]] = {}
    for one in data["show_picked"]:
        key, _bar, option = one.partition("|")
        picked.setdefault(key, []).append(option)
    parts: list[dict[str, object]] = [{"q": key, "is": options} for key, options in picked.items()]
    if data["show_number"]:
        bounds = {"at_least": data["show_least"], "at_most": data["show_most"]}
        parts.append({"q": data["show_number"], **{name: value for name, value in bounds.items() if value is not None}})
    if data["show_faces"]:
        parts.append({"face": data["show_faces"]})
    if not parts:
        return None
    rule: dict[str, object] = parts[0] if len(parts) == 1 else {data["show_join"] or "all": parts}
    return {"not": rule} if data["show_not"] else rule


def filled_rule(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    if not rule:
        return {"show_join": "all"}
    start: dict[str, Any] = {"show_not": "not" in rule, "show_picked": []}
    inner = rule.get("not", rule)
    join = "any" if "any" in inner else "all"
    start["show_join"] = join
    for part in inner.get(join, [inner]):
        if "is" in part:
            start["show_picked"] += [f"{part['q']}|{option}" for option in part["is"]]
        elif "face" in part:
            start["show_faces"] = part["face"]
        elif "at_least" in part or "at_most" in part:
            start |= {"show_number": part["q"], "show_least": part.get("at_least"), "show_most": part.get("at_most")}
    return start
