"""The blocks an information page is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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


class InformationBlocks(blocks.StreamBlock):
    """Headings, words, callouts and the help numbers, in any order."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=80, template="pages/blocks/heading.html")
    words = blocks.RichTextBlock(label=_("Words"), features=WORDS_ONLY)
    callout = CalloutBlock()
    help_numbers = HelpNumbersBlock()
