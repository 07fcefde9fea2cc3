"""Where officers keep the help numbers up to date."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.models import HelpContact


class HelpContactViewSet(SnippetViewSet):
    model = HelpContact
    icon = "help"
    menu_label = _("Help numbers")
    add_to_admin_menu = True
    menu_order = 800
    list_display = ["name", "number", "purpose", "order", "last_checked"]
    list_per_page = 50


register_snippet(HelpContactViewSet)
