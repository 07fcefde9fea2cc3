"""What is filled in at each step of an Ask. Outgoing words are measured; hard ones ask for a second press."""

from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from engagement import plain_words
from engagement.forms.desk import say_reading
from engagement.models import CLOSED_STATES, Affects, Ask, Contribution, RefusalReason
from engagement.redaction import flat
from people.models import User
from people.roles import ANSWER_ASKS, roles_that_may

LONGEST_ANSWER = 2_000  # characters
LONGEST_SEARCH = 60
LONGEST_LABEL = 120
MOST_FOUND = 12  # asks to choose from at once
MOST_SPLIT = 200  # views to choose from


class AskStepForm(forms.Form):
    """An Ask as it was on the screen: its version is compared before anything is set."""

    outgoing: tuple[str, ...] = ()  # fields that young people will read

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": ask.version, "wording": ask.wording, **kwargs.get("initial", {})}
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.outgoing:
            cleaned[name] = words = flat(cleaned.get(name, ""))
            reading = plain_words.read(words)
            if not reading.is_plain and not cleaned.get("anyway"):
                self.add_error(name, forms.ValidationError(say_reading(reading), code="hard"))
        return cleaned

    @property
    def asks_again(self) -> bool:
        """Whether all that is wrong is that the words are hard to read."""
        errors = [error for found in self.errors.as_data().values() for error in found] if self.is_bound else []
        return bool(errors) and all(error.code == "hard" for error in errors)

    @property
    def filled_in(self) -> list[forms.BoundField]:
        """The fields that a person sees."""
        return self.visible_fields()

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and words of everything that was written, so that a step that came too late loses nothing."""
        fields = (field for field in self.visible_fields() if isinstance(field.field, forms.CharField))
        return [(str(field.label), str(field.value())) for field in fields if field.value()]


def _words(label: Any, *, longest: int = LONGEST_ANSWER, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    missing = {"required": _("Write something here.")}
    return forms.CharField(label=label, max_length=longest, widget=widget, error_messages=missing, **more)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Pick a day."), "invalid": _("Pick a day that exists.")},
    )


class AnswererField(forms.ModelChoiceField[User]):
    """People in a role that may answer, by name and job."""

    def __init__(self, **more: Any) -> None:
        super().__init__(User.objects.none(), **more)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj}, {obj.job_title}" if obj.job_title else str(obj)


class AskOwnerForm(AskStepForm):
    owner = AnswererField(label=_("Who has to answer"), error_messages={"required": _("Pick somebody.")})
    answer_by = _day(_("Answer by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role.value for role in roles_that_may(ANSWER_ASKS)]
        people = User.objects.filter(is_active=True, groups__name__in=roles).distinct()
        self.fields["owner"].queryset = people.order_by("first_name", "last_name")  # type: ignore[attr-defined]  # a model choice field


class CheckForm(AskStepForm):
    """Nothing to fill in: the wording stands on the page."""


class RewordForm(AskStepForm):
    outgoing = ("wording",)
    wording = _words(_("What young people asked"), longest=200, rows=2)


class PromiseForm(AskStepForm):
    outgoing = ("what",)
    what = _words(_("What you will do"), longest=400)
    due = _day(_("Done by"))


class RefuseForm(AskStepForm):
    outgoing = ("words", "would_change")
    reason = forms.ChoiceField(
        label=_("Kind of reason"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick the kind of reason.")},
    )
    words = _words(_("Why not"))
    would_change = _words(
        _("What would change it"),
        longest=400,
        rows=2,
        required=False,
        help_text=_("Young people see this. Leave it empty only if nothing would."),
    )


class AlreadySoForm(AskStepForm):
    outgoing = ("words",)
    words = _words(_("Where and how it is so already"))


class ProgressForm(AskStepForm):
    outgoing = ("words",)
    words = _words(_("How far it has come"))


class MoveDateForm(AskStepForm):
    outgoing = ("why",)
    due = _day(_("New date"))
    why = _words(_("Why the date moves"))


class DoneForm(AskStepForm):
    outgoing = ("words",)
    words = _words(_("What is different now"))


class PutToCouncilForm(AskStepForm):
    """Nothing to fill in."""


class RecordCouncilForm(AskStepForm):
    affects = forms.ChoiceField(
        label=_("What the Council said"),
        choices=Affects.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it affects many, or just some.")},
    )


class MergeForm(AskStepForm):
    """Shows the asks that are likely, or those that `find` finds; takes any that is open."""

    into = forms.ModelChoiceField(
        Ask.objects.none(),
        label=_("The ask it goes into"),
        to_field_name="uuid",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Pick an ask."), "invalid_choice": _("That ask is closed. Pick another.")},
    )

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, ask=ask, **kwargs)
        others = Ask.objects.exclude(state__in=CLOSED_STATES).exclude(pk=ask.pk)
        self.find = str(self.initial.get("find", ""))[:LONGEST_SEARCH]
        found = others.filter(wording__icontains=self.find) if self.find else others
        alike = Case(When(theme=ask.theme_id, then=0), default=1)
        likely = found.order_by(alike, "-changed_at", "-pk").values_list("uuid", "wording")[:MOST_FOUND]
        field = self.fields["into"]
        field.queryset = others  # type: ignore[attr-defined]  # a model choice field
        field.choices = list(likely)  # type: ignore[attr-defined]  # as above


class SplitForm(AskStepForm):
    """Shows the public words of what was gathered, never the words as sent."""

    outgoing = ("wording",)
    views = forms.MultipleChoiceField(
        label=_("Views that go"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick at least one view.")},
    )
    wording = _words(_("What they ask"), longest=200, rows=2)

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, ask=ask, **kwargs)
        self.initial["wording"] = kwargs.get("initial", {}).get("wording", "")
        there = Contribution.objects.filter(ask=ask).select_related("submission").order_by("pk")[:MOST_SPLIT]
        self.fields["views"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(one.pk), one.submission.public_words[:LONGEST_LABEL] or _("A view that is not published"))
            for one in there
        ]
