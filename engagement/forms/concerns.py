"""What somebody fills in about a concern, and about who is on duty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import Concern, DutyTurn
from engagement.rota import may_be_on
from people.models import User

LONGEST_LINE = 400  # characters
LONGEST_TURN = 370  # days


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), **more
    )


class ConcernForm(forms.Form):
    """A concern as it was on the screen: compared before anything is set."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, concern: Concern, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("version", concern.version)
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and words of everything that was written, so that a refused step loses nothing."""
        return [(str(self[name].label), str(self[name].value())) for name in self.fields if name != "version"]


class ReferForm(ConcernForm):
    to = _text(
        _("Who you told, and how"),
        help_text=_("For example: the duty social worker, by phone."),
        error_messages={"required": _("Say who you told.")},
    )
    reference = forms.CharField(
        label=_("Their reference"),
        max_length=100,
        help_text=_("The number or name under which they can find it again."),
        error_messages={"required": _("Write down the number or name they gave you for it.")},
    )


class NoConcernForm(ConcernForm):
    why = _text(_("Why nobody is at risk"), error_messages={"required": _("Say why nobody is at risk.")})


class TurnForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs' generics do not exist at run time
    """Who is told when, and on which days."""

    class Meta:
        model = DutyTurn
        fields = ["person", "rung", "first_day", "last_day"]
        widgets = {
            "first_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "person": {"required": _("Pick somebody.")},
            "first_day": {"required": _("Say from which day on."), "invalid": _("That is not a day.")},
            "last_day": {"required": _("Say until which day."), "invalid": _("That is not a day.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = may_be_on()
        self.fields["person"].queryset = User.objects.filter(  # type: ignore[attr-defined]  # a model choice field
            pk__in=[person.pk for person in people]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first day."))
        elif first and last and (last - first).days > LONGEST_TURN:
            self.add_error("last_day", _("That is longer than a year. Put in one year at a time."))
        return cleaned
