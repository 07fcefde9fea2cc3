"""You said, we did, as a feed: the newest public asks in the council's own words, for readers of RSS and Atom."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from engagement.models import Ask

IN_THE_FEED = 30


class WallFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    """RSS. An entry is new again whenever the ask has news; its address never changes."""

    title = _("You said, we did")
    link = reverse_lazy("engagement:wall")
    description = _("What young people asked, and what came of it.")

    def items(self) -> list[Ask]:
        return list(Ask.objects.public().select_related("theme", "owner").newest_first()[:IN_THE_FEED])

    def item_title(self, item: Ask) -> str:
        return f"{item.public_status.label}: {item.wording}"

    def item_description(self, item: Ask) -> str:
        return item.answer_line

    def item_pubdate(self, item: Ask) -> datetime:
        return item.raised_at

    def item_updateddate(self, item: Ask) -> datetime:
        return item.changed_at

    def item_categories(self, item: Ask) -> tuple[str, ...]:
        return (item.theme.name,)

    def item_author_name(self, item: Ask) -> str:
        return str(settings.COUNCIL_NAME)


class WallAtomFeed(WallFeed):
    """Atom."""

    feed_type = Atom1Feed
    subtitle = WallFeed.description
