"""Puts this room into the Wagtail admin: keys, and what the log says. Registers only."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from people.models import User
from people.roles import ISSUE_KEYS, READ_AUDIT
from people.views import keys, who_read


class KeysMenuItem(MenuItem):
    """For whoever may issue keys."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ISSUE_KEYS))


class WhoReadMenuItem(MenuItem):
    """For whoever checks who read what."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(READ_AUDIT))


def key_addresses() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", keys.index, name="index"),
        path("new/", keys.new, name="new"),
        path("<int:pk>/replace/", keys.replace, name="replace"),
        path("<int:pk>/close/", keys.close, name="close"),
        path("<int:pk>/join/", keys.join, name="join"),
        path("<int:pk>/quit/", keys.quit_council, name="quit"),
    ]
    return [path("keys/", include((patterns, "keys")))]


def who_read_addresses() -> list[URLPattern | URLResolver]:
    return [path("who-read-what/", include(([path("", who_read.index, name="index")], "who_read")))]


def who_read_menu_item() -> MenuItem:
    return WhoReadMenuItem(
        _("Who read what"), reverse_lazy("who_read:index"), name="who-read-what", icon_name="view", order=90
    )


def keys_menu_item() -> MenuItem:
    return KeysMenuItem(_("Keys"), reverse_lazy("keys:index"), name="keys", icon_name="key", order=61)


def no_bulk_actions_on_staff(_request: HttpRequest, _action: str, _objects: Any, action: Any) -> None:
    """Wagtail's bulk screens would hand out roles and switch people off past `inviting`, its checks and its log."""
    if User in action.models:
        raise PermissionDenied


def log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("people.invite", _("Invite"), _("Invited")),
        ("people.invite_again", _("Invite again"), _("Invited again")),
        ("people.change", _("Change"), _("Name, job title or roles changed")),
        ("people.switch_off", _("Switch off"), _("Switched off")),
        ("people.switch_on", _("Switch on"), _("Switched on")),
        ("people.issue_key", _("Issue a key"), _("Key issued")),
        ("people.replace_key", _("Replace a key"), _("Key replaced")),
        ("people.close_space", _("Close a space"), _("Space closed")),
        ("people.join_council", _("Join the Council"), _("Member of the Children in Care Council")),
        ("people.leave_council", _("Leave the Council"), _("No member of the Council any more")),
        ("people.place_hold", _("Place a legal hold"), _("Legal hold placed")),
        ("people.lift_hold", _("Lift a legal hold"), _("Legal hold lifted")),
    ):
        actions.register_action(name, label, message)


hooks.register("register_admin_urls", key_addresses)
hooks.register("register_admin_menu_item", keys_menu_item)
hooks.register("register_admin_urls", who_read_addresses)
hooks.register("register_admin_menu_item", who_read_menu_item)
hooks.register("before_bulk_action", no_bulk_actions_on_staff)
hooks.register("register_log_actions", log_actions)
