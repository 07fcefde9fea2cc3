"""What a pack is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import Area, Principle

_PICK = {"invalid_choice": _("Pick one of these.")}


class PackForm(forms.Form):
    """Nothing has to be picked: one click makes the whole pack."""

    principle = forms.ChoiceField(
        label=_("Corporate parenting principle"),
        choices=[("", _("All seven")), *Principle.choices],
        required=False,
        error_messages=_PICK,
    )
    area = forms.ChoiceField(
        label=_("Judgement area"), choices=[("", _("All")), *Area.choices], required=False, error_messages=_PICK
    )
