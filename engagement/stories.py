"""The story of one Ask in public: its steps in plain sentences, what comes next, and words that may be quoted."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.models import AWAITED_STATES, Ask, AskEvent, AskVerb, Submission
from engagement.standing import day, say_due
from engagement.telling_back import sentence

MOST_QUOTES = 2
LONGEST_QUOTE = 300  # characters; a quote is never cut
LOOKED_AT = 12  # contributions that quotes are picked from

# What each public step shows beside its words: an icon and a paper. Steps that are not here are for colleagues:
# reading a wording twice is no news, and the day on which a view was added could point to who sent it.
SHOWN = {
    AskVerb.RAISED: ("speech", "lilac"),
    AskVerb.ASKED: ("people", "sky"),
    AskVerb.PROMISED: ("flag", "marigold"),
    AskVerb.REFUSED: ("stop", "tomato"),
    AskVerb.ALREADY_SO: ("tick", "leaf"),
    AskVerb.MOVED: ("clock", "marigold"),
    AskVerb.PROGRESS: ("tools", "marigold"),
    AskVerb.DONE: ("tick", "leaf"),
    AskVerb.WITH_COUNCIL: ("people", "lilac"),
    AskVerb.COUNCIL_SAID: ("people", "lilac"),
    AskVerb.SPLIT: ("link", "lilac"),
    AskVerb.QUESTIONED: ("speech", "rose"),
    AskVerb.CONFIRMED: ("heart", "leaf"),
    AskVerb.REOPENED: ("alert", "tomato"),
}
# Sentences for those who asked that say more than the public has to know: the other wording may not be public.
IN_PUBLIC = {
    AskVerb.RAISED: gettext_lazy("You told us. We read it and made it an ask."),
    AskVerb.GATHERED: gettext_lazy("Another ask wanted the same. They are one now."),
    AskVerb.SPLIT: gettext_lazy("This was two things in one. So now there are two asks."),
    AskVerb.QUESTIONED: gettext_lazy("We asked young people: did it happen for you?"),
}


@dataclass(frozen=True)
class Step:
    """One line of a timeline, as `components/timeline.html` draws it."""

    state: str  # past, now or next
    icon: str
    title: str
    text: str
    paper: str = ""
    date: datetime.date | None = None
    when: str = ""


def story(ask: Ask, today: datetime.date) -> list[Step]:
    """What happened, oldest first, and what has to happen next."""
    joined = Q(verb=AskVerb.GATHERED, other__isnull=False)
    events = ask.events.filter(joined | Q(verb__in=SHOWN)).select_related("owner")
    return [_past(event, today) for event in events] + _ahead(ask, today)


def _past(event: AskEvent, today: datetime.date) -> Step:
    verb = AskVerb(event.verb)
    icon, paper = SHOWN.get(verb, ("link", "lilac"))
    on = timezone.localdate(event.at)
    title = {
        AskVerb.RAISED: _("Heard"),
        AskVerb.ASKED: _("Looking into it"),
        AskVerb.PROMISED: _("A promise"),
        AskVerb.REFUSED: _("Can’t do"),
        AskVerb.ALREADY_SO: _("It is so already"),
        AskVerb.MOVED: _("A new date"),
        AskVerb.PROGRESS: _("News"),
        AskVerb.DONE: _("Done"),
        AskVerb.GATHERED: _("More of you"),
        AskVerb.WITH_COUNCIL: _("Young people look at it"),
        AskVerb.COUNCIL_SAID: _("What young people said"),
        AskVerb.SPLIT: _("Two asks"),
        AskVerb.QUESTIONED: _("Did it happen?"),
        AskVerb.CONFIRMED: _("Done, you agree"),
        AskVerb.REOPENED: _("Back open"),
    }[verb]
    text = str(IN_PUBLIC[verb]) if verb in IN_PUBLIC else sentence(event)
    return Step("past", icon, title, text, paper, on, day(on, today))


def _ahead(ask: Ask, today: datetime.date) -> list[Step]:
    if ask.is_closed:
        return []
    if not ask.due_on:
        return [Step("now", "clock", _("Next"), _("We ask somebody who can decide."), when=_("Soon"))]
    answer = Step("next", "speech", _("An answer"), _("It will be here, yes or no."))
    done = Step("next", "tick", _("Done"), _("It will be here when it is done."))
    first = answer if ask.state in AWAITED_STATES else done
    late = ask.days_late(today)
    text = say_due(ask, today) if late else first.text
    when = _("Now late") if late else _("By %(day)s") % {"day": day(ask.due_on, today)}
    return [Step("now", "alert" if late else "clock", first.title, text, when=when)]


def quotes(ask: Ask) -> list[str]:
    """One or two redacted texts that a young person agreed to have quoted and somebody approved."""
    may = Submission.objects.quotable().filter(contribution__ask=ask).exclude(public_words="")
    texts = may.order_by("pk").values_list("public_words", flat=True)[:LOOKED_AT]
    return [text for text in texts if len(text) <= LONGEST_QUOTE][:MOST_QUOTES]
