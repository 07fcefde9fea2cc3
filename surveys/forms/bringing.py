"""Forms of what a council brings along: a survey from a file, and counts of an earlier one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.bringing import LARGEST
from surveys.forms.waves import moment
from surveys.forms.wording import text


class BringForm(forms.Form):
    """An .lss file of LimeSurvey, or a CSV of questions."""

    title = text(_("Title"), longest=120, help_text=_("Leave it empty to take the one in the file."))
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A survey structure exported by LimeSurvey (.lss, up to 2 MB), or a CSV with the columns section, "
            "question, kind and, where they fit, options, lines, needed; options are divided by |."
        ),
        error_messages={"required": _("Pick a file."), "empty": _("The file is empty.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """By its name: what is in it is looked at when it is read."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".lss", ".csv")):
            raise forms.ValidationError(_("Pick an .lss or a .csv file."))
        if file.size > 2 * LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file


class BringResultsForm(forms.Form):
    """What an earlier survey found, as counts."""

    name = text(_("Name"), required=True, longest=60, help_text=_("For example: 2020"))
    opened = moment(_("It opened"))
    closed = moment(_("It closed"))
    file = forms.FileField(
        label=_("The counts"),
        help_text=_(
            "A CSV with the columns question, option and count, by the keys of this survey. One row with neither "
            "question nor option says how many answered."
        ),
        error_messages={"required": _("Pick a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
