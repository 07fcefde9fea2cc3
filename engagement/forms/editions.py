"""What is filled in about an edition: words for a section, what a correction mends, and the last yes before a seal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.publishing import LONGEST_NARRATIVE, LONGEST_NOTE

_TOO_LONG = _("Please keep it under %(limit_value)d letters.")


class NarrativeForm(forms.Form):
    """The officer's words on one section, with the number of edits that were on the screen."""

    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=LONGEST_NARRATIVE,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """What the next version mends. Every reader sees it."""

    note = forms.CharField(
        label=_("What does the correction mend?"),
        help_text=_("Every reader sees this on both versions. No names of young people."),
        max_length=LONGEST_NOTE,
        error_messages={"required": _("Say what the correction mends."), "max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class SealForm(forms.Form):
    """Sealing cannot be undone, so a tick comes before the button."""

    sure = forms.BooleanField(
        label=_("I have read the preview. What is sealed never changes."),
        error_messages={"required": _("Tick the box first: what is sealed never changes.")},
    )
