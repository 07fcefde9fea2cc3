"""What is filled in at the screening desk: a text to try, a rule in its slots, a phrase, a reason."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagement import screening
from engagement.highlighting import WORRIES
from engagement.models import LONGEST_TEXT, Opinion

LONGEST_PHRASE, MOST_PHRASES, LONGEST_NAME, LONGEST_REASON = 400, 300, 90, 400
URGENCIES = [
    ("urgent", _("Now: a duty worker is told")),
    ("soon", _("Today")),
    ("none", _("Usual: only a mark")),
]
SLOTS = [
    ("does", _("does what")),
    ("who", _("who")),
    ("whom", _("to whom")),
    ("about", _("about what")),
    ("unless", _("unless it is about")),
]


class TryForm(forms.Form):
    """A text to try. It goes through the rules and is not kept."""

    text = forms.CharField(
        label=_("A text to try"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
    )


class LinesField(forms.CharField):
    """Several phrases, one on each line."""

    def __init__(self, *, rows: int = 3, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "dir": "auto"})
        super().__init__(widget=widget, max_length=MOST_PHRASES * LONGEST_PHRASE, **more)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # several phrases where others have one text
        return list(
            dict.fromkeys(
                " ".join(line.split()) for line in (super().to_python(value) or "").splitlines() if line.strip()
            )
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        super().validate("\n".join(value))
        if len(value) > MOST_PHRASES or any(len(phrase) > LONGEST_PHRASE for phrase in value):
            raise forms.ValidationError(
                _("At most %(most)d lines of %(longest)d characters.")
                % {"most": MOST_PHRASES, "longest": LONGEST_PHRASE}
            )

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))


class SeenDraftForm(forms.Form):
    """The draft as it was on the screen; -1 while there was none."""

    seen = forms.IntegerField(min_value=-1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def see(self, version: int) -> None:
        """Come back with what was typed, beside the draft as it is now."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(version)
        self.data = data


class RuleForm(SeenDraftForm):
    """One rule: who does what to whom, how near to each other, and what takes its meaning away."""

    name = forms.CharField(label=_("Name, in plain words"), max_length=LONGEST_NAME)
    category = forms.ChoiceField(label=_("What it is about"), choices=list(WORRIES.items()))
    urgency = forms.ChoiceField(label=_("How soon a person reads it"), choices=URGENCIES, widget=forms.RadioSelect)
    who = LinesField(label=_("Who"), required=False)
    does = LinesField(label=_("does what"), rows=6)
    whom = LinesField(label=_("to whom"), required=False)
    about = LinesField(label=_("about what"), required=False)
    within = forms.IntegerField(
        label=_("At most this many words between them, in one sentence"), min_value=0, max_value=30, initial=6
    )
    any_order = forms.BooleanField(label=_("In any order"), required=False)
    negatable = forms.BooleanField(label=_("A “not” before it takes it away"), required=False, initial=True)
    past_lowers = forms.BooleanField(label=_("If it is over: today, not now"), required=False, initial=True)
    unless = LinesField(label=_("Unless these words are near"), required=False)
    must_match = LinesField(label=_("Examples that have to be found"), rows=4)
    must_not_match = LinesField(label=_("Examples that must not be found"), rows=4, required=False)
    why = forms.CharField(
        label=_("Why it worries us"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    what_to_do = forms.CharField(
        label=_("What the reader does"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, table: Mapping[str, Any] | None = None, taken: frozenset[str] = frozenset(), **more: Any
    ) -> None:
        """`table` is the rule that is changed; a new one has none. `taken` are the ids of all rules."""
        self.table, self.taken = table, taken
        more["initial"] = {**(table or {}), **more.get("initial", {})}
        super().__init__(*args, **more)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not self.table and screening.rule_id("own", name) in self.taken:
            raise forms.ValidationError(_("There is a rule with this name. Give this one another."))
        return name

    @property
    def made(self) -> dict[str, Any]:
        """The rule as a table. Entries that the form does not show stay, and what was left as it is stays unsaid."""
        table = dict(self.table or {"id": screening.rule_id("own", self.cleaned_data["name"])})
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name == "seen" or (name not in table and value == self._unsaid(name)):
                continue
            table[name] = value
        return {name: value for name, value in table.items() if value != []}

    def _unsaid(self, name: str) -> Any:
        """What a rule means that does not mention an entry."""
        field = self.fields[name]
        return [] if isinstance(field, LinesField) else field.initial if field.initial is not None else False


class PhraseForm(SeenDraftForm):
    """A phrase more for a rule that is there."""

    rule = forms.ChoiceField(label=_("Rule"))
    slot = forms.ChoiceField(label=_("Where"), choices=SLOTS, initial="does")
    phrase = forms.CharField(label=_("The phrase"), max_length=LONGEST_PHRASE)
    example = forms.CharField(
        label=_("A sentence with it that has to be found"),
        max_length=LONGEST_PHRASE,
        required=False,
        help_text=_("Made up, never copied from a young person."),
    )

    def __init__(self, *args: Any, rules: list[tuple[str, list[tuple[str, str]]]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]  # a choice field by construction

    def made(self, tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """The rule with the phrase in it, and its example where one was given."""
        table = dict(tables[self.cleaned_data["rule"]])
        slot, phrase = self.cleaned_data["slot"], " ".join(self.cleaned_data["phrase"].split())
        table[slot] = list(dict.fromkeys([*table.get(slot, []), phrase]))
        if example := self.cleaned_data["example"]:
            promise = "must_not_match" if slot == "unless" else "must_match"
            table[promise] = list(dict.fromkeys([*table.get(promise, []), example]))
        return table


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class OpinionForm(forms.Form):
    """What somebody says about a finding, or about the whole text."""

    rule = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    says = forms.ChoiceField(choices=Opinion.choices)
    why = forms.CharField(required=False, max_length=LONGEST_REASON)
