"""A pack for people: an index, pages of chains, and one row a chain as a workbook. Made of the lines alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from engagement.exports import Sheet, workbook
from engagement.models import ActionVerb, AskVerb, EditionVerb, MeetingVerb, RefusalReason, VerdictOutcome

Fact = dict[str, Any]

CHAINS_A_PAGE = 250
# Texts of a fact that stand in a page as they are.
_SHOWN = ("action", "meeting", "held_on", "owner", "owner_job", "words", "decision", "would_change", "other", "digest")
_ANSWERS = (AskVerb.PROMISED, AskVerb.REFUSED, AskVerb.ALREADY_SO)


def chains(facts: Sequence[Fact]) -> list[list[Fact]]:
    return [list(its) for _name, its in groupby(facts, key=lambda fact: fact["chain"])]


def pages(header: dict[str, Any], facts: Sequence[Fact], head: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of every page, the index first."""
    said = Sayings.now()
    them = chains(facts)
    parts = [them[at : at + CHAINS_A_PAGE] for at in range(0, len(them), CHAINS_A_PAGE)]
    rows = "".join(_row(chain, _page_name(n), said) for n, part in enumerate(parts, 1) for chain in part)
    context = {"header": header, "head": head, "events": len(facts), "chains": len(them)}
    yield "index.html", _rendered("index", context | {"rows": rows})
    for n, part in enumerate(parts, 1):
        body = "".join(_section(chain, said) for chain in part)
        yield _page_name(n), _rendered("chains", context | {"rows": body, "n": n, "of": len(parts)})


def table(facts: Sequence[Fact]) -> bytes:
    """One row for each ask, and one for each step of an edition. Raises ReleaseStoppedError."""
    said = Sayings.now()
    them = chains(facts)
    asks = [_asked(chain, said) for chain in them if chain[0]["chain"].startswith("ask-")]
    others = [fact for chain in them if not chain[0]["chain"].startswith("ask-") for fact in chain]
    return workbook(
        [
            Sheet(
                _("Asks"),
                [
                    _("Chain"), _("What young people asked"), _("Theme"), _("Views, at most"), _("Raised on"),
                    _("Asked on"), _("Answered on"), _("Answer"), _("Said to be done on"), _("What young people said"),
                    _("First event"), _("Last event"),
                ],
                asks,
            ),
            Sheet(
                _("Editions and meetings"),
                [_("Chain"), _("Step"), _("On"), _("By"), _("Fingerprint"), _("Event")],
                [
                    [one["chain"], said.label(one), one["at"][:10], one.get("by", ""), one.get("digest", ""), one["n"]]
                    for one in others
                ],
            ),
        ]
    )  # fmt: skip


@dataclass(frozen=True)
class Sayings:
    """The site's words for codes and phrases, looked up once for each build and not for each event."""

    labels: dict[str, str]
    at_most: str
    none: str
    answers: str
    until: str
    recorded: str

    @classmethod
    def now(cls) -> "Sayings":
        """In the language that is in force."""
        kinds = (("", AskVerb), ("edition_", EditionVerb), ("action_", ActionVerb), ("meeting_", MeetingVerb))
        labels = {f"{kind}{verb.value}": str(verb.label) for kind, verbs in kinds for verb in verbs}
        labels |= {f"round_{one.value}": str(one.label) for one in VerdictOutcome}
        labels |= {f"because_{one.value}": str(one.label) for one in RefusalReason}
        return cls(
            labels={**labels, "views": _("Views")},
            at_most=_("at most %(n)d"),
            none=_("none any more"),
            answers=_("answers: at most %(n)d"),
            until=_("by %(day)s"),
            recorded=_("recorded by: %(who)s"),
        )

    def label(self, fact: Fact) -> str:
        """What happened, as the site calls it."""
        what = f"round_{fact['outcome']}" if fact["what"] == "round" else fact["what"]
        return self.labels.get(what, what)


def _asked(chain: list[Fact], said: Sayings) -> list[str | int]:
    views = chain[0]
    return [
        views["chain"], views["ask"], views["theme"], views["at_most"], _day(chain, AskVerb.RAISED),
        _day(chain, AskVerb.ASKED), _day(chain, *_ANSWERS), _last(chain, said, *_ANSWERS), _day(chain, AskVerb.DONE),
        _last(chain, said, "round"), views["n"], chain[-1]["n"],
    ]  # fmt: skip


def _day(chain: list[Fact], *whats: str) -> str:
    return next((fact["at"][:10] for fact in reversed(chain) if fact["what"] in whats), "")


def _last(chain: list[Fact], said: Sayings, *whats: str) -> str:
    return next((said.label(fact) for fact in reversed(chain) if fact["what"] in whats), "")


def _row(chain: list[Fact], page: str, said: Sayings) -> str:
    first = chain[0]
    name = escape(first["chain"])
    at_most = first.get("at_most")
    cells = (
        first.get("ask", ""), first.get("theme", ""), "" if at_most is None else str(at_most), said.label(chain[-1]),
        f"{first['n']}–{chain[-1]['n']}",
    )  # fmt: skip
    return f'<tr><th scope="row"><a href="{page}#{name}">{name}</a></th>{"".join(map(_cell, cells))}</tr>'


def _cell(text: str) -> str:
    return f"<td><bdi>{escape(text)}</bdi></td>"


def _section(chain: list[Fact], said: Sayings) -> str:
    first = chain[0]
    name = escape(first["chain"])
    ask = f"<p><bdi>{escape(first['ask'])}</bdi></p>" if first.get("ask") else ""
    items = "".join(_item(fact, said) for fact in chain)
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{name}</h2>{ask}<ol>{items}</ol></section>'


def _item(fact: Fact, said: Sayings) -> str:
    when = fact.get("at", "")[:10]
    time = f"<time>{when}</time> " if when else ""
    details = escape("; ".join(_details(fact, said)))
    return f'<li value="{fact["n"]}">{time}<b>{escape(said.label(fact))}</b> <bdi>{details}</bdi></li>'


def _details(fact: Fact, said: Sayings) -> list[str]:
    found = [fact[name] for name in _SHOWN if name in fact]
    if "at_most" in fact:
        found.append(said.at_most % {"n": fact["at_most"]} if fact["at_most"] else said.none)
    if "answers_at_most" in fact:
        found.append(said.answers % {"n": fact["answers_at_most"]})
    if "reason" in fact:
        found.append(said.labels[f"because_{fact['reason']}"])
    if "due_on" in fact:
        found.append(said.until % {"day": fact["due_on"]})
    if "by" in fact:
        found.append(said.recorded % {"who": fact["by"]})
    return found


def _page_name(n: int) -> str:
    return f"chains-{n:03}.html"


def _rendered(name: str, context: dict[str, Any]) -> bytes:
    # Every text in the rows was escaped above: a template's loop over a hundred thousand events takes its time.
    safe = {**context, "rows": mark_safe(context["rows"])}  # noqa: S308
    return render_to_string(f"engagement/packs/paper_{name}.html", safe).encode()
