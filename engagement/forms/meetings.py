"""Forms of meetings, agenda items and actions. Each carries the version that was on the screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.forms.asks import AnswererField
from engagement.models import AgendaVoice, Attendance, BoardEdition, Submission
from people.models import User
from people.roles import ANSWER_ASKS, roles_that_may

LONGEST = 2_000  # characters
LONGEST_MINUTES = 20_000


class StepForm(forms.Form):
    """One step on a page; `filled_in` are the fields that a person sees."""

    asks_again = False
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": version, **kwargs.get("initial", {})}
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    @property
    def filled_in(self) -> list[forms.BoundField]:
        return self.visible_fields()

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and words of everything that was written, so that a step that came too late loses nothing."""
        fields = (field for field in self.visible_fields() if isinstance(field.field, forms.CharField))
        return [(str(field.label), str(field.value())) for field in fields if field.value()]


def words(label: Any, *, longest: int = LONGEST, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(
        label=label, max_length=longest, widget=widget, error_messages={"required": _("Write something here.")}, **more
    )


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Pick a day."), "invalid": _("Pick a day that exists.")},
        **more,
    )


def hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Pick a time."), "invalid": _("Write a time like 16:30.")},
    )


class PeopleField(AnswererField):
    """Everybody who can owe an answer, by name and job."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"error_messages": {"required": _("Pick somebody.")}, **more})
        roles = [role.value for role in roles_that_may(ANSWER_ASKS)]
        self.queryset = User.objects.filter(is_active=True, groups__name__in=roles).distinct()


class MeetingForm(StepForm):
    held_on = day(_("Day"))
    begins = hour(_("Begins"))
    ends = hour(_("Ends"))
    where = forms.CharField(label=_("Where"), max_length=200, error_messages={"required": _("Say where it is.")})
    link = forms.URLField(
        label=_("Link to join from afar"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("For Board members and staff. It is on no public page."),
        error_messages={"invalid": _("The address begins with https://.")},
    )


class WhyForm(StepForm):
    words = words(_("Why"), longest=400)


class NothingForm(StepForm):
    """Nothing to fill in: what it is about stands on the page."""


class AttendanceForm(StepForm):
    person = PeopleField(label=_("Who"))
    answer = forms.ChoiceField(label=_("What they said"), choices=Attendance.Answer.choices, widget=forms.RadioSelect)


class PaperForm(StepForm):
    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Say what the paper is.")})
    quarter = forms.ChoiceField(label=_("A quarter’s report"), required=False)
    link = forms.URLField(
        label=_("Or an address"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("The address begins with https://.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = dict.fromkeys(BoardEdition.objects.sealed().newest_first().values_list("quarter", flat=True))
        self.fields["quarter"].choices = [("", _("None")), *((one, one) for one in quarters)]  # type: ignore[attr-defined]  # a choice field


class ItemForm(StepForm):
    title = forms.CharField(
        label=_("What to talk about"), max_length=200, error_messages={"required": _("Say what it is about.")}
    )
    survey = forms.CharField(label=_("Survey it is about"), max_length=120, required=False)
    awards = forms.CharField(label=_("Awards it is about"), max_length=120, required=False)


class HoldForm(StepForm):
    young_people = forms.IntegerField(
        label=_("How many young people came"),
        min_value=0,
        max_value=500,
        required=False,
        help_text=_("A number under 6 is shown to nobody."),
    )


class MinutesForm(StepForm):
    words = words(_("Minutes"), longest=LONGEST_MINUTES, rows=12)


class RecordForm(StepForm):
    outcome = words(_("What was said"))
    decision = forms.CharField(label=_("What was decided"), max_length=400, required=False)
    decider = PeopleField(label=_("Or who owes the decision"), required=False)
    decide_by = day(_("By"), required=False)


class VoiceForm(StepForm):
    """Words with a yes, looked up by their number, or a recording that stands elsewhere."""

    reference = forms.CharField(label=_("Number of the view"), max_length=12, required=False)
    reader = forms.ChoiceField(
        label=_("Who reads it out"),
        choices=[("", _("Nobody: it is shown")), *AgendaVoice.Reader.choices],
        required=False,
    )
    link = forms.URLField(
        label=_("Or the address of a recording"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("The address begins with https://.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = cleaned.get("reference", "").strip().upper()
        cleaned["submission"] = Submission.objects.filter(reference=wanted).first() if wanted else None
        if wanted and cleaned["submission"] is None:
            self.add_error("reference", _("There is no view with this number."))
        elif not wanted and not cleaned.get("link"):
            self.add_error("reference", _("Give the number of a view, or an address."))
        return cleaned


class OpenActionForm(StepForm):
    wording = forms.CharField(
        label=_("What will be done"), max_length=200, error_messages={"required": _("Say what will be done.")}
    )
    owner = PeopleField(label=_("Who does it"))
    due = day(_("By"))


class RewordForm(StepForm):
    words = forms.CharField(
        label=_("What will be done"), max_length=200, error_messages={"required": _("Say what will be done.")}
    )


class OwnerForm(StepForm):
    owner = PeopleField(label=_("Who does it now"))


class ProgressForm(StepForm):
    words = words(_("How far it has come"))


class MoveForm(StepForm):
    due = day(_("The new day"))
    words = words(_("Why it moves"), longest=400)


class EvidenceForm(StepForm):
    words = words(_("What shows that it is done"))


class ReopenForm(StepForm):
    words = words(_("What is missing"), longest=400)
    due = day(_("Done by"))
