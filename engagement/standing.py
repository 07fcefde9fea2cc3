"""The day an Ask's answer or deed is due, and how late it is, in plain words for everybody."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.models import Ask


def day(when: date, today: date) -> str:
    """`when` as people say it: the year only where it is not this one."""
    return date_format(when, "j F" if when.year == today.year else "j F Y")


def say_due(ask: Ask, today: date) -> str:
    """By when, or how late it is by; empty once the Ask is closed and before somebody was asked."""
    if not ask.due_on:
        return ""
    late = ask.days_late(today)
    said = {"day": day(ask.due_on, today), "n": late}
    if not late:
        return _("By %(day)s.") % said
    return (
        ngettext(
            "We said %(day)s. It is late by %(n)d day.",
            "We said %(day)s. It is late by %(n)d days.",
            late,
        )
        % said
    )
