"""What a step in an Ask's life sounds like to a young person: one sentence or two for every step they hear of."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.models import Affects, AskEvent, AskVerb
from people.models import User


def sentence(event: AskEvent) -> str:
    """The news of `event` in plain words; raises KeyError for a step that nobody is told of.

    Reads `event.owner` and `event.other`: fetch them along (`select_related`) where there are many.
    """
    saying = {
        AskVerb.RAISED: _("We put this with what others said. It is one ask now."),
        AskVerb.GATHERED: _("More people want the same. We put their views with this ask."),
        AskVerb.ASKED: _("We asked %(who)s. We should have an answer by %(day)s."),
        AskVerb.PROMISED: _("%(doer)s promised: %(words)s By %(day)s."),
        AskVerb.REFUSED: _("%(doer)s said no. %(reason)s %(words)s"),
        AskVerb.ALREADY_SO: _("%(doer)s says it is so already: %(words)s"),
        AskVerb.MOVED: _("%(doer)s moved the date to %(day)s. This is why: %(words)s"),
        AskVerb.PROGRESS: _("News from %(who)s: %(words)s"),
        AskVerb.DONE: _("%(doer)s says it is done: %(words)s"),
        AskVerb.WITH_COUNCIL: _("Other young people read it now. They say how many it matters to."),
        AskVerb.COUNCIL_SAID: _("Other young people read it. They say it matters to many.")
        if event.affects == Affects.MANY
        else _("Other young people read it. They say it matters to some."),
        AskVerb.MERGED: _("Others want the same. It is all one ask now: %(words)s"),
        AskVerb.SPLIT: _("This was two things in one. So now it is two asks. The other one: %(words)s")
        if event.other_id and event.other_id > event.ask_id
        else _("This was two things in one. So now it is an ask of its own: %(words)s"),
        AskVerb.QUESTIONED: _("Did it happen for you? Tell us before %(day)s."),
        AskVerb.CONFIRMED: _("Young people say: yes, it happened."),
        AskVerb.REOPENED: _("Young people say it did not happen. %(doer)s has to answer again by %(day)s."),
    }[AskVerb(event.verb)]
    who = _who(event.owner)
    said = saying % {
        "who": who,
        "doer": f"{who}," if "," in who else who,
        "words": _stop(event.words),
        "day": _day(event.due_on, event.at.year) if event.due_on else "",
        "reason": _stop(event.get_reason_display()),
    }
    if event.would_change:
        said += " " + _("What would change it: %(words)s") % {"words": _stop(event.would_change)}
    return said[:1].upper() + said[1:]


def _who(owner: User | None) -> str:
    """A person by name and job, because a named person can be held to it. Never the e-mail address."""
    name = owner.get_full_name() if owner else ""
    if owner is None or not name:
        return _("somebody here")
    job = owner.job_title
    if job[1:2].islower():  # "Head of homes", but not "SEND lead"
        job = job[0].lower() + job[1:]
    return _("%(name)s, %(job)s") % {"name": name, "job": job} if job else name


def _stop(words: str) -> str:
    """`words` with a full stop unless they end in a mark of their own."""
    words = str(words).strip()
    return words if not words or words[-1] in ".!?…" else f"{words}."


def _day(day: date, said_in: int) -> str:
    return date_format(day, "j F" if day.year == said_in else "j F Y")
