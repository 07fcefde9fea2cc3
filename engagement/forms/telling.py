"""What a young person fills in: one small form a step. Nothing that was typed is ever cut off or lost."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from engagement.audience import roles_at
from engagement.desks import VOICES
from engagement.drafts import Draft
from engagement.models import LONGEST_TEXT, Feeling, NameChoice, Purpose, Theme
from engagement.redaction import flat
from engagement.telling import (
    HEADINGS,
    MEETING_PROMPTS,
    NO,
    NOT_SURE,
    ON_PAPER,
    PATHS,
    WAYS,
    WRITE_HERE,
    YES,
    feeling,
    needs_key,
    no_words_yet,
)
from people.roles import ROLES

LONGEST_CONTACT = 200  # characters
LONGEST_PROMPT = LONGEST_TEXT // len(MEETING_PROMPTS) - 100  # so that a whole page fits into one view
WAYS_WITH_DETAIL = {
    "call": _("Write your phone number."),
    "text": _("Write your phone number."),
    "other": _("Write how we can reach you."),
}


class Words(forms.CharField):
    """A box for words. The browser gets no `maxlength`: it would cut off a long paste without saying so."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = LONGEST_TEXT, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        too_long = _("That is too long for one go. Please make it %(over)s letters shorter.")
        self.validators.append(_ShortEnough(longest, too_long))

    def clean(self, value: Any) -> Any:
        return super().clean(flat(value or "").replace("\x00", ""))


class _ShortEnough(MaxLengthValidator):
    """Says how much is too much, not how much there may be."""

    def __call__(self, value: Any) -> None:
        over = len(value) - int(self.limit_value)
        if over > 0:
            raise forms.ValidationError(self.message, code=self.code, params={"over": over})


def _pick(label: Any, choices: Any, otherwise: Any, **more: Any) -> forms.ChoiceField:
    """Radio buttons, none picked beforehand; `otherwise` is said when none is."""
    errors = {"required": otherwise, "invalid_choice": otherwise}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **more)


