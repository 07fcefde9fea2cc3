"""What happened to a concern, as lines to read: raised, who was told and when, taken on, handed over, closed."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from engagement.duty import LAST
from engagement.models import Concern, ConcernEvent, ConcernVerb
from people.models import OutboxMessage, User

_OCCASION = re.compile(r"concern \d+ (?P<kind>rung|undecided|allegation) ?(?P<number>\d*)")


@dataclass(frozen=True)
class Happened:
    """One line of the history."""

    at: datetime
    words: str
    more: str = ""


def history(concern: Concern) -> list[Happened]:
    """Everything that happened, oldest first. Three queries, however much that is."""
    told, others = _messages(concern)
    found = [_step(event, told) for event in concern.events.select_related("by")]
    return sorted([*found, *others], key=lambda line: line.at)


def _step(event: ConcernEvent, told: dict[int, list[str]]) -> Happened:
    if event.verb == ConcernVerb.ALERTED and event.level is not None:
        return Happened(event.at, _when_told(event.level), ", ".join(told.get(event.level, [])))
    who = f", {event.by}" if event.by else ""
    return Happened(event.at, f"{event.get_verb_display()}{who}")


def _when_told(level: int) -> str:
    if level > LAST:
        return _("Told again, because nobody had taken it on")
    return [_("Told at once"), _("Told after the first wait"), _("Told after the second wait")][level]


def _messages(concern: Concern) -> tuple[dict[int, list[str]], list[Happened]]:
    """Whom the alerts went to: by rung, and on other occasions as lines of their own."""
    sent = list(OutboxMessage.objects.filter(key__startswith=f"concern {concern.pk} ").order_by("pk"))
    names = _names(message.address for message in sent)
    told: dict[int, list[str]] = defaultdict(list)
    others: dict[str, list[OutboxMessage]] = defaultdict(list)
    for message in sent:
        occasion = _OCCASION.match(message.key)
        if occasion and occasion["kind"] == "rung":
            told[int(occasion["number"])].append(_said(message, names))
        elif occasion:
            others[occasion[0]].append(message)
    reminders = [
        Happened(some[0].made_at, _reminder(occasion), ", ".join(_said(message, names) for message in some))
        for occasion, some in others.items()
    ]
    return told, reminders


def _reminder(occasion: str) -> str:
    if "undecided" in occasion:
        return _("Reminded, because nothing had been decided")
    return _("Told that it is about an adult who works with children")


def _said(message: OutboxMessage, names: dict[str, str]) -> str:
    who = names.get(message.address, message.address)
    if message.channel == OutboxMessage.Channel.TEXT:
        who = _("%(who)s by text message") % {"who": who}
    return who if message.sent_at else _("%(who)s (not sent yet)") % {"who": who}


def _names(addresses: Iterable[str]) -> dict[str, str]:
    """Staff by mail address and by mobile number; the emergency duty team by both of its own."""
    team = str(_("the emergency duty team"))
    sought = set(addresses)
    names: dict[str, str] = {}
    for person in User.objects.filter(email__in=sought) | User.objects.filter(alert_phone__in=sought - {""}):
        names[person.email] = str(person)
        names.setdefault(person.alert_phone, str(person))
    return names | {settings.EMERGENCY_DUTY_ADDRESS: team, settings.EMERGENCY_DUTY_PHONE: team}
