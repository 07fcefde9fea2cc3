"""A whole survey in another language, on one page: each text beside its translation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from surveys.forms.wording import text
from surveys.questions import MAIN_LANGUAGE, Definition, Option, Wording, Wordings


@dataclass(frozen=True)
class Phrase:
    """One text to translate. `field` is its name in the form, `about` the key of its question."""

    field: str
    about: str
    source: str
    translation: str


class TranslationForm(forms.Form):
    """Every text of a survey for one face in one language. What stays empty is shown in the main language."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, definition: Definition, face: str, language: str, **kwargs: Any) -> None:
        self.face, self.language = face, language
        self.phrases = list(phrases_of(definition, face, language))
        kwargs["initial"] = {**{one.field: one.translation for one in self.phrases}, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for one in self.phrases:
            self.fields[one.field] = text(one.source)
            self.fields[one.field].widget.attrs |= {"lang": language}

    @property
    def lines(self) -> list[tuple[Phrase, forms.BoundField]]:
        return [(one, self[one.field]) for one in self.phrases]

    def translated(self, definition: Definition) -> Definition:
        """The same with these translations."""

        def put(field: str, wordings: Wordings) -> dict[str, dict[str, Wording]]:
            new = {face: dict(spoken) for face, spoken in wordings.items()}
            source = new.get(self.face, {}).get(MAIN_LANGUAGE)
            words, hint = self.cleaned_data.get(field, ""), self.cleaned_data.get(f"{field}-hint", "")
            if source is None or field not in self.cleaned_data:
                return new
            if words:
                new[self.face][self.language] = replace(source, text=words, hint=hint, sound="")
            else:
                new[self.face].pop(self.language, None)
            return new

        def option(prefix: str, one: Option) -> Option:
            return replace(one, wordings=put(f"{prefix}-{one.key}", one.wordings))

        return replace(
            definition,
            title=put("title", definition.title),
            intro=put("intro", definition.intro),
            thanks=put("thanks", definition.thanks),
            sections=tuple(
                replace(
                    section,
                    wordings=put(section.key, section.wordings),
                    questions=tuple(
                        replace(
                            question,
                            wordings=put(question.key, question.wordings),
                            options=tuple(option(question.key, one) for one in question.options),
                            lines=tuple(option(f"{question.key}-line", one) for one in question.lines),
                        )
                        for question in section.questions
                    ),
                )
                for section in definition.sections
            ),
        )


def phrases_of(definition: Definition, face: str, language: str) -> Iterator[Phrase]:
    """Every text that `face` has in the main language, in the order of the survey."""

    def each(field: str, about: str, wordings: Wordings) -> Iterator[Phrase]:
        spoken = wordings.get(face, {})
        source, there = spoken.get(MAIN_LANGUAGE), spoken.get(language, Wording(""))
        if source is not None and source.text:
            yield Phrase(field, about, source.text, there.text)
            if source.hint:
                yield Phrase(f"{field}-hint", about, source.hint, there.hint)

    for name in ("title", "intro", "thanks"):
        yield from each(name, "", getattr(definition, name))
    for section in definition.sections:
        yield from each(section.key, section.key, section.wordings)
        for question in section.questions:
            yield from each(question.key, question.key, question.wordings)
            for option in question.options:
                yield from each(f"{question.key}-{option.key}", question.key, option.wordings)
            for line in question.lines:
                yield from each(f"{question.key}-line-{line.key}", question.key, line.wordings)