class StepForm(forms.Form):
    """One step. `draft` is what was answered before; `in_space` says whether a space is open in this browser."""

    def __init__(self, *args: Any, draft: Draft, in_space: bool = False, **kwargs: Any) -> None:
        self.draft = draft
        self.in_space = in_space
        kwargs["initial"] = {**draft.answers, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class PurposeForm(StepForm):
    purpose = _pick(
        HEADINGS["purpose"], [(value, Purpose(value).label) for value in PATHS], _("Pick what you want to do.")
    )
    feeling = forms.ChoiceField(choices=Feeling.choices, required=False, widget=forms.HiddenInput)  # from the home page

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.errors.pop("feeling", None)
        return {name: value for name, value in cleaned.items() if value}


class FeelingForm(StepForm):
    feeling = _pick(
        HEADINGS["feeling"],
        Feeling.choices,
        _("Pick one of the faces."),
        required=False,
        help_text=_("Pick a face. You can skip this."),
    )


class AboutForm(StepForm):
    theme = _pick(HEADINGS["about"], (), _("Pick one. “Not sure” is fine."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = list(Theme.objects.open())
        self.fields["theme"].choices = [  # type: ignore[attr-defined]  # a choice field by construction
            *((str(theme.pk), theme.name) for theme in self.themes),
            (NOT_SURE, _("Not sure")),
        ]

    @property
    def examples(self) -> dict[str, str]:
        """Small words under each theme."""
        return {str(theme.pk): theme.examples for theme in self.themes} | {NOT_SURE: str(_("That’s fine"))}


class WordsForm(StepForm):
    words = Words(
        label=HEADINGS["words"],
        help_text=_("A few words is fine. Spelling doesn’t matter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs |= {"data-words": "#words-so-far", "data-most": "3500"}

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if not words and not feeling(self.draft) and self.draft.answers.get("purpose") != Purpose.ADVOCATE:
            raise forms.ValidationError(no_words_yet(self.draft))
        return words


class ReplyForm(StepForm):
    wants_reply = _pick(
        HEADINGS["reply"],
        [(YES, _("Yes, write back")), (NO, _("No, I just wanted to say it"))],
        _("Say if you want us to write back."),
    )
    may_quote = _pick(
        _("Can we put it on the wall?"),
        [(YES, _("Yes")), (NO, _("No"))],
        _("Say if we can put it on the wall."),
        help_text=_("The wall is “You said, we did”. We take out anything that shows it’s you."),
    )


class ContactForm(StepForm):
    contact_way = _pick(HEADINGS["contact"], list(WAYS.items()), _("Pick a way to reach you."))
    contact_detail = forms.CharField(
        label=_("Your number, or where and when"),
        max_length=LONGEST_CONTACT,
        required=False,
        help_text=_("Only the advocate sees this."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way = cleaned.get("contact_way", "")
        if way in WAYS_WITH_DETAIL and not cleaned.get("contact_detail") and "contact_detail" not in self.errors:
            self.add_error("contact_detail", WAYS_WITH_DETAIL[way])
        if way == WRITE_HERE:
            cleaned["contact_detail"] = ""
        return cleaned


class MeetingForm(StepForm):
    """A few prompts for a meeting; any of them may stay empty, but not all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, title in MEETING_PROMPTS.items():
            self.fields[name] = Words(label=title, longest=LONGEST_PROMPT, rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error(next(iter(MEETING_PROMPTS)), _("Write something in one of the boxes."))
        return cleaned


class WhereForm(StepForm):
    """Paper only, or to a role that may read it."""

    meeting_role = _pick(
        HEADINGS["where"],
        (),
        _("Pick where it should go."),
        help_text=_("You can print it either way. On paper we keep nothing."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, ROLES[role].named) for role in roles_at(VOICES)]
        self.fields["meeting_role"].choices = [(ON_PAPER, _("Only on my paper")), *roles]  # type: ignore[attr-defined]  # as above


class NameForm(StepForm):
    """Three choices, the same size, none picked beforehand. The key is asked for where no space is open yet."""

    name_choice = _pick(HEADINGS["name"], NameChoice.choices, _("Pick one of the three."))
    key = forms.CharField(label=_("Your key"), required=False, help_text=_("Four words, like plum-otter-lamp-river."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        if self.in_space:
            del self.fields["key"]

    def clean_name_choice(self) -> str:
        choice = str(self.cleaned_data["name_choice"])
        if choice == NameChoice.JUST_THE_IDEA and needs_key(self.draft):
            raise forms.ValidationError(
                _("You want us to write here. For that you need a key. Pick one of the others.")
            )
        return choice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asks_for_key = cleaned.get("name_choice") == NameChoice.MY_SPACE and not self.in_space
        if asks_for_key and not cleaned.get("key"):
            self.add_error("key", _("Type your key, so that we can open your space."))
        return cleaned


class CheckForm(StepForm):
    """Nothing to fill in: the step before sending."""


class SomeoneForm(forms.Form):
    """Tell someone now: every box may stay empty."""

    words = Words(label=_("What is wrong?"), help_text=_("You can leave this empty."), rows=4)
    contact = forms.CharField(
        label=_("How can we reach you?"),
        max_length=LONGEST_CONTACT,
        required=False,
        help_text=_("A number, or where you are. You can leave this empty."),
    )
    reply = forms.BooleanField(required=False)
    sending = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, in_space: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_my_space = _("Send it from my space, so you can write back")
        self.fields["reply"].label = in_my_space if in_space else _("Give me a key, so you can write back")


class WriteBackForm(forms.Form):
    words = Words(label=_("Write back"), rows=3)
    sending = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_words(self) -> str:
        if not (words := str(self.cleaned_data["words"])):
            raise forms.ValidationError(_("Write something first."))
        return words


STEP_FORMS: dict[str, type[StepForm]] = {
    "purpose": PurposeForm,
    "feeling": FeelingForm,
    "about": AboutForm,
    "words": WordsForm,
    "reply": ReplyForm,
    "name": NameForm,
    "contact": ContactForm,
    "meeting": MeetingForm,
    "where": WhereForm,
    "check": CheckForm,
}
