"""What is filled in to ask for a file of rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import ANY_ROWS, FROM_THE_DESK, ExportReason, Theme

_DAY = {"required": _("Give this day."), "invalid": _("Write the day as 31/12/2026, or pick it.")}
_KINDS = [(kind.value, kind.label) for kind in FROM_THE_DESK]
_FORMS = [(form.value, form.label) for form in ANY_ROWS]
_PICK = {"required": _("Pick one."), "invalid_choice": _("Pick one of these.")}


def _date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, error_messages=_DAY, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AskForm(forms.Form):
    """What, of which days, in which format, and why. Nothing is typed but days."""

    kind = forms.ChoiceField(
        label=_("What do you need?"),
        choices=_KINDS,
        widget=forms.RadioSelect,
        error_messages=_PICK,
    )
    first = _date(_("First day"))
    last = _date(_("Last day"))
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.all(),
        required=False,
        empty_label=_("All themes"),
        error_messages=_PICK,
    )
    form = forms.ChoiceField(label=_("Format"), choices=_FORMS, error_messages=_PICK)
    reason = forms.ChoiceField(
        label=_("Why do you need it?"),
        choices=[("", _("Pick a reason")), *ExportReason.choices],
        error_messages=_PICK,
    )
