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
from wagtail.log_actions import LogActionRegistry

from engagement.desks import ADVOCACY, DESKS, VOICES, Desk, workload
from engagement.subject_requests import may_check
from engagement.views import addresses
from engagement.views.asks import lines, owed_by, to_check, waiting_for
from engagement.views.concerns import may_handle
from engagement.views.desk import for_list, rows
from engagement.views.duty_panel import ConcernsMenuItem, ConcernsPanel
from engagement.views.releases import may_enter as may_enter_exports
from engagement.views.releases import waiting_for as exports_waiting_for
from engagement.views.rights_desk import waiting_for as requests_waiting_for
from engagement.viewsets import ReplyTemplateViewSet, ThemeViewSet
from people.models import User
from people.roles import (
    ANSWER_ASKS,
    EDIT_RULES,
    ENTER_ON_BEHALF,
    HANDLE_REQUESTS,
    HOLD_RECORDS,
    MANAGE_ASKS,
    MANAGE_EDITIONS,
    MANAGE_MEETINGS,
    MANAGE_ROTA,
    READ_PACK,
)

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


class AsksMenuItem(MenuItem):
    """Asks, with how many wait for this person."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MANAGE_ASKS) or request.user.has_perm(ANSWER_ASKS))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = waiting_for(request.user) if isinstance(request.user, User) else 0
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class RequestsMenuItem(MenuItem):
    """Requests about somebody's rights, with how many are open."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and (user.has_perm(HANDLE_REQUESTS) or may_check(user))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = requests_waiting_for(request.user) if isinstance(request.user, User) else 0
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class ExportsMenuItem(MenuItem):
    """Files of rows, with how many wait for this person's yes or no."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter_exports(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = exports_waiting_for(request.user)
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class OwedPanel(Component):
    """What this person owes an answer to comes before everything else on the home page."""

    template_name = "engagement/asks/home_panel.html"
    order = 5

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/desk.css"]})

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"lines": lines(list(owed_by(user)[:ON_THE_HOME_PAGE])), "to_check": to_check(user).count()}


def desk_addresses() -> list[URLPattern | URLResolver]:
    return [
        path("concerns/", include((addresses.worried_about, "concerns"))),
        path("rota/", include((addresses.on_duty, "rota"))),
        path("voices/", include((addresses.voices, "voices"))),
        path("advocacy/", include((addresses.advocacy, "advocacy"))),
        path("sessions/", include((addresses.written_down, "sessions"))),
        path("asks/", include((addresses.asked, "asks"))),
        path("editions/", include((addresses.reported, "editions"))),
        path("packs/", include((addresses.packed, "packs"))),
        path("meetings/", include((addresses.met, "meetings"))),
        path("exports/", include((addresses.exported, "exports"))),
        path("requests/", include((addresses.rights, "requests"))),
        path("holds/", include((addresses.held, "holds"))),
        path("screening/", include((addresses.screened, "screening"))),
    ]


def concerns_menu_item() -> MenuItem:
    return ConcernsMenuItem(
        _("Concerns"), reverse_lazy("concerns:index"), name="concerns", icon_name="warning", order=40
    )


def rota_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Duty rota"), reverse_lazy("rota:index"), MANAGE_ROTA, name="rota", icon_name="calendar", order=41
    )


def voices_menu_item() -> MenuItem:
    return DeskMenuItem(VOICES, icon_name="comment", order=50)


def advocacy_menu_item() -> MenuItem:
    return DeskMenuItem(ADVOCACY, icon_name="user", order=51)


def asks_menu_item() -> MenuItem:
    return AsksMenuItem(_("Asks"), reverse_lazy("asks:index"), name="asks", icon_name="list-ul", order=55)


def editions_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Editions"), reverse_lazy("editions:index"), MANAGE_EDITIONS, name="editions", icon_name="doc-full", order=56
    )


def meetings_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Meetings"),
        reverse_lazy("meetings:index"),
        MANAGE_MEETINGS,
        name="meetings",
        icon_name="calendar-alt",
        order=54,
    )


def requests_menu_item() -> MenuItem:
    return RequestsMenuItem(_("Requests"), reverse_lazy("requests:index"), name="requests", icon_name="mail", order=57)


def exports_menu_item() -> MenuItem:
    return ExportsMenuItem(_("Exports"), reverse_lazy("exports:index"), name="exports", icon_name="download", order=59)


def packs_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Inspector’s pack"),
        reverse_lazy("packs:index"),
        READ_PACK,
        name="packs",
        icon_name="folder-open-inverse",
        order=59,
    )


def sessions_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Sessions"), reverse_lazy("sessions:index"), ENTER_ON_BEHALF, name="sessions", icon_name="group", order=60
    )


def holds_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Legal holds"), reverse_lazy("holds:index"), HOLD_RECORDS, name="holds", icon_name="lock", order=58
    )


def screening_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Screening"), reverse_lazy("screening:try"), EDIT_RULES, name="screening", icon_name="search", order=62
    )


def add_desk_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [DeskPanel(desk, 10 + n) for n, desk in enumerate(DESKS) if desk.is_open_to(request.user)]


def add_concerns_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may_handle(request.user):
        panels.append(ConcernsPanel())


def rota_log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("engagement.put_on_rota", _("Put on the rota"), _("Put on the rota")),
        ("engagement.change_rota", _("Change a turn"), _("Turn changed")),
        ("engagement.take_off_rota", _("Take off the rota"), _("Taken off the rota")),
    ):
        actions.register_action(name, label, message)


def add_owed_panel(request: HttpRequest, panels: list[Component]) -> None:
    if asks_menu_item().is_shown(request):
        panels.append(OwedPanel())


hooks.register("register_admin_urls", desk_addresses)
hooks.register("register_admin_menu_item", concerns_menu_item)
hooks.register("register_admin_menu_item", rota_menu_item)
hooks.register("register_admin_menu_item", voices_menu_item)
hooks.register("register_admin_menu_item", advocacy_menu_item)
hooks.register("register_admin_menu_item", meetings_menu_item)
hooks.register("register_admin_menu_item", asks_menu_item)
hooks.register("register_admin_menu_item", editions_menu_item)
hooks.register("register_admin_menu_item", requests_menu_item)
hooks.register("register_admin_menu_item", exports_menu_item)
hooks.register("register_admin_menu_item", packs_menu_item)
hooks.register("register_admin_menu_item", holds_menu_item)
hooks.register("register_admin_menu_item", sessions_menu_item)
hooks.register("register_admin_menu_item", screening_menu_item)
hooks.register("construct_homepage_panels", add_concerns_panel)
hooks.register("construct_homepage_panels", add_desk_panels)
hooks.register("construct_homepage_panels", add_owed_panel)
hooks.register("register_admin_viewset", ThemeViewSet)
hooks.register("register_admin_viewset", ReplyTemplateViewSet)
hooks.register("register_log_actions", rota_log_actions)
