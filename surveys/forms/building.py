"""Forms of the builder: a new survey, what the whole of it says, and its sections."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.forms.wording import before, said, text, title_of
from surveys.proofing import named
from surveys.questions import (
    FACES,
    MAIN_LANGUAGE,
    Definition,
    Kind,
    Section,
)
from surveys.shelf import templates
from surveys.speaking import languages


class StartForm(forms.Form):
    """A new survey."""

    title = text(_("Title"), required=True, longest=120, help_text=_("Young people see it. Say what it is about."))
    template = forms.ChoiceField(label=_("Start from"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelf = [(one.name, f"{one.title} – {one.what}") for one in templates().values()]
        self.fields["template"].choices = [("", _("An empty survey")), *shelf]  # type: ignore[attr-defined]  # a choice field


class SurveyForm(forms.Form):
    """What the whole survey says, for whom and in which languages."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = text(_("Title"), required=True, longest=120)
    intro = text(_("What it is about, on the first page"))
    thanks = text(_("What is said after sending"))
    faces = forms.MultipleChoiceField(
        label=_("Worded for"), choices=[(face, named(face)) for face in FACES], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick one at least.")},
    )  # fmt: skip
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)
    asks_who_helped = forms.BooleanField(label=_("Ask who helped to answer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(code, name) for code, name in languages().items() if code != MAIN_LANGUAGE]
        self.fields["languages"].choices = others  # type: ignore[attr-defined]  # a choice field
        self.fields["faces"].choices = [(face, named(face)) for face in FACES]  # type: ignore[attr-defined]  # a choice field

    def changed(self, definition: Definition) -> Definition:
        data = self.cleaned_data
        faces = tuple(face for face in FACES if face in data["faces"])
        words: dict[str, Any] = {
            name: said(getattr(definition, name), faces[0], data[name]) for name in ("title", "intro", "thanks")
        }
        return replace(
            definition, faces=faces, languages=(MAIN_LANGUAGE, *data["languages"]),
            asks_who_helped=data["asks_who_helped"], **words,
        )  # fmt: skip


class SectionForm(forms.Form):
    """A section: its heading, and whether it is asked for each of something."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    heading = text(_("Heading"))
    repeat = forms.ChoiceField(label=_("Ask it again for each"), required=False)

    def __init__(self, *args: Any, definition: Definition, section: Section | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = list(before(definition, section.key if section else ""))
        counts = [one for one in earlier if one.kind in (Kind.NUMBER, Kind.SEVERAL)]
        named_counts = [(one.key, title_of(one, definition)) for one in counts]
        self.fields["repeat"].choices = [("", _("No: once")), *named_counts]  # type: ignore[attr-defined]  # a choice field

    def made(self, definition: Definition, section: Section) -> Section:
        wordings = said(section.wordings, definition.faces[0], self.cleaned_data["heading"])
        return replace(section, wordings=wordings, repeat=self.cleaned_data["repeat"])
