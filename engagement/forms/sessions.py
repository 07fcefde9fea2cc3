"""What staff fill in after a drop-in, a letter or a group session: the session once, and each view in a row."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.models import LONGEST_TEXT, Feeling, Session, Theme

ROWS, MOST_ROWS = 5, 60


class SessionForm(forms.ModelForm[Session]):
    """Kind, day, and how young people took part."""

    class Meta:
        model = Session
        fields = ["kind", "held_on", "how"]
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_held_on(self) -> Any:
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("Pick a day that has been."))
        return held_on


class ViewRowForm(forms.Form):
    """One view. The token names the row, so that a form sent twice stores it once."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    words = forms.CharField(
        label=_("What they said"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    theme = forms.ModelChoiceField(Theme.objects.open(), label=_("Theme"), required=False, empty_label=_("Not sure"))
    feeling = forms.ChoiceField(label=_("Feeling"), choices=[("", _("Not said")), *Feeling.choices], required=False)
    may_quote = forms.BooleanField(label=_("They said we may quote it"), required=False)

    @property
    def is_blank(self) -> bool:
        """A row nobody filled in, whatever theme was left standing in it."""
        return not self.cleaned_data.get("words") and not self.cleaned_data.get("feeling")


class BaseRows(forms.BaseFormSet[ViewRowForm]):
    """The rows of one session."""

    def clean(self) -> None:
        if not any(self.errors) and all(row.is_blank for row in self.forms):
            raise forms.ValidationError(_("Write at least one view."))

    @property
    def filled(self) -> list[ViewRowForm]:
        return [row for row in self.forms if not row.is_blank]


_Rows = forms.formset_factory(
    ViewRowForm, formset=BaseRows, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


def view_rows(data: Any = None) -> BaseRows:
    """The rows as sent, or blank ones."""
    return cast(BaseRows, _Rows(data, prefix="views"))
