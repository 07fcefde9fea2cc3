"""What the shell of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.models import HelpContact


def council() -> dict[str, Any]:
    """The words a council chooses; from settings alone, so that the page for a broken server can use them too."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "group_name": settings.GROUP_NAME,
        "council_name": settings.COUNCIL_NAME,
        "team_phone": settings.TEAM_PHONE,
        "exit_url": settings.EXIT_URL,
        "sample_data": settings.SAMPLE_DATA,
    }


def shell(request: HttpRequest) -> dict[str, Any]:
    """`council()` and the help numbers; those cost one query, and only on a page that shows them."""
    return {**council(), "help_contacts": SimpleLazyObject(lambda: list(HelpContact.objects.all()))}
