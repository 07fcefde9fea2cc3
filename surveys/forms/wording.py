"""How the builder's forms read and write wordings: what a question is called, and what comes before it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.questions import (
    LONGEST_WORDING,
    MAIN_LANGUAGE,
    Definition,
    Question,
    Wording,
    Wordings,
    worded,
)


def text(label: Any, *, required: bool = False, longest: int = LONGEST_WORDING, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Write something here.")}, **more,
    )  # fmt: skip


def title_of(question: Question, definition: Definition) -> str:
    """A question as an officer knows it."""
    return worded(question.wordings, definition.faces[0])[0].text or question.key


def before(definition: Definition, key: str) -> Iterator[Question]:
    """Questions that come before the question or section with that key; all of them where there is none."""
    for section in definition.sections:
        if section.key == key:
            return
        for question in section.questions:
            if question.key == key:
                return
            yield question


def said(wordings: Wordings, face: str, words: str, hint: str | None = None) -> dict[str, dict[str, Wording]]:
    """The same with these words for `face` in the main language; a picture and other languages stay."""
    new = {one: dict(spoken) for one, spoken in wordings.items()}
    before = new.get(face, {}).get(MAIN_LANGUAGE, Wording(""))
    after = replace(before, text=words.strip(), hint=before.hint if hint is None else hint.strip())
    if after == Wording(""):
        new.get(face, {}).pop(MAIN_LANGUAGE, None)
    else:
        new.setdefault(face, {})[MAIN_LANGUAGE] = after
    return {one: spoken for one, spoken in new.items() if spoken}


def pictured(wordings: Wordings, picture: str) -> dict[str, dict[str, Wording]]:
    return {
        face: {language: replace(one, picture=picture) for language, one in spoken.items()}
        for face, spoken in wordings.items()
    }
