"""Puts this room into the Wagtail admin: addresses and menu. Registers only."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.roles import MANAGE_SURVEYS
from surveys.views import addresses


class SurveysMenuItem(MenuItem):
    """For who builds surveys."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MANAGE_SURVEYS))


def survey_addresses() -> list[URLPattern | URLResolver]:
    return [path("surveys/", include((addresses.builder, "survey-builder")))]


def surveys_menu_item() -> MenuItem:
    return SurveysMenuItem(
        _("Surveys"), reverse_lazy("survey-builder:index"), name="surveys", icon_name="clipboard-list", order=53
    )


hooks.register("register_admin_urls", survey_addresses)
hooks.register("register_admin_menu_item", surveys_menu_item)
