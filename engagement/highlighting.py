"""Marks in a young person's words what screening noticed; the words themselves stay exactly as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from engagement import live_rules
from engagement.models import Finding, Urgency
from engagement.screening.findings import LEVELS, Findings

# Kind of mark by category, the weightiest kind first where marks overlap.
KINDS = ("harm", "name", "place", "reach", "tag")
DETAILS = {
    "pii_full_name": ("name", _("Name")),
    "pii_school": ("place", _("School")),
    "pii_address": ("place", _("Address")),
    "pii_postcode": ("place", _("Postcode")),
    "pii_phone": ("reach", _("Phone")),
    "pii_email": ("reach", _("E-mail")),
    "pii_social": ("reach", _("Account")),
    "pii_url": ("reach", _("Web address")),
    "pii_id": ("reach", _("Number")),
}
WORRIES = {
    "self_harm": _("Self-harm"),
    "abuse": _("Abuse"),
    "neglect": _("Neglect"),
    "exploitation": _("Exploitation"),
    "missing": _("Missing"),
    "violence": _("Violence"),
    "bullying": _("Bullying"),
    "allegation_staff": _("About staff"),
    "mental_health": _("Low mood"),
    "substance": _("Drugs or drink"),
    "profanity": _("Strong words"),
}
LEGEND = (
    ("harm", _("Someone may not be safe")),
    ("name", _("A person")),
    ("place", _("A place")),
    ("reach", _("A number, account or address")),
    ("tag", _("Strong words")),
)


@dataclass(frozen=True)
class Mark:
    """A stretch of the words, what kind of mark it wears, and its label."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True)
class Reason:
    """Why something is marked, in a moderator's words. `excerpt` is part of the young person's own words."""

    label: str
    excerpt: str
    name: str
    why: str
    what_to_do: str
    urgency: int
    rule: str = ""
    said: str = ""  # what the reader has said about it: right or wrong


def marks(findings: Iterable[Finding]) -> list[Mark]:
    return [Mark(f.start, f.end, *_kind_and_label(f.category)) for f in findings]


def marks_of(found: Findings) -> list[Mark]:
    """The marks of a text that is not stored."""
    hits = [Mark(hit.start, hit.end, *_kind_and_label(hit.category)) for hit in found.hits]
    return hits + [Mark(span.start, span.end, *_kind_and_label(span.kind)) for span in found.spans]


def reasons_of(words: str, found: Findings) -> list[Reason]:
    """Why a text that is not stored is marked: each rule once, most worrying first."""
    told: dict[str, Reason] = {}
    for hit in sorted(found.hits, key=lambda hit: (-LEVELS.index(hit.urgency), hit.start)):
        label, urgency = _kind_and_label(hit.category)[1], Urgency[hit.urgency.upper()]
        reason = Reason(label, words[hit.start : hit.end], hit.name, hit.why, hit.what_to_do, urgency)
        told.setdefault(hit.rule, reason)
    return list(told.values())


def label_of(category: str) -> str:
    return _kind_and_label(category)[1]


def highlight(words: str, found: Sequence[Mark]) -> SafeString:
    """`words` as HTML with marks; without its tags it reads exactly as before.

    Marks may overlap: the words are cut wherever one starts or ends, each stretch wears the weightiest kind that
    covers it, and a label follows the stretch where its mark ends.
    """
    found = [m for m in found if m.start < min(m.end, len(words))]
    cuts = sorted({0, len(words), *(m.start for m in found), *(min(m.end, len(words)) for m in found)})
    return format_html_join("", "{}", ((_stretch(words, start, end, found),) for start, end in pairwise(cuts)))


def _stretch(words: str, start: int, end: int, found: Sequence[Mark]) -> SafeString:
    over = [m for m in found if m.start <= start and end <= m.end]
    if not over:
        return format_html("{}", words[start:end])
    kind = min((m.kind for m in over), key=KINDS.index)
    ended = dict.fromkeys(m.label for m in over if min(m.end, len(words)) == end)
    if not ended:
        return format_html('<mark class="fl fl--{}">{}</mark>', kind, words[start:end])
    return format_html(
        '<mark class="fl fl--{}" data-k="{}">{}</mark>', kind, ", ".join(map(str, ended)), words[start:end]
    )


def reasons(words: str, findings: Iterable[Finding]) -> list[Reason]:
    """What to read beside the words: each rule that fired once, most worrying first. Details speak for themselves."""
    rules = {rule.id: rule for rule in live_rules.or_shipped().rules}
    told: dict[str, Reason] = {}
    for finding in sorted(findings, key=lambda f: (-f.urgency, f.start)):
        if finding.is_detail or finding.rule in told:
            continue
        rule = rules.get(finding.rule)
        told[finding.rule] = Reason(
            label=_kind_and_label(finding.category)[1],
            excerpt=words[finding.start : finding.end],
            # A rule that has been taken away since still leaves its category.
            name=rule.name if rule else "",
            why=rule.why if rule else "",
            what_to_do=rule.what_to_do if rule else "",
            urgency=Urgency(finding.urgency),
            rule=finding.rule,
        )
    return list(told.values())


def language_name(code: str) -> str:
    """The language screening recognised, by name where it has one."""
    for pack in live_rules.or_shipped().languages:
        if pack.code == code:
            return pack.name
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(_("another language"))


def _kind_and_label(category: str) -> tuple[str, str]:
    if category in DETAILS:
        kind, label = DETAILS[category]
        return kind, str(label)
    if category.startswith("pii_"):
        return "reach", str(_("Detail"))
    return "tag" if category == "profanity" else "harm", str(WORRIES.get(category, category))
