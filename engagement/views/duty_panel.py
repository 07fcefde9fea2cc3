"""What stands about concerns on the home page of the admin and in its menu, for whoever handles them."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from engagement.rota import on_duty
from engagement.views.concerns import for_list, lines, may_handle, nobodys

SHOWN = 5  # concerns


class ConcernsMenuItem(MenuItem):
    """Concerns, with how many nobody has taken on."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = nobodys(request.user).count()
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class ConcernsPanel(Component):
    """First on the home page: what nobody has taken on, with its clock, and who is on duty."""

    template_name = "engagement/concerns/home_panel.html"
    order = 1

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/desk.css"]}, js=["js/waiting.js"])

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        waiting = nobodys(request.user)
        return {
            "lines": lines(for_list(waiting.in_order())[:SHOWN]),
            "waiting": waiting.count(),
            "duty": on_duty(),
            "perms": parent_context.get("perms", ()),
        }
