"""What a data protection officer fills in to keep records from being erased."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import Submission
from people.models import LegalHold, User, YoungPerson

Scope = LegalHold.Scope


class HoldForm(forms.Form):
    """What to keep and why. No free text: it would say something about a child."""

    scope = forms.ChoiceField(label=_("What to keep"), choices=Scope.choices, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference of the view"), max_length=12, required=False, help_text=_("For one view. Eight signs.")
    )
    card = forms.CharField(
        label=_("Number of the key card"), max_length=12, required=False, help_text=_("For one space, such as K7P-4XM.")
    )
    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For a stretch of time: everything that came on these days."),
    )
    last = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty where the end is not known."),
    )
    why = forms.ChoiceField(label=_("Reason"), choices=LegalHold.Why.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Finds the one view or space; what somebody may not see does not exist for them."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["about"] = None
        if cleaned.get("scope") == Scope.SUBMISSION:
            reference = cleaned.get("reference", "").strip().upper()
            views = Submission.objects.visible_to(self.by).filter(reference=reference)
            cleaned["about"] = self._one(
                views.values_list("uuid", flat=True), "reference", _("No view has this reference.")
            )
        elif cleaned.get("scope") == Scope.SPACE:
            spaces = YoungPerson.objects.with_card(cleaned.get("card", ""))
            cleaned["about"] = self._one(spaces.values_list("uuid", flat=True), "card", _("No card has this number."))
        elif cleaned.get("scope") == Scope.PERIOD:
            first, last = cleaned.get("first"), cleaned.get("last")
            if not first and "first" not in self.errors:
                self.add_error("first", _("Say from which day on."))
            if first and last and last < first:
                self.add_error("last", _("The last day comes before the first."))
        return cleaned

    def _one(self, found: Any, field: str, otherwise: Any) -> UUID | None:
        uuid: UUID | None = found.first()
        if uuid is None:
            self.add_error(field, otherwise)
        return uuid
