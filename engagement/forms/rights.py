"""What is filled in about somebody's rights: in my space, and at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.complaints import ANSWERS
from engagement.forms.telling import Words
from engagement.models import ErasureReason, FilePart, Outcome, Use
from engagement.rights import KEEPS
from people.models import YoungPerson


class ObjectForm(forms.Form):
    """One pick; the words may stay empty."""

    use = forms.ChoiceField(
        label=_("What should we stop?"),
        choices=Use.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick what we should stop."), "invalid_choice": _("Pick what we should stop.")},
    )
    words = Words(label=_("Do you want to say why?"), help_text=_("You can leave this empty."), rows=3)
    sending = forms.CharField(widget=forms.HiddenInput, required=False)


class ComplainForm(forms.Form):
    words = Words(
        label=_("What went wrong?"),
        help_text=_("Say it your way. You can say what you want us to do about it, too."),
    )
    sending = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_words(self) -> str:
        if not (words := str(self.cleaned_data["words"])):
            raise forms.ValidationError(_("Write a few words about what went wrong."))
        return words


class ToThemForm(forms.Form):
    """Words to a young person."""

    words = forms.CharField(
        label=_("Your words to the young person"),
        widget=forms.Textarea(attrs={"rows": 5, "data-plain": ""}),
        error_messages={"required": _("Write the answer first.")},
    )


class AnswerForm(ToThemForm):
    """The answer to a complaint."""

    outcome = forms.ChoiceField(
        label=_("What we decided"),
        choices=[("", _("Pick one")), *((value, Outcome(value).label) for value in ANSWERS)],
        error_messages={"required": _("Pick what we decided.")},
    )
    field_order = ["outcome", "words"]


class ObjectionForm(ToThemForm):
    """The answer to an objection; a no to being shown can only be agreed with."""

    agreed = forms.ChoiceField(
        label=_("What we decided"),
        choices=[("", _("Pick one")), ("yes", _("We stop, for good")), ("no", _("We go on counting it"))],
        error_messages={"required": _("Pick what we decided.")},
    )
    field_order = ["agreed", "words"]

    def __init__(self, *args: Any, use: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if use == Use.QUOTING:
            self.fields["agreed"].choices = [("yes", _("We stop, for good"))]  # type: ignore[attr-defined]  # a choice field by construction


class KeepForm(ToThemForm):
    """Why words that were taken back have to be kept."""

    reason = forms.ChoiceField(
        label=_("Why the words have to be kept"),
        choices=[("", _("Pick one")), *((value, ErasureReason(value).label) for value in KEEPS)],
        error_messages={"required": _("Pick a reason.")},
    )
    field_order = ["reason", "words"]


class RecordForm(forms.Form):
    """Somebody asked in person for everything we hold; their card names the space."""

    card = forms.CharField(
        label=_("Number on their key card"),
        max_length=12,
        help_text=_("They asked you in person or by letter. You know that it is them."),
    )

    def clean_card(self) -> YoungPerson:
        space = YoungPerson.objects.with_card(self.cleaned_data["card"]).filter(closed_on=None).first()
        if space is None:
            raise forms.ValidationError(_("There is no open space with this card."))
        return space


class GateForm(forms.Form):
    """For each part whether it may be handed over, and if not, why."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: list[FilePart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"handed-{part.pk}"] = forms.BooleanField(
                label=_("May be handed over"), required=False, initial=part.handed
            )
            self.fields[f"why-{part.pk}"] = forms.CharField(
                label=_("If not, why it would cause serious harm"), required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for part in self.parts:
            if not cleaned.get(f"handed-{part.pk}") and not cleaned.get(f"why-{part.pk}", "").strip():
                self.add_error(f"why-{part.pk}", _("Say why it is left out."))
        return cleaned

    @property
    def handed(self) -> dict[int, bool]:
        return {part.pk: self.cleaned_data[f"handed-{part.pk}"] for part in self.parts}

    @property
    def why(self) -> dict[int, str]:
        return {part.pk: self.cleaned_data[f"why-{part.pk}"] for part in self.parts}

    @property
    def rows(self) -> list[tuple[FilePart, forms.BoundField, forms.BoundField]]:
        return [(part, self[f"handed-{part.pk}"], self[f"why-{part.pk}"]) for part in self.parts]
