"""The form of one question: its words for every face, what can be picked, and when it is asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.forms.rules import filled_rule, rule_of
from surveys.forms.wording import before, pictured, said, text, title_of
from surveys.presenting import Reader, label_of
from surveys.proofing import named
from surveys.questions import (
    IN_WORDS,
    MAIN_LANGUAGE,
    SCALES,
    Definition,
    Kind,
    Option,
    Question,
    Wording,
    Wordings,
    free_key,
)

KINDS = {
    Kind.FEELING: _("Faces: really good to really bad"),
    Kind.AGREE: _("How much do you agree"),
    Kind.ONE: _("Pick one"),
    Kind.SEVERAL: _("Pick several"),
    Kind.PICTURE: _("Pick a picture"),
    Kind.NUMBER: _("A number"),
    Kind.RANKING: _("Put in order"),
    Kind.MATRIX: _("Several lines with the same answers"),
    Kind.SHORT: _("A few words"),
    Kind.LONG: _("Many words"),
    Kind.DATE: _("A date, or a part of one"),
    Kind.INFORMATION: _("Nothing to answer: something to read"),
}
MORE_ROWS = 4  # empty rows for options on a form


class QuestionForm(forms.Form):
    """One question for every face, with what can be picked and when it is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=[(kind.value, label) for kind, label in KINDS.items()])
    needed = forms.BooleanField(label=_("It has to be answered"), required=False)
    dont_know = forms.BooleanField(label=_("Can be answered with “I don’t know”"), required=False)
    rather_not = forms.BooleanField(label=_("Can be answered with “I’d rather not say”"), required=False, initial=True)
    shuffled = forms.BooleanField(label=_("Show the answers in another order each time"), required=False)
    sensitive = forms.BooleanField(
        label=_("Sensitive: guard it even where a whole group gave one answer"), required=False
    )
    least = forms.IntegerField(label=_("Least (number or ticks)"), required=False, min_value=-10_000, max_value=10_000)
    most = forms.IntegerField(label=_("Most (number or ticks)"), required=False, min_value=-10_000, max_value=10_000)
    picture = forms.ChoiceField(label=_("Picture"), required=False)
    show_picked = forms.MultipleChoiceField(
        label=_("Only if one of these was picked"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    show_join = forms.ChoiceField(
        label=_("If you pick answers to several questions"),
        choices=[("all", _("all of them have to fit")), ("any", _("one of them is enough"))], required=False,
    )  # fmt: skip
    show_number = forms.ChoiceField(label=_("Only if this number"), required=False)
    show_least = forms.IntegerField(label=_("is at least"), required=False)
    show_most = forms.IntegerField(label=_("and at most"), required=False)
    show_faces = forms.MultipleChoiceField(label=_("Only for"), required=False, widget=forms.CheckboxSelectMultiple)
    show_not = forms.BooleanField(label=_("Turn it round: ask it of everybody else"), required=False)

    def __init__(
        self, *args: Any, definition: Definition, question: Question | None, pictures: Iterable[str] = (), **kwargs: Any
    ) -> None:
        self.definition, self.question = definition, question
        self.faces = definition.faces
        super().__init__(*args, **kwargs)
        self._choices(pictures)
        for face in self.faces:
            self.fields[f"ask_{face}"] = text(_("%(face)s: question") % {"face": named(face)})
            self.fields[f"hint_{face}"] = text(_("%(face)s: help with it") % {"face": named(face)})
        self.fields[f"ask_{self.faces[0]}"].required = True
        self.rows = {name: self._rows(name, pictures) for name in ("options", "lines")}

    def _choices(self, pictures: Iterable[str]) -> None:
        reader = Reader(self.faces[0], MAIN_LANGUAGE)
        earlier = list(before(self.definition, self.question.key if self.question else ""))
        picked = [
            (
                title_of(one, self.definition),
                [(f"{one.key}|{option.key}", label_of(one, option, reader)[0]) for option in one.picks],
            )
            for one in earlier
            if one.picks and one.kind not in (Kind.MATRIX, Kind.RANKING)
        ]
        numbers = [(one.key, title_of(one, self.definition)) for one in earlier if one.kind == Kind.NUMBER]
        for name, choices in (
            ("show_picked", picked),
            ("show_number", [("", "–"), *numbers]),
            ("show_faces", [(face, named(face)) for face in self.faces]),
            ("picture", [("", _("None")), *((one, one) for one in pictures)]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def _rows(self, name: str, pictures: Iterable[str]) -> list[str]:
        """Fields for what there is, and some empty rows more; those that were posted count."""
        there = len(getattr(self.question, name)) if self.question else 0
        rows = there + MORE_ROWS
        if self.is_bound:
            while f"{name}_{rows}_{self.faces[0]}" in self.data:
                rows += 1
        prefixes = [f"{name}_{number}" for number in range(rows)]
        for prefix in prefixes:
            self.fields[f"{prefix}_key"] = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
            for face in self.faces:
                self.fields[f"{prefix}_{face}"] = text(named(face))
            if name == "options":
                self.fields[f"{prefix}_alone"] = forms.BooleanField(label=_("Unticks the others"), required=False)
                self.fields[f"{prefix}_helps"] = forms.BooleanField(label=_("Help comes first"), required=False)
                self.fields[f"{prefix}_picture"] = forms.ChoiceField(
                    label=_("Picture"), required=False, choices=[("", "–"), *((one, one) for one in pictures)]
                )
        return prefixes

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of options or lines, as the template shows them."""
        parts = ("alone", "helps", "picture") if name == "options" else ()
        return [
            {
                "key": self[f"{prefix}_key"],
                "faces": [self[f"{prefix}_{face}"] for face in self.faces],
                "more": [self[f"{prefix}_{part}"] for part in parts],
            }
            for prefix in self.rows[name]
        ]

    def wording_table(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(str(named(face)), self[f"ask_{face}"], self[f"hint_{face}"]) for face in self.faces]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        least, most = data.get("least"), data.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The most is less than the least."))
        return data

    def made(self) -> Question:
        """The question as it was filled in; what this form does not show stays as it was."""
        data, old = self.cleaned_data, self.question
        kind = Kind(data["kind"])
        wordings: Wordings = old.wordings if old else {}
        for face in self.faces:
            wordings = said(wordings, face, data[f"ask_{face}"], data[f"hint_{face}"])
        if data["picture"] or old:
            wordings = pictured(wordings, data["picture"])
        taken = set(self.definition.questions) | {section.key for section in self.definition.sections}
        return Question(
            key=old.key if old else free_key(data[f"ask_{self.faces[0]}"], taken),
            kind=kind,
            wordings=wordings,
            options=self._options("options", kind)
            if kind not in (Kind.NUMBER, Kind.DATE, Kind.INFORMATION, *IN_WORDS)
            else (),
            lines=self._options("lines", kind) if kind == Kind.MATRIX else (),
            least=data["least"],
            most=data["most"],
            show_if=rule_of(data),
            **{name: data[name] for name in ("needed", "dont_know", "rather_not", "shuffled", "sensitive")},
        )

    def _options(self, name: str, kind: Kind) -> tuple[Option, ...]:
        there = {one.key: one for one in getattr(self.question, name)} if self.question else {}
        made: dict[str, Option] = {}
        for place, prefix in enumerate(self.rows[name]):
            words = {face: self.cleaned_data.get(f"{prefix}_{face}", "") for face in self.faces}
            key = self.cleaned_data.get(f"{prefix}_key") or ""
            helps = bool(self.cleaned_data.get(f"{prefix}_helps"))
            if kind in SCALES and name == "options" and place < len(SCALES[kind]):
                key = SCALES[kind][place]
                if not any(words.values()) and not helps:
                    continue
            elif not any(words.values()):
                continue  # emptied: taken out
            old = there.get(key, Option(key))
            wordings = old.wordings
            for face, typed in words.items():
                wordings = said(wordings, face, typed)
            wordings = pictured(wordings, self.cleaned_data.get(f"{prefix}_picture", ""))
            key = key or free_key(next(filter(None, words.values())), made)
            made[key] = Option(key, wordings, alone=bool(self.cleaned_data.get(f"{prefix}_alone")), helps=helps)
        return tuple(made.values())


def filled(question: Question, faces: Iterable[str]) -> dict[str, Any]:
    """What a form for `question` shows at first."""
    names = ("needed", "dont_know", "rather_not", "shuffled", "sensitive", "least", "most")
    start: dict[str, Any] = {name: getattr(question, name) for name in names} | {"kind": question.kind.value}
    start["picture"] = next((one.picture for spoken in question.wordings.values() for one in spoken.values()), "")
    for face in faces:
        said = question.wordings.get(face, {}).get(MAIN_LANGUAGE, Wording(""))
        start |= {f"ask_{face}": said.text, f"hint_{face}": said.hint}
    for name, several in (("options", question.options), ("lines", question.lines)):
        rows = question.picks if name == "options" and question.kind in SCALES else several
        for number, option in enumerate(rows):
            prefix = f"{name}_{number}"
            start |= {f"{prefix}_key": option.key, f"{prefix}_alone": option.alone, f"{prefix}_helps": option.helps}
            start[f"{prefix}_picture"] = next((w.picture for s in option.wordings.values() for w in s.values()), "")
            for face in faces:
                start[f"{prefix}_{face}"] = option.wordings.get(face, {}).get(MAIN_LANGUAGE, Wording("")).text
    return start | filled_rule(question.show_if)
