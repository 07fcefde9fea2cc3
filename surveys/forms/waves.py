"""Forms of a wave: when it is open and to whom, and codes for a group."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.models import ExportForm, ExportReason
from people.models import AgeBand, CareStatus
from surveys.forms.wording import text
from surveys.models import Wave, WayIn
from surveys.proofing import named
from surveys.tickets import MOST_CODES
from surveys.waves import Plan


def moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Pick a day and a time."), "invalid": _("Pick a day and a time that exist.")},
    )


class WaveForm(forms.Form):
    name = text(_("Name"), required=True, longest=60, help_text=_("For example: Spring 2027"))
    opens_at = moment(_("Opens"))
    closes_at = moment(_("Closes"))
    ways = forms.MultipleChoiceField(
        label=_("Ways in"), choices=WayIn.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick at least one way in.")},
    )  # fmt: skip

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(data["name"], data["opens_at"], data["closes_at"], tuple(data["ways"]))

    @staticmethod
    def filled(wave: Wave) -> dict[str, Any]:
        return {
            "name": wave.name,
            "opens_at": timezone.localtime(wave.opens_at),
            "closes_at": timezone.localtime(wave.closes_at),
            "ways": wave.ways.split(","),
        }


class RowsForm(forms.Form):
    """For what the rows of a wave are needed, and in which format."""

    form = forms.ChoiceField(label=_("Format"), choices=ExportForm.choices)
    reason = forms.ChoiceField(label=_("Why do you need it?"), choices=ExportReason.choices)


class CodesForm(forms.Form):
    group = text(_("Who they are for"), required=True, longest=80, help_text=_("For example: Elm House. No names."))
    face = forms.ChoiceField(label=_("Wording"))
    how_many = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST_CODES,
        error_messages={"required": _("How many codes?"), "invalid": _("Write a whole number, like 12.")},
    )  # fmt: skip
    age_band = forms.ChoiceField(
        label=_("All of them are"), required=False, choices=[("", _("Of different ages")), *AgeBand.choices]
    )
    care_status = forms.ChoiceField(
        label=_("And"), required=False, choices=[("", _("Not the same")), *CareStatus.choices]
    )

    def __init__(self, *args: Any, faces: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["face"].choices = [(face, named(face)) for face in faces]  # type: ignore[attr-defined]  # a choice field
