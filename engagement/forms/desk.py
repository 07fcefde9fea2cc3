"""What a moderator fills in at a desk; each form carries the version of the item that was on the screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement import plain_words
from engagement.models import LONGEST_TEXT, Submission, Theme
from engagement.moderation import DECLINE_REASONS
from engagement.redaction import flat, hide, propose, still_shown

LONGEST_LINE = 400  # characters of a reason or a note
OLDEST_READER = 9  # years; the reading age that outgoing words aim for


class SeenForm(forms.Form):
    """An item as it was on the screen: compared before anything is set."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        self.submission = submission
        kwargs.setdefault("initial", {}).setdefault("version", submission.version)
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and words of everything the moderator wrote, so that a refused step loses nothing."""
        fields = (self[name] for name, f in self.fields.items() if isinstance(f.widget, forms.Textarea))
        return [(str(field.label), str(field.value())) for field in fields if field.value()]


def _text(label: Any, *, rows: int = 3, longest: int = LONGEST_LINE, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more
    )


class PublicWordsForm(SeenForm):
    """The words as they may be published, the details to hide in them, and a paraphrase for the Board."""

    public_words = _text(_("Public words"), rows=7, longest=LONGEST_TEXT)
    board_words = _text(
        _("Words for the Board"),
        longest=LONGEST_TEXT,
        required=False,
        help_text=_("Only if the Board should read it in other words. Left empty, the Board reads the public words."),
    )
    details = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        initial = {
            "public_words": submission.public_words or submission.words,
            "board_words": submission.board_words,
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, submission=submission, initial=initial, **kwargs)
        self.proposals = propose(submission.words, submission.findings.all())
        self.fields["details"].choices = [(p.key, p.was) for p in self.proposals]  # type: ignore[attr-defined]  # a choice field by construction
        # A face without words can be approved; words never become public by clearing the box.
        self.fields["public_words"].required = bool(submission.words.strip())

    def clean(self) -> dict[str, Any]:
        """Take the ticked details out, also when no script did so while they were ticked."""
        cleaned = super().clean() or {}
        words = self.submission.words
        typed = hide(words, flat(cleaned.get("public_words", "")), self.proposals, cleaned.get("details", ()))
        cleaned["public_words"] = words if flat(typed) == flat(words) else flat(typed)
        return cleaned

    def clean_board_words(self) -> str:
        return flat(self.cleaned_data["board_words"])


class ApproveForm(PublicWordsForm):
    """Approving asks a second time while a detail that screening noticed can still be read."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shown = len(still_shown(cleaned["public_words"], self.proposals))
        if shown and not cleaned.get("anyway"):
            self.add_error(
                "public_words",
                forms.ValidationError(
                    ngettext(
                        "%(n)d detail can still be read in the public words. Hide it, or approve anyway.",
                        "%(n)d details can still be read in the public words. Hide them, or approve anyway.",
                        shown,
                    ),
                    code="details",
                    params={"n": shown},
                ),
            )
        return cleaned

    @property
    def asks_again(self) -> bool:
        return self.is_bound and self.has_error("public_words", "details")


class WhyForm(SeenForm):
    """A reason in a few words."""

    why = _text(_("Why"))


class PassOnForm(SeenForm):
    to = _text(_("Who you told, and how"), help_text=_("For example: the duty social worker, by phone."))
    reference = forms.CharField(
        label=_("Their reference"),
        max_length=100,
        help_text=_("The number or name under which they can find it again."),
    )


class DeclineForm(SeenForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=list(DECLINE_REASONS.items()), widget=forms.RadioSelect)
    kind_words = _text(_("Kind words to the young person"), longest=2_000)


class NoteForm(SeenForm):
    note = _text(_("Note"), longest=2_000)


class ReplyForm(SeenForm):
    """An answer. Words that are hard to read ask for a second press."""

    reply = _text(_("Your reply"), rows=5, longest=LONGEST_TEXT)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_reply(self) -> str:
        return flat(self.cleaned_data["reply"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reading = plain_words.read(cleaned.get("reply", ""))
        if not reading.is_plain and not cleaned.get("anyway"):
            self.add_error("reply", forms.ValidationError(say_reading(reading), code="hard"))
        return cleaned

    @property
    def asks_again(self) -> bool:
        return self.is_bound and self.has_error("reply", "hard")


class GatherForm(forms.Form):
    """Views that want the same thing, and the Ask they go into: one that is there, or a new one."""

    views = forms.MultipleChoiceField(label=_("Views"), widget=forms.CheckboxSelectMultiple)
    ask = forms.ChoiceField(label=_("Ask"), widget=forms.RadioSelect, required=False)
    wording = forms.CharField(label=_("What young people asked"), max_length=200, required=False)
    theme = forms.ModelChoiceField(Theme.objects.none(), label=_("Theme"), required=False)

    def __init__(self, *args: Any, views: list[tuple[str, str]], asks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["views"].choices = views  # type: ignore[attr-defined]  # a choice field by construction
        self.fields["ask"].choices = [("", _("A new ask")), *asks]  # type: ignore[attr-defined]  # as above
        self.fields["theme"].queryset = Theme.objects.open()  # type: ignore[attr-defined]  # a model choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("ask"):
            if not cleaned.get("wording"):
                self.add_error("wording", _("Say what young people asked, in a line."))
            if not cleaned.get("theme"):
                self.add_error("theme", _("Pick a theme."))
        return cleaned


def say_reading(reading: plain_words.Reading) -> str:
    """The lint's advice in a line or two."""
    said = []
    if reading.age > OLDEST_READER:
        said.append(
            str(_("Reading age %(age)d. Aim for %(aim)d or under.")) % {"age": reading.age, "aim": OLDEST_READER}
        )
    said += [str(_("“%(word)s”: say “%(better)s”.")) % {"word": w, "better": b} for w, b in reading.jargon]
    return " ".join(said)
