"""Forms: a young person's key, an invitation, a batch of key cards."""

import re
from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext_lazy as _

from people import inviting
from people.issuing import MOST_CARDS
from people.keys import LONGEST_KEY
from people.models import AgeBand, CareStatus, Opened, User
from people.roles import Role


class KeyForm(forms.Form):
    """Four words. What stands between them, and capitals, do not matter."""

    key = forms.CharField(
        label=_("Your key"),
        help_text=_("Four words, like plum-otter-lamp-river. Capitals and gaps don’t matter."),
        max_length=2 * LONGEST_KEY,
        strip=True,
        widget=forms.TextInput(
            attrs={
                "class": "input--code",
                "autocomplete": "off",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
                "data-key": "",
            }
        ),
        error_messages={
            "required": _("Type your key first."),
            "max_length": _("That is too long. A key is four words."),
        },
    )

    def refuse(self) -> None:
        """The one answer for every key that opens nothing: unknown, closed or mistyped."""
        self.add_error("key", _("That key doesn’t open a space. Check each word, then try again."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


FACTS = ("first_name", "last_name", "aliases", "job_title", "alert_phone", "roles")
_UK_MOBILE = re.compile(r"(?:\+44|0044|44)?0?(7\d{9})", re.ASCII)


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs' generics do not exist at run time
    """Who somebody is and what they do here. No password, no superuser, no other groups: roles are all there is."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What each role may do is fixed by the product."),
    )

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "aliases", "job_title", "alert_phone"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["alert_phone"].help_text = _("Only for whoever is on the duty rota. For example 07700 900123.")
        if self.instance.pk:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("To use another address, invite that address.")
            self.fields["roles"].initial = [group.name for group in self.instance.groups.all()]
        if self.instance == by:
            self.fields["roles"].disabled = True
            self.fields["roles"].help_text = _("Somebody else has to change your roles.")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This address has an account already."))
        return email

    def clean_alert_phone(self) -> str:
        """A UK mobile number in one spelling, however it was typed."""
        typed: str = self.cleaned_data["alert_phone"]
        found = _UK_MOBILE.fullmatch(re.sub(r"[\s().-]", "", typed))
        if typed and not found:
            raise forms.ValidationError(
                _("That is not a UK mobile number. It begins with 07 and has 11 digits, like 07700 900123.")
            )
        return f"0{found[1]}" if found else ""

    def clean_aliases(self) -> str:
        """Names with one comma between, each once."""
        names = (" ".join(name.split()) for name in self.cleaned_data["aliases"].split(","))
        return ", ".join(dict.fromkeys(name for name in names if name))

    def save(self, commit: bool = True) -> User:
        """Through `inviting`, which checks who asks and writes the log."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        if self.instance.pk:
            return inviting.change(self.instance, by=self.by, **facts)
        return inviting.invite(by=self.by, email=self.cleaned_data["email"], **facts)


class KeyCardsForm(forms.Form):
    """How many key cards to make, and for whom. An officer knows these young people and hands the cards over."""

    how_many = forms.IntegerField(label=_("How many cards"), min_value=1, max_value=MOST_CARDS, initial=1)
    age_band = forms.ChoiceField(label=_("Age band"), choices=AgeBand.choices)
    care_status = forms.ChoiceField(label=_("Care status"), choices=CareStatus.choices)


HOW_LONG = _("15 signs or more. Four words that you can remember work well.")


class ChoosePasswordForm(ResetPasswordKeyForm):
    """At the end of an invitation's link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HOW_LONG


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HOW_LONG


class WhoReadForm(forms.Form):
    """Narrows the read audit. Every field may stay empty."""

    by = forms.ModelChoiceField(
        User.objects.order_by("first_name", "last_name"),
        label=_("Who"),
        required=False,
        empty_label=_("Everybody"),
        widget=forms.Select(attrs={"class": "w-w-full"}),
    )
    what = forms.ChoiceField(
        label=_("What"),
        choices=[("", _("Everything")), *Opened.choices],
        required=False,
        widget=forms.Select(attrs={"class": "w-w-full"}),
    )
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)
