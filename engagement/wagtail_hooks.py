"""Puts this room into the Wagtail admin: addresses, menu, home panels, lists. Registers only."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from engagement.desks import ADVOCACY, DESKS, VOICES, Desk, workload
from engagement.views import addresses
from engagement.views.desk import for_list, rows
from engagement.viewsets import ReplyTemplateViewSet, ThemeViewSet
from people.roles import ENTER_ON_BEHALF

ON_THE_HOME_PAGE = 5  # items of a desk


class DeskMenuItem(MenuItem):
    """A desk, with how many items wait on it for this person."""

    def __init__(self, desk: Desk, **more: Any) -> None:
        self.desk = desk
        super().__init__(desk.title, reverse_lazy(f"{desk.name}:to-read"), name=desk.name, **more)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.desk.is_open_to(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = workload(self.desk, request.user)
        if waiting.items:
            component.label = f"{self.label} ({waiting})"
        return component


class PermittedMenuItem(MenuItem):
    """A menu item for holders of one permission."""

    def __init__(self, label: Promise, url: Any, permission: str, **more: Any) -> None:
        self.permission = permission
        super().__init__(label, url, **more)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class DeskPanel(Component):
    """What waits first on a desk, with its clock. No words: a dashboard stands open on many screens."""

    template_name = "engagement/desk/home_panel.html"

    def __init__(self, desk: Desk, order: int) -> None:
        self.desk = desk
        self.order = order

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/desk.css"]})

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        first = for_list(self.desk.to_read(user))[:ON_THE_HOME_PAGE]
        return {"desk": self.desk, "rows": rows(self.desk, first), "workload": workload(self.desk, user)}


def desk_addresses() -> list[URLPattern | URLResolver]:
    return [
        path("voices/", include((addresses.voices, "voices"))),
        path("advocacy/", include((addresses.advocacy, "advocacy"))),
        path("sessions/", include((addresses.written_down, "sessions"))),
    ]


def voices_menu_item() -> MenuItem:
    return DeskMenuItem(VOICES, icon_name="comment", order=50)


def advocacy_menu_item() -> MenuItem:
    return DeskMenuItem(ADVOCACY, icon_name="user", order=51)


def sessions_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Sessions"), reverse_lazy("sessions:index"), ENTER_ON_BEHALF, name="sessions", icon_name="group", order=60
    )


def add_desk_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [DeskPanel(desk, 10 + n) for n, desk in enumerate(DESKS) if desk.is_open_to(request.user)]


hooks.register("register_admin_urls", desk_addresses)
hooks.register("register_admin_menu_item", voices_menu_item)
hooks.register("register_admin_menu_item", advocacy_menu_item)
hooks.register("register_admin_menu_item", sessions_menu_item)
hooks.register("construct_homepage_panels", add_desk_panels)
hooks.register("register_admin_viewset", ThemeViewSet)
hooks.register("register_admin_viewset", ReplyTemplateViewSet)
