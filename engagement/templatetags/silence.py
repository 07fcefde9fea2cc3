"""The banner on every page of the admin while no alert leaves."""

from typing import Any

from django import template

from engagement.views.concerns import may_handle
from people import outbox

register = template.Library()


@register.inclusion_tag("engagement/concerns/silence.html", takes_context=True)
def silence_banner(context: dict[str, Any]) -> dict[str, Any]:
    """For whoever handles concerns: since when nothing has been sent. One read of the cache, one small query."""
    user = getattr(context.get("request"), "user", None)
    return {"since": outbox.silent_since() if user and may_handle(user) else None}
