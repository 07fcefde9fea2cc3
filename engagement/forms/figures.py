"""What is filled in about figures from elsewhere: a file of indicators, how many children there are, and quotes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement import cohorts, quoting
from engagement.cohorts import Entry
from engagement.models import CATEGORIES, HEARD_BY_OFFICERS, Cohort, Dimension, QuoteChoice, Submission


class IndicatorsForm(forms.Form):
    """A file to look at; `text` carries it from the preview to the button that keeps it."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        help_text=gettext_lazy("Start from the template. Nothing is kept before you have seen what it says."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", _("Pick a file first."))
        return cleaned

    @property
    def data_read(self) -> bytes:
        """The bytes to read, of the file or of what was looked at before."""
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()


class CohortForm(forms.Form):
    """How many there are in all and in each group. A whole group may be left empty: then it is not known."""

    total = forms.IntegerField(label=gettext_lazy("How many children and young people in all"), min_value=1)

    def __init__(self, *args: Any, cohort: Cohort | None = None, **kwargs: Any) -> None:
        if cohort:
            kwargs["initial"] = _filled(cohorts.of(cohort))
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for dimension, categories in CATEGORIES.items():
            for category in categories:
                self.fields[f"{dimension}_{category.value}"] = _count(category.label)
                if dimension in HEARD_BY_OFFICERS:
                    heard = _("%(group)s: how many we heard from") % {"group": category.label}
                    self.fields[f"{dimension}_{category.value}_heard"] = _count(heard)

    def groups(self) -> Iterator[dict[str, Any]]:
        """The fields by dimension, for the page."""
        for dimension, categories in CATEGORIES.items():
            names = [f"{dimension}_{category.value}" for category in categories]
            heard = [f"{name}_heard" for name in names] if dimension in HEARD_BY_OFFICERS else [None] * len(names)
            yield {
                "name": Dimension(dimension).label,
                "errors": self.errors.get(f"group_{dimension}") or [],
                "lines": [
                    {"count": self[name], "heard": self[other] if other else None}
                    for name, other in zip(names, heard, strict=True)
                ],
            }

    def entry(self) -> Entry:
        """What was filled in, without the groups that are empty."""
        numbers: dict[str, dict[str, int]] = {}
        heard: dict[str, dict[str, int]] = {}
        for dimension, categories in CATEGORIES.items():
            for category in categories:
                name = f"{dimension}_{category.value}"
                if (count := self.cleaned_data.get(name)) is not None:
                    numbers.setdefault(dimension, {})[category.value] = count
                if (count := self.cleaned_data.get(f"{name}_heard")) is not None:
                    heard.setdefault(dimension, {})[category.value] = count
        return Entry(self.cleaned_data["total"], numbers, heard)

    def say(self, found: dict[str, str]) -> None:
        """Put what does not add up beside the group it is about; everything that was typed stays."""
        for dimension, words in found.items():
            if dimension:
                self.errors[f"group_{dimension}"] = self.error_class([words])
            else:
                self.add_error("total", words)


class QuoteForm(forms.Form):
    """Whether to use a quote, and what a reader can tell about who said it, from the label or the words."""

    used = forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("Use it")), ("no", gettext_lazy("Leave it out"))],
        coerce=lambda said: said == "yes",
        error_messages={
            "required": gettext_lazy("Press one of the two buttons."),
            "invalid_choice": gettext_lazy("Press one of the two buttons."),
        },
    )
    tells = forms.MultipleChoiceField(
        label=gettext_lazy("What a reader can tell about who said it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("There is no such attribute.")},
    )

    def __init__(self, *args: Any, submission: Submission, choice: QuoteChoice | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{submission.reference}_%s")
        kwargs["initial"] = {"tells": choice.tells if choice else []}
        super().__init__(*args, **kwargs)
        own = [(tell, quoting.label(tell)) for tell in quoting.own_tells(submission)]
        said = [
            (f"{dimension.value}:{category.value}", _("The words say: %(what)s") % {"what": category.label})
            for dimension in HEARD_BY_OFFICERS
            for category in CATEGORIES[dimension]
        ]
        self.fields["tells"].choices = [*own, *said]  # type: ignore[attr-defined]  # a choice field


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=cohorts.MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _filled(entry: Entry) -> dict[str, int]:
    filled = {"total": entry.total}
    for ending, numbers in (("", entry.numbers), ("_heard", entry.heard)):
        for dimension, counts in numbers.items():
            filled |= {f"{dimension}_{category}{ending}": count for category, count in counts.items()}
    return filled
