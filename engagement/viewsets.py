"""Lists that a participation team keeps itself: themes, and ready words for answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from engagement.models import ReplyTemplate, Theme
from people.models import User
from people.roles import MODERATE, roles_that_may


class TeamPolicy(BasePermissionPolicy):
    """Whoever moderates keeps these lists. `never` names what nobody does to them."""

    def __init__(self, model: type[Any], never: frozenset[str] = frozenset()) -> None:
        super().__init__(model)
        self.never = never

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in self.never and user.has_perm(MODERATE)

    def users_with_any_permission(self, actions: list[str]) -> Any:
        names = [role.value for role in roles_that_may(MODERATE)]
        return User.objects.filter(groups__name__in=names, is_active=True).distinct()


class ListView(IndexView):
    """A list without spreadsheets: Wagtail's do not neutralise formulas, and rows leave through one checked way."""

    FORMATS = ()


class ListViewSet(ModelViewSet):
    """A plain list to add to and put right."""

    index_view_class = ListView
    add_to_settings_menu = True
    copy_view_enabled = False
    list_per_page = 50


class ThemeViewSet(ListViewSet):
    model = Theme
    name = "themes"
    icon = "tag"
    menu_label = _("Themes")
    list_display = ["name", "examples", "order", "retired"]
    form_fields = ["name", "examples", "order", "retired"]
    # Retired, never deleted: old figures keep their name.
    permission_policy = TeamPolicy(Theme, never=frozenset({"delete"}))


class ReplyTemplateViewSet(ListViewSet):
    model = ReplyTemplate
    name = "reply-templates"
    icon = "mail"
    menu_label = _("Reply templates")
    list_display = ["title", "order"]
    form_fields = ["title", "words", "order"]
    permission_policy = TeamPolicy(ReplyTemplate)
