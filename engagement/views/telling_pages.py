"""What the last two pages of telling us show: every answer with a link to change it, and what happens next by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from engagement import complaints, telling
from engagement.deadlines import answer_by, due_at
from engagement.drafts import Draft
from engagement.models import NameChoice, Purpose, Theme, Urgency
from engagement.opening import clock_time
from people.roles import ROLES, Role


@dataclass(frozen=True)
class Answer:
    """One line of the last page."""

    question: str
    said: str | Promise
    url: str


def answers_of(draft: Draft) -> list[Answer]:
    """What was answered beside the words, in the order of the way."""
    return [
        Answer(question, said, reverse("engagement:tell-us-step", args=[draft.id, step]) + "?change")
        for step in telling.path(draft)
        for question, said in _lines(draft, step)
    ]


def _lines(draft: Draft, step: str) -> Iterator[tuple[str, str | Promise]]:
    answers = draft.answers
    match step:
        case "purpose":
            yield _("You want to"), Purpose(answers["purpose"]).label
        case "about":
            theme = Theme.objects.filter(pk=answers["theme"]).first() if answers["theme"].isdigit() else None
            yield _("It’s about"), theme.name if theme else _("Not sure")
        case "contact":
            yield _("Reach you by"), telling.contact(draft)
        case "where":
            yield _("Sent to"), ROLES[Role(answers["meeting_role"])].named
        case "reply":
            no_key = answers["name_choice"] == NameChoice.JUST_THE_IDEA
            wanted = _("We can’t, without a key") if no_key else _("Yes")
            yield _("Write back"), wanted if answers["wants_reply"] == telling.YES else _("No")
            yes = _("Yes, with anything that shows it’s you taken out")
            yield _("On the wall"), yes if answers["may_quote"] == telling.YES else _("No")
        case "name":
            yield _("Your name"), NameChoice(answers["name_choice"]).label


def what_happens_next(draft: Draft) -> list[dict[str, Any]]:
    """The steps to come with their days, by the desk's usual targets.

    The usual ones also for a text that screening made urgent: this page says nothing about what it found.
    Only who asks for help now is told the target that holds for all who do.
    """
    at = draft.received_at
    help_now = draft.answers["purpose"] == Purpose.HELP_NOW
    read_by = timezone.localtime(due_at(Urgency.URGENT if help_now else Urgency.NONE, at))
    steps: list[dict[str, Any]] = [
        {
            "state": "past",
            "icon": "tick",
            "date": timezone.localdate(at),
            "when": _("Today, %(day)s") % {"day": date_format(timezone.localdate(at), "l j F")},
            "title": _("You said it"),
            "text": _("It’s safe with us."),
        },
        {
            "state": "now",
            "icon": "eye",
            "when": _("By %(day)s, %(time)s")
            % {"day": date_format(read_by, "l j F"), "time": clock_time(read_by.time())},
            "title": _("A person reads it"),
            "text": _("A real person. Not a robot."),
        },
    ]
    if draft.answers["name_choice"] != NameChoice.JUST_THE_IDEA and draft.answers.get("wants_reply") != telling.NO:
        steps.append(
            {
                "state": "next",
                "icon": "speech",
                "when": _("By %(day)s") % {"day": date_format(_answer_day(draft), "l j F")},
                "title": _("We write back"),
                "text": _link(_("Our answer waits in %(link)s."), _("My space"), "engagement:my-space"),
            }
        )
    if draft.answers["purpose"] in (Purpose.IDEA, Purpose.WRONG, Purpose.GOOD, Purpose.QUESTION):
        steps.append(
            {
                "state": "next",
                "icon": "tools",
                "when": _("After that"),
                "title": _("We sort it, or tell you why not"),
                "text": _link(_("You can see what we did on %(link)s."), _("the wall"), "engagement:wall"),
            }
        )
    return steps


def _answer_day(draft: Draft) -> date:
    if draft.answers["purpose"] == Purpose.COMPLAINT:
        return complaints.working_days_after(draft.received_at, complaints.ANSWER_WITHIN)
    return timezone.localdate(answer_by(draft.received_at))


def _link(sentence: str, words: str, name: str) -> str:
    link = format_html('<a href="{}">{}</a>', reverse(name), words)
    return format_html(sentence.replace("%(link)s", "{}"), link)
