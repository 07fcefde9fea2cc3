"""The blocks an information page is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from engagement.models import Ask, Theme

WORDS_ONLY = ["bold", "link", "ol", "ul"]


class CalloutBlock(blocks.StructBlock):
    """A few words that must not be missed."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.RichTextBlock(label=_("words"), features=["bold", "link"])

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "pages/blocks/callout.html"


class HelpNumbersBlock(blocks.StaticBlock):
    """The help numbers as they stand; editors change them in one place, under "Help numbers"."""

    class Meta:
        icon = "help"
        label = _("Help numbers")
        admin_text = _("Shows every help number.")
        template = "pages/blocks/help_numbers.html"


def themes() -> list[tuple[str, str]]:
    """Every theme, by its number."""
    return [(str(theme.pk), theme.name) for theme in Theme.objects.all()]


class WallBlock(blocks.StructBlock):
    """The newest asks of the public wall, of one theme or of all. They choose themselves."""

    title = blocks.CharBlock(label=_("title"), max_length=80, default=_("You said, we did"))
    theme = blocks.ChoiceBlock(label=_("theme"), choices=themes, required=False, help_text=_("Leave empty for all."))
    how_many = blocks.IntegerBlock(label=_("how many"), min_value=1, max_value=9, default=3)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        asks = Ask.objects.public().select_related("theme", "owner").newest_first()
        if value["theme"]:
            asks = asks.filter(theme=value["theme"])
        return {**context, "asks": asks[: value["how_many"]]}

    class Meta:
        icon = "list-ul"
        label = _("You said, we did")
        template = "pages/blocks/wall.html"


class InformationBlocks(blocks.StreamBlock):
    """Headings, words, callouts and the help numbers, in any order."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=80, template="pages/blocks/heading.html")
    words = blocks.RichTextBlock(label=_("Words"), features=WORDS_ONLY)
    callout = CalloutBlock()
    help_numbers = HelpNumbersBlock()
    wall = WallBlock()
